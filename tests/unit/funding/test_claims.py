"""What is claimed back, and what becomes of it until nothing is open."""

from dataclasses import replace
from datetime import date

import pytest

from services.funding import closing, commands, events
from services.funding.claims import received_ct
from services.funding.grant import GRANT, settlement
from shared.documents import Document
from shared.guideline import REPORT, BaseRate, Decided, Policy, SettlementRules
from tests.given import Given
from tests.unit.funding.in_memory import Funding

given = Given(GRANT)
P, DESK, HEAD = "project-a", "desk", "head"
CLAIM_ID = f"{P}:3"
RECORDED = events.GrantRecorded(P, f"{P}:2", {2026: 3_000_000, 2027: 1_550_000}, 150_000, 50_000)
SETTLED = events.GrantSettled(P, {2026: 2_800_000, 2027: 1_470_000}, 280_000, 0, CLAIM_ID)
CLAIMED = events.RecoveryClaimed(
    project_id=P,
    claim_id=CLAIM_ID,
    amount_ct={2026: 200_000, 2027: 80_000},
    refilled_ct={},
    claimed_on=date(2028, 3, 1),
    due_on=date(2028, 3, 31),
    interest_from=date(2028, 3, 1),
)
OWING = (RECORDED, SETTLED, CLAIMED)
ON = date(2028, 4, 3)
PAY = commands.ReceiveRecovery(P, "KA-1", 230_000, date(2028, 3, 30), DESK)
PAID = events.RecoveryReceived(
    P, CLAIM_ID, "KA-1", {2026: 200_000, 2027: 30_000}, date(2028, 3, 30), DESK
)
REASON = Document.of_text("Der Verein löst sich auf.")
PROPOSE = commands.ProposeWaiver(P, "write-off", 50_000, REASON, "waiver-1", DESK)
PROPOSED = events.WaiverProposed(P, CLAIM_ID, "waiver-1", "write-off", 50_000, REASON.ref, DESK, ON)
WAIVE = commands.WaiveRecovery(P, "waiver-1", HEAD)
WAIVED = events.RecoveryWaived(P, CLAIM_ID, "waiver-1", "write-off", {2027: 50_000}, HEAD, ON)


def folded(history):
    grant = GRANT.fold(history)
    assert grant is not None
    return grant


def claim(*history):
    return folded(history).claims[CLAIM_ID]


# ---- money that comes back --------------------------------------------------------------------


def test_money_counts_to_the_oldest_year_first():
    given(*OWING).when(PAY, ON).then(PAID)
    rest = replace(PAY, reference="KA-2", amount_ct=50_000)
    (made,) = given(*OWING, PAID).when(rest, ON).decide()
    assert made.amount_ct == {2027: 50_000}
    assert sum(claim(*OWING, PAID, made).open_ct.values()) == 0


def test_a_booking_counts_once():
    given(*OWING, PAID).when(PAY, ON).then()
    other = given(*OWING, PAID).when(replace(PAY, amount_ct=1), ON)
    other.then_refused("reference-known")
    again = given(*OWING, PAID).when(replace(PAY, reference="KA-2"), ON)
    no = again.then_refused("more-than-open", REPORT, open_ct=50_000)
    assert [it.pointer for it in no.errors] == ["/amount"]


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2028, 4, 4)])
def test_nothing_comes_back_before_it_was_claimed_or_tomorrow(day):
    given(*OWING).when(replace(PAY, received_on=day), ON).then_refused("day-impossible")


def test_without_a_claim_nothing_can_come_back():
    given(RECORDED, SETTLED).when(PAY, ON).then_refused("nothing-claimed", REPORT)


def test_what_came_between_two_settlements_counts_on_its_day():
    second = replace(CLAIMED, claim_id=f"{P}:9", claimed_on=date(2028, 4, 3))
    reopened = events.SettlementReopened(P, CLAIM_ID, dict(CLAIMED.amount_ct), date(2028, 3, 10))
    again = replace(SETTLED, closing_id=f"{P}:9")
    (made,) = given(*OWING, reopened, again, second).when(PAY, ON).decide()
    assert (made.claim_id, made.received_on) == (f"{P}:9", date(2028, 3, 30))
    early = replace(PAY, received_on=date(2028, 2, 29))
    given(*OWING, reopened, again, second).when(early, ON).then_refused("day-impossible")


# ---- what is waived ---------------------------------------------------------------------------


def test_who_proposes_a_waiver_does_not_decide_on_it():
    given(*OWING).when(PROPOSE, ON).then(PROPOSED)
    given(*OWING, PROPOSED).when(PROPOSE, ON).then()
    given(*OWING, PROPOSED).when(replace(WAIVE, by=DESK), ON).then_refused("four-eyes")
    given(*OWING, PAID, PROPOSED).when(WAIVE, ON).then(WAIVED)
    given(*OWING, PAID, PROPOSED, WAIVED).when(WAIVE, ON).then()
    again = given(*OWING, PAID, PROPOSED, WAIVED).when(replace(WAIVE, by="other"), ON)
    again.then_refused("already-decided")
    unknown = given(*OWING).when(WAIVE, ON)
    unknown.then_refused("waiver-unknown")


def test_nothing_is_waived_that_is_not_open():
    paid = replace(PAID, amount_ct={2026: 200_000, 2027: 30_001})
    no = given(*OWING, paid, PROPOSED).when(WAIVE, ON)
    no.then_refused("more-than-open", REPORT, open_ct=49_999)
    no = given(*OWING, paid).when(PROPOSE, ON)
    no.then_refused("more-than-open", REPORT, open_ct=49_999)


# ---- interest ---------------------------------------------------------------------------------

RATES = (BaseRate(date(2028, 1, 1), 127), BaseRate(date(2028, 7, 1), 200))


def test_interest_runs_on_what_is_open_each_day():
    # 2,800.00 for 29 days of March and 500.00 for 4 more, at 6.27 %.
    made = claim(*OWING, PAID).interest(date(2028, 4, 3), RATES)
    assert made.amount_ct == 1_429
    # Without the waiver, 500.00 until 1 July at 6.27 % and one day more at 7 %.
    until = date(2028, 7, 2)
    assert claim(*OWING, PAID).interest(until, RATES).amount_ct == 2_203
    assert claim(*OWING, PAID, PROPOSED, WAIVED).interest(until, RATES).amount_ct == 1_429


def test_interest_is_waived_as_a_whole():
    about = replace(PROPOSED, kind="interest", amount_ct=0)
    (made,) = given(*OWING, about).when(WAIVE, ON).decide()
    assert (made.kind, made.amount_ct) == ("interest", {})
    assert claim(*OWING, about, made).interest(date(2028, 7, 2), RATES).amount_ct == 0


# ---- settled anew -----------------------------------------------------------------------------

REOPEN = commands.ReopenGrant(P, CLAIM_ID)
REOPENED = events.SettlementReopened(P, CLAIM_ID, {2027: 50_000}, ON)


def test_what_is_open_is_void_once_a_settlement_is_taken_up_again():
    given(*OWING, PAID).when(REOPEN, ON).then(REOPENED)
    given(*OWING, PAID, REOPENED).when(REOPEN, ON).then()
    void = claim(*OWING, PAID, REOPENED)
    assert (sum(void.open_ct.values()), void.cancelled_ct) == (0, {2027: 50_000})
    late = given(*OWING, PAID, REOPENED).when(replace(PAY, reference="KA-2", amount_ct=1), ON)
    late.then_refused("nothing-claimed", REPORT)
    given(*OWING, PAID, REOPENED).when(PAY, ON).then()


def test_a_waiver_is_void_with_its_claim_and_bears_on_no_other_settlement():
    reopened = replace(REOPENED, cancelled_ct={2027: 50_000})
    given(*OWING, PAID, PROPOSED, WAIVED).when(REOPEN, ON).then(reopened)
    history = (*OWING, PAID, PROPOSED, WAIVED, reopened)
    void = claim(*history)
    assert (sum(void.open_ct.values()), void.waived_ct) == (0, {})
    assert received_ct(folded(history).claims) == {2026: 200_000, 2027: 30_000}
    # What came back was owed for 29 days; what is void never bore interest.
    assert void.interest(date(2028, 7, 2), RATES).amount_ct == 1_146


# ---- what the years see -----------------------------------------------------------------------


def office(refills="on-receipt"):
    """A project of 30,000 and 15,500 euros, paid in full, that is settled at 42,700."""
    funding = Funding({2026: 10_000_000, 2027: 10_000_000, 2028: 10_000_000}, P)
    funding.refills = refills
    for year, cents in {2026: 3_000_000, 2027: 1_550_000}.items():
        funding.do(commands.Debit(year, f"{P}:2", P, cents))
        funding.pay(year, cents)
    funding.grant.append(RECORDED)
    return funding


def close(funding, final_ct, closing_id=CLAIM_ID, on=date(2028, 3, 1)):
    paid_ct = sum(funding.paid_ct().values())
    data = {
        "project_id": P,
        "closing_id": closing_id,
        "closed_on": on,
        "final_grant_ct": final_ct,
        "recovery_ct": max(0, paid_ct - sum(final_ct.values())),
        "remaining_ct": 0,
        "due_on": None,
        "interest_from": None,
    }
    funding.close(data, on)


FINAL = {2026: 2_800_000, 2027: 1_470_000}


def test_what_comes_back_is_free_again_in_its_year_or_revenue_once_that_is_closed():
    funding = office()
    before = funding.accounts("frei")
    funding.do(commands.CloseYear(2026), date(2027, 2, 1))
    close(funding, FINAL)
    assert funding.accounts("refill") == {2026: 0, 2027: 0, 2028: 0}
    funding.receive(PAY, ON)
    assert funding.accounts("frei") == {**before, 2026: 0, 2027: before[2027] + 30_000}
    assert funding.accounts("vereinnahmt") == {2026: 0, 2027: 0, 2028: 200_000}
    assert funding.accounts("refill") == {2026: 0, 2027: -30_000, 2028: -200_000}
    assert funding.accounts("ausgezahlt") == {2026: 3_000_000, 2027: 1_550_000, 2028: 0}


def test_an_office_may_grant_again_what_is_only_claimed_and_takes_back_what_is_waived():
    funding = office("on-settlement")
    before = funding.accounts("frei")
    close(funding, FINAL)
    claimed = {**before, 2026: before[2026] + 200_000, 2027: before[2027] + 80_000}
    assert funding.accounts("frei") == claimed
    funding.receive(PAY, ON)
    assert funding.accounts("frei") == claimed
    funding.remember(PROPOSE, ON)
    funding.waive(WAIVE, ON)
    assert funding.accounts("frei") == {**claimed, 2027: claimed[2027] - 50_000}


def test_scenario_22_what_is_settled_after_its_year_was_closed_does_not_come_back_to_it():
    funding = office("on-settlement")
    funding.do(commands.CloseYear(2026), date(2027, 2, 1))
    funding.do(commands.CloseYear(2027), date(2028, 2, 1))
    before = funding.accounts("frei")
    close(funding, FINAL)
    assert funding.accounts("frei") == before
    assert funding.accounts("refill") == {2026: 0, 2027: 0, 2028: 0}


def test_a_settlement_taken_up_again_binds_what_it_had_set_free_and_owes_what_came_back():
    funding = office()
    close(funding, FINAL)
    funding.receive(PAY, ON)
    funding.reopen(CLAIM_ID, ON)
    free_ct = funding.accounts("frei")
    close(funding, {2026: 2_826_087, 2027: 1_523_913}, f"{P}:9", date(2028, 4, 10))
    # 45,500 paid, 2,300 came back, and 43,500 are final: 300 are owed once more.
    assert funding.accounts("festgelegt") == {2026: 26_087, 2027: 3_913, 2028: 0}
    assert funding.accounts("frei")[2026] == free_ct[2026] - 26_087
    grant = folded(funding.grant)
    assert [sum(it.open_ct.values()) for it in grant.claims.values()] == [0]
    assert grant.decided == Decided(RECORDED.grant_ct, 150_000, 50_000)


def test_what_was_waived_is_never_paid_out_by_another_settlement():
    funding = office()
    close(funding, FINAL)
    funding.receive(PAY, ON)
    funding.remember(PROPOSE, ON)
    funding.waive(WAIVE, ON)
    funding.reopen(CLAIM_ID, ON)
    hold = commands.HoldSettlement(P, f"{P}:9", 5_000_000, 0, 100_000)
    full = closing.completed(hold, funding.budgets(), folded(funding.grant))
    made = settlement(full, folded(funding.grant))
    # 45,500 were paid and are final now; 2,300 had come back, and only they are owed once more.
    assert (sum(made.final_grant_ct.values()), made.remaining_ct) == (4_550_000, 230_000)
    close(funding, dict(made.final_grant_ct), f"{P}:9", date(2028, 4, 10))
    assert sum(funding.accounts("festgelegt").values()) == 230_000


def test_the_rest_of_a_claim_stays_owed_when_it_is_settled_or_told_again():
    funding = office()
    close(funding, FINAL)
    funding.receive(PAY, ON)
    rules = Policy(settlement=SettlementRules(bagatelle_ct=50_000))
    hold = commands.HoldSettlement(P, f"{P}:9", 4_320_000, 0, 100_000, policy=rules)
    full = closing.completed(hold, funding.budgets(), folded(funding.grant))
    made = settlement(full, folded(funding.grant))
    assert (sum(made.final_grant_ct.values()), made.recovery_ct) == (4_270_000, 50_000)
