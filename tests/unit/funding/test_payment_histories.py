"""Whatever is asked of a project's payments in whatever order: never is more paid than committed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import Phase, find, settings
from hypothesis import given as chance
from hypothesis import strategies as st

from services.funding import commands, events
from services.funding.across import carry_over, debits, reserve_all
from services.funding.budget import BUDGET, Budget
from services.funding.grant import GRANT, Grant
from services.funding.ledger import SOURCES, balance
from services.funding.pay_list import When, candidates, order
from services.funding.payments import Payments, total
from services.funding.project_payments import PAYMENTS
from services.funding.recipient import Recipient
from services.funding.releasing import granted_finally_ct
from services.funding.room import room
from shared.documents import Document
from shared.refusal import Refused

TERMS = commands.Terms("NW")
P, YEARS = "project", (2026, 2027)
PERIOD = (date(2026, 1, 1), date(2027, 12, 31))
WHY = Document("0b9cf2f0-8a0c-4a55-9e8e-3f0a2f5a3d11", b"\0" * 16, b"Verzug", "text/plain")
ACCOUNT = Recipient(P, "2026-8-017", "Treff", "area", "t", *PERIOD, "Werk", "DE02")


@dataclass
class World:
    """One project in two years: its money, its grant, its payments, and the day it is."""

    today: date = date(2026, 1, 5)
    years: dict[int, list[Any]] = field(
        default_factory=lambda: {year: [events.BudgetSet(year, 500, "Rat", 0)] for year in YEARS}
    )
    grant: list[Any] = field(default_factory=list)
    payments: list[Any] = field(default_factory=list)
    lists: int = 0
    decisions: int = 2

    # ---- as it stands ----------------------------------------------------------------------

    def budgets(self) -> dict[int, Budget]:
        return {year: BUDGET.fold(history) for year, history in self.years.items()}

    def state(self) -> Payments:
        return PAYMENTS.fold(self.payments)

    def room(self) -> commands.Room:
        return room(P, self.budgets(), GRANT.fold(self.grant))

    def pick(self, place: int) -> tuple[int, events.Instalment] | None:
        found = [(year, it) for year, plan in self.state().plans.items() for it in plan]
        return found[place % len(found)] if found else None

    def order_at(self, place: int) -> events.PaymentOrdered | None:
        found = [it.ordered for budget in self.budgets().values() for it in budget.orders.values()]
        return found[place % len(found)] if found else None

    # ---- what is done ----------------------------------------------------------------------

    def book(self, command: Any) -> list[Any]:
        made = BUDGET.decide(command, self.budgets()[command.year], self.today)
        self.years[command.year] += made
        return made

    def tell(self, command: Any) -> None:
        self.payments += PAYMENTS.decide(command, self.state(), self.today)

    def plan_anew(self, *years: int, cause: Any = "changed") -> None:
        for year in years:
            self.tell(
                commands.PlanByRule(P, year, PERIOD, "half-yearly", cause, "fund", self.room())
            )

    def decide(self, amounts_ct: dict[int, int]) -> None:
        """Let the grant change, with a notice of today, as projects would."""
        name = f"{P}:{self.decisions}"
        asked = {year: commands.Reserve(year, name, P, ct) for year, ct in amounts_ct.items()}
        for year, made in reserve_all(asked, self.budgets(), self.today).items():
            self.years[year] += made
        told = [commands.Debit(year, name, P, ct) for year, ct in sorted(amounts_ct.items())]
        changed = debits(told, self.budgets())
        for debit in changed:
            self.book(debit)
        remember: Any = commands.ChangeGrant(P, name, amounts_ct)
        if not self.grant:
            remember = commands.RecordGrant(P, name, amounts_ct, 0, 0)
        self.grant += GRANT.decide(remember, GRANT.fold(self.grant), self.today)
        self.tell(commands.NoteNotice(P, name, self.decisions - 1, self.today))
        self.decisions += 1
        self.plan_anew(*(debit.year for debit in changed))

    def approve(self, first_ct: int, second_ct: int) -> None:
        self.decide({2026: first_ct, 2027: second_ct})

    def change(self, year: int, cents: int) -> None:
        if not any(isinstance(it, events.GrantSettled) for it in self.grant):
            self.decide({year: cents})

    def post(self) -> None:
        """The first notice left the house only today, it turns out."""
        self.tell(commands.RecordPosting(P, f"{P}:2", self.today, "wjh", self.room()))

    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    def plan(self, year: int, cents: int) -> None:
        dues = (commands.Due(self.today, cents),)
        self.tell(commands.PlanPayments(P, year, dues, "wjh", self.room()))

    def draw(self, year: int, cents: int) -> None:
        days = (self.today, self.today)
        self.tell(
            commands.RequestDrawdown(P, year, cents, *days, cents, 0, "recipient", self.room())
        )

    def release(self, place: int) -> None:
        for year, it in filter(None, [self.pick(place)]):
            key = (year, it.number)
            self.tell(commands.ReleasePayment(P, *key, it.amount_ct, "head", self.room(), TERMS))

    def miss(self, place: int) -> None:
        """One of three reports is told as overdue."""
        duty_id, due_on = f"duty {place % 3}", self.today - timedelta(days=1)
        self.tell(commands.BlockPayments(P, duty_id, "annual-report", 2026, due_on))

    def hand_in(self, place: int) -> None:
        self.tell(commands.UnblockPayments(P, f"duty {place % 3}"))

    def cancel(self, place: int) -> None:
        for year, it in filter(None, [self.pick(place)]):
            self.tell(commands.CancelPayment(P, year, it.number, "other", WHY, "wjh", self.room()))

    def order(self) -> None:
        when = When(date(2030, 1, 1), self.today, TERMS)
        due = candidates(P, self.state(), self.room(), ACCOUNT, when)
        self.lists += 1
        found = order(due, self.budgets(), f"list {self.lists}", "wjh", self.today)
        for year, made in found.made.items():
            self.years[year] += made

    def confirm(self, place: int, times: int) -> None:
        for it in filter(None, [self.order_at(place)]):
            named = (it.year, it.project_id, it.number, it.amount_ct)
            for _ in range(times):
                self.book(commands.Pay(*named, it.ordered_on))

    def undo(self, place: int, *, fails: bool) -> None:
        for it in filter(None, [self.order_at(place)]):
            named = (it.year, it.project_id, it.number)
            undone: Any = commands.ReversePayment(*named, self.today, "other", "wjh")
            if fails:
                undone = commands.FailPayment(*named, "other", "wjh")
            if self.book(undone):
                self.tell(commands.RepeatPayment(P, it.year, it.amount_ct, "wjh"))

    def carry(self, cents: int) -> None:
        over = commands.CarryOver(
            2026, 2027, cents, "other", WHY, "Rat", P, f"c{len(self.years[2027])}"
        )
        for year, made in carry_over(over, self.budgets(), self.today).items():
            self.years[year] += made
        self.plan_anew(*YEARS, cause="carried-over")

    def close_year(self) -> None:
        self.book(commands.CloseYear(2026))

    def settle(self, first_ct: int, second_ct: int) -> None:
        if not self.grant:
            return
        held = {year: BUDGET.decide(commands.HoldPayments(year, P, "closing"), it, self.today)
                for year, it in self.budgets().items() if P in it.shares}  # fmt: skip
        for year, made in held.items():
            self.years[year] += made
        final = dict(zip(YEARS, (first_ct, second_ct), strict=True))
        for year, cents in final.items():
            self.book(commands.Settle(year, P, cents))
        settled = commands.SettleGrant(P, final, 0, 0, "closing")
        self.grant += GRANT.decide(settled, GRANT.fold(self.grant), self.today)
        self.plan_anew(*YEARS, cause="settled")

    # ---- what is always so -----------------------------------------------------------------

    def check(self) -> None:
        payments, budgets = self.state(), self.budgets()
        gone_ct = 0
        for year, budget in budgets.items():
            accounts = balance(self.years[year])
            assert sum(accounts.values()) == 0
            assert sum(-accounts[it] for it in SOURCES) == sum(
                it for name, it in accounts.items() if name not in SOURCES
            )
            assert min(accounts["festgelegt"], accounts["ausgezahlt"]) >= 0
            assert accounts["ausgezahlt"] <= self.committed_ct(year)
            open_ = payments.open(year, self.room().ordered)
            assert total(open_) <= budget.left_ct(P)
            orders = budget.orders.values()
            paid_ct = sum(it.ordered.amount_ct for it in orders if it.state == "paid")
            assert accounts["ausgezahlt"] == paid_ct == budget.share(P).paid_ct
            gone_ct += paid_ct + budget.share(P).bound_ct - budget.left_ct(P)
            numbers = [it.number for it in payments.plans.get(year, ())]
            assert len(numbers) == len(set(numbers))
            assert {number for _, number in budget.orders} <= set(numbers)
        references = [it.ordered.reference for b in budgets.values() for it in b.orders.values()]
        assert len(references) == len(set(references))
        for key, it in payments.released.items():
            assert it.by != payments.planned_by[key]

    def committed_ct(self, year: int) -> int:
        """What decisions and carry-overs have bound in the year, whatever was freed since."""
        signs: dict[type, int] = {events.Debited: 1, events.Covered: 1, events.CarriedIn: 1}
        return sum(max(0, it.amount_ct) for it in self.years[year] if type(it) in signs)


def do(name: str, *given: Any, **more: Any) -> Callable[[World], None]:
    return lambda world: getattr(world, name)(*given, **more)


PLACE, CENTS, YEAR = st.integers(0, 30), st.integers(1, 120), st.sampled_from(YEARS)
ACTS = st.one_of(
    st.builds(lambda place: do("release", place), PLACE),
    st.builds(lambda place: do("release", place), PLACE),
    st.builds(lambda place: do("release", place), PLACE),
    st.just(do("order")),
    st.just(do("order")),
    st.just(do("post")),
    st.builds(lambda place, times: do("confirm", place, times), PLACE, st.integers(1, 2)),
    st.builds(lambda place, times: do("confirm", place, times), PLACE, st.integers(1, 2)),
    st.builds(lambda place, fails: do("undo", place, fails=fails), PLACE, st.booleans()),
    st.builds(lambda days: do("wait", days), st.sampled_from([1, 30, 40, 200])),
    st.builds(lambda year, cents: do("plan", year, cents), YEAR, CENTS),
    st.builds(lambda year, cents: do("draw", year, cents), YEAR, CENTS),
    st.builds(lambda place: do("cancel", place), PLACE),
    st.builds(lambda place: do("miss", place), PLACE),
    st.builds(lambda place: do("hand_in", place), PLACE),
    st.builds(lambda place: do("hand_in", place), PLACE),
    st.builds(lambda year, cents: do("change", year, cents), YEAR, st.integers(-100, 100)),
    st.builds(lambda cents: do("carry", cents), CENTS),
    st.just(do("close_year")),
    st.builds(lambda a, b: do("settle", a, b), st.integers(0, 150), st.integers(0, 150)),
)
APPROVAL = st.builds(
    lambda a, b, days: [do("approve", a, b), do("wait", days)],
    st.integers(0, 200),
    st.integers(0, 200),
    st.sampled_from([0, 40]),
)
HISTORIES = st.builds(
    lambda begin, then: begin + then,
    APPROVAL,
    st.lists(ACTS, max_size=25) | st.lists(ACTS, min_size=20, max_size=50),
)


def play(acts: list[Any], after: Callable[[World], None]) -> World:
    world = World()
    for act in acts:
        before = (
            {year: [*it] for year, it in world.years.items()},
            [*world.payments],
            [*world.grant],
        )
        try:
            act(world)
        except Refused:
            world.years, world.payments, world.grant = before  # All of it or nothing.
        after(world)
    return world


@settings(max_examples=200, deadline=None)
@chance(HISTORIES)
def test_whatever_happens_no_more_is_paid_than_committed_and_the_ledger_balances(acts):
    play(acts, World.check)


@settings(max_examples=100, deadline=None)
@chance(HISTORIES)
def test_nothing_is_ordered_beyond_what_final_notices_grant_nor_while_a_report_is_overdue(acts):
    ordered_ct: list[int] = [0]

    def look(world: World) -> None:
        leaves = world.room()
        if leaves.gone_ct > ordered_ct[0] and world.grant:
            granted = granted_finally_ct(world.state(), leaves, TERMS, world.today)
            assert leaves.gone_ct <= granted
            assert world.state().blocks == {}
        ordered_ct[0] = leaves.gone_ct

    play(acts, look)


KINDS = (*get_args(events.PaymentEvent), *get_args(events.MoneyMoved), events.GrantSettled)
UNUSED = {events.AppealWaived}
"""It only makes a notice final sooner."""


def _happens(acts: list[Any]) -> set[type]:
    world = play(acts, lambda _: None)
    found = [*world.payments, *world.grant, *(it for year in world.years.values() for it in year)]
    return {type(event) for event in found}


@pytest.mark.parametrize("type_", [it for it in KINDS if it not in UNUSED])
def test_no_kind_of_event_is_left_out_of_these_histories(type_: type) -> None:
    rare = settings(
        max_examples=2_000, deadline=None, database=None, phases=[Phase.generate], derandomize=True
    )
    assert find(HISTORIES, lambda acts: type_ in _happens(acts), settings=rare)


def test_the_world_is_a_grant_that_is_approved_once():
    world = play([do("approve", 100, 50)], World.check)
    grant = GRANT.fold(world.grant)
    assert isinstance(grant, Grant)
    assert grant.approvals == {f"{P}:2": 150}
