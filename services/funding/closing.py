"""What a settlement, its reopening, and money that comes back do to all years of a project. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import reduce

from services.funding import commands
from services.funding.across import Budgets, carried_ct
from services.funding.budget import BUDGET, Budget, Happened
from services.funding.claims import Claim, oldest_first, received_ct
from services.funding.grant import Grant
from shared.guideline import RecoveryRefills
from shared.money import plus

Made = dict[int, Happened]


def settle(
    asked: Mapping[int, commands.Settle], closing_id: str, budgets: Budgets, today: date
) -> Made:
    """Settle each year. What is owed once more is bound again: of a closed year in the current one.

    Only after a reopening something is owed once more: what has come back was not to be claimed.
    """
    made: Made = {}
    again_ct: defaultdict[int, int] = defaultdict(int)
    for year, command in sorted(asked.items()):
        before = budgets.get(year, Budget())
        happened = made[year] = BUDGET.decide(command, before, today)
        after = reduce(BUDGET.evolve, happened, before)
        share = after.share(command.project_id)
        due_ct = max(0, command.final_ct - share.paid_ct + command.cleared_ct)
        due_ct -= share.bound_ct + after.unfunded.get(command.project_id, 0)
        if happened and command.cleared_ct and due_ct > 0:
            again_ct[today.year if after.closed else year] += due_ct
    for year, cents in again_ct.items():
        project_id = next(iter(asked.values())).project_id
        so_far = made.get(year, [])
        after = reduce(BUDGET.evolve, so_far, budgets.get(year, Budget()))
        debit = commands.Debit(year, closing_id, project_id, cents)
        made[year] = [*so_far, *BUDGET.decide(debit, after, today)]
    return made


def completed(
    asked: commands.HoldSettlement, budgets: Budgets, grant: Grant | None
) -> commands.HoldSettlement:
    """Return what is asked with what was paid and carried over; what has come back does not count."""
    paid = {year: it.share(asked.project_id).paid_ct for year, it in budgets.items()}
    cleared = received_ct(grant.claims) if grant else {}
    left = plus(paid, {year: -cents for year, cents in cleared.items()})
    return replace(
        asked,
        paid_ct={year: cents for year, cents in left.items() if cents},
        carried_ct=carried_ct(asked.project_id, budgets),
    )


def claimed_ct(
    final_ct: Mapping[int, int], cleared: Mapping[int, int], project_id: str, budgets: Budgets
) -> dict[int, int]:
    """Return what was paid beyond the final grant, by year, after all that has come back."""
    paid = {year: it.share(project_id).paid_ct for year, it in budgets.items()}
    too_much = {
        year: cents - cleared.get(year, 0) - final_ct.get(year, 0)
        for year, cents in sorted(paid.items())
    }
    recovery_ct = max(0, sum(too_much.values()))
    return oldest_first(recovery_ct, {year: max(0, cents) for year, cents in too_much.items()})


def refilled_at_once(
    amount_ct: Mapping[int, int], refills: RecoveryRefills, budgets: Budgets
) -> dict[int, int]:
    """Return what of a claim can be granted again before it has come back, by year."""
    if refills == "on-receipt":
        return {}
    return {year: ct for year, ct in amount_ct.items() if not budgets.get(year, Budget()).closed}


def undo(project_id: str, budgets: Budgets, today: date) -> Made:
    """Undo the settlement in each year."""
    return {
        year: BUDGET.decide(commands.UndoSettlement(year, project_id), budget, today)
        for year, budget in budgets.items()
        if project_id in budget.shares
    }


def book(project_id: str, claim_id: str, refilled_ct: Mapping[int, int], budgets: Budgets) -> Made:
    """Book what can be granted again; below zero, what could and will not come."""
    return {
        year: BUDGET.decide(
            commands.BookRecovery(year, project_id, claim_id, cents, 0),
            budgets.get(year, Budget()),
            date.min,
        )
        for year, cents in refilled_ct.items()
    }


def receive(claim: Claim, amount_ct: Mapping[int, int], budgets: Budgets, today: date) -> Made:
    """Book what has come back: free again in its year, or revenue of the current one."""
    project_id, claim_id = claim.made.project_id, claim.made.claim_id
    refilled_ct: defaultdict[int, int] = defaultdict(int)
    revenue_ct = 0
    for year, cents in amount_ct.items():
        new_ct = cents - min(cents, claim.ahead_ct.get(year, 0))
        if budgets.get(year, Budget()).closed:
            revenue_ct += new_ct
        else:
            refilled_ct[year] += new_ct
    commanded = {
        year: commands.BookRecovery(year, project_id, claim_id, refilled_ct[year], 0)
        for year in refilled_ct
    }
    if revenue_ct:
        here_ct = refilled_ct[today.year]
        commanded[today.year] = commands.BookRecovery(
            today.year, project_id, claim_id, here_ct, revenue_ct
        )
    return {
        year: BUDGET.decide(command, budgets.get(year, Budget()), today)
        for year, command in commanded.items()
    }


def give_up(claim: Claim, amount_ct: Mapping[int, int], budgets: Budgets) -> Made:
    """Take back what could be granted again and will not come."""
    gone_ct = {year: -min(cents, claim.ahead_ct.get(year, 0)) for year, cents in amount_ct.items()}
    return book(claim.made.project_id, claim.made.claim_id, gone_ct, budgets)
