"""Interest that a notice has fixed: money of its own, beside the claim."""

from dataclasses import replace
from datetime import date

import pytest

from services.funding import claim_view, commands, events, interests
from services.funding.grant import GRANT
from shared.guideline import REPORT, Span
from tests.given import Given
from tests.unit.funding.test_claims import CLAIM_ID, OWING, PAID, RATES, P, folded

given = Given(GRANT)
ON = date(2028, 6, 1)
SPANS = (Span(date(2028, 3, 1), date(2028, 3, 30), 280_000, 627),)
CLAIM = commands.ClaimInterest(
    project_id=P,
    interest_id="interest-1",
    ground="recovery",
    claim_id=CLAIM_ID,
    until=date(2028, 3, 30),
    spans=SPANS,
    earlier_ct=0,
    amount_ct=1_395,
    due_on=date(2028, 6, 1),
    fixed_on=date(2028, 5, 2),
)
FIXED = events.InterestClaimed(
    project_id=P,
    interest_id="interest-1",
    ground="recovery",
    claim_id=CLAIM_ID,
    until=date(2028, 3, 30),
    spans=SPANS,
    earlier_ct=0,
    amount_ct=1_395,
    due_on=date(2028, 6, 1),
    fixed_on=date(2028, 5, 2),
)
PAY = commands.ReceiveInterest(P, "interest-1", "KA-1", 1_000, date(2028, 5, 20), "desk")
CAME = events.InterestReceived(P, "interest-1", "KA-1", 1_000, date(2028, 5, 20), "desk")
WAIVED = events.RecoveryWaived(P, CLAIM_ID, "waiver-1", "interest", {}, "head", ON)
REOPENED = events.SettlementReopened(P, CLAIM_ID, {2027: 50_000}, ON)
OWED = (*OWING, PAID, FIXED)


def parts(*history):
    (it,) = folded(history).interests.values()
    return it.received_ct, it.open_ct, it.waived_ct, it.void_ct


def test_what_a_notice_fixes_is_owed_once_and_is_no_part_of_the_claim():
    given(*OWING, PAID).when(CLAIM, ON).then(FIXED)
    given(*OWED).when(CLAIM, ON).then()
    assert parts(*OWED) == (0, 1_395, 0, 0)
    assert folded(OWED).claims == folded((*OWING, PAID)).claims


def test_interest_comes_in_beside_a_claim_under_the_same_booking():
    """One transfer may pay both; each kind of money counts it once."""
    given(*OWED).when(PAY, ON).then(CAME)
    given(*OWED, CAME).when(PAY, ON).then()
    assert parts(*OWED, CAME) == (1_000, 395, 0, 0)
    other = given(*OWED, CAME).when(replace(PAY, amount_ct=999), ON)
    other.then_refused("reference-known")
    more = given(*OWED, CAME).when(replace(PAY, reference="KA-2", amount_ct=396), ON)
    more.then_refused("more-than-open", REPORT, open_ct=395)


@pytest.mark.parametrize("day", [date(2028, 5, 1), date(2028, 6, 2)])
def test_interest_comes_in_after_its_notice_and_not_tomorrow(day):
    given(*OWED).when(replace(PAY, received_on=day), ON).then_refused("day-impossible")


def test_interest_of_no_notice_cannot_come_in():
    unknown = replace(PAY, interest_id="interest-2")
    given(*OWED).when(unknown, ON).then_refused("interest-unknown")


def test_what_is_waived_is_what_is_still_open():
    assert parts(*OWED, CAME, WAIVED) == (1_000, 0, 395, 0)
    claim = folded((*OWED, WAIVED)).claims[CLAIM_ID]
    assert not claim.bears_interest


def test_a_waiver_of_the_claim_spares_no_interest():
    waived = replace(WAIVED, kind="remission", amount_ct={2027: 50_000})
    assert parts(*OWED, waived) == (0, 1_395, 0, 0)


def test_what_has_not_come_in_is_void_with_its_claim():
    assert parts(*OWED, CAME, REOPENED) == (1_000, 0, 0, 395)
    assert parts(*OWED, CAME, WAIVED, REOPENED) == (1_000, 0, 395, 0)


def test_a_later_notice_adds_only_what_earlier_ones_have_not_fixed():
    grant = folded(OWED)
    earlier_ct = interests.fixed_ct(grant.interests, CLAIM_ID)
    assert (earlier_ct, interests.fixed_ct(grant.interests, "another")) == (1_395, 0)
    made = grant.claims[CLAIM_ID].interest(date(2028, 4, 9), RATES, earlier_ct)
    # 280,000 for 29 days, then the 50,000 that were left for ten: 13.9485… + 0.8589… in all.
    assert made.amount_ct == 1_481 - 1_395
    assert [it.amount_ct for it in made.step.parts] == [1_394, 85, 2, -1_395]
    assert sum(it.amount_ct for it in made.step.parts) == made.step.result_ct == 86


def test_the_answer_holds_each_notice_with_its_steps():
    (told,) = claim_view.interests(folded((*OWED, CAME)))
    assert (told["amount_ct"], told["received_ct"], told["open_ct"]) == (1_395, 1_000, 395)
    assert told["receipts"] == [
        {"reference": "KA-1", "amount_ct": 1_000, "received_on": date(2028, 5, 20)}
    ]
    (step,) = told["steps"]
    assert step.result_ct == told["amount_ct"]


def test_interest_on_money_used_late_hangs_on_no_claim():
    late = replace(FIXED, ground="late-use", claim_id=None)
    history = (*OWING, PAID, late)
    assert interests.fixed_ct(folded(history).interests, None) == 1_395
    assert interests.fixed_ct(folded(history).interests, CLAIM_ID) == 0
    assert parts(*history, WAIVED, REOPENED) == (0, 1_395, 0, 0)
