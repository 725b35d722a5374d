"""One year of money as it stands: what decisions need to know, and what each event makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from services.funding import events


@dataclass(frozen=True, slots=True)
class Share:
    """A project's part of the year, in cents: bound and not yet paid, and paid.

    While `closing_id` is set, nothing is paid; `final_ct` is set once the project is settled.
    """

    bound_ct: int = 0
    paid_ct: int = 0
    closing_id: str | None = None
    final_ct: int | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """One year, in cents. `council` is None until the council has resolved.

    reserved  by approval id;  shares  by project;  debited  the approvals that are booked
    unfunded  by project: approved, but without room, oldest first
    """

    council: events.BudgetSet | None = None
    supplements: Mapping[str, int] = field(default_factory=dict)
    free_ct: int = 0
    reserved: Mapping[str, events.Reserved] = field(default_factory=dict)
    shares: Mapping[str, Share] = field(default_factory=dict)
    unfunded: Mapping[str, int] = field(default_factory=dict)
    debited: frozenset[str] = frozenset()

    def share(self, project_id: str) -> Share:
        """Return a project's part of the year."""
        return self.shares.get(project_id, Share())

    def reserved_ct(self, approval_id: str) -> int:
        """Return the cents that wait for an approval."""
        return self.reserved[approval_id].amount_ct if approval_id in self.reserved else 0

    def total_ct(self) -> int:
        """Return what the council has resolved, supplements included."""
        return (self.council.amount_ct if self.council else 0) + sum(self.supplements.values())


def evolve(budget: Budget, event: events.BudgetEvent) -> Budget:
    """What an event makes of a year. One row per event; no `if`, no rule, no refusal."""
    match event:
        case events.BudgetSet():
            return replace(budget, council=event, free_ct=budget.free_ct + event.amount_ct)
        case events.Supplemented():
            supplements = {**budget.supplements, event.resolution: event.amount_ct}
            free_ct = budget.free_ct + event.amount_ct
            return replace(budget, supplements=supplements, free_ct=free_ct)
        case events.Reserved():
            reserved = {**budget.reserved, event.approval_id: event}
            return replace(budget, reserved=reserved, free_ct=budget.free_ct - event.amount_ct)
        case events.Released():
            reserved = _without(budget.reserved, event.approval_id)
            return replace(budget, reserved=reserved, free_ct=budget.free_ct + event.amount_ct)
        case events.Debited():
            return replace(
                _bound(budget, event.project_id, event.amount_ct),
                reserved=_without(budget.reserved, event.approval_id),
                free_ct=budget.free_ct + event.reserved_ct - event.amount_ct,
                debited=budget.debited | {event.approval_id},
            )
        case events.Unfunded():
            lacking_ct = budget.unfunded.get(event.project_id, 0) + event.amount_ct
            return replace(
                _lacking(budget, event.project_id, lacking_ct),
                debited=budget.debited | {event.approval_id},
            )
        case events.Covered():
            bound = _bound(budget, event.project_id, event.amount_ct)
            bound = replace(bound, free_ct=budget.free_ct - event.amount_ct)
            return _lacking(bound, event.project_id, 0)
        case _:
            return _evolve_share(budget, event, budget.share(event.project_id))


def _evolve_share(
    budget: Budget,
    event: events.PaymentsHeld | events.PaymentsResumed | events.Paid | events.Settled,
    share: Share,
) -> Budget:
    match event:
        case events.PaymentsHeld():
            return _shared(budget, event.project_id, replace(share, closing_id=event.closing_id))
        case events.PaymentsResumed():
            return _shared(budget, event.project_id, replace(share, closing_id=None))
        case events.Paid():
            bound_ct, paid_ct = share.bound_ct - event.amount_ct, share.paid_ct + event.amount_ct
            paid = replace(share, bound_ct=bound_ct, paid_ct=paid_ct)
            return _shared(budget, event.project_id, paid)
        case events.Settled():
            bound_ct = share.bound_ct - event.released_ct
            due_ct = max(0, event.final_ct - share.paid_ct - bound_ct)
            lacking_ct = min(budget.unfunded.get(event.project_id, 0), due_ct)
            settled = Share(bound_ct, share.paid_ct, final_ct=event.final_ct)
            budget = replace(budget, free_ct=budget.free_ct + event.released_ct)
            budget = _lacking(budget, event.project_id, lacking_ct)
            return _shared(budget, event.project_id, settled)


def _bound(budget: Budget, project_id: str, amount_ct: int) -> Budget:
    share = budget.share(project_id)
    return _shared(budget, project_id, replace(share, bound_ct=share.bound_ct + amount_ct))


def _shared(budget: Budget, project_id: str, share: Share) -> Budget:
    return replace(budget, shares={**budget.shares, project_id: share})


def _lacking(budget: Budget, project_id: str, amount_ct: int) -> Budget:
    unfunded = {**budget.unfunded, project_id: amount_ct}
    return replace(budget, unfunded={key: ct for key, ct in unfunded.items() if ct})


def _without(
    reserved: Mapping[str, events.Reserved], approval_id: str
) -> dict[str, events.Reserved]:
    return {key: it for key, it in reserved.items() if key != approval_id}
