"""The ledger (Haushaltsbuch) of a year: every event moves cents between accounts and sums to zero.

Sources are negative, uses positive. Hence for each year at any time

    budget + supplementary = frei + reserviert + festgelegt + ausgezahlt + verfallen

and only `frei` may be negative: after a cut below what is bound, which is the over-commitment.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from services.funding import events

Source = Literal["budget", "supplementary"]  # Ansatz, Nachtrag
Use = Literal["frei", "reserviert", "festgelegt", "ausgezahlt", "verfallen"]
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
        case events.BudgetSet():
            return _move("budget", "frei", event.amount_ct)
        case events.Supplemented():
            return _move("supplementary", "frei", event.amount_ct)
        case events.Reserved():
            return _move("frei", "reserviert", event.amount_ct, event.project_id)
        case events.Released():
            return _move("reserviert", "frei", event.amount_ct, event.project_id)
        case events.Debited():
            return [
                Posting("reserviert", event.project_id, -event.reserved_ct),
                Posting("frei", event.project_id, event.reserved_ct - event.amount_ct),
                Posting("festgelegt", event.project_id, event.amount_ct),
            ]
        case events.Covered():
            return _move("frei", "festgelegt", event.amount_ct, event.project_id)
        case events.Paid():
            return _move("festgelegt", "ausgezahlt", event.amount_ct, event.project_id)
        case events.Settled():
            return _move("festgelegt", "frei", event.released_ct, event.project_id)
        case events.Unfunded() | events.PaymentsHeld() | events.PaymentsResumed():
            return []  # Nothing moves: that is what they say.


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
