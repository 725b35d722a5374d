"""Payments as they are told: the office sees each state, their recipient what matters to it. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal

from services.funding import events
from services.funding.budget import Budget
from services.funding.commands import Key, Room, Terms
from services.funding.finality import Notice, announced_on, appeal_until, final_from
from services.funding.orders import Order, under_way_ct
from services.funding.payments import Payments, total
from shared.canonical import Json

State = Literal[
    "planned",  # geplant
    "released",  # freigegeben
    "ordered",  # angewiesen
    "confirmed",  # bestätigt
    "failed",  # fehlgeschlagen
    "cancelled",  # storniert
    "reversed",  # zurückgebucht
]
Shown = Literal[
    "scheduled",  # vorgesehen
    "in-progress",  # in Bearbeitung
    "paid",  # ausgezahlt
    "not-paid",  # nicht ausgezahlt
]
SHOWN: Final[Mapping[State, Shown]] = {
    "planned": "scheduled",
    "released": "in-progress",
    "ordered": "in-progress",
    "confirmed": "paid",
    "failed": "not-paid",
    "cancelled": "not-paid",
    "reversed": "not-paid",
}


def state(key: Key, payments: Payments, order: Order | None) -> State:
    """Return the state of a payment: what the pay list knows counts more than the plan."""
    if order is not None:
        return "confirmed" if order.state == "paid" else order.state
    if key in payments.cancelled:
        return "cancelled"
    return "released" if key in payments.released else "planned"


def payment(
    year: int, it: events.Instalment, payments: Payments, order: Order | None, *, inside: bool
) -> Json:
    """Return a payment as it is told, in cents; `inside` says whether the office asks."""
    now = state((year, it.number), payments, order)
    return {
        "year": year,
        "number": it.number,
        "due_on": it.due_on,
        "amount_ct": it.amount_ct,
        "is_drawdown": (year, it.number) in payments.drawn,
        "shown": SHOWN[now],
        "state": now if inside else None,
        "reference": order.ordered.reference if order else None,
        "pay_list": order.ordered.pay_list if order and inside else None,
        "paid_on": order.on if order and now == "confirmed" else None,
    }


def years(
    project_id: str, payments: Payments, budgets: Mapping[int, Budget], *, inside: bool
) -> list[Json]:
    """Return each year of a project that has money or a plan."""
    concerned = {*payments.plans, *(y for y, it in budgets.items() if project_id in it.shares)}
    return [
        _year(year, project_id, payments, budgets.get(year, Budget()), inside=inside)
        for year in sorted(concerned)
    ]


def _year(year: int, project_id: str, payments: Payments, budget: Budget, *, inside: bool) -> Json:
    orders = {
        number: it for (project, number), it in budget.orders.items() if project == project_id
    }
    waiting = payments.open(year, frozenset((year, number) for number in orders))
    share = budget.share(project_id)
    return {
        "year": year,
        "bound_ct": share.bound_ct,
        "under_way_ct": under_way_ct(budget.orders, project_id),
        "paid_ct": share.paid_ct,
        "planned_ct": total(waiting),
        "unplanned_ct": budget.left_ct(project_id) - total(waiting),
        "by_rule": year in payments.by_rule,
        "payments": [
            payment(year, it, payments, orders.get(it.number), inside=inside)
            for it in payments.plans.get(year, ())
        ],
    }


def blocks(payments: Payments) -> list[Json]:
    """Return the reports that are overdue: until they are there nothing is paid."""
    late = sorted(payments.blocks.values(), key=lambda it: (it.due_on, it.duty_id))
    return [
        {
            "duty_id": it.duty_id,
            "kind": it.kind,
            "year": it.year,
            "due_on": it.due_on,
            "blocked_on": it.blocked_on,
        }
        for it in late
    ]


def notices(payments: Payments, room: Room, terms: Terms, today: date) -> list[Json]:
    """Return the notice of each decision that grants or takes back, as far as one is known."""
    return [
        _notice(approval_id, payments.notices.get(approval_id, Notice()), cents, terms, today)
        for approval_id, cents in room.granted_ct.items()
    ]


def _notice(approval_id: str, notice: Notice, amount_ct: int, terms: Terms, today: date) -> Json:
    final = final_from(notice, terms)
    posted: dict[str, Any] = {"announced_on": None, "appeal_until": None}
    if notice.posted_on is not None:
        posted = {
            "announced_on": announced_on(notice.posted_on, terms),
            "appeal_until": appeal_until(notice.posted_on, terms),
        }
    return {
        "approval_id": approval_id,
        "number": notice.number,
        "amount_ct": amount_ct,
        "issued_on": notice.issued_on,
        "posted_on": notice.posted_on,
        "posting_recorded": notice.posting_recorded,
        **posted,
        "waived_on": notice.waived_on,
        "final_from": final,
        "is_final": final is not None and final <= today,
    }
