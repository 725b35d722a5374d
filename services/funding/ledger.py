"""The ledger (Haushaltsbuch) of a year: every event moves cents between accounts and sums to zero.

Sources are negative, uses positive. Hence for each year at any time

    budget + supplementary + ceiling + clause + carry_in + transfer_in + refill
        = frei + reserviert + festgelegt + ausgezahlt + verfallen + vereinnahmt
            + carry_out + transfer_out

`ceiling` and `clause` (Haushaltsvorbehalt) carry commitments until the council resolves on the
year; its `budget` takes their place, and what was committed stands in it. Only `frei` may be
negative: after a cut below what is bound, which is the over-commitment; a budget below what was
committed against its ceiling is such a cut. When a year is closed, what is free lapses, and what
is taken back later lapses too: `frei` stays 0. What is bound stays bound until a carry-over moves
it into the next year, where it can be paid. What Träger pay back (`refill`) is free again in its
year or, once that is closed, the city's revenue (`vereinnahmt`) in the year in which it comes; what
was paid stays paid.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from services.funding import events

Source = Literal[
    "budget", "supplementary", "ceiling", "clause", "carry_in", "transfer_in", "refill"
]
"""Ansatz, Nachtrag, Planungsrahmen, Haushaltsvorbehalt, Übertrag aus dem Vorjahr, Umschichtung,
Rückzahlung."""

Use = Literal[
    "frei",
    "reserviert",
    "festgelegt",
    "ausgezahlt",
    "verfallen",
    "vereinnahmt",
    "carry_out",
    "transfer_out",
]
Account = Source | Use

SOURCES: Final[tuple[Account, ...]] = get_args(Source)
USES: Final[tuple[Account, ...]] = get_args(Use)


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of a booking: cents of a project, if one is meant, on an account."""

    account: Account
    project_id: str | None
    amount_ct: int


def postings(event: events.BudgetEvent) -> list[Posting]:
    """Return the bookings of one event. They sum to zero; bookings of nothing are left out."""
    return [posting for posting in _postings(event) if posting.amount_ct]


def _postings(event: events.BudgetEvent) -> list[Posting]:
    match event:
        case events.Reserved():
            return _move("frei", "reserviert", event.amount_ct, event.project_id)
        case events.Released():
            return _move("reserviert", "frei", event.amount_ct, event.project_id)
        case events.Debited():
            freed_ct = event.reserved_ct - event.amount_ct - event.lapsed_ct
            return [
                Posting("reserviert", event.project_id, -event.reserved_ct),
                Posting("frei", event.project_id, freed_ct),
                Posting("festgelegt", event.project_id, event.amount_ct),
                Posting("verfallen", event.project_id, event.lapsed_ct),
            ]
        case events.Covered():
            return _move("frei", "festgelegt", event.amount_ct, event.project_id)
        case events.Paid():
            return _move("festgelegt", "ausgezahlt", event.amount_ct, event.project_id)
        case events.PaymentReversed():
            return _move("ausgezahlt", "festgelegt", event.amount_ct, event.project_id)
        case events.Settled() | events.SettlementUndone() | events.RecoveryBooked():
            return _of_settlement(event)
        case (
            events.Unfunded()
            | events.PaymentsHeld()
            | events.PaymentsResumed()
            | events.PaymentOrdered()
            | events.PaymentFailed()
        ):
            return []  # Nothing moves: that is what they say.
        case _:
            return _of_council(event)


def _of_settlement(
    event: events.Settled | events.SettlementUndone | events.RecoveryBooked,
) -> list[Posting]:
    match event:
        case events.Settled():
            return [
                *_move("festgelegt", "frei", event.released_ct, event.project_id),
                *_move("festgelegt", "verfallen", event.lapsed_ct, event.project_id),
            ]
        case events.SettlementUndone():
            return [
                *_move("frei", "festgelegt", event.freed_ct, event.project_id),
                *_move("verfallen", "festgelegt", event.lapsed_ct, event.project_id),
            ]
        case events.RecoveryBooked():
            return [
                *_move("refill", "frei", event.refilled_ct, event.project_id),
                *_move("refill", "vereinnahmt", event.revenue_ct, event.project_id),
            ]


def _of_council(event: events.CouncilEvent) -> list[Posting]:
    match event:
        case events.BudgetSet():
            ceiling = _move("ceiling", "frei", -event.ceiling_ct)
            return [*ceiling, *_move("budget", "frei", event.amount_ct)]
        case events.Supplemented():
            return _move("supplementary", "frei", event.amount_ct)
        case events.CeilingSet():
            return _move("ceiling", "frei", event.amount_ct - event.replaced_ct)
        case events.ClauseApplied():
            return _move("clause", "frei", event.amount_ct, event.project_id)
        case events.ClauseLifted():
            return _move("clause", "frei", -event.amount_ct)
        case events.CarriedOut():
            return _move(event.source, "carry_out", event.amount_ct, event.project_id)
        case events.CarriedIn():
            use: Use = "festgelegt" if event.project_id else "frei"
            return _move("carry_in", use, event.amount_ct, event.project_id)
        case events.TransferredOut():
            return _move("frei", "transfer_out", event.amount_ct)
        case events.TransferredIn():
            return _move("transfer_in", "frei", event.amount_ct)
        case events.YearClosed():
            return _move("frei", "verfallen", event.lapsed_ct)


def _move(
    source: Account, target: Account, amount_ct: int, project_id: str | None = None
) -> list[Posting]:
    return [Posting(source, project_id, -amount_ct), Posting(target, project_id, amount_ct)]


def balance(history: Iterable[events.BudgetEvent]) -> dict[Account, int]:
    """Return the cents on every account of a year after these events, sources negative."""
    sums: defaultdict[Account, int] = defaultdict(int)
    for event in history:
        for posting in postings(event):
            sums[posting.account] += posting.amount_ct
    return {account: sums[account] for account in (*SOURCES, *USES)}


def by_project(history: Iterable[events.BudgetEvent]) -> dict[str, dict[Account, int]]:
    """Return the cents on every account that are a project's, for each that has bookings."""
    sums: defaultdict[str, defaultdict[Account, int]] = defaultdict(lambda: defaultdict(int))
    for event in history:
        for posting in postings(event):
            if posting.project_id is not None:
                sums[posting.project_id][posting.account] += posting.amount_ct
    return {it: {name: sums[it][name] for name in (*SOURCES, *USES)} for it in sorted(sums)}
