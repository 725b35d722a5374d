"""Whatever is asked of three years in whatever order: no cent is lost, and none appears."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial, reduce
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import Phase, find, settings
from hypothesis import given as chance
from hypothesis import strategies as st

from services.funding import commands, events
from services.funding.across import (
    carried_ct,
    carry_over,
    debits,
    effects,
    reserve_all,
)
from services.funding.budget import BUDGET, Budget
from services.funding.ledger import SOURCES, USES, balance
from shared.documents import Document
from shared.guideline import Accounts, Decided, settle
from shared.money import plus
from shared.refusal import Refused

A, B, C = "project-a", "project-b", "project-c"
YEARS = (2026, 2027, 2028)
WHY = Document("0b9cf2f0-8a0c-4a55-9e8e-3f0a2f5a3d11", b"\0" * 16, b"Bau verschoben", "text/plain")

Made = dict[int, list[events.BudgetEvent]]


@dataclass
class World:
    """The years of a district, and the deepest that cuts have let each of them fall."""

    histories: Made = field(default_factory=lambda: {year: [] for year in YEARS})
    budgets: dict[int, Budget] = field(default_factory=dict)
    was_cut: set[int] = field(default_factory=set)

    def ask(self, act: Callable[[Mapping[int, Budget]], Made], *, again: bool) -> None:
        before = dict(self.budgets)
        try:
            made = act(before)
        except Refused:
            return
        for year, happened in made.items():
            self.histories[year] += happened
            self.was_cut |= {year for event in happened if _cuts(event)}
            if happened:
                state = before.get(year, Budget())
                self.budgets[year] = reduce(BUDGET.evolve, happened, state)
                self.check(year, before)
        if again:
            assert not any(act(self.budgets).values())

    def check(self, year: int, before: Mapping[int, Budget]) -> None:
        after, accounts = self.budgets[year], balance(self.histories[year])
        _check_year(accounts, after)
        assert year in self.was_cut or accounts["frei"] >= 0
        if year in before and before[year].closed:
            assert (after.closed, after.free_ct) == (True, before[year].free_ct)

    def check_replay(self) -> None:
        for year, budget in self.budgets.items():
            assert BUDGET.fold(self.histories[year]) == budget
        accounts = [balance(self.histories[year]) for year in YEARS]
        for old, new in pairwise(accounts):
            assert old["carry_out"] == -new["carry_in"]


def _cuts(event: events.BudgetEvent) -> bool:
    """Only these may let what is free fall below zero."""
    match event:
        case events.Supplemented():
            return event.amount_ct < 0
        case events.BudgetSet():
            return True  # It may be less than what was committed against its ceiling.
        case events.CeilingSet():
            return event.amount_ct < event.replaced_ct
    return False


def _check_year(accounts: Mapping[Any, int], after: Budget) -> None:
    there = -sum(accounts[name] for name in SOURCES)
    assert there == sum(accounts[name] for name in USES)
    assert min(accounts[name] for name in USES if name != "frei") >= 0
    assert max(accounts[name] for name in SOURCES if name != "supplementary") <= 0
    assert accounts["frei"] == after.free_ct
    assert accounts["verfallen"] == after.lapsed_ct
    assert accounts["reserviert"] == sum(it.amount_ct for it in after.reserved.values())
    assert accounts["festgelegt"] == sum(it.bound_ct for it in after.shares.values())
    assert accounts["ausgezahlt"] == sum(it.paid_ct for it in after.shares.values())
    assert -accounts["budget"] - accounts["supplementary"] == after.total_ct()
    assert -accounts["ceiling"] == (after.ceiling_ct or 0)
    assert -accounts["clause"] == after.clause_ct
    assert (
        after.total_ct() - accounts["carry_in"] - accounts["transfer_in"] - accounts["transfer_out"]
        == after.position_ct()
    )
    assert after.council is None or (accounts["ceiling"], accounts["clause"]) == (0, 0)
    assert min(after.free_ct, after.clause_ct) <= 0  # Money first stands where nothing stood.
    assert all(after.left_ct(project) >= 0 for project in after.shares)
    assert all(it.bound_ct >= 0 and it.carried_out_ct >= 0 for it in after.shares.values())
    assert all(cents > 0 for cents in after.unfunded.values())
    assert not after.closed or (accounts["frei"], accounts["reserviert"]) == (0, 0)


def one(command: Any, today: date, budgets: Mapping[int, Budget]) -> Made:
    budget = budgets.get(command.year, Budget())
    return {command.year: BUDGET.decide(command, budget, today)}


def paying(what: str, place: int, today: date, budgets: Mapping[int, Budget]) -> Made:
    """What the finance system, or a bank, says of some payment in a pay list."""
    known = [(year, name) for year, it in sorted(budgets.items()) for name in it.orders]
    if not known:
        return {}
    year, name = known[place % len(known)]
    budget = budgets[year]
    amount_ct = budget.orders[name].ordered.amount_ct
    day = budget.orders[name].on or today
    asked: dict[str, Any] = {
        "pay": commands.Pay(year, *name, amount_ct, day),
        "fail": commands.FailPayment(year, *name, "other", "wjh"),
        "reverse": commands.ReversePayment(year, *name, day, "other", "wjh"),
    }
    return {year: BUDGET.decide(asked[what], budget, today)}


def reserving(asked: Mapping[int, Any], today: date, budgets: Mapping[int, Budget]) -> Made:
    made = reserve_all(asked, budgets, today)
    seen = effects(asked, budgets, today)
    if not any(
        it.approval_id in budget.debited for it in asked.values() for budget in budgets.values()
    ):
        assert all(it.refused is None for it in seen.values())  # A preview promises no less.
    return made


def debiting(asked: list[commands.Debit], today: date, budgets: Mapping[int, Budget]) -> Made:
    return {
        it.year: BUDGET.decide(it, budgets.get(it.year, Budget()), today)
        for it in debits(asked, budgets)
    }


def carrying(command: commands.CarryOver, today: date, budgets: Mapping[int, Budget]) -> Made:
    bound = _bound(budgets)
    made = carry_over(command, budgets, today)
    after = dict(budgets)
    for year, happened in made.items():
        for event in happened:
            after[year] = BUDGET.evolve(after.get(year, Budget()), event)
    assert command.project_id is None or _bound(after) == bound
    return made


def _bound(budgets: Mapping[int, Budget]) -> dict[str, int]:
    return {
        project: sum(it.share(project).bound_ct for it in budgets.values()) for project in (A, B, C)
    }


YEAR, PROJECTS = st.sampled_from(YEARS), st.sampled_from([A, B, C])
SOME, DAYS = st.integers(1, 80), st.sampled_from([date(2026, 5, 4), date(2028, 5, 4)])
POLICIES = st.sampled_from(["require-ceiling", "with-reservation", "forbid"])
NAMES = st.sampled_from("abcd")
NUMBERS = st.integers(1, 2)
ORDERS = st.builds(
    commands.OrderPayment,
    YEAR,
    PROJECTS,
    NUMBERS,
    SOME,
    st.just("Rate"),
    st.just("2026-001"),
    st.just("wjh"),
)


@st.composite
def approvals(draw: Any) -> tuple[dict[int, commands.Reserve], list[commands.Debit]]:
    project, version = draw(PROJECTS), draw(st.integers(2, 6))
    amounts = draw(st.dictionaries(YEAR, st.integers(-60, 90), min_size=1))
    policy, name = draw(POLICIES), f"{project}:{version}"
    return (
        {it: commands.Reserve(it, name, project, ct, policy) for it, ct in amounts.items()},
        [commands.Debit(it, name, project, ct) for it, ct in sorted(amounts.items())],
    )


SINGLE = st.one_of(
    st.builds(commands.SetBudget, YEAR, st.integers(0, 150), st.just("Rat")),
    st.builds(commands.Supplement, YEAR, st.integers(-60, 100), NAMES),
    st.builds(commands.SetCeiling, YEAR, st.integers(0, 120), NAMES),
    st.builds(commands.Release, YEAR, PROJECTS),
    st.builds(commands.HoldPayments, YEAR, st.just(A), st.just("closing")),
    st.builds(commands.ResumePayments, YEAR, st.just(A), st.just("closing")),
    st.builds(commands.Settle, YEAR, PROJECTS, st.integers(0, 100)),
    st.builds(commands.UndoSettlement, YEAR, PROJECTS),
    st.builds(
        commands.TransferOut,
        YEAR,
        st.integers(1, 9),
        SOME,
        st.just("need"),
        st.just(WHY),
        NAMES,
        NAMES,
    ),
    st.builds(
        commands.TransferIn,
        YEAR,
        NAMES,
        st.integers(1, 9),
        SOME,
        st.just("need"),
        st.just(WHY),
        NAMES,
    ),
    st.builds(commands.CloseYear, YEAR),
    ORDERS,
)
CARRIED = st.builds(
    lambda year, cents, project, name: commands.CarryOver(
        year, year + 1, cents, "other", WHY, "Rat", project, f"{name}{year}"
    ),
    st.sampled_from(YEARS[:-1]),
    SOME,
    st.sampled_from([None, A, B, C]),
    NAMES,
)
RECOVERED = st.builds(
    commands.BookRecovery, YEAR, PROJECTS, NAMES, st.integers(0, 80), st.integers(0, 80)
)
ACTS = st.one_of(
    st.tuples(
        st.builds(lambda command, day: partial(one, command, day), SINGLE, DAYS), st.just("again")
    ),
    st.tuples(
        st.builds(
            lambda what, place, day: partial(paying, what, place, day),
            st.sampled_from(["pay", "pay", "fail", "reverse"]),
            st.integers(0, 20),
            DAYS,
        ),
        st.just("again"),
    ),
    st.tuples(
        st.builds(lambda asked, day: partial(reserving, asked[0], day), approvals(), DAYS),
        st.just("again"),
    ),
    st.tuples(
        st.builds(lambda asked, day: partial(debiting, asked[1], day), approvals(), DAYS),
        st.just("again"),
    ),
    st.tuples(
        st.builds(lambda command, day: partial(carrying, command, day), CARRIED, DAYS),
        st.just("again"),
    ),
    st.tuples(
        st.builds(lambda command, day: partial(one, command, day), RECOVERED, DAYS),
        st.just("once"),  # That the same money comes twice, its claim refuses.
    ),
)

RESOLVED = st.lists(
    st.builds(
        lambda year, cents: (
            partial(one, commands.SetBudget(year, cents, "Rat"), date(2026, 5, 4)),
            "again",
        ),
        YEAR,
        st.integers(0, 300),
    ),
    max_size=3,
)
LENGTHS = st.lists(ACTS, max_size=30) | st.lists(ACTS, min_size=20, max_size=60)
HISTORIES = st.builds(lambda first, then: first + then, RESOLVED, LENGTHS)
"""Most years are resolved on before anything else happens: else most of it would be refused. Left to
itself, Hypothesis makes lists of five."""


@settings(max_examples=150)
@chance(HISTORIES)
def test_whatever_is_asked_every_year_balances_and_only_a_cut_lets_free_money_fall_below_zero(acts):
    world = World()
    for act, often in acts:
        world.ask(act, again=often == "again")
    world.check_replay()


def _happens(acts: list[Any]) -> set[type]:
    world = World()
    for act, _ in acts:
        world.ask(act, again=False)
    return {type(event) for happened in world.histories.values() for event in happened}


@pytest.mark.parametrize("type_", get_args(events.BudgetEvent))
def test_no_kind_of_event_is_left_out_of_these_histories(type_: type) -> None:
    rare = settings(
        max_examples=5_000, deadline=None, database=None, phases=[Phase.generate], derandomize=True
    )
    assert find(HISTORIES, lambda acts: type_ in _happens(acts), settings=rare)


# ---- a project, its carry-overs and its settlement -----------------------------------------


@settings(max_examples=300)
@chance(
    st.lists(st.integers(0, 1_000), min_size=3, max_size=3),
    st.lists(st.tuples(st.sampled_from(["pay", "carry", "cut"]), YEAR, SOME), max_size=15),
    st.integers(0, 4_000),
)
def test_after_every_carry_over_the_settlement_keeps_bound_exactly_what_is_still_to_be_paid(
    amounts, acts, costs_ct
):
    grant = dict(zip(YEARS, amounts, strict=True))
    budgets = {
        year: BUDGET.fold(
            [
                events.BudgetSet(year, 5_000, "Rat", 0),
                events.Debited(year, f"{A}:2", A, cents, 0, 0, 0),
            ]
        )
        for year, cents in {**grant, 2029: 0}.items()
    }
    for number, (what, year, cents) in enumerate(acts):
        made, change = _act((what, year, cents), number, budgets, grant)
        grant = plus(grant, change)
        for each, happened in made.items():
            for event in happened:
                budgets[each] = BUDGET.evolve(budgets[each], event)
    paid = {year: budget.share(A).paid_ct for year, budget in budgets.items()}
    lying = plus(grant, carried_ct(A, budgets))
    lies = {year: paid[year] + it.share(A).bound_ct for year, it in budgets.items()}
    assert plus(lying, dict.fromkeys(lies, 0)) == lies

    final = settle(Decided(lying, 0, 0), Accounts(costs_ct, 0, 0, paid))
    for year, cents in final.final_grant_ct.items():
        for event in BUDGET.decide(
            commands.Settle(year, A, cents), budgets[year], date(2029, 1, 2)
        ):
            budgets[year] = BUDGET.evolve(budgets[year], event)
    assert sum(it.share(A).bound_ct for it in budgets.values()) == final.remaining_ct


def pay_at_once(year: int, number: int, cents: int, budgets: Mapping[int, Budget]) -> Made:
    today = date(2028, 5, 4)
    order = commands.OrderPayment(year, A, number, cents, "Rate", "2028-001", "wjh")
    ordered = BUDGET.decide(order, budgets[year], today)
    then = reduce(BUDGET.evolve, ordered, budgets[year])
    return {
        year: [*ordered, *BUDGET.decide(commands.Pay(year, A, number, cents, today), then, today)]
    }


def _act(
    act: tuple[str, int, int], number: int, budgets: Mapping[int, Budget], grant: Any
) -> tuple[Made, dict[int, int]]:
    """Return what happens, and what the decision changes of the grant."""
    what, year, cents = act
    today = date(2028, 5, 4)
    try:
        if what == "pay":
            return pay_at_once(year, number, cents, budgets), {}
        if what == "carry":
            over = commands.CarryOver(year, year + 1, cents, "other", WHY, "Rat", A, str(number))
            return carry_over(over, budgets, today), {}
        change = {year: -min(cents, grant[year])}
        asked = {year: commands.Reserve(year, f"{A}:c{number}", A, change[year])}
        reserve_all(asked, budgets, today)
        told = [commands.Debit(year, f"{A}:c{number}", A, change[year])]
        return debiting(told, today, budgets), change
    except Refused:
        return {}, {}
