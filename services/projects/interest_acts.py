"""What was proposed and fixed of interest of one project, as later decisions need it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from services.projects import events


@dataclass(frozen=True, slots=True)
class InterestActs:
    """Proposals, and what was fixed of them, both by the id of the proposal."""

    proposed: Mapping[str, events.InterestProposed] = field(default_factory=dict)
    fixed: Mapping[str, events.InterestFixed] = field(default_factory=dict)

    def fixed_ct(self, claim_id: str | None) -> int:
        """Return what notices have fixed of a claim's interest; None: on money that was used late."""
        return sum(it.amount_ct for it in self.fixed.values() if it.claim_id == claim_id)


def evolve(acts: InterestActs, event: events.InterestEvent) -> InterestActs:
    """What an event makes of it. One row per event; no `if`, no rule, no refusal."""
    match event:
        case events.InterestProposed():
            return replace(acts, proposed={**acts.proposed, event.proposal_id: event})
        case events.InterestFixed():
            return replace(acts, fixed={**acts.fixed, event.proposal_id: event})
