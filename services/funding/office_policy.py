"""What the office fixes where the guideline is silent: proposed by one, adopted by another.

Pure. A policy is a full set of values with a day from which it holds. It never begins before the
day of its adoption, so that what was decided on past days can be computed again from what was
valid then. It never begins before a policy adopted earlier, so that positions and validity have
the same order: valid on a day is the newest one begun. On the same day the later one takes the
place of the earlier: so a mistake is mended before it holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date

from services.funding import commands, events, refusals
from shared.calendar import newest_begun
from shared.decider import Decider
from shared.guideline import Policy
from shared.refusal import already_decided

Happened = list[events.PolicyEvent]


@dataclass(frozen=True, slots=True)
class OfficePolicy:
    """What was proposed, by id in order, and what was adopted: positions 1, 2, 3 and so on."""

    proposals: Mapping[str, events.PolicyProposed] = field(default_factory=dict)
    adopted: tuple[events.PolicyAdopted, ...] = ()

    def newest(self) -> int:
        """Return the position of the policy adopted last, 0 if there is none."""
        return len(self.adopted)

    def adoption(self, proposal_id: str) -> events.PolicyAdopted | None:
        """Return what became of a proposal; None if nobody has adopted it."""
        return next((it for it in self.adopted if it.proposal_id == proposal_id), None)

    def in_force(self, day: date) -> events.PolicyAdopted | None:
        """Return the policy valid on a day; None while the office has fixed nothing."""
        return newest_begun(((it.valid_from, it) for it in self.adopted), day)

    def at(self, position: int) -> Policy | None:
        """Return the policy that was adopted under a number, the defaults for 0; else None."""
        if position == 0:
            return Policy()
        return of(self.adopted[position - 1]) if position <= self.newest() else None

    def valid_on(self, day: date) -> Policy:
        """Return what to compute with on a day: the defaults until the first policy begins."""
        adopted = self.in_force(day)
        return Policy() if adopted is None else of(adopted)


def of(adopted: events.PolicyAdopted) -> Policy:
    """Return an adopted policy as the guideline asks for it."""
    rules = adopted.rules
    return Policy(adopted.position, **{it.name: getattr(rules, it.name) for it in fields(rules)})


def decide(
    command: commands.PolicyCommand, policy: OfficePolicy, today: date
) -> list[events.PolicyEvent]:
    """Who may fix what, from which day on."""
    match command:
        case commands.ProposePolicy():
            return _propose(command, policy, today)
        case commands.AdoptPolicy():
            return _adopt(command, policy, today)


def _propose(command: commands.ProposePolicy, policy: OfficePolicy, today: date) -> Happened:
    if command.proposal_id in policy.proposals:
        return []
    _check_begin(command.valid_from, policy, today)
    return [
        events.PolicyProposed(
            proposal_id=command.proposal_id,
            after_position=policy.newest(),
            valid_from=command.valid_from,
            rules=command.rules,
            reason_code=command.reason_code,
            reason=command.reason.ref,
            by=command.by,
            proposed_on=today,
        )
    ]


def _adopt(command: commands.AdoptPolicy, policy: OfficePolicy, today: date) -> Happened:
    """Once, by somebody else, and knowing all that holds: a proposal made before is outdated."""
    proposal = policy.proposals.get(command.proposal_id)
    if proposal is None:
        raise refusals.proposal_unknown()
    adopted = policy.adoption(command.proposal_id)
    if adopted is not None:
        if adopted.by == command.by:
            return []
        raise already_decided("Diese Festlegungen sind schon beschlossen.")
    if proposal.by == command.by:
        raise refusals.four_eyes()
    if proposal.after_position != policy.newest():
        raise refusals.proposal_outdated(policy.newest())
    _check_begin(proposal.valid_from, policy, today)
    return [
        events.PolicyAdopted(
            position=policy.newest() + 1,
            proposal_id=proposal.proposal_id,
            valid_from=proposal.valid_from,
            rules=proposal.rules,
            proposed_by=proposal.by,
            by=command.by,
            adopted_on=today,
        )
    ]


def _check_begin(valid_from: date, policy: OfficePolicy, today: date) -> None:
    earliest = max([today, *(it.valid_from for it in policy.adopted)])
    if valid_from < earliest:
        raise refusals.policy_too_early(valid_from, earliest)


def evolve(policy: OfficePolicy, event: events.PolicyEvent) -> OfficePolicy:
    """What an event makes of the policy. One row per event; no `if`, no rule, no refusal."""
    match event:
        case events.PolicyProposed():
            return replace(policy, proposals={**policy.proposals, event.proposal_id: event})
        case events.PolicyAdopted():
            return replace(policy, adopted=(*policy.adopted, event))


POLICY: Decider[commands.PolicyCommand, OfficePolicy, events.PolicyEvent] = Decider(
    OfficePolicy(), decide, evolve
)
