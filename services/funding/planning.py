"""The plan of a project's payments in a year: by rule, by hand, and once more what failed. Pure.

Never is more planned than the year has bound. What was released or asked for stays when a plan is
made anew, as far as there is money for it in full; what was only planned makes room.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from services.funding import commands, events, payment_refusals
from services.funding.payments import Instalments, Payments, total
from services.funding.schedule import by_rule as dues_by_rule

Happened = list[events.PaymentEvent]


def by_hand(command: commands.PlanPayments, payments: Payments, today: date) -> Happened:
    """What a person plans must fit beside what is released or asked for."""
    year, room = command.year, command.room
    left_ct = room.left_ct.get(year, 0)
    kept = [it for it in payments.open(year, room.ordered) if payments.is_fixed((year, it.number))]
    if sum(it.amount_ct for it in command.dues) > left_ct - total(kept):
        raise payment_refusals.plan_too_large("instalments", year, left_ct - total(kept))
    instalments = _merged(year, room, payments, [*kept, *_numbered(command.dues, year, payments)])
    if instalments == payments.plans.get(year) and year not in payments.by_rule:
        return []
    return [
        events.PaymentsPlanned(
            project_id=command.project_id,
            year=year,
            instalments=instalments,
            by_rule=False,
            cause="by-hand",
            by=command.by,
            planned_on=today,
        )
    ]


def by_rule(command: commands.PlanByRule, payments: Payments, today: date) -> Happened:
    """Plan all that is bound; but what a person has planned is only cut, never filled up."""
    year, room = command.year, command.room
    left_ct = room.left_ct.get(year, 0)
    waiting = payments.open(year, room.ordered)
    kept = _fitting([it for it in waiting if payments.is_fixed((year, it.number))], left_ct)
    rest_ct = left_ct - total(kept)
    fills = command.cause == "by-hand" or year in payments.by_rule or year not in payments.plans
    if fills:
        dues = dues_by_rule(year, rest_ct, command.period, command.rhythm, today)
        new = _numbered(dues, year, payments)
    else:
        new = _cut([it for it in waiting if not payments.is_fixed((year, it.number))], rest_ct)
    instalments = _merged(year, room, payments, [*kept, *new])
    if instalments == payments.plans.get(year, ()) and fills == (year in payments.by_rule):
        return []
    return [
        events.PaymentsPlanned(
            project_id=command.project_id,
            year=year,
            instalments=instalments,
            by_rule=fills,
            cause=command.cause,
            by=command.by,
            planned_on=today,
        )
    ]


def repeat(command: commands.RepeatPayment, payments: Payments, today: date) -> Happened:
    """Add an instalment that is due at once; it has to be released like any other."""
    before = payments.plans.get(command.year, ())
    again = events.Instalment(payments.next_number(command.year), today, command.amount_ct)
    return [
        events.PaymentsPlanned(
            project_id=command.project_id,
            year=command.year,
            instalments=(*before, again),
            by_rule=command.year in payments.by_rule,
            cause="failed",
            by=command.by,
            planned_on=today,
        )
    ]


def _merged(
    year: int, room: commands.Room, payments: Payments, waiting: Iterable[events.Instalment]
) -> Instalments:
    """Return the whole plan: what is ordered or cancelled stays listed beside what waits."""
    were_open = payments.open(year, room.ordered)
    gone = [it for it in payments.plans.get(year, ()) if it not in were_open]
    return tuple(sorted([*gone, *waiting], key=lambda it: it.number))


def _fitting(instalments: Sequence[events.Instalment], left_ct: int) -> list[events.Instalment]:
    """Keep those that fit in full, the earliest first."""
    kept = []
    for it in sorted(instalments, key=lambda it: (it.due_on, it.number)):
        if it.amount_ct <= left_ct:
            kept.append(it)
            left_ct -= it.amount_ct
    return kept


def _cut(instalments: Sequence[events.Instalment], left_ct: int) -> list[events.Instalment]:
    """Cut what is too much from the last that are due."""
    kept = []
    for it in sorted(instalments, key=lambda it: (it.due_on, it.number)):
        amount_ct = min(it.amount_ct, left_ct)
        if amount_ct > 0:
            kept.append(events.Instalment(it.number, it.due_on, amount_ct))
            left_ct -= amount_ct
    return kept


def _numbered(
    dues: Iterable[commands.Due], year: int, payments: Payments
) -> list[events.Instalment]:
    first = payments.used.get(year, 0) + 1
    in_order = sorted(dues, key=lambda it: it.due_on)
    return [
        events.Instalment(number, it.due_on, it.amount_ct)
        for number, it in enumerate(in_order, first)
    ]
