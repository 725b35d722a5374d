"""Interest as money of its own: what notices have fixed, and what becomes of it. Pure.

Each cent that is fixed is received, waived, void by a new settlement, or open. What has not been
fixed yet is told by the day (`claims`), and is nobody's debt.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from services.funding import claim_refusals, commands, events, payment_refusals

Happened = list[events.InterestEvent]


@dataclass(frozen=True, slots=True)
class Fixed:
    """What one notice has fixed, in cents; receipts by their reference."""

    made: events.InterestClaimed
    received_ct: int = 0
    waived_ct: int = 0
    void_ct: int = 0
    receipts: Mapping[str, events.InterestReceived] = field(default_factory=dict)

    @property
    def open_ct(self) -> int:
        """Return what still has to be paid."""
        return self.made.amount_ct - self.received_ct - self.waived_ct - self.void_ct


Interests = Mapping[str, Fixed]


def fixed_ct(interests: Interests, claim_id: str | None) -> int:
    """Return what notices have fixed of a claim's interest; None: on money that was used late."""
    return sum(it.made.amount_ct for it in interests.values() if it.made.claim_id == claim_id)


def decide(command: commands.InterestCommand, interests: Interests, today: date) -> Happened:
    """What may happen to interest."""
    match command:
        case commands.ClaimInterest() if command.interest_id in interests:
            return []
        case commands.ClaimInterest():
            return [_claimed(command)]
        case commands.ReceiveInterest():
            return _receive(command, interests, today)


def _claimed(command: commands.ClaimInterest) -> events.InterestClaimed:
    return events.InterestClaimed(
        project_id=command.project_id,
        interest_id=command.interest_id,
        ground=command.ground,
        claim_id=command.claim_id,
        until=command.until,
        spans=tuple(command.spans),
        earlier_ct=command.earlier_ct,
        amount_ct=command.amount_ct,
        due_on=command.due_on,
        fixed_on=command.fixed_on,
    )


def _receive(command: commands.ReceiveInterest, interests: Interests, today: date) -> Happened:
    """Each reference counts once, whichever interest of the project it was for."""
    found = [it.receipts.get(command.reference) for it in interests.values()]
    known = [it for it in found if it is not None]
    if known:
        if known[0].amount_ct != command.amount_ct:
            raise claim_refusals.reference_known(known[0].amount_ct)
        return []
    fixed = interests.get(command.interest_id)
    if fixed is None:
        raise claim_refusals.interest_unknown()
    if command.amount_ct > fixed.open_ct:
        raise claim_refusals.more_than_open(fixed.open_ct)
    if not fixed.made.fixed_on <= command.received_on <= today:
        raise payment_refusals.day_impossible("received_on", fixed.made.fixed_on, today)
    return [
        events.InterestReceived(
            project_id=command.project_id,
            interest_id=command.interest_id,
            reference=command.reference,
            amount_ct=command.amount_ct,
            received_on=command.received_on,
            by=command.by,
        )
    ]


def evolve(interests: Interests, event: events.InterestEvent) -> Interests:
    """What an event makes of interest. One row per event; no `if`, no rule, no refusal."""
    match event:
        case events.InterestClaimed():
            return {**interests, event.interest_id: Fixed(event)}
        case events.InterestReceived():
            fixed = interests[event.interest_id]
            received = replace(
                fixed,
                received_ct=fixed.received_ct + event.amount_ct,
                receipts={**fixed.receipts, event.reference: event},
            )
            return {**interests, event.interest_id: received}


def after(interests: Interests, event: events.ClaimEvent) -> Interests:
    """What becomes of interest when something happens to its claim: waived is what is open of it."""
    match event:
        case events.RecoveryWaived(kind="interest"):
            return {
                key: replace(it, waived_ct=it.waived_ct + it.open_ct)
                if it.made.claim_id == event.claim_id
                else it
                for key, it in interests.items()
            }
    return interests


def void(interests: Interests, event: events.SettlementReopened) -> Interests:
    """What is void once the project is settled anew: all of its claim's interest that is open."""
    return {
        key: replace(it, void_ct=it.void_ct + it.open_ct)
        if it.made.claim_id == event.closing_id
        else it
        for key, it in interests.items()
    }
