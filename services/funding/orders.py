"""The payments of a year that stand in pay lists, and what has become of each. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from services.funding import events

OrderState = Literal["ordered", "failed", "paid", "reversed"]

Named = tuple[str, int]
"""A payment within its year: project and number."""


@dataclass(frozen=True, slots=True)
class Order:
    """A payment in a pay list; `on` is the day of its newest state."""

    ordered: events.PaymentOrdered
    state: OrderState
    on: date | None


Orders = Mapping[Named, Order]


def evolve(orders: Orders, event: events.MoneyMoved) -> Orders:
    """What an event makes of the payments of a year."""
    name = (event.project_id, event.number)
    match event:
        case events.PaymentOrdered():
            return {**orders, name: Order(event, "ordered", event.ordered_on)}
        case events.PaymentFailed():
            return _became(orders, name, "failed", event.failed_on)
        case events.Paid():
            return _became(orders, name, "paid", event.paid_on)
        case events.PaymentReversed():
            return _became(orders, name, "reversed", event.reversed_on)


def under_way_ct(orders: Orders, project_id: str | None = None) -> int:
    """Return the cents neither confirmed nor failed: of a project, or of all."""
    return sum(
        it.ordered.amount_ct
        for (project, _), it in orders.items()
        if it.state == "ordered" and project_id in (None, project)
    )


def _became(orders: Orders, name: Named, state: OrderState, on: date | None) -> Orders:
    """Change a payment's state; one of old stands in no pay list."""
    before = orders.get(name)
    return orders if before is None else {**orders, name: replace(before, state=state, on=on)}
