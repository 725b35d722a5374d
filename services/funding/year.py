"""One year of money as it stands: what decisions need to know, and what each event makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from services.funding import events, orders
from services.funding.orders import Orders, under_way_ct


@dataclass(frozen=True, slots=True)
class Share:
    """A project's part of the year, in cents: bound and not yet paid, and paid.

    While `closing_id` is set, nothing is paid: a settlement is being made, or a change that moves
    money away. `final_ct` is set once the project is settled.
    `carried_out_ct` was bound here and is bound in the next year now; `set_free_ct` was bound, or was
    to be, until the settlement.
    """

    bound_ct: int = 0
    paid_ct: int = 0
    closing_id: str | None = None
    final_ct: int | None = None
    carried_out_ct: int = 0
    set_free_ct: int = 0


@dataclass(frozen=True, slots=True)
class Budget:
    """One year, in cents. `council` is None until the council has resolved.

    ceilings   what was resolved before that, by resolution; the newest one counts
    clause_ct  what is committed under reservation (Haushaltsvorbehalt), resting on nothing yet
    transfers  to and from other districts, by id;  carried  the ids of carry-overs
    reserved   by approval id;  shares  by project;  debited  the approvals that are booked
    unfunded   by project: approved, but without room, oldest first
    orders     payments in pay lists
    """

    council: events.BudgetSet | None = None
    ceilings: Mapping[str, int] = field(default_factory=dict)
    ceiling_ct: int | None = None
    clause_ct: int = 0
    supplements: Mapping[str, int] = field(default_factory=dict)
    carried: frozenset[str] = frozenset()
    carried_in_ct: int = 0
    transfers: Mapping[str, events.TransferredOut | events.TransferredIn] = field(
        default_factory=dict
    )
    free_ct: int = 0
    lapsed_ct: int = 0
    closed: bool = False
    reserved: Mapping[str, events.Reserved] = field(default_factory=dict)
    shares: Mapping[str, Share] = field(default_factory=dict)
    unfunded: Mapping[str, int] = field(default_factory=dict)
    debited: frozenset[str] = frozenset()
    orders: Orders = field(default_factory=dict)

    def share(self, project_id: str) -> Share:
        """Return a project's part of the year."""
        return self.shares.get(project_id, Share())

    def left_ct(self, project_id: str) -> int:
        """Return what is bound for a project and not under way: what is under way is as good as paid."""
        return self.share(project_id).bound_ct - under_way_ct(self.orders, project_id)

    def reserved_ct(self, approval_id: str) -> int:
        """Return the cents that wait for an approval."""
        return self.reserved[approval_id].amount_ct if approval_id in self.reserved else 0

    def total_ct(self) -> int:
        """Return what the council has resolved, supplements included."""
        return (self.council.amount_ct if self.council else 0) + sum(self.supplements.values())

    def position_ct(self) -> int:
        """Return what the district can dispose of: resolved, carried in, transferred."""
        transferred_ct = sum(
            it.amount_ct if isinstance(it, events.TransferredIn) else -it.amount_ct
            for it in self.transfers.values()
        )
        return self.total_ct() + self.carried_in_ct + transferred_ct

    def paid_ct(self) -> int:
        """Return what the year has paid to all projects."""
        return sum(share.paid_ct for share in self.shares.values())


def evolve(budget: Budget, event: events.BudgetEvent) -> Budget:
    """What an event makes of a year. One row per event; no `if`, no rule, no refusal."""
    match event:
        case events.Reserved():
            reserved = {**budget.reserved, event.approval_id: event}
            return replace(_freed(budget, -event.amount_ct), reserved=reserved)
        case events.Released():
            reserved = _without(budget.reserved, event.approval_id)
            return replace(_freed(budget, event.amount_ct), reserved=reserved)
        case events.Debited():
            return _evolve_debited(budget, event)
        case events.Unfunded():
            lacking_ct = budget.unfunded.get(event.project_id, 0) + event.amount_ct
            return replace(
                _lacking(budget, event.project_id, lacking_ct),
                debited=budget.debited | {event.approval_id},
            )
        case events.Covered():
            bound = _bound(_freed(budget, -event.amount_ct), event.project_id, event.amount_ct)
            return _lacking(bound, event.project_id, 0)
        case (
            events.PaymentsHeld()
            | events.PaymentsResumed()
            | events.Settled()
            | events.SettlementUndone()
        ):
            return _evolve_share(budget, event, budget.share(event.project_id))
        case events.RecoveryBooked():
            return _freed(budget, event.refilled_ct)
        case (
            events.PaymentOrdered()
            | events.PaymentFailed()
            | events.Paid()
            | events.PaymentReversed()
        ):
            return _evolve_money(budget, event)
        case _:
            return _evolve_council(budget, event)


def _evolve_council(budget: Budget, event: events.CouncilEvent) -> Budget:
    match event:
        case events.BudgetSet():
            freed = _freed(budget, event.amount_ct - event.ceiling_ct)
            return replace(freed, council=event, ceiling_ct=None)
        case events.Supplemented():
            supplements = {**budget.supplements, event.resolution: event.amount_ct}
            return replace(_freed(budget, event.amount_ct), supplements=supplements)
        case events.CeilingSet():
            ceilings = {**budget.ceilings, event.resolution: event.amount_ct}
            freed = _freed(budget, event.amount_ct - event.replaced_ct)
            return replace(freed, ceilings=ceilings, ceiling_ct=event.amount_ct)
        case events.ClauseApplied():
            freed = _freed(budget, event.amount_ct)
            return replace(freed, clause_ct=budget.clause_ct + event.amount_ct)
        case events.ClauseLifted():
            freed = _freed(budget, -event.amount_ct)
            return replace(freed, clause_ct=budget.clause_ct - event.amount_ct)
        case events.CarriedOut():
            went = replace(budget, carried=budget.carried | {event.carry_over_id})
            return _evolve_carried_out(went, event)
        case events.CarriedIn():
            carried_in_ct = budget.carried_in_ct + event.amount_ct
            carried = budget.carried | {event.carry_over_id}
            came = replace(budget, carried=carried, carried_in_ct=carried_in_ct)
            return _evolve_carried_in(came, event)
        case events.TransferredOut():
            transfers = {**budget.transfers, event.transfer_id: event}
            return replace(_freed(budget, -event.amount_ct), transfers=transfers)
        case events.TransferredIn():
            transfers = {**budget.transfers, event.transfer_id: event}
            return replace(_freed(budget, event.amount_ct), transfers=transfers)
        case events.YearClosed():
            freed = _freed(budget, -event.lapsed_ct)
            return replace(freed, closed=True, lapsed_ct=budget.lapsed_ct + event.lapsed_ct)


def _evolve_carried_out(budget: Budget, event: events.CarriedOut) -> Budget:
    match event.source, event.project_id:
        case "frei", _:
            return _freed(budget, -event.amount_ct)
        case "verfallen", _:
            return replace(budget, lapsed_ct=budget.lapsed_ct - event.amount_ct)
        case _, project_id:
            assert project_id is not None, "What is bound is bound for a project."
            share = budget.share(project_id)
            left = replace(
                share,
                bound_ct=share.bound_ct - event.amount_ct,
                carried_out_ct=share.carried_out_ct + event.amount_ct,
            )
            return _shared(budget, project_id, left)


def _evolve_carried_in(budget: Budget, event: events.CarriedIn) -> Budget:
    match event.project_id:
        case None:
            return _freed(budget, event.amount_ct)
        case project_id:
            return _bound(budget, project_id, event.amount_ct)


def _evolve_debited(budget: Budget, event: events.Debited) -> Budget:
    share = budget.share(event.project_id)
    bound = replace(
        share,
        bound_ct=share.bound_ct + event.amount_ct,
        carried_out_ct=share.carried_out_ct - event.carried_ct,
    )
    freed_ct = event.reserved_ct - event.amount_ct - event.lapsed_ct
    return replace(
        _shared(_freed(budget, freed_ct), event.project_id, bound),
        reserved=_without(budget.reserved, event.approval_id),
        lapsed_ct=budget.lapsed_ct + event.lapsed_ct,
        debited=budget.debited | {event.approval_id},
    )


def _evolve_share(
    budget: Budget,
    event: events.PaymentsHeld | events.PaymentsResumed | events.Settled | events.SettlementUndone,
    share: Share,
) -> Budget:
    match event:
        case events.PaymentsHeld():
            return _shared(budget, event.project_id, replace(share, closing_id=event.closing_id))
        case events.PaymentsResumed():
            return _shared(budget, event.project_id, replace(share, closing_id=None))
        case events.Settled():
            bound_ct = share.bound_ct - event.released_ct - event.lapsed_ct
            due_ct = max(0, event.final_ct - share.paid_ct - bound_ct)
            unfunded_ct = budget.unfunded.get(event.project_id, 0)
            lacking_ct = min(unfunded_ct, due_ct)
            settled = replace(
                share,
                bound_ct=bound_ct,
                closing_id=None,
                final_ct=event.final_ct,
                set_free_ct=event.released_ct + event.lapsed_ct + unfunded_ct - lacking_ct,
            )
            freed = _lacking(_freed(budget, event.released_ct), event.project_id, lacking_ct)
            lapsed = replace(freed, lapsed_ct=budget.lapsed_ct + event.lapsed_ct)
            return _shared(lapsed, event.project_id, settled)
        case events.SettlementUndone():
            bound_ct = share.bound_ct + event.freed_ct + event.lapsed_ct
            undone = replace(share, bound_ct=bound_ct, final_ct=None, set_free_ct=0)
            lacking_ct = budget.unfunded.get(event.project_id, 0) + event.lacking_ct
            freed = _lacking(_freed(budget, -event.freed_ct), event.project_id, lacking_ct)
            lapsed = replace(freed, lapsed_ct=budget.lapsed_ct - event.lapsed_ct)
            return _shared(lapsed, event.project_id, undone)


def _evolve_money(budget: Budget, event: events.MoneyMoved) -> Budget:
    after = replace(budget, orders=orders.evolve(budget.orders, event))
    match event:
        case events.Paid():
            return _paid(after, event.project_id, event.amount_ct)
        case events.PaymentReversed():
            return _paid(after, event.project_id, -event.amount_ct)
    return after


def _paid(budget: Budget, project_id: str, amount_ct: int) -> Budget:
    share = budget.share(project_id)
    bound_ct, paid_ct = share.bound_ct - amount_ct, share.paid_ct + amount_ct
    return _shared(budget, project_id, replace(share, bound_ct=bound_ct, paid_ct=paid_ct))


def _freed(budget: Budget, amount_ct: int) -> Budget:
    return replace(budget, free_ct=budget.free_ct + amount_ct)


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
