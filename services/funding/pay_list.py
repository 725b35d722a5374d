"""The pay list (Zahlliste): which released payments go to the city's finance system. Pure.

It moves no money. What cannot be ordered is left out and told with its reason; the rest goes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Any, Final

from services.funding import commands, events, payment_refusals, releasing
from services.funding.budget import BUDGET, Budget, Happened
from services.funding.payments import Payments
from services.funding.recipient import Recipient
from services.funding.reference import Reference
from shared.decider import Decider
from shared.refusal import Refused
from shared.sheet import as_csv, decimal

COLUMNS: Final = (
    "Nr.",
    "Empfänger",
    "IBAN",
    "Betrag in Euro",
    "Verwendungszweck",
    "Fällig am",
    "Gezahlt am",
)
"""The last one is for the finance system: filled in, the list is the file of confirmations."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A released payment that is due, and where its money would go.

    payable_ct  what final notices grant the project beyond what is paid and under way
    blocks      the reports of the project that are overdue
    """

    project_id: str
    project_number: str
    year: int
    instalment: events.Instalment
    released_by: str
    payable_ct: int
    name: str | None
    iban: str | None = field(repr=False)
    blocks: tuple[events.PaymentsBlocked, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """Until when payments are due that shall be ordered, on which day, and what makes a notice final."""

    due_until: date
    today: date
    terms: commands.Terms


def candidates(
    project_id: str,
    payments: Payments,
    room: commands.Room,
    recipient: Recipient | None,
    when: When,
) -> list[Candidate]:
    """Return the payments of a project that are released, due and in no pay list."""
    payable_ct = releasing.payable_ct(payments, room, when.terms, when.today)
    return [
        Candidate(
            project_id=project_id,
            project_number=recipient.number if recipient else "",
            year=year,
            instalment=it,
            released_by=payments.released[year, it.number].by,
            payable_ct=payable_ct,
            name=recipient.name if recipient else None,
            iban=recipient.iban if recipient else None,
            blocks=tuple(payments.blocks.values()),
        )
        for year in payments.plans
        for it in payments.open(year, room.ordered)
        if (year, it.number) in payments.released and it.due_on <= when.due_until
    ]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A payment that is not ordered, and why."""

    candidate: Candidate
    refused: Refused


@dataclass(slots=True)
class Ordered:
    """What is ordered: events by year, the payments in order, and what is left out."""

    made: dict[int, Happened] = field(default_factory=dict)
    lines: list[tuple[Candidate, str]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def total_ct(self) -> int:
        """Return the cents of the list."""
        return sum(it.instalment.amount_ct for it, _ in self.lines)


def order(
    candidates: Iterable[Candidate],
    budgets: Mapping[int, Budget],
    pay_list: str,
    by: str,
    today: date,
) -> Ordered:
    """Order what can be ordered, the earliest due first, each on what the others have left."""
    found = Ordered()
    states, ordered_ct = dict(budgets), Counter[str]()
    for it in sorted(candidates, key=_place):
        reference = str(Reference(it.project_number, it.instalment.number, it.year))
        command = commands.OrderPayment(
            year=it.year,
            project_id=it.project_id,
            number=it.instalment.number,
            amount_ct=it.instalment.amount_ct,
            reference=reference,
            pay_list=pay_list,
            by=by,
        )
        budget = states.get(it.year, Budget())
        try:
            _check(it, by, ordered_ct[it.project_id])
            happened = BUDGET.decide(command, budget, today)
        except Refused as refused:
            found.left_out.append(LeftOut(it, refused))
            continue
        ordered_ct[it.project_id] += it.instalment.amount_ct
        states[it.year] = reduce(BUDGET.evolve, happened, budget)
        found.made.setdefault(it.year, []).extend(happened)
        found.lines.append((it, reference))
    return found


def _place(it: Candidate) -> tuple[Any, ...]:
    return it.instalment.due_on, it.project_number, it.year, it.instalment.number


def _check(it: Candidate, by: str, ordered_ct: int) -> None:
    """Who released does not order; no report is late; the money has somewhere to go, and is granted."""
    if it.released_by == by:
        raise payment_refusals.four_eyes()
    if it.blocks:
        raise payment_refusals.reports_overdue(it.blocks)
    if it.iban is None or it.name is None:
        raise payment_refusals.no_account()
    if it.instalment.amount_ct > it.payable_ct - ordered_ct:
        raise payment_refusals.notice_not_final(max(0, it.payable_ct - ordered_ct), None)


def written(ordered: Ordered) -> str:
    """Return the list as a file for the finance system."""
    return as_csv(
        COLUMNS,
        (
            (
                number,
                it.name,
                it.iban,
                decimal(it.instalment.amount_ct),
                reference,
                it.instalment.due_on,
                "",
            )
            for number, (it, reference) in enumerate(ordered.lines, 1)
        ),
    )


# ---- the lists of a year -------------------------------------------------------------------


def _make(
    command: commands.MakePayList, before: tuple[events.PayListMade, ...], today: date
) -> list[events.PayListMade]:
    return [
        events.PayListMade(
            year=command.year,
            number=len(before) + 1,
            name=name(command.year, len(before) + 1),
            count=command.count,
            total_ct=command.total_ct,
            document=command.document,
            by=command.by,
            made_on=today,
        )
    ]


def name(year: int, number: int) -> str:
    """Return what people call a list: `2026-014`."""
    return f"{year}-{number:03}"


def _evolve(
    before: tuple[events.PayListMade, ...], event: events.PayListMade
) -> tuple[events.PayListMade, ...]:
    return (*before, event)


PAY_LISTS: Decider[commands.MakePayList, tuple[events.PayListMade, ...], events.PayListMade] = (
    Decider((), _make, _evolve)
)
