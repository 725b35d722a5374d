"""The outcome of three years as tables for people: each figure with the steps that lead to it."""

from collections.abc import Iterator
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from deploy.demo.cells import EMPTY, german_day, table
from deploy.demo.narration import amount
from deploy.demo.tables import STATUS
from deploy.demo.three_years import row, steps
from shared.canonical import Json

DUTIES: Final = {
    "annual-report": "Projektbericht",
    "statement-of-use": "Verwendungsnachweis",
}
HELPS: Final = ("p29", "p31", "p34", "p35", "total")
CLAIM: Final = (
    ("claimed", "Gefordert"),
    ("received", "zurückgezahlt"),
    ("waived", "verzichtet"),
    ("open", "offen"),
)


def show(told: Json, out: Console) -> None:
    """Show payments, duties, the steps of all sums, the claim, and the other half: the Sozialraum."""
    out.print()
    out.print(_payments(told["payments"]))
    out.print(_duties(told["duties"]))
    for title, found in steps(told).items():
        out.print(_steps(title, found))
    out.print(_claim(told["claims"]))
    out.print(_quarter(told))
    for text in (*_chain(told), *_pack(told["pack"])):
        out.print(text, highlight=False, soft_wrap=True)
    out.print(f"Stand des Projekts: {STATUS[told['project']['status']]}")
    for it in told["checks"]:
        mark = "[green]✓[/]" if it["holds"] else "[bold red]✗[/]"
        out.print(f"{mark} {it['text']}", highlight=False, soft_wrap=True)


def _payments(told: Json) -> Table:
    made = table("Auszahlungen", "Haushaltsjahr", "Rate", "fällig", "gezahlt", "Betrag", texts=4)
    for year in told["years"]:
        for it in year["payments"]:
            days = (german_day(it["due_on"]), _day(it["paid_on"]))
            made.add_row(str(year["year"]), str(it["number"]), *days, amount(it["amount"]))
    return made


def _duties(told: Json) -> Table:
    made = table("Pflichten", "Was", "Jahr", "fällig", "erfüllt", texts=4)
    for it in told["duties"]:
        days = (german_day(it["due_on"]), _day(it["fulfilled_on"]))
        made.add_row(DUTIES[it["kind"]], str(it["year"]), *days)
    return made


def _steps(title: str, found: list[Json]) -> Table:
    made = table(title, "Schritt", "Betrag")
    for it in found:
        for part in it["parts"]:
            made.add_row(f"  {part['text']}", amount(part["amount"]), style="dim")
        made.add_row(it["text"], amount(it["result"]), end_section=True)
    return made


def _claim(told: Json) -> Table:
    made = table("Die Forderung", *(head for _, head in CLAIM), "Zinsen", texts=0)
    for it in told["claims"]:
        interest = it["interest"]["amount"]
        made.add_row(*(amount(it[name]) for name, _ in CLAIM), amount(interest))
    return made


def _quarter(told: Json) -> Table:
    seen, full = told["quarter"], told["full_quarter"]
    title = f"Hilfen {seen['quarter']}/{seen['year']}: was das Team sieht, und was die WJH sieht"
    heads = ("Hilfeart", "Fälle (Team)", "Kosten (Team)", "Fälle (WJH)", "Kosten (WJH)")
    made = table(title, *heads)
    for name in HELPS:
        shown = [row(it, name) for it in (seen, full)]
        cells = [cell for it in shown for cell in (_count(it["cases"]), _amount(it["net"]))]
        made.add_row(f"{shown[0]['paragraph']} {shown[0]['title']}".strip(), *cells)
    return made


def _chain(told: Json) -> Iterator[str]:
    for topic in told["chain"]["topics"]:
        (idea,) = [it["texts"]["idea"] for it in topic["steps"] if it["kind"] == "idea"]
        links = [
            f"Bedarf: {' / '.join(it['text'] for it in topic['of_observations'])}",
            f"Thema: {topic['title']}",
            f"Idee: {idea}",
            *(f"Projekt: {it['title']}, {STATUS[it['status']]}" for it in topic["projects"]),
            *(f"Ressource: {it['name']}" for it in topic["cards"]),
        ]
        yield "[bold]Vom Bedarf zur Ressource[/]"
        yield "  " + "\n  → ".join(links)
        yield "[bold]Und zurück[/]"
        yield "  " + "\n  ← ".join(reversed(links))
    yield f"Die Suche nach „Maedchentreff“ findet: {told['found']}"


def _pack(told: Json) -> Iterator[str]:
    yield f"[bold]Mappe der Steuerungsgruppe {told['year']}[/]"
    held = [german_day(it["on"]) for it in told["meetings"] if it["held"]]
    yield f"  {len(told['members'])} Mitglieder, Sitzung am {', '.join(held)}"
    totals = told["totals"]
    yield f"  Zuwendungen des Jahres {amount(totals['grant'])}, Projekte {len(told['projects'])}"
    for it in told["open_actions"]:
        yield f"  Offen bis {german_day(it['due_on'])}: {it['title']} ({it['responsible']})"
    quality = told["quality"]
    rated = [it["mean"] for it in quality["indicators"] if it["mean"] is not None]
    goals = len(quality["development_goals"])
    yield f"  Qualität: {len(rated)} Indikatoren eingeschätzt, Entwicklungsziele {goals}"


def _day(iso: str | None) -> str:
    return EMPTY if iso is None else german_day(iso)


def _count(number: int | None) -> str:
    return EMPTY if number is None else str(number)


def _amount(wire: Any) -> str:
    return EMPTY if wire is None else amount(wire)
