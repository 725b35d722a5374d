"""Asking for money, releasing payments, cancelling them, until they stand in a pay list. Pure.

Never is more released than the year has bound, and never more than final notices grant: what a
notice adds that is not final yet is not paid. Who releases has not planned. While a report is
overdue nothing is released.
"""

from datetime import date
from typing import Final

from services.funding import commands, events, payment_refusals
from services.funding.finality import Notice, final_from
from services.funding.payments import Payments, total
from shared.calendar import months_after

Happened = list[events.PaymentEvent]

DRAWDOWN_MONTHS: Final = 2  # Only for payments that fall due within so many months.


def draw(command: commands.RequestDrawdown, payments: Payments, today: date) -> Happened:
    """Own money comes first; and only for what falls due within two months."""
    year, room = command.year, command.room
    latest = min(months_after(today, DRAWDOWN_MONTHS), date(year, 12, 31))
    if command.last > latest:
        raise payment_refusals.too_far_ahead(latest)
    needed_ct = max(0, command.expected_ct - command.own_money_ct)
    if command.amount_ct > needed_ct:
        raise payment_refusals.own_money_first(needed_ct)
    if room.is_held:
        raise payment_refusals.payments_held()
    waiting_ct = total(payments.open(year, room.ordered))
    left_ct = room.left_ct.get(year, 0) - waiting_ct
    if command.amount_ct > left_ct:
        raise payment_refusals.plan_too_large("amount", year, left_ct)
    return [
        events.DrawdownRequested(
            project_id=command.project_id,
            year=year,
            number=payments.next_number(year),
            amount_ct=command.amount_ct,
            first=command.first,
            last=command.last,
            expected_ct=command.expected_ct,
            own_money_ct=command.own_money_ct,
            by=command.by,
            requested_on=today,
        )
    ]


def release(command: commands.ReleasePayment, payments: Payments, today: date) -> Happened:
    """Release what somebody else has planned, as far as money is bound and finally granted."""
    key = (command.year, command.number)
    instalment = _waiting(key, command.room, payments)
    if instalment.amount_ct != command.amount_ct:
        raise payment_refusals.amount_differs(instalment.amount_ct, command.amount_ct)
    if key in payments.released:
        return []
    if command.room.is_held:
        raise payment_refusals.payments_held()
    if payments.blocks:
        raise payment_refusals.reports_overdue(payments.blocks.values())
    if payments.planned_by.get(key) == command.by:
        raise payment_refusals.four_eyes()
    waiting_ct = _released_ct(payments, command.room)
    left_ct = command.room.left_ct.get(command.year, 0) - waiting_ct.get(command.year, 0)
    if command.amount_ct > left_ct:
        raise payment_refusals.payment_too_large(command.year, left_ct)
    final_ct = granted_finally_ct(payments, command.room, command.terms, today)
    final_ct -= command.room.gone_ct + sum(waiting_ct.values())
    if command.amount_ct > final_ct:
        raise payment_refusals.notice_not_final(
            max(0, final_ct), next_final(payments, command.room, command.terms, today)
        )
    return [
        events.PaymentReleased(
            command.project_id, *key, command.amount_ct, command.by, released_on=today
        )
    ]


def _waiting(key: commands.Key, room: commands.Room, payments: Payments) -> events.Instalment:
    """Return an instalment that is neither ordered nor cancelled."""
    instalment = payments.instalment(key)
    if instalment is None:
        raise payment_refusals.instalment_unknown()
    if key in room.ordered:
        raise payment_refusals.already_ordered()
    if key in payments.cancelled:
        raise payment_refusals.already_cancelled()
    return instalment


def _released_ct(payments: Payments, room: commands.Room) -> dict[int, int]:
    """Return what is released and not yet ordered, by year."""
    return {
        year: total(
            it for it in payments.open(year, room.ordered) if (year, it.number) in payments.released
        )
        for year in payments.plans
    }


def granted_finally_ct(
    payments: Payments, room: commands.Room, terms: commands.Terms, today: date
) -> int:
    """Return what final notices grant. What a decision takes back is gone before it is final."""
    return sum(
        cents if _is_final(payments, approval_id, terms, today) else min(0, cents)
        for approval_id, cents in room.granted_ct.items()
    )


def payable_ct(payments: Payments, room: commands.Room, terms: commands.Terms, today: date) -> int:
    """Return what final notices grant beyond what is paid and under way."""
    return max(0, granted_finally_ct(payments, room, terms, today) - room.gone_ct)


def next_final(
    payments: Payments, room: commands.Room, terms: commands.Terms, today: date
) -> date | None:
    """Return the day from which the next notice that grants money is final, if it is known."""
    days = [
        final_from(payments.notices.get(approval_id, Notice()), terms)
        for approval_id, cents in room.granted_ct.items()
        if cents > 0 and not _is_final(payments, approval_id, terms, today)
    ]
    return min((day for day in days if day is not None), default=None)


def _is_final(payments: Payments, approval_id: str, terms: commands.Terms, today: date) -> bool:
    day = final_from(payments.notices.get(approval_id, Notice()), terms)
    return day is not None and day <= today


def cancel(command: commands.CancelPayment, payments: Payments, today: date) -> Happened:
    """Cancel what does not stand in a pay list yet; the number is never given again."""
    key = (command.year, command.number)
    if key in payments.cancelled:
        return []
    instalment = _waiting(key, command.room, payments)
    return [
        events.PaymentCancelled(
            project_id=command.project_id,
            year=command.year,
            number=command.number,
            amount_ct=instalment.amount_ct,
            reason_code=command.reason_code,
            reason=command.reason.ref,
            by=command.by,
            cancelled_on=today,
        )
    ]
