"""What claims come to over projects: each in the year in which it was made, without what is void."""

from dataclasses import replace
from datetime import date

from services.funding import events
from services.funding.claim_sums import ClaimSums, of_year, total
from tests.unit.funding.test_claims import CLAIM_ID, CLAIMED, OWING, PAID, WAIVED, P, folded
from tests.unit.funding.test_interests import CAME, FIXED

VOID = events.SettlementReopened(P, CLAIM_ID, {2027: 50_000}, date(2028, 4, 4))


def test_a_claim_counts_in_the_year_in_which_it_was_made():
    grants = {P: folded([*OWING, PAID, WAIVED]), "project-b": folded(OWING[:2])}
    assert of_year(2028, grants) == {P: ClaimSums(280_000, 230_000, 0, 50_000)}
    assert of_year(2027, grants) == {}


def test_what_is_void_is_neither_claimed_nor_open():
    assert of_year(2028, {P: folded([*OWING, PAID, VOID])}) == {
        P: ClaimSums(230_000, 230_000, 0, 0)
    }


def test_several_claims_of_a_year_add_up():
    again = replace(CLAIMED, claim_id=f"{P}:9", amount_ct={2027: 1}, claimed_on=date(2028, 9, 1))
    found = of_year(2028, {P: folded([*OWING, again]), "b": folded(OWING)})
    assert found[P] == ClaimSums(280_001, 0, 280_001, 0)
    assert total(found.values()) == ClaimSums(560_001, 0, 560_001, 0)
    assert total(()) == ClaimSums()


def test_interest_counts_in_the_year_of_its_notice_and_apart():
    later = replace(FIXED, fixed_on=date(2029, 1, 8))
    grants = {P: folded([*OWING, PAID, later, replace(CAME, received_on=date(2029, 2, 1))])}
    assert of_year(2028, grants) == {P: ClaimSums(280_000, 230_000, 50_000, 0)}
    told = ClaimSums(interest_ct=1_395, interest_received_ct=1_000, interest_open_ct=395)
    assert of_year(2029, grants) == {P: told}
    void = {P: folded([*OWING, PAID, later, VOID])}
    assert of_year(2029, void) == {P: ClaimSums()}
