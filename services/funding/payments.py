"""The payments of one project as they stand: planned, asked for, released, cancelled. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from services.funding import events
from services.funding.commands import Key
from services.funding.finality import Notice

Instalments = tuple[events.Instalment, ...]


@dataclass(frozen=True, slots=True)
class Payments:
    """What was told of a project's notices, and its payments by year and number.

    plans       by year, all instalments in order
    by_rule     the years whose plan nobody has made by hand
    planned_by  who has planned or asked for each
    blocks      the reports that are overdue, by their duties
    """

    notices: Mapping[str, Notice] = field(default_factory=dict)
    plans: Mapping[int, Instalments] = field(default_factory=dict)
    by_rule: frozenset[int] = frozenset()
    planned_by: Mapping[Key, str] = field(default_factory=dict)
    drawn: Mapping[Key, events.DrawdownRequested] = field(default_factory=dict)
    released: Mapping[Key, events.PaymentReleased] = field(default_factory=dict)
    cancelled: Mapping[Key, events.PaymentCancelled] = field(default_factory=dict)
    blocks: Mapping[str, events.PaymentsBlocked] = field(default_factory=dict)
    used: Mapping[int, int] = field(default_factory=dict)

    def instalment(self, key: Key) -> events.Instalment | None:
        """Return an instalment, if it was planned and not planned anew since."""
        year, number = key
        return next((it for it in self.plans.get(year, ()) if it.number == number), None)

    def next_number(self, year: int) -> int:
        """Return a number that no payment of the year has or had."""
        known = [it.number for it in self.plans.get(year, ())]
        return max([self.used.get(year, 0), *known]) + 1

    def open(self, year: int, ordered: frozenset[Key]) -> Instalments:
        """Return the instalments of a year that are neither ordered nor cancelled."""
        return tuple(
            it
            for it in self.plans.get(year, ())
            if (year, it.number) not in ordered and (year, it.number) not in self.cancelled
        )

    def is_fixed(self, key: Key) -> bool:
        """Tell whether somebody else counts on a payment: it was released or asked for."""
        return key in self.released or key in self.drawn


def total(instalments: Iterable[events.Instalment]) -> int:
    """Return the cents of instalments."""
    return sum(it.amount_ct for it in instalments)


def evolve(payments: Payments, event: events.PaymentEvent) -> Payments:
    """What an event makes of the payments. One row per event; no `if`, no rule, no refusal."""
    match event:
        case events.NoticeNoted():
            noted = Notice(event.number, event.issued_on, event.issued_on)
            return replace(payments, notices={**payments.notices, event.approval_id: noted})
        case events.PostingRecorded():
            before = payments.notices.get(event.approval_id, Notice())
            posted = replace(before, posted_on=event.posted_on, posting_recorded=True)
            return replace(payments, notices={**payments.notices, event.approval_id: posted})
        case events.AppealWaived():
            before = payments.notices.get(event.approval_id, Notice())
            waived = replace(before, waived_on=event.waived_on)
            return replace(payments, notices={**payments.notices, event.approval_id: waived})
        case events.PaymentsPlanned():
            return _planned(payments, event)
        case events.DrawdownRequested():
            return _drawn(payments, event)
        case events.PaymentReleased():
            released = {**payments.released, (event.year, event.number): event}
            return replace(_used(payments, event.year, event.number), released=released)
        case events.PaymentCancelled():
            cancelled = {**payments.cancelled, (event.year, event.number): event}
            return replace(_used(payments, event.year, event.number), cancelled=cancelled)
        case events.PaymentsBlocked():
            return replace(payments, blocks={**payments.blocks, event.duty_id: event})
        case events.PaymentsUnblocked():
            blocks = {key: it for key, it in payments.blocks.items() if key != event.duty_id}
            return replace(payments, blocks=blocks)


def _planned(payments: Payments, event: events.PaymentsPlanned) -> Payments:
    """What is no longer listed is gone, its release with it; who planned what is listed as before stays."""
    year = event.year
    before = {it.number: it for it in payments.plans.get(year, ())}
    listed = {it.number: it for it in event.instalments}
    same = {(year, number) for number, it in listed.items() if before.get(number) == it}
    others = {key: by for key, by in payments.planned_by.items() if key[0] != year or key in same}
    mine = {(year, number): event.by for number in listed if (year, number) not in same}
    return replace(
        payments,
        plans={**payments.plans, year: event.instalments},
        by_rule=(payments.by_rule - {year}) | frozenset({year} if event.by_rule else ()),
        planned_by={**others, **mine},
        released={
            key: it for key, it in payments.released.items() if key[0] != year or key in same
        },
        drawn={key: it for key, it in payments.drawn.items() if key[0] != year or key in same},
    )


def _drawn(payments: Payments, event: events.DrawdownRequested) -> Payments:
    key = (event.year, event.number)
    asked = events.Instalment(event.number, max(event.first, event.requested_on), event.amount_ct)
    return replace(
        _used(payments, *key),
        plans={**payments.plans, event.year: (*payments.plans.get(event.year, ()), asked)},
        planned_by={**payments.planned_by, key: event.by},
        drawn={**payments.drawn, key: event},
    )


def _used(payments: Payments, year: int, number: int) -> Payments:
    """Remember the highest number that somebody has seen: none is given twice."""
    highest = max(payments.used.get(year, 0), number)
    return replace(payments, used={**payments.used, year: highest})
