"""Claims: what a settlement claims back, and what becomes of it until nothing of it is open.

Pure. Each cent that is claimed is received, waived, void by a new settlement, or open; interest
stands apart and is told by the day. Money counts to the oldest year first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from services.funding import claim_refusals, commands, events, payment_refusals
from shared.guideline import BaseRate, Interest, interest
from shared.money import plus
from shared.refusal import already_decided

Happened = list[events.ClaimEvent]


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim, in cents by year.

    refilled_ct  could be granted again before it came back
    receipts     by their reference;  waivers  proposed, by id;  waived  those decided on
    """

    made: events.RecoveryClaimed
    received_ct: Mapping[int, int] = field(default_factory=dict)
    waived_ct: Mapping[int, int] = field(default_factory=dict)
    cancelled_ct: Mapping[int, int] = field(default_factory=dict)
    receipts: Mapping[str, events.RecoveryReceived] = field(default_factory=dict)
    waivers: Mapping[str, events.WaiverProposed] = field(default_factory=dict)
    waived: Mapping[str, events.RecoveryWaived] = field(default_factory=dict)
    is_void: bool = False

    @property
    def cleared_ct(self) -> dict[int, int]:
        """Return what has come back or will not."""
        return plus(self.received_ct, self.waived_ct)

    @property
    def open_ct(self) -> dict[int, int]:
        """Return what still has to come back."""
        gone = plus(self.cleared_ct, self.cancelled_ct)
        return plus(self.made.amount_ct, {year: -cents for year, cents in gone.items()})

    @property
    def ahead_ct(self) -> dict[int, int]:
        """Return what can be granted again and has not come back: of each year, the first to come."""
        ahead = plus(self.made.refilled_ct, {y: -ct for y, ct in self.cleared_ct.items()})
        return {year: max(0, cents) for year, cents in ahead.items()}

    @property
    def bears_interest(self) -> bool:
        """Tell whether nobody has waived the interest."""
        return all(it.kind != "interest" for it in self.waived.values())

    def interest(
        self, until: date, base_rates: tuple[BaseRate, ...], earlier_ct: int = 0
    ) -> Interest:
        """Return the interest until a day, beyond what is fixed. Raises Refused without a rate."""
        void_ct = sum(self.cancelled_ct.values())
        owed_ct = {self.made.interest_from: sum(self.made.amount_ct.values()) - void_ct}
        moved = [(it.received_on, sum(it.amount_ct.values())) for it in self.receipts.values()]
        if not self.is_void:
            moved += [(it.waived_on, sum(it.amount_ct.values())) for it in self.waived.values()]
        for day, cents in sorted(moved):
            since = max(day, self.made.interest_from)
            owed_ct[since] = owed_ct[max(owed_ct)] - cents
        return interest(owed_ct if self.bears_interest else {}, until, base_rates, earlier_ct)


Claims = Mapping[str, Claim]


def received_ct(claims: Claims) -> dict[int, int]:
    """Return what of all claims has come back, by year: no later settlement counts it as paid.

    What was waived was never paid back: the Träger has it, and must not get it once more.
    """
    total: dict[int, int] = {}
    for claim in claims.values():
        total = plus(total, claim.received_ct)
    return total


def decide(command: commands.ClaimCommand, claims: Claims, today: date) -> Happened:
    """What may happen to the claims of a project."""
    match command:
        case commands.ClaimRecovery() if command.claim_id in claims:
            return []
        case commands.ClaimRecovery():
            return [_claimed(command)]
        case commands.ReceiveRecovery():
            return _receive(command, claims, today)
        case commands.ProposeWaiver():
            return _propose(command, claims, today)
        case commands.WaiveRecovery():
            return _waive(command, claims, today)


def _claimed(command: commands.ClaimRecovery) -> events.RecoveryClaimed:
    return events.RecoveryClaimed(
        project_id=command.project_id,
        claim_id=command.claim_id,
        amount_ct=dict(command.amount_ct),
        refilled_ct=dict(command.refilled_ct),
        claimed_on=command.claimed_on,
        due_on=command.due_on,
        interest_from=command.interest_from,
    )


def active(claims: Claims) -> Claim:
    """Return the claim of the settlement that holds. Raises Refused."""
    found = [it for it in claims.values() if not it.is_void]
    if not found:
        raise claim_refusals.nothing_claimed()
    return found[-1]


def _receive(command: commands.ReceiveRecovery, claims: Claims, today: date) -> Happened:
    """Each reference counts once, whichever claim of the project it was for."""
    before = [it.receipts.get(command.reference) for it in claims.values()]
    known = [it for it in before if it is not None]
    if known:
        if sum(known[0].amount_ct.values()) != command.amount_ct:
            raise claim_refusals.reference_known(sum(known[0].amount_ct.values()))
        return []
    claim = active(claims)
    open_ct = sum(claim.open_ct.values())
    if command.amount_ct > open_ct:
        raise claim_refusals.more_than_open(open_ct)
    earliest = min(it.made.claimed_on for it in claims.values())  # It may have come in between.
    if not earliest <= command.received_on <= today:
        raise payment_refusals.day_impossible("received_on", earliest, today)
    return [
        events.RecoveryReceived(
            project_id=command.project_id,
            claim_id=claim.made.claim_id,
            reference=command.reference,
            amount_ct=oldest_first(command.amount_ct, claim.open_ct),
            received_on=command.received_on,
            by=command.by,
        )
    ]


def _propose(command: commands.ProposeWaiver, claims: Claims, today: date) -> Happened:
    claim = active(claims)
    if command.waiver_id in claim.waivers:
        return []
    _check_waiver(command.amount_ct, claim)
    return [
        events.WaiverProposed(
            project_id=command.project_id,
            claim_id=claim.made.claim_id,
            waiver_id=command.waiver_id,
            kind=command.kind,
            amount_ct=command.amount_ct,
            reason=command.reason.ref,
            by=command.by,
            proposed_on=today,
        )
    ]


def _waive(command: commands.WaiveRecovery, claims: Claims, today: date) -> Happened:
    """By somebody else, and as far as so much is still open."""
    claim = active(claims)
    proposed = claim.waivers.get(command.waiver_id)
    if proposed is None:
        raise claim_refusals.waiver_unknown()
    decided = claim.waived.get(command.waiver_id)
    if decided is not None:
        if decided.by != command.by:
            raise already_decided("Über diesen Verzicht ist schon entschieden.")
        return []
    if proposed.by == command.by:
        raise claim_refusals.four_eyes()
    _check_waiver(proposed.amount_ct, claim)
    return [
        events.RecoveryWaived(
            project_id=command.project_id,
            claim_id=proposed.claim_id,
            waiver_id=proposed.waiver_id,
            kind=proposed.kind,
            amount_ct=oldest_first(proposed.amount_ct, claim.open_ct),
            by=command.by,
            waived_on=today,
        )
    ]


def _check_waiver(amount_ct: int, claim: Claim) -> None:
    open_ct = sum(claim.open_ct.values())
    if amount_ct > open_ct:
        raise claim_refusals.more_than_open(open_ct)


def oldest_first(amount_ct: int, open_ct: Mapping[int, int]) -> dict[int, int]:
    """Lay an amount on the years in which so much is open, the oldest first; it fits in."""
    laid = {}
    for year, cents in sorted(open_ct.items()):
        part_ct = min(cents, amount_ct)
        if part_ct:
            laid[year] = part_ct
        amount_ct -= part_ct
    return laid


def evolve(claims: Claims, event: events.ClaimEvent) -> Claims:
    """What an event makes of the claims. One row per event; no `if`, no rule, no refusal."""
    match event:
        case events.RecoveryClaimed():
            return {**claims, event.claim_id: Claim(event)}
        case events.RecoveryReceived():
            claim = claims[event.claim_id]
            return {
                **claims,
                event.claim_id: replace(
                    claim,
                    received_ct=plus(claim.received_ct, event.amount_ct),
                    receipts={**claim.receipts, event.reference: event},
                ),
            }
        case events.WaiverProposed():
            claim = claims[event.claim_id]
            waivers = {**claim.waivers, event.waiver_id: event}
            return {**claims, event.claim_id: replace(claim, waivers=waivers)}
        case events.RecoveryWaived():
            claim = claims[event.claim_id]
            return {
                **claims,
                event.claim_id: replace(
                    claim,
                    waived_ct=plus(claim.waived_ct, event.amount_ct),
                    waived={**claim.waived, event.waiver_id: event},
                ),
            }


def void(claims: Claims, event: events.SettlementReopened) -> Claims:
    """What is void once the project is settled anew: all of its claim that has not come back."""
    return {
        claim_id: replace(it, cancelled_ct=event.cancelled_ct, waived_ct={}, is_void=True)
        if claim_id == event.closing_id
        else it
        for claim_id, it in claims.items()
    }
