"""The outcome of the year as tables for people."""

from collections.abc import Mapping
from typing import Final

from rich.console import Console
from rich.table import Table

from deploy.demo import bodies
from deploy.demo.cells import EMPTY, german_day, table
from deploy.demo.narration import amount
from deploy.demo.review import cents
from shared.canonical import Json
from shared.money import euros

ACCOUNTS: Final = (
    ("budget", "Ansatz"),
    ("supplementary", "Nachtrag"),
    ("refill", "Rückzahlung"),
    ("frei", "frei"),
    ("reserviert", "vorgemerkt"),
    ("festgelegt", "festgelegt"),
    ("ausgezahlt", "ausgezahlt"),
    ("verfallen", "verfallen"),
)
STATUS: Final = {
    "applied": "beantragt",
    "postponed": "zurückgestellt",
    "approved": "genehmigt",
    "rejected": "abgelehnt",
    "closed": "abgeschlossen",
}
FIGURES: Final = (
    ("applications", "Anträge"),
    ("approvals", "Genehmigt"),
    ("extensions", "Verlängert"),
    ("closings", "Abgeschl."),
    ("grant", "Zuwendung"),
    ("own_share", "Eigenanteil"),
)
BASE: Final = str.maketrans("äöü", "aou")  # Germans sort „Höhenberg“ before „Humboldt“.


def show(told: Json, out: Console) -> None:
    """Show budgets, commitments, the annual report, the steering pack, and the checks."""
    names = _names(told["master_data"])
    report = next(it for it in told["reports"] if it["year"] == told["year"])
    out.print()
    out.print(_budgets(told["budgets"]))
    out.print(_commitments(told))
    out.print(_totals(report))
    out.print(_grouped(report, "sozialraum", "Sozialraum", names))
    out.print(_grouped(report, "traeger", "Träger", names))
    out.print(_projects(report, told["projects"]))
    out.print(bodies.shown(told["steering"]))
    out.print(f"Ressourcen im Netzwerk: {told['resources']}")
    out.print(f"Abgelehnte Aufträge, wie vorgesehen: {len(told['refusals'])}")
    for text, holds in dict.fromkeys((it["text"], it["holds"]) for it in told["checks"]):
        same = [it for it in told["checks"] if (it["text"], it["holds"]) == (text, holds)]
        years = ", ".join(str(it["year"]) for it in same)
        mark = "[green]✓[/]" if holds else "[bold red]✗[/]"
        out.print(f"{mark} {text} ({years})", highlight=False, soft_wrap=True)


def _budgets(budgets: list[Json]) -> Table:
    made = table("Budget", "Euro", *(str(it["year"]) for it in budgets))
    for account, name in ACCOUNTS:
        row = [amount(it["accounts"][account]) for it in budgets]
        made.add_row(name, *row, end_section=account == "supplementary")
    return made


def _commitments(told: Json) -> Table:
    """What each project has bound in each year, and what was paid of it where anything was."""
    heads, columns = ["Projekt"], []
    for budget in told["budgets"]:
        for name, head in (("bound", "offen"), ("paid", "gezahlt")):
            cells = {it["project_id"]: cents(it[name]) for it in budget["projects"]}
            if any(cells.values()):
                heads.append(f"{budget['year']} {head}")
                columns.append(cells)
    made = table("Bindungen", *heads)
    for it in told["projects"]:
        row = [column.get(it["project_id"], 0) for column in columns]
        if any(row):
            made.add_row(it["title"], *(euros(ct) if ct else EMPTY for ct in row))
    made.add_section()
    made.add_row("Summe", *(euros(sum(column.values())) for column in columns), style="bold")
    return made


def _totals(report: Json) -> Table:
    heads = [*(head for _, head in FIGURES), "am Jahresende offen"]
    made = table(f"Jahresbericht {report['year']}", *heads, texts=0)
    made.add_row(*_figures(report["totals"]), str(report["totals"]["open"]), style="bold")
    return made


def _grouped(report: Json, kind: str, head: str, names: Mapping[str, str]) -> Table:
    made = table(None, head, *(name for _, name in FIGURES))
    rows = [(names.get(it[f"{kind}_id"], "?"), it) for it in report[f"by_{kind}"]]
    for name, row in sorted(rows, key=lambda row: row[0].lower().translate(BASE)):
        made.add_row(name, *_figures(row))
    return made


def _projects(report: Json, projects: list[Json]) -> Table:
    now = {it["project_id"]: it for it in projects}
    heads = ("Nummer", "Projekt", "Stand", "Ende", "Zuwendung", "Rückforderung", "Ziele erreicht")
    made = table(f"Projekte im Jahresbericht {report['year']}", *heads, texts=4)
    for it in report["projects"]:
        made.add_row(
            it["number"],
            it["title"],
            STATUS.get(now[it["project_id"]]["status"], "?"),
            german_day(it["end"]),
            amount(it["grant"]),
            amount(it["recovery"]) if cents(it["recovery"]) else EMPTY,
            _reached(it["goals"]),
        )
    return made


def _reached(goals: list[Json]) -> str:
    """Return how many goals were reached, of a project that is closed."""
    given = [goal["reached"] for goal in goals if "reached" in goal]
    return f"{given.count('yes')} von {len(goals)}" if given else EMPTY


def _figures(row: Json) -> list[str]:
    return [
        str(row[name]) if isinstance(row[name], int) else amount(row[name]) for name, _ in FIGURES
    ]


def _names(master_data: Json) -> dict[str, str]:
    traeger = {it["traeger_id"]: it["name"] for it in master_data["traeger"]}
    return traeger | {it["sozialraum_id"]: it["name"] for it in master_data["sozialraeume"]}
