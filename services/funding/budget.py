"""The budget of one year: what is free, reserved for approvals, bound by them, and paid.

Pure. Money moves from free to reserved, bound and paid. Whatever gives room first covers what was
approved without it. A command concerns one year; an approval that touches several goes to all of
them or, refused by one, to none (`reserve_all`).
"""

from collections.abc import Mapping
from datetime import date
from functools import reduce
from itertools import chain

from services.funding import commands, events, refusals
from services.funding.year import Budget, evolve
from shared.decider import Decider
from shared.refusal import Refused, already_decided

__all__ = ["BUDGET", "Budget", "decide", "evolve", "reserve_all"]

Happened = list[events.BudgetEvent]


def reserve_all(
    asked: Mapping[int, commands.Reserve], budgets: Mapping[int, Budget], today: date
) -> dict[int, Happened]:
    """Return the events by year that reserve in all years asked for.

    Raises Refused if one year refuses: the first year's refusal, with the faults of all.
    """
    made: dict[int, Happened] = {}
    refused: list[Refused] = []
    for year, command in sorted(asked.items()):
        try:
            made[year] = decide(command, budgets.get(year, Budget()), today)
        except Refused as no:
            refused.append(no)
    if refused:
        raise refusals.of_all_years(refused)
    return made


def decide(command: commands.BudgetCommand, budget: Budget, _today: date) -> Happened:
    """Decide, and let what has become free cover what is unfunded, oldest first."""
    made = _decide(command, budget)
    return made + (_cover(command.year, reduce(evolve, made, budget)) if made else [])


def _decide(command: commands.BudgetCommand, budget: Budget) -> Happened:
    """What may happen to the money of a year."""
    match command:
        case commands.SetBudget():
            return _set_budget(command, budget)
        case commands.Supplement():
            return _supplement(command, budget)
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
            return _release(command, budget)
        case commands.HoldPayments() | commands.ResumePayments():
            return _hold(command, budget)
        case commands.Pay():
            return _pay(command, budget)
        case commands.Settle():
            return _settle(command, budget)


def _set_budget(command: commands.SetBudget, budget: Budget) -> Happened:
    event = events.BudgetSet(command.year, command.amount_ct, command.resolution)
    if budget.council not in (None, event):
        raise already_decided(
            f"Das Budget {command.year} ist schon festgesetzt. Ändern kann es ein Nachtrag."
        )
    return [] if budget.council else [event]


def _supplement(command: commands.Supplement, budget: Budget) -> Happened:
    if budget.council is None:
        raise refusals.no_budget(command.year)
    before_ct = budget.supplements.get(command.resolution)
    if before_ct not in (None, command.amount_ct):
        raise already_decided("Dieser Beschluss ist schon mit anderem Betrag gebucht.")
    if before_ct is not None or command.amount_ct == 0:
        return []
    if budget.total_ct() + command.amount_ct < 0:
        raise refusals.cut_too_deep(command.year, budget.total_ct())
    return [events.Supplemented(command.year, command.amount_ct, command.resolution)]


def _reserve(command: commands.Reserve, budget: Budget) -> Happened:
    """A repeat of the same approval replaces its own reservation."""
    own_ct = budget.reserved_ct(command.approval_id)
    if own_ct == command.amount_ct:
        return []
    if budget.council is None:
        raise refusals.no_budget(command.year)
    if budget.unfunded:
        raise refusals.unfunded(command.year, sum(budget.unfunded.values()))
    missing_ct = command.amount_ct - own_ct - budget.free_ct
    if missing_ct > 0:
        raise refusals.insufficient(command.year, missing_ct)
    year, approval_id, project_id = command.year, command.approval_id, command.project_id
    reserved = events.Reserved(year, approval_id, project_id, command.amount_ct)
    return [*_release_one(command.approval_id, budget), reserved]


def _give(command: commands.Reserve, budget: Budget) -> Happened:
    """What an extension moves away must still be bound here; paid is paid."""
    there_ct = budget.share(command.project_id).bound_ct
    there_ct += budget.unfunded.get(command.project_id, 0)
    if there_ct + command.amount_ct < 0:
        raise refusals.insufficient_commitment(command.year, -command.amount_ct - there_ct)
    return _release_one(command.approval_id, budget)


def _debit(command: commands.Debit, budget: Budget) -> Happened:
    """The fact has happened elsewhere: without room it is recorded as unfunded, never refused."""
    year, approval_id, project_id = command.year, command.approval_id, command.project_id
    own_ct = budget.reserved_ct(approval_id)
    if command.amount_ct - own_ct > max(0, budget.free_ct):
        unfunded = events.Unfunded(year, approval_id, project_id, command.amount_ct)
        return [*_release_one(approval_id, budget), unfunded]
    return [events.Debited(year, approval_id, project_id, command.amount_ct, own_ct)]


def _free(command: commands.Debit, budget: Budget) -> Happened:
    """Take back first what was never covered, then what is bound."""
    year, approval_id, project_id = command.year, command.approval_id, command.project_id
    lacking_ct = min(-command.amount_ct, budget.unfunded.get(project_id, 0))
    freed_ct = min(-command.amount_ct - lacking_ct, budget.share(project_id).bound_ct)
    made = _release_one(approval_id, budget)
    if lacking_ct:
        made.append(events.Unfunded(year, approval_id, project_id, -lacking_ct))
    if freed_ct:
        made.append(events.Debited(year, approval_id, project_id, -freed_ct, 0))
    return made


def _release(command: commands.Release, budget: Budget) -> Happened:
    mine = [
        approval_id
        for approval_id, it in budget.reserved.items()
        if it.project_id == command.project_id and command.approval_id in (None, approval_id)
    ]
    return list(chain.from_iterable(_release_one(approval_id, budget) for approval_id in mine))


def _release_one(approval_id: str, budget: Budget) -> Happened:
    it = budget.reserved.get(approval_id)
    return [events.Released(it.year, approval_id, it.project_id, it.amount_ct)] if it else []


def _hold(command: commands.HoldPayments | commands.ResumePayments, budget: Budget) -> Happened:
    held = budget.share(command.project_id).closing_id == command.closing_id
    match command:
        case commands.HoldPayments() if not held:
            return [events.PaymentsHeld(command.year, command.project_id, command.closing_id)]
        case commands.ResumePayments() if held:
            return [events.PaymentsResumed(command.year, command.project_id, command.closing_id)]
    return []


def _pay(command: commands.Pay, budget: Budget) -> Happened:
    share = budget.share(command.project_id)
    if share.closing_id is not None:
        raise refusals.payments_held()
    if command.amount_ct > share.bound_ct:
        raise refusals.payment_too_large(command.year, share.bound_ct)
    return [events.Paid(command.year, command.project_id, command.amount_ct)]


def _settle(command: commands.Settle, budget: Budget) -> Happened:
    """Keep bound what is still to be paid of the final grant, and free the rest."""
    share = budget.share(command.project_id)
    if share.final_ct not in (None, command.final_ct):
        raise already_decided("Das Projekt ist in diesem Jahr schon anders abgerechnet.")
    if share.final_ct is not None:
        return []
    released_ct = max(0, share.bound_ct - max(0, command.final_ct - share.paid_ct))
    release = commands.Release(command.year, command.project_id)
    settled = events.Settled(command.year, command.project_id, command.final_ct, released_ct)
    return [*_release(release, budget), settled]


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
