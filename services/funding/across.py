"""What concerns several years at once: approvals, carry-overs, and what was carried over.

Pure. An approval goes to all of its years or, refused by one, to none. What is bound for a project
and was carried over is looked for where it lies now, so that a later decision finds every cent.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

from services.funding import commands, council, refusals
from services.funding.budget import BUDGET, Budget, Happened
from shared.canonical import Json
from shared.refusal import Refused

Budgets = Mapping[int, Budget]


@dataclass(frozen=True, slots=True)
class Moved:
    """What a decision does to a year: cents here, and cents taken back in the next year."""

    amount_ct: int
    carried_ct: int


def follow(amounts_ct: Mapping[int, int], project_id: str, budgets: Budgets) -> dict[int, Moved]:
    """Return what a decision does to each year once it follows what was carried over.

    A year gives first what it has; what it cannot give was carried out of it, and the next gives.
    """
    made: dict[int, Moved] = {}
    passed_ct: defaultdict[int, int] = defaultdict(int)
    years = sorted({*amounts_ct, *budgets})
    for year in years:
        if year not in amounts_ct and not passed_ct[year]:
            continue
        amount_ct = amounts_ct.get(year, 0) - passed_ct[year]
        budget = budgets.get(year, Budget())
        there_ct = budget.left_ct(project_id) + budget.unfunded.get(project_id, 0)
        carried_ct = min(budget.share(project_id).carried_out_ct, max(0, -amount_ct - there_ct))
        made[year] = Moved(amount_ct + carried_ct, carried_ct)
        passed_ct[year + 1] = carried_ct
    return made


def reserve_all(
    asked: Mapping[int, commands.Reserve], budgets: Budgets, today: date
) -> dict[int, Happened]:
    """Return the events by year that reserve in all years asked for.

    Raises Refused if one year refuses: the first year's refusal, with the faults of all.
    """
    if _is_booked(asked.values(), budgets):
        return {}
    made: dict[int, Happened] = {}
    refused: list[Refused] = []
    wanted = _followed(asked, budgets)
    moves = any(it.amount_ct > 0 for it in wanted.values())
    for year, command in sorted(wanted.items()):
        budget = budgets.get(year, Budget())
        try:
            made[year] = _reserve(command, budget, today, moves=moves)
        except Refused as no:
            refused.append(no)
    if refused:
        raise refusals.of_all_years(refused)
    return made


def _reserve(command: commands.Reserve, budget: Budget, today: date, *, moves: bool) -> Happened:
    """What is only taken back may lapse; what shall move to another year may not."""
    if moves and budget.closed and command.amount_ct < 0:
        raise refusals.year_closed(command.year)
    return BUDGET.decide(command, budget, today)


def _is_booked(asked: Iterable[commands.Reserve | commands.Debit], budgets: Budgets) -> bool:
    """Tell whether a decision is booked: in one of its years means in all."""
    ids = {it.approval_id for it in asked}
    return any(ids & budget.debited for budget in budgets.values())


def _followed(
    asked: Mapping[int, commands.Reserve], budgets: Budgets
) -> dict[int, commands.Reserve]:
    if not asked:
        return {}
    like = next(iter(asked.values()))
    amounts_ct = {year: it.amount_ct for year, it in asked.items()}
    moved = follow(amounts_ct, like.project_id, budgets)
    return {year: replace(like, year=year, amount_ct=it.amount_ct) for year, it in moved.items()}


def without_budget(asked: Mapping[int, commands.Reserve], budgets: Budgets) -> list[int]:
    """Return the years that an approval commits before the council has resolved on them.

    For them it stands under reservation (Haushaltsvorbehalt), with a ceiling or without.
    """
    return [
        year
        for year, it in sorted(asked.items())
        if it.amount_ct > 0 and budgets.get(year, Budget()).council is None
    ]


def debits(asked: Iterable[commands.Debit], budgets: Budgets) -> list[commands.Debit]:
    """Return what a decision does to each year, ascending, following what was carried over."""
    found = list(asked)
    if not found or _is_booked(found, budgets):
        return []
    amounts_ct = {it.year: it.amount_ct for it in found}
    moved = follow(amounts_ct, found[0].project_id, budgets)
    return [
        replace(found[0], year=year, amount_ct=it.amount_ct, carried_ct=it.carried_ct)
        for year, it in moved.items()
    ]


def carried_ct(project_id: str, budgets: Budgets) -> dict[int, int]:
    """Return what carry-overs took from each year of a project, below zero, and brought to it."""
    moved: defaultdict[int, int] = defaultdict(int)
    for year, budget in budgets.items():
        moved[year] -= budget.share(project_id).carried_out_ct
        moved[year + 1] += budget.share(project_id).carried_out_ct
    return {year: cents for year, cents in sorted(moved.items()) if cents}


def carry_over(command: commands.CarryOver, budgets: Budgets, today: date) -> dict[int, Happened]:
    """Return the events of both years: what leaves the old one arrives in the next."""
    out = commands.CarryOut(
        command.from_year,
        command.carry_over_id,
        command.to_year,
        command.project_id,
        command.amount_ct,
        command.reason_code,
        command.reason.ref,
        command.resolution,
    )
    into = commands.CarryIn(
        command.to_year,
        command.carry_over_id,
        command.from_year,
        command.project_id,
        command.amount_ct,
        command.resolution,
    )
    halves: Sequence[commands.CarryOut | commands.CarryIn] = (out, into)
    return {
        half.year: BUDGET.decide(half, budgets.get(half.year, Budget()), today) for half in halves
    }


def check_transfer(command: commands.TransferOut | commands.TransferIn, budgets: Budgets) -> None:
    """Raise Refused if another year knows the transfer's id."""
    for budget in budgets.values():
        known = budget.transfers.get(command.transfer_id)
        if known is not None and council.told(known) != council.told(command):
            raise council.transfer_known()


@dataclass(frozen=True, slots=True)
class Effect:
    """What an approval would do to a year: the year before and after, or why it is refused."""

    amount_ct: int
    before: Budget
    after: Budget
    refused: Refused | None


def effects(
    asked: Mapping[int, commands.Reserve], budgets: Budgets, today: date
) -> dict[int, Effect]:
    """Return what an approval would do to each year, reserved and debited; nothing is written."""
    made: dict[int, Effect] = {}
    wanted = _followed(asked, budgets)
    moves = any(it.amount_ct > 0 for it in wanted.values())
    for year, command in sorted(wanted.items()):
        before = budgets.get(year, Budget())
        try:
            happened = _reserve(command, before, today, moves=moves)
        except Refused as no:
            made[year] = Effect(command.amount_ct, before, before, no)
            continue
        debit = commands.Debit(year, command.approval_id, command.project_id, command.amount_ct)
        after = reduce(BUDGET.evolve, happened, before)
        after = reduce(BUDGET.evolve, BUDGET.decide(debit, after, today), after)
        made[year] = Effect(command.amount_ct, before, after, None)
    return made


def previewed(year: int, effect: Effect, requested_ct: int, others_ct: int) -> Json:
    """Return an effect as it is told, in cents; `others_ct` is requested once it is decided."""
    no = effect.refused
    return {
        "year": year,
        "amount_ct": effect.amount_ct,
        "council_resolved": effect.before.council is not None,
        "before": _figures(effect.before, requested_ct),
        "after": _figures(effect.after, requested_ct if no else others_ct),
        "missing_ct": no.facts.get("missing_ct", 0) if no else 0,
        "refused": {"code": no.code, "title": no.title, "detail": no.detail} if no else None,
    }


def _figures(budget: Budget, requested_ct: int) -> dict[str, int]:
    return {
        "frei_ct": budget.free_ct,
        "reserviert_ct": sum(it.amount_ct for it in budget.reserved.values()),
        "festgelegt_ct": sum(it.bound_ct for it in budget.shares.values()),
        "ausgezahlt_ct": budget.paid_ct(),
        "requested_ct": requested_ct,
    }


def lapsing_ct(budget: Budget) -> int:
    """Return what would lapse if the year were closed now."""
    return 0 if budget.closed else max(0, budget.free_ct)
