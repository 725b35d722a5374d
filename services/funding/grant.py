"""The grant of one project, from its approval to the settlement (Festsetzung).

Pure. It keeps what the approval fixed, so that the settlement is computed from it, and holds a
computed settlement until the project is closed. A hold lapses like a reservation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from services.funding import claims, commands, events, interests, refusals
from services.funding.claims import Claims
from services.funding.interests import Interests
from shared import guideline
from shared.decider import Decider
from shared.guideline import EDITION, Accounts, Decided, Settlement
from shared.money import plus
from shared.refusal import already_decided


@dataclass(frozen=True, slots=True)
class Grant:
    """What was decided, after all changes; a settlement that waits; and the final one.

    approvals  by decision: what it added to the grant, in cents, below zero what it took back
    claims     what was claimed back, by the closing that did;  interests  fixed, by their id
    """

    decided: Decided
    approvals: Mapping[str, int]
    held: events.SettlementHeld | None = None
    settled: events.GrantSettled | None = None
    claims: Claims = field(default_factory=dict)
    interests: Interests = field(default_factory=dict)


def settlement(command: commands.HoldSettlement, grant: Grant) -> Settlement:
    """Return what the guideline makes of recognised figures, with its steps.

    What was carried over counts to the year in which it lies now.
    """
    earlier = {key: it for key, it in grant.claims.items() if key != command.closing_id}
    accounts = Accounts(
        command.costs_ct,
        command.third_party_ct,
        command.in_kind_ct,
        command.paid_ct,
        sum(claims.received_ct(earlier).values()),
    )
    grant_ct = plus(grant.decided.grant_ct, command.carried_ct)
    decided = replace(grant.decided, grant_ct=grant_ct, planned=command.planned)
    return guideline.settle(decided, accounts, command.policy)


def decide(
    command: commands.GrantCommand, grant: Grant | None, today: date
) -> list[events.GrantEvent]:
    """The life of a grant as a table: which command, in which state, leads where."""
    match command, grant:
        case commands.RecordGrant(), None:
            return [_recorded(command)]
        case commands.RecordGrant(), Grant() if command.approval_id in grant.approvals:
            return []
        case commands.HoldSettlement(grant_ct=dict()), None:
            raise refusals.grant_not_yet_heard()
        case commands.RecordGrant(), Grant():
            raise already_decided("Zu diesem Projekt ist schon eine Bewilligung bekannt.")
        case _, None:
            raise refusals.grant_unknown()

        case commands.ChangeGrant() | commands.RefixGrant(), Grant() if (
            command.approval_id in grant.approvals
        ):
            return []
        case commands.ChangeGrant(), Grant():
            return [_changed(command, command.own_share_ct, command.own_cash_ct)]
        case commands.RefixGrant(), Grant(decided=before):
            share_ct = command.own_share_ct - before.own_share_ct
            return [_changed(command, share_ct, command.own_cash_ct - before.own_cash_ct)]
        case commands.HoldSettlement(), Grant():
            return _held(command, grant, today)
        case commands.DropSettlement(), Grant(held=events.SettlementHeld() as held) if (
            held.closing_id == command.closing_id
        ):
            return [events.SettlementDropped(command.project_id, command.closing_id)]
        case commands.DropSettlement(), Grant():
            return []
        case commands.SettleGrant(), Grant():
            return _settled(command, grant)
        case commands.ReopenGrant(), Grant():
            return _reopened(command, grant, today)
        case command, Grant() if isinstance(command, commands.OwedCommand):
            return _owed(command, grant, today)

    raise AssertionError(f"No row for {command} in {grant}")


def _owed(command: commands.OwedCommand, grant: Grant, today: date) -> list[events.GrantEvent]:
    if isinstance(command, commands.InterestCommand):
        return [*interests.decide(command, grant.interests, today)]
    return [*claims.decide(command, grant.claims, today)]


def _recorded(command: commands.RecordGrant) -> events.GrantRecorded:
    return events.GrantRecorded(
        command.project_id,
        command.approval_id,
        dict(command.grant_ct),
        command.own_share_ct,
        command.own_cash_ct,
    )


def _changed(
    command: commands.ChangeGrant | commands.RefixGrant, own_share_ct: int, own_cash_ct: int
) -> events.GrantChanged:
    return events.GrantChanged(
        command.project_id,
        command.approval_id,
        dict(command.grant_change_ct),
        own_share_ct,
        own_cash_ct,
    )


def _held(command: commands.HoldSettlement, grant: Grant, today: date) -> list[events.GrantEvent]:
    """A new hold replaces an older one; the same again causes nothing, whatever the day."""
    if grant.settled is not None:
        return _held_after(settlement(command, grant), grant.settled)
    if command.grant_ct is not None and _some(command.grant_ct) != _some(grant.decided.grant_ct):
        raise refusals.grant_not_yet_heard()
    made = settlement(command, grant)
    event = events.SettlementHeld(
        project_id=command.project_id,
        closing_id=command.closing_id,
        costs_ct=command.costs_ct,
        third_party_ct=command.third_party_ct,
        in_kind_ct=command.in_kind_ct,
        paid_ct=dict(command.paid_ct),
        final_grant_ct=dict(made.final_grant_ct),
        recovery_ct=made.recovery_ct,
        remaining_ct=made.remaining_ct,
        edition=EDITION,
        held_on=grant.held.held_on if grant.held else today,
        carried_ct=dict(command.carried_ct),
        planned=command.planned,
        policy_position=command.policy.position,
    )
    return [] if event == grant.held else [replace(event, held_on=today)]


def _some(amounts_ct: Mapping[int, int]) -> dict[int, int]:
    return {year: cents for year, cents in amounts_ct.items() if cents}


def _held_after(made: Settlement, final: events.GrantSettled) -> list[events.GrantEvent]:
    if sum(made.final_grant_ct.values()) != sum(final.final_grant_ct.values()):
        raise already_decided("Die Zuwendung ist schon mit anderem Betrag festgesetzt.")
    return []


def _settled(command: commands.SettleGrant, grant: Grant) -> list[events.GrantEvent]:
    event = events.GrantSettled(
        command.project_id,
        dict(command.final_grant_ct),
        command.recovery_ct,
        command.remaining_ct,
        command.closing_id,
    )
    if grant.settled not in (None, event):
        raise already_decided("Die Zuwendung ist schon mit anderem Betrag festgesetzt.")
    return [] if grant.settled else [event]


def _reopened(command: commands.ReopenGrant, grant: Grant, today: date) -> list[events.GrantEvent]:
    """Once for each closing; what of its claim has not come back is void, waived or not."""
    if grant.settled is None:
        return []
    claim = grant.claims.get(command.closing_id)
    gone_ct = plus(claim.open_ct, claim.waived_ct) if claim else {}
    return [
        events.SettlementReopened(command.project_id, command.closing_id, _some(gone_ct), today)
    ]


def evolve(grant: Grant | None, event: events.GrantEvent) -> Grant:
    """What an event makes of a grant. One row per event; no `if`, no rule, no refusal."""
    match event, grant:
        case events.GrantRecorded(), None:
            decided = Decided(event.grant_ct, event.own_share_ct, event.own_cash_ct)
            return Grant(decided, {event.approval_id: sum(event.grant_ct.values())})
        case events.GrantChanged(), Grant():
            before = grant.decided
            decided = Decided(
                plus(before.grant_ct, event.grant_change_ct),
                before.own_share_ct + event.own_share_change_ct,
                before.own_cash_ct + event.own_cash_change_ct,
            )
            added_ct = sum(event.grant_change_ct.values())
            approvals = {**grant.approvals, event.approval_id: added_ct}
            return replace(grant, decided=decided, approvals=approvals)
        case events.SettlementHeld(), Grant():
            return replace(grant, held=event)
        case events.SettlementDropped(), Grant():
            return replace(grant, held=None)
        case events.GrantSettled(), Grant():
            return replace(grant, held=None, settled=event)
        case events.SettlementReopened(), Grant():
            return replace(
                grant,
                settled=None,
                claims=claims.void(grant.claims, event),
                interests=interests.void(grant.interests, event),
            )
        case event, Grant() if isinstance(event, events.ClaimEvent):
            return replace(
                grant,
                claims=claims.evolve(grant.claims, event),
                interests=interests.after(grant.interests, event),
            )
        case event, Grant() if isinstance(event, events.InterestEvent):
            return replace(grant, interests=interests.evolve(grant.interests, event))

    raise AssertionError(f"No row for {event} in {grant}")


GRANT: Decider[commands.GrantCommand, Grant | None, events.GrantEvent] = Decider(
    None, decide, evolve
)
