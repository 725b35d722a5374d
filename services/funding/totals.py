"""Control totals: what the accounts of all years come to, for a leaf of their own in the log."""

from collections.abc import Iterable, Mapping

from services.funding import events
from services.funding.ledger import balance


def totals(histories: Mapping[int, Iterable[events.BudgetEvent]]) -> tuple[events.YearTotals, ...]:
    """Return the totals of each year, in order; sources and uses are positive."""
    return tuple(_of_year(year, histories[year]) for year in sorted(histories))


def _of_year(year: int, history: Iterable[events.BudgetEvent]) -> events.YearTotals:
    booked = balance(history)
    return events.YearTotals(
        year=year,
        budget_ct=-booked["budget"],
        supplementary_ct=-booked["supplementary"],
        ceiling_ct=-booked["ceiling"],
        clause_ct=-booked["clause"],
        carried_in_ct=-booked["carry_in"],
        transferred_in_ct=-booked["transfer_in"],
        refilled_ct=-booked["refill"],
        free_ct=booked["frei"],
        reserved_ct=booked["reserviert"],
        bound_ct=booked["festgelegt"],
        paid_ct=booked["ausgezahlt"],
        lapsed_ct=booked["verfallen"],
        revenue_ct=booked["vereinnahmt"],
        carried_out_ct=booked["carry_out"],
        transferred_out_ct=booked["transfer_out"],
    )
