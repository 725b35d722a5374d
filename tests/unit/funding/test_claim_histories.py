"""Whatever happens to a settled project: every cent is settled, claimed, received, waived or open."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.funding import claim_view, closing, commands, events, interests
from services.funding.claims import active
from services.funding.grant import GRANT, Grant, settlement
from services.funding.ledger import SOURCES, balance
from shared.documents import Document
from shared.guideline import BaseRate, Policy, SettlementRules, add_up
from shared.refusal import Refused
from tests.unit.funding.in_memory import Funding

P = "project-a"
GRANT_CT = {2026: 3_000_000, 2027: 1_550_000}
RECORDED = events.GrantRecorded(P, f"{P}:2", GRANT_CT, 150_000, 50_000)
ON = date(2028, 4, 3)
CENTS = st.integers(1, 3_000_000)
RATES = tuple(
    BaseRate(date(year, month, 1), hundredths)
    for year, month, hundredths in (
        *((2028, 1, 127), (2028, 7, -88)),
        *((2029, 1, 362), (2029, 7, 0)),
    )
)
ACTS = st.one_of(
    st.tuples(st.just("pay"), st.sampled_from([2026, 2027]), CENTS),
    st.tuples(st.just("close"), st.integers(0, 6_000_000), st.integers(0, 500_000)),
    st.tuples(st.just("reopen")),
    st.tuples(st.just("receive"), CENTS),
    st.tuples(st.just("waive"), CENTS),
    st.tuples(st.just("fix-interest"), st.integers(1, 400)),
    st.tuples(st.just("receive-interest"), st.integers(1, 200_000)),
    st.tuples(st.just("waive-interest")),
    st.tuples(st.just("close-year"), st.sampled_from([2026, 2027])),
    st.tuples(st.just("approve-another"), st.sampled_from([2026, 2027]), CENTS),
)


class Office:
    """The money of one project after its approval, beside others that want the same money."""

    def __init__(self, refills: Any, bagatelle_ct: int) -> None:
        self.funding = Funding({2026: 3_500_000, 2027: 2_000_000, 2028: 500_000}, P)
        self.funding.refills = refills
        for year, cents in GRANT_CT.items():
            self.funding.do(commands.Debit(year, f"{P}:2", P, cents))
        self.funding.grant.append(RECORDED)
        self.policy = Policy(settlement=SettlementRules(bagatelle_ct=bagatelle_ct))
        self.number = 0

    @property
    def grant(self) -> Grant:
        grant = GRANT.fold(self.funding.grant)
        assert grant is not None
        return grant

    def act(self, name: str, *given: Any) -> None:
        """Do something, or be refused."""
        self.number += 1
        with suppress(Refused):
            getattr(self, name.replace("-", "_"))(*given)

    def pay(self, year: int, cents: int) -> None:
        self.funding.pay(year, cents)

    def close_year(self, year: int) -> None:
        self.funding.do(commands.CloseYear(year), ON)

    def approve_another(self, year: int, cents: int) -> None:
        self.funding.do(commands.Debit(year, f"other:{self.number}", "other", cents))

    def close(self, costs_ct: int, third_party_ct: int) -> None:
        if self.grant.settled is not None:
            return
        closing_id = f"{P}:{self.number}"
        hold = commands.HoldSettlement(
            P, closing_id, costs_ct, third_party_ct, 100_000, policy=self.policy
        )
        full = closing.completed(hold, self.funding.budgets(), self.grant)
        made = settlement(full, self.grant)
        data = {
            "project_id": P,
            "closing_id": closing_id,
            "closed_on": ON,
            "final_grant_ct": dict(made.final_grant_ct),
            "recovery_ct": made.recovery_ct,
            "remaining_ct": made.remaining_ct,
            "due_on": None,
            "interest_from": None,
        }
        self.funding.close(data, ON)

    def reopen(self) -> None:
        if self.grant.settled is not None:
            self.funding.reopen(self.grant.settled.closing_id, ON)

    def receive(self, cents: int) -> None:
        command = commands.ReceiveRecovery(P, f"KA {self.number}", cents, ON, "desk")
        self.funding.receive(command, ON)

    def waive(self, cents: int) -> None:
        reason, name = Document.of_text("Grund"), f"waiver {self.number}"
        self.funding.remember(
            commands.ProposeWaiver(P, "remission", cents, reason, name, "desk"), ON
        )
        self.funding.waive(commands.WaiveRecovery(P, name, "head"), ON)

    def fix_interest(self, days: int) -> None:
        """Fix what the claim that holds bears until some days later, as projects has it fixed."""
        until, grant = ON + timedelta(days=days), self.grant
        claim = active(grant.claims)
        earlier_ct = interests.fixed_ct(grant.interests, claim.made.claim_id)
        made = claim.interest(until, RATES, earlier_ct)
        if made.amount_ct <= 0:
            return
        name = f"interest {self.number}"
        figures = (until, made.spans, earlier_ct, made.amount_ct)
        before = {year: list(history) for year, history in self.funding.years.items()}
        self.funding.remember(
            commands.ClaimInterest(P, name, "recovery", claim.made.claim_id, *figures, until, ON),
            until,
        )
        assert self.funding.years == before
        assert self.grant.claims == grant.claims
        total = claim.interest(until, RATES).amount_ct
        assert interests.fixed_ct(self.grant.interests, claim.made.claim_id) == total

    def receive_interest(self, cents: int) -> None:
        """Money comes in on what was fixed last; no year gets any of it."""
        name = [*self.grant.interests, "none"][-2:][0]
        claims, years = self.grant.claims, {y: list(it) for y, it in self.funding.years.items()}
        command = commands.ReceiveInterest(P, name, f"KA {self.number}", cents, ON, "desk")
        self.funding.remember(command, ON)
        assert self.grant.claims == claims
        assert self.funding.years == years

    def waive_interest(self) -> None:
        reason, name = Document.of_text("Grund"), f"waiver {self.number}"
        self.funding.remember(commands.ProposeWaiver(P, "interest", 0, reason, name, "desk"), ON)
        self.funding.waive(commands.WaiveRecovery(P, name, "head"), ON)

    def check_interest(self) -> None:
        """What was fixed is received, waived, void or open, each cent once."""
        for it in self.grant.interests.values():
            parts = (it.received_ct, it.open_ct, it.waived_ct, it.void_ct)
            assert it.made.amount_ct == sum(parts)
            assert min(parts) >= 0
            assert it.received_ct == sum(one.amount_ct for one in it.receipts.values())
            assert it.made.amount_ct == add_up(it.made.spans, it.made.earlier_ct).amount_ct

    def check(self) -> None:
        """What holds after each act."""
        self.check_interest()
        budgets, grant = self.funding.budgets(), self.grant
        for year, history in self.funding.years.items():
            accounts = balance(history)
            assert sum(accounts.values()) == 0
            negative = {it for it, cents in accounts.items() if it not in SOURCES and cents < 0}
            assert negative <= {"frei"}
            assert accounts["frei"] == budgets[year].free_ct
            assert accounts["verfallen"] == budgets[year].lapsed_ct
        for claim in grant.claims.values():
            claimed_ct = sum(claim.made.amount_ct.values())
            parts = (claim.received_ct, claim.open_ct, claim.waived_ct, claim.cancelled_ct)
            assert claimed_ct == sum(sum(it.values()) for it in parts)
            assert min(0, *claim.open_ct.values()) == 0
        if grant.settled is not None:
            told = claim_view.sums(P, grant, budgets)
            final_ct = sum(grant.settled.final_grant_ct.values())
            assert told["paid_ct"] + told["payable_ct"] - told["claimed_ct"] == final_ct
            assert final_ct <= sum(GRANT_CT.values())
            came_ct = sum(sum(it.received_ct.values()) for it in grant.claims.values())
            assert told["paid_ct"] + told["payable_ct"] - came_ct <= sum(GRANT_CT.values())


@settings(deadline=None)  # A busy machine says nothing about the sums.
@given(
    acts=st.lists(ACTS, max_size=14),
    refills=st.sampled_from(["on-receipt", "on-settlement"]),
    bagatelle_ct=st.sampled_from([0, 50_000]),
)
def test_paid_and_payable_less_claimed_is_settled_and_claimed_is_accounted_for(
    acts, refills, bagatelle_ct
):
    office = Office(refills, bagatelle_ct)
    for act in acts:
        office.act(*act)
        office.check()


def test_the_histories_reach_a_second_settlement_after_money_came_back():
    office = Office("on-receipt", 0)
    for act in (
        *(("pay", 2026, 3_000_000), ("pay", 2027, 1_550_000), ("close", 4_000_000, 0)),
        *(("receive", 300_000), ("waive", 50_000), ("reopen",), ("close", 4_400_000, 0)),
    ):
        office.act(*act)
        office.check()
    (claim,) = office.grant.claims.values()
    assert sum(claim.made.amount_ct.values()) == 600_000
    assert sum(claim.cancelled_ct.values()) == 300_000
    told = claim_view.sums(P, office.grant, office.funding.budgets())
    assert told == {"paid_ct": 4_550_000, "payable_ct": 100_000, "claimed_ct": 300_000}


def test_the_histories_reach_interest_that_came_in_in_part_and_was_waived_for_the_rest():
    office = Office("on-receipt", 0)
    for act in (
        *(("pay", 2026, 3_000_000), ("pay", 2027, 1_550_000), ("close", 4_000_000, 0)),
        *(("receive", 300_000), ("fix-interest", 30), ("receive-interest", 1_000)),
        *(("fix-interest", 120), ("waive-interest",), ("fix-interest", 200)),
    ):
        office.act(*act)
        office.check()
    first, second = office.grant.interests.values()
    # 3,000.00 for 30 days at 6.27 %, and 120 days in all, the last 31 of them at 4.12 %.
    assert (first.made.amount_ct, first.received_ct, first.waived_ct) == (1_546, 1_000, 546)
    assert (second.made.amount_ct, second.made.earlier_ct) == (4_090, 1_546)
    assert (second.received_ct, second.waived_ct, second.open_ct) == (0, 4_090, 0)
