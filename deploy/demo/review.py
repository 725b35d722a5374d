"""What the services say after the year: budgets, commitments, the report, and whether all agree."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from deploy.demo.patience import Patience
from deploy.demo.story import Story
from shared.canonical import Json
from shared.money import from_wire
from shared.refusal import Refused

Ask = Callable[[str, str, Json], Json]
"""`(service, method, body) → answer`, patient."""

USES: Final = (
    "frei",
    "reserviert",
    "festgelegt",
    "ausgezahlt",
    "verfallen",
    "vereinnahmt",
    "carry_out",
    "transfer_out",
)
SOURCES: Final = (
    "budget",
    "supplementary",
    "ceiling",
    "clause",
    "carry_in",
    "transfer_in",
    "refill",
)
CARDS_MAX: Final = 200
IN_SHORT: Final = ("year", "members", "duties", "meetings", "open_actions", "done_actions", "teams")
FIGURES: Final = ("applications", "approvals", "extensions", "closings", "grant", "own_share")


def look(ask: Ask, story: Story, last: Mapping[str, str], patience: Patience) -> Json:
    """Return {title, year, budgets, reports, projects, master_data, steering, resources, checks}.

    Waits until the report shows the last event of projects, and funding all that followed from it.
    """
    reports = [
        ask("reporting", "annual_report", {"year": year, "after": last.get("projects")})
        for year in story.years
    ]

    def budgets() -> list[Json]:
        found = [ask("funding", "get_budget", {"year": year}) for year in story.years]
        if all(_same_grants(it, report) for it, report in zip(found, reports, strict=True)):
            return found
        raise Refused(
            "budget-behind-report",
            "Budget und Bericht stimmen noch nicht überein",
            "Das Budget zeigt andere Bewilligungen als der Jahresbericht.",
            kind="unavailable",
        )

    found = patience.ask(budgets)
    cards = {"limit": CARDS_MAX, "after": last.get("resources")}
    pack = {"year": story.year, "after": last.get("reporting")}
    ids = dict.fromkeys(it["project_id"] for report in reports for it in report["projects"])
    return {
        "title": story.title,
        "year": story.year,
        "budgets": found,
        "reports": reports,
        "projects": [ask("projects", "get_project", {"project_id": it}) for it in ids],
        "master_data": ask("projects", "list_master_data", {}),
        "steering": _in_short(ask("reporting", "get_steering_pack", pack)),
        "resources": len(ask("resources", "find_cards", cards)["cards"]),
        "checks": [*_checks(found, reports)],
    }


def _in_short(pack: Json) -> Json:
    """Return what of a steering pack does not depend on the moment at which it was asked for."""
    reviewed = [
        {"title": it["title"], "review": it["review"]}
        for it in pack["projects"]
        if it["review"] is not None
    ]
    return {**{name: pack[name] for name in IN_SHORT}, "projects": reviewed}


def cents(wire: Any) -> int:
    """Return the cents of an amount."""
    return from_wire(wire)


def _checks(budgets: list[Json], reports: list[Json]) -> Iterator[Json]:
    for budget in budgets:
        yield from _checks_of_budget(budget)
    for budget, report in zip(budgets, reports, strict=True):
        text = "Budget und Jahresbericht nennen für jedes Projekt dieselbe Zuwendung."
        yield _check(report["year"], text, holds=_same_grants(budget, report))
    for report in reports:
        yield from _checks_of_report(report)


def _checks_of_budget(budget: Json) -> Iterator[Json]:
    accounts = budget["accounts"]
    there = sum(cents(accounts[name]) for name in SOURCES)
    used = sum(cents(accounts[name]) for name in USES)
    yield _check(
        budget["year"],
        "Jeder Cent ist frei, vorgemerkt, festgelegt, ausgezahlt, verfallen oder weitergegeben.",
        holds=there == used,
    )
    bound = sum(cents(it["bound"]) for it in budget["projects"])
    paid = sum(cents(it["paid"]) for it in budget["projects"])
    yield _check(
        budget["year"],
        "Die Projekte zusammen ergeben, was festgelegt und was ausgezahlt ist.",
        holds=(bound, paid) == (cents(accounts["festgelegt"]), cents(accounts["ausgezahlt"])),
    )


def _checks_of_report(report: Json) -> Iterator[Json]:
    totals = _figures(report["totals"])
    for by, what in (("by_sozialraum", "Sozialräume"), ("by_traeger", "Träger")):
        sums: defaultdict[str, int] = defaultdict(int)
        for row in report[by]:
            for name, number in _figures(row).items():
                sums[name] += number
        yield _check(
            report["year"],
            f"Die {what} ergeben zusammen die Summen des Berichts.",
            holds=all(sums[name] == totals[name] for name in FIGURES),
        )


def _figures(row: Json) -> dict[str, int]:
    return {name: row[name] if isinstance(row[name], int) else cents(row[name]) for name in FIGURES}


def _same_grants(budget: Json, report: Json) -> bool:
    """Tell whether funding has bound, beside what it paid, what projects granted for the year."""
    granted = {it["project_id"]: cents(it["grant"]) for it in report["projects"]}
    shares = {it["project_id"]: it for it in budget["projects"]}
    return all(
        _open(shares.get(project_id), granted.get(project_id, 0))
        for project_id in granted.keys() | shares.keys()
    )


def _open(share: Json | None, grant_ct: int) -> bool:
    """What was paid beyond the final grant is to be recovered; it is not bound again."""
    if share is None:
        return grant_ct == 0
    return cents(share["bound"]) == max(0, grant_ct - cents(share["paid"]))


def _check(year: int, text: str, *, holds: bool) -> Json:
    return {"year": year, "text": text, "holds": holds}
