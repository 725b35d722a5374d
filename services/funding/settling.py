"""One year's part in a settlement: booked, undone by a new booking, and what comes back of it. Pure."""

from itertools import chain

from services.funding import commands, events
from services.funding.year import Budget
from shared.refusal import already_decided

Happened = list[events.BudgetEvent]
SettlingCommand = commands.Settle | commands.UndoSettlement | commands.BookRecovery


def decide(command: SettlingCommand, budget: Budget) -> Happened:
    """What a settlement, or its end, does to a year."""
    match command:
        case commands.Settle():
            return _settle(command, budget)
        case commands.UndoSettlement():
            return _undo(command, budget)
        case commands.BookRecovery():
            return _book(command, budget)


def _settle(command: commands.Settle, budget: Budget) -> Happened:
    """Keep bound what is still to be paid of the final grant; the rest is free, or has lapsed."""
    share = budget.share(command.project_id)
    if share.final_ct not in (None, command.final_ct):
        raise already_decided("Das Projekt ist in diesem Jahr schon anders abgerechnet.")
    if share.final_ct is not None:
        return []
    due_ct = max(0, command.final_ct - share.paid_ct + command.cleared_ct)
    released_ct = min(max(0, share.bound_ct - due_ct), budget.left_ct(command.project_id))
    reserved = commands.Release(command.year, command.project_id)
    freed_ct, lapsed_ct = (0, released_ct) if budget.closed else (released_ct, 0)
    settled = events.Settled(
        command.year, command.project_id, command.final_ct, freed_ct, lapsed_ct
    )
    return [*release(reserved, budget), settled]


def _undo(command: commands.UndoSettlement, budget: Budget) -> Happened:
    """Bind again what was set free, as far as it is still there; the rest waits for room."""
    share = budget.share(command.project_id)
    if share.final_ct is None:
        return []
    there_ct = max(0, budget.lapsed_ct if budget.closed else budget.free_ct)
    bound_ct = min(share.set_free_ct, there_ct)
    freed_ct, lapsed_ct = (0, bound_ct) if budget.closed else (bound_ct, 0)
    return [
        events.SettlementUndone(
            command.year, command.project_id, freed_ct, lapsed_ct, share.set_free_ct - bound_ct
        )
    ]


def _book(command: commands.BookRecovery, budget: Budget) -> Happened:
    """What was granted again from a closed year stays granted: that year is not opened again."""
    refilled_ct = 0 if budget.closed else command.refilled_ct
    if not (refilled_ct or command.revenue_ct):
        return []
    return [
        events.RecoveryBooked(
            command.year, command.project_id, command.claim_id, refilled_ct, command.revenue_ct
        )
    ]


def release(command: commands.Release, budget: Budget) -> Happened:
    """Set free what was reserved for a project: all of it, or one approval's."""
    mine = [
        approval_id
        for approval_id, it in budget.reserved.items()
        if it.project_id == command.project_id and command.approval_id in (None, approval_id)
    ]
    return list(chain.from_iterable(release_one(approval_id, budget) for approval_id in mine))


def release_one(approval_id: str, budget: Budget) -> Happened:
    """Set free what was reserved for one approval."""
    it = budget.reserved.get(approval_id)
    return [events.Released(it.year, approval_id, it.project_id, it.amount_ct)] if it else []
