"""The budget of one year: what is free, reserved for approvals, bound by them, and paid.

Pure. Money moves from free to reserved, bound and paid. Whatever gives room first takes the place
of what is committed under reservation, then covers what was approved without room. A command
concerns one year; what touches several is in `across`, what the council resolves in `council`.
"""

from datetime import date
from functools import reduce

from services.funding import (
    commands,
    council,
    events,
    paying,
    payment_refusals,
    refusals,
    settling,
)
from services.funding.orders import under_way_ct
from services.funding.year import Budget, evolve
from shared.decider import Decider

__all__ = ["BUDGET", "Budget", "decide", "evolve"]

Happened = list[events.BudgetEvent]


def decide(command: commands.BudgetCommand, budget: Budget, today: date) -> Happened:
    """Decide, and let what has become free stand in for what rests on nothing, oldest first."""
    made = _decide(command, budget, today)
    if made:
        made = [*made, *_lift(command.year, reduce(evolve, made, budget))]
        made = [*made, *_cover(command.year, reduce(evolve, made, budget))]
    return made


def _decide(command: commands.BudgetCommand, budget: Budget, today: date) -> Happened:
    """What may happen to the money of a year."""
    match command:
        case commands.Reserve() | commands.Debit() if command.approval_id in budget.debited:
            return []
        case commands.Reserve() if command.amount_ct > 0:
            return _reserve(command, budget)
        case commands.Reserve():
            return _give(command, budget)
        case commands.Debit() if command.amount_ct > 0:
            return _debit(command, budget)
        case commands.Debit():
            return _free(command, budget)
        case commands.Release():
            return settling.release(command, budget)
        case commands.HoldPayments() | commands.ResumePayments():
            return _hold(command, budget)
        case (
            commands.OrderPayment()
            | commands.Pay()
            | commands.FailPayment()
            | commands.ReversePayment()
        ):
            return paying.decide(command, budget, today)
        case commands.Settle() | commands.UndoSettlement() | commands.BookRecovery():
            return settling.decide(command, budget)
        case _:
            return council.decide(command, budget, today)


def _reserve(command: commands.Reserve, budget: Budget) -> Happened:
    """A repeat of the same approval replaces its own reservation."""
    year, approval_id, project_id = command.year, command.approval_id, command.project_id
    own_ct = budget.reserved_ct(approval_id)
    if own_ct == command.amount_ct:
        return []
    _check_commitment(command, budget)
    missing_ct = command.amount_ct - own_ct - budget.free_ct
    made = settling.release_one(approval_id, budget)
    if missing_ct > 0:
        if budget.council is not None or command.future_years != "with-reservation":
            raise refusals.insufficient(year, missing_ct)
        lacking_ct = command.amount_ct - max(0, own_ct + budget.free_ct)
        made.append(events.ClauseApplied(year, approval_id, project_id, lacking_ct))
    return [*made, events.Reserved(year, approval_id, project_id, command.amount_ct)]


def _check_commitment(command: commands.Reserve, budget: Budget) -> None:
    """Refuse what must not be committed, however much there is."""
    if budget.closed:
        raise refusals.year_closed(command.year)
    if budget.council is None:
        if command.future_years == "forbid":
            raise refusals.no_budget(command.year)
        if command.future_years == "require-ceiling" and budget.ceiling_ct is None:
            raise refusals.no_ceiling(command.year)
    if budget.unfunded:
        raise refusals.unfunded(command.year, sum(budget.unfunded.values()))


def _give(command: commands.Reserve, budget: Budget) -> Happened:
    """What a change moves away must still be bound here; paid is paid, and so is what is under way.

    Nothing is paid until the change is heard of or has lapsed, or it could be paid here and there.
    """
    project_id, approval_id = command.project_id, command.approval_id
    there_ct = budget.left_ct(project_id)
    there_ct += budget.unfunded.get(project_id, 0)
    if there_ct + command.amount_ct < 0:
        raise refusals.insufficient_commitment(command.year, -command.amount_ct - there_ct)
    made = settling.release_one(approval_id, budget)
    if command.amount_ct < 0 and not budget.closed and budget.share(project_id).closing_id is None:
        made.append(events.PaymentsHeld(command.year, project_id, approval_id))
    return made


def _debit(command: commands.Debit, budget: Budget) -> Happened:
    """The fact has happened elsewhere: without room it is recorded as unfunded, never refused."""
    year, approval_id, project_id = command.year, command.approval_id, command.project_id
    own_ct = budget.reserved_ct(approval_id)
    if command.amount_ct - own_ct > max(0, budget.free_ct):
        unfunded = events.Unfunded(year, approval_id, project_id, command.amount_ct)
        return [*settling.release_one(approval_id, budget), unfunded]
    return [events.Debited(year, approval_id, project_id, command.amount_ct, own_ct, 0, 0)]


def _free(command: commands.Debit, budget: Budget) -> Happened:
    """Take back first what was never covered, then what is bound; of a closed year it lapses."""
    year, approval_id, project_id = command.year, command.approval_id, command.project_id
    lacking_ct = min(-command.amount_ct, budget.unfunded.get(project_id, 0))
    freed_ct = min(-command.amount_ct - lacking_ct, budget.left_ct(project_id))
    made = settling.release_one(approval_id, budget)
    if lacking_ct:
        made.append(events.Unfunded(year, approval_id, project_id, -lacking_ct))
    if freed_ct or command.carried_ct:
        lapsed_ct, carried_ct = freed_ct if budget.closed else 0, command.carried_ct
        made.append(
            events.Debited(year, approval_id, project_id, -freed_ct, 0, lapsed_ct, carried_ct)
        )
    if budget.share(project_id).closing_id == approval_id:
        made.append(events.PaymentsResumed(year, project_id, approval_id))
    return made


def _hold(command: commands.HoldPayments | commands.ResumePayments, budget: Budget) -> Happened:
    """A settlement counts on what was paid, so nothing may be under way."""
    held = budget.share(command.project_id).closing_id == command.closing_id
    going_ct = under_way_ct(budget.orders, command.project_id)
    if isinstance(command, commands.HoldPayments) and not held and going_ct:
        raise payment_refusals.payments_under_way(command.year, going_ct)
    match command:
        case commands.HoldPayments() if not held:
            return [events.PaymentsHeld(command.year, command.project_id, command.closing_id)]
        case commands.ResumePayments() if held:
            return [events.PaymentsResumed(command.year, command.project_id, command.closing_id)]
    return []


def _lift(year: int, budget: Budget) -> Happened:
    """Money that is there takes the place of what is committed under reservation."""
    lifted_ct = min(budget.clause_ct, max(0, budget.free_ct))
    return [events.ClauseLifted(year, lifted_ct)] if lifted_ct else []


def _cover(year: int, budget: Budget) -> Happened:
    """Cover in the order of arrival, each in full, as long as there is room."""
    made: Happened = []
    room_ct = budget.free_ct
    for project_id, lacking_ct in budget.unfunded.items():
        room_ct -= lacking_ct
        if room_ct < 0:
            break
        made.append(events.Covered(year, project_id, lacking_ct))
    return made


BUDGET: Decider[commands.BudgetCommand, Budget, events.BudgetEvent] = Decider(
    Budget(), decide, evolve
)
