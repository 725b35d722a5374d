"""The turn of the year: what lapses, what stays bound, what stands in the way, the council's list.

Pure. Nothing is carried over by itself; this names what would have to be decided.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from services.funding import commands, council, events
from services.funding.across import lapsing_ct
from services.funding.year import Budget
from shared.canonical import Json
from shared.refusal import Refused
from shared.sheet import as_csv, decimal

REASONS: Final[dict[events.CarryOverCode, str]] = {
    "bound-unpaid": "Festgelegt und noch nicht ausgezahlt",
    "delayed-start": "Maßnahme beginnt später",
    "earmarked": "Zweckgebunden",
    "other": "Sonstiger Grund",
}
COLUMNS: Final = (
    "Aus Jahr",
    "In Jahr",
    "Betrag in Euro",
    "Konto",
    "Projekt",
    "Grund",
    "Beschluss",
    "Gebucht am",
    "Kennung",
)


def assess(year: int, budget: Budget, today: date) -> Json:
    """Return what the end of a year would do, and what is proposed, in cents."""
    unpaid = [
        {
            "project_id": project_id,
            "bound_ct": share.bound_ct,
            "settled": share.final_ct is not None,
            "held": share.closing_id is not None,
        }
        for project_id, share in sorted(budget.shares.items())
        if share.bound_ct
    ]
    return {
        "year": year,
        "closed": budget.closed,
        "in_the_way": _in_the_way(year, budget, today),
        "lapses_ct": lapsing_ct(budget),
        "lapsed_ct": budget.lapsed_ct,
        "unpaid": unpaid,
        "unpaid_total_ct": sum(share.bound_ct for share in budget.shares.values()),
        "proposals": _proposals(year, budget),
    }


def _proposals(year: int, budget: Budget) -> list[Json]:
    """Return what could be carried over: what is bound, neither held nor under way."""
    if budget.council is None or budget.free_ct < 0:
        return []
    return [
        {
            "from_year": year,
            "to_year": year + 1,
            "project_id": project_id,
            "amount_ct": budget.left_ct(project_id),
            "reason_code": "bound-unpaid",
        }
        for project_id, share in sorted(budget.shares.items())
        if budget.left_ct(project_id) and share.closing_id is None
    ]


def _in_the_way(year: int, budget: Budget, today: date) -> Json | None:
    """Return why the year cannot be closed now: the first reason, as a refusal."""
    try:
        council.decide(commands.CloseYear(year), budget, today)
    except Refused as no:
        return {"code": no.code, "title": no.title, "detail": no.detail}
    return None


def carry_overs(history: Iterable[events.BudgetEvent]) -> list[Json]:
    """Return the carry-overs out of a year, in order, in cents."""
    return [
        {
            "from_year": event.year,
            "to_year": event.to_year,
            **{name: value for name, value in asdict(event).items() if name != "year"},
        }
        for event in history
        if isinstance(event, events.CarriedOut)
    ]


def council_list(rows: Iterable[Json]) -> str:
    """Return the list for the council as a file for spreadsheets."""
    return as_csv(COLUMNS, map(_row, rows))


def _row(it: Json) -> tuple[Any, ...]:
    return (
        it["from_year"],
        it["to_year"],
        decimal(it["amount_ct"]),
        it["source"],
        it["project_id"] or "",
        REASONS[it["reason_code"]],
        it["resolution"],
        it["carried_on"],
        it["carry_over_id"],
    )
