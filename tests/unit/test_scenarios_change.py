"""Scenarios of the office, from the approval on, as it tells them.

Each test says first, in the office's words, what happens; amounts and days are those told.
"""

from dataclasses import replace
from datetime import date

import pytest

from services.funding import commands as funding_commands
from services.funding.grant import settlement
from services.projects import commands, events
from services.projects.told_changes import difference, shown
from shared import guideline
from shared.guideline import Decided, Headcount, Policy, Year
from tests.unit.changing import Office, plan, refused, short_lived, two_years
from tests.unit.projects.changes import MOVED, WHY
from tests.unit.projects.examples import CLOSE, PROJECT_ID, PROPOSE

# ---- 8: extensions add up --------------------------------------------------------------------


@pytest.mark.scenario("extensions add up")
@pytest.mark.clause("DURATION")
def test_8_six_months_and_six_months_are_possible_and_not_a_day_more():
    office = two_years()
    first = office.extend(date(2027, 6, 1), date(2028, 3, 31))
    assert (first.old_end, first.new_end) == (date(2027, 9, 30), date(2028, 3, 31))
    assert shown(office.project, office.history)["extension_months"] == 6
    second = office.extend(date(2028, 3, 31), date(2028, 9, 30))
    assert second.old_end == first.new_end  # The added time begins on the day after.
    told = shown(office.project, office.history)
    assert (told["extension_months"], told["extension_months_max"]) == (12, 12)
    no = refused(office.request, date(2028, 9, 1), date(2028, 10, 1))
    assert (no.code, no.facts["latest"]) == ("extension-exceeds-12-months", "2028-09-30")
    assert [it.pointer for it in no.errors] == ["/new_end"]


@pytest.mark.scenario("extensions add up")
@pytest.mark.clause("DURATION")
def test_8_a_request_on_the_day_after_the_end_is_too_late():
    office = two_years()
    no = refused(office.request, date(2027, 10, 1), date(2028, 3, 31))
    assert (no.code, no.clause) == ("extension-too-late", guideline.DURATION)
    office.request(date(2027, 9, 30), date(2028, 3, 31))


@pytest.mark.scenario("extensions add up")
@pytest.mark.clause("DURATION")
def test_8_a_project_of_six_months_is_not_extended_by_13_although_24_are_not_reached():
    office = Office(
        start=date(2026, 1, 1),
        end=date(2026, 6, 30),
        plan=plan({2026: 1_000_000}),
        own_cash_ct=50_000,
        heads=10,
    )
    no = refused(office.request, date(2026, 5, 4), date(2027, 7, 31))
    assert (no.code, no.facts["latest"]) == ("extension-exceeds-12-months", "2027-06-30")
    office.extend(date(2026, 5, 4), date(2027, 6, 30))


# ---- 20: head count changes ------------------------------------------------------------------


@pytest.mark.scenario("headcount changes")
@pytest.mark.clause("OWN_SHARE")
def test_20_the_own_share_of_an_extension_is_by_its_own_head_count_and_the_old_one_stays():
    """118 at the application, 140 at the request: 4 % of the project, 5 % of the extension."""
    office = two_years(heads=118)
    assert (office.approved.own_share.percent, office.approved.own_share.amount_ct) == (4, 576_000)
    costs = commands.PlannedCosts(
        plan=plan({2027: 900_000, 2028: 900_000}),
        reasons={2027: WHY, 2028: WHY},
        own_cash_ct=90_000,
        in_kind=(),
        employees=Headcount("heads", 14_000),
        counted_on=date(2027, 6, 1),
    )
    extended = office.extend(date(2027, 6, 1), date(2028, 3, 31), costs=costs)
    assert extended.own_share == events.OwnShare(5, 90_000, 90_000, 0)
    assert sum(extended.grant_change_ct.values()) == 1_710_000  # Z_ext 17,100.00
    assert office.project.decided == office.approved
    assert office.project.own_share_ct == 576_000 + 90_000
    assert (office.decided.own_share_ct, office.decided.own_cash_ct) == (666_000, 666_000)
    assert office.funding.accounts("festgelegt")[2028] == 855_000

    hold = funding_commands.HoldSettlement(
        PROJECT_ID, "closing", 14_400_000 + 1_800_000, 0, 0, office.funding.paid_ct()
    )
    made = settlement(hold, office.grant)
    assert made.own_cash_required_ct == 666_000  # EA_fixed is that of both.
    assert made.gap_ct == 13_824_000 + 1_710_000


# ---- 22: early termination -------------------------------------------------------------------


@pytest.mark.scenario("early termination and year end")
def test_22_the_tranche_of_the_next_year_is_free_at_once_and_that_of_the_current_one_stays():
    office = short_lived()
    assert office.approved.grant_ct == {2026: 5_760_000, 2027: 5_760_000}
    before = office.funding.accounts("frei")
    office.terminate(date(2026, 9, 14), date(2026, 9, 30))
    after = office.funding.accounts("frei")
    assert after[2027] - before[2027] == 5_760_000
    assert after[2026] == before[2026]
    assert office.funding.accounts("festgelegt")[2026] == 5_760_000
    assert office.decided == Decided({2026: 5_760_000, 2027: 0}, 480_000, 480_000)


@pytest.mark.scenario("early termination and year end")
@pytest.mark.clause("REPORT")
def test_22_an_amending_notice_fixes_the_own_share_of_the_shortened_plan():
    office = short_lived()
    office.funding.pay(2026, 5_760_000)
    shortened = commands.ShortenedPlan({2026: Year(4_500_000)}, 180_000, 0)
    ended = office.terminate(date(2026, 9, 14), date(2026, 9, 30), shortened=shortened)
    assert ended.refixed is not None
    assert ended.refixed.own_share == events.OwnShare(4, 180_000, 180_000, 0)
    assert (office.decided.own_share_ct, office.decided.own_cash_ct) == (180_000, 180_000)

    hold = funding_commands.HoldSettlement(
        PROJECT_ID, "closing", 4_500_000, 0, 0, office.funding.paid_ct()
    )
    made = settlement(hold, office.grant)
    assert (sum(made.final_grant_ct.values()), made.recovery_ct) == (4_320_000, 1_440_000)
    known = date(2026, 10, 30)
    propose = replace(PROPOSE, known_since=known, settlement=made)
    office.do(propose, date(2026, 11, 1))
    close = replace(CLOSE, cause="terminated", settlement=made)
    office.do(close, date(2026, 11, 16))
    assert office.project.status == "closed"


@pytest.mark.clause("REPORT")
def test_22_without_a_notice_the_own_share_stands_as_the_amount_it_was():
    office = short_lived()
    office.terminate(date(2026, 9, 14), date(2026, 9, 30))
    hold = funding_commands.HoldSettlement(PROJECT_ID, "closing", 4_500_000, 0, 0, {})
    made = settlement(hold, office.grant)
    assert sum(made.final_grant_ct.values()) == 4_500_000 - 480_000


def test_what_is_free_again_covers_who_was_approved_without_room():
    office = short_lived({2026: 30_000_000, 2027: 5_760_000})
    waiting = funding_commands.Debit(2027, "other:2", "other", 1_000_000)
    office.funding.do(waiting)
    assert office.funding.budgets()[2027].unfunded == {"other": 1_000_000}
    office.terminate(date(2026, 9, 14), date(2026, 9, 30))
    year = office.funding.budgets()[2027]
    assert (year.unfunded, year.share("other").bound_ct, year.free_ct) == ({}, 1_000_000, 4_760_000)


@pytest.mark.scenario("budget cut below commitments")
@pytest.mark.clause("BUDGET")
def test_a_budget_cut_below_what_is_committed_is_shown_and_cancels_nothing():
    office = short_lived({2026: 8_000_000, 2027: 8_000_000})
    office.funding.do(funding_commands.Supplement(2026, -3_000_000, "Haushaltssperre"))
    assert office.funding.accounts("frei")[2026] == -760_000
    assert office.funding.accounts("festgelegt")[2026] == 5_760_000
    asked = funding_commands.Reserve(2026, "other:2", "other", 1)
    no = refused(office.funding.do, asked)
    assert (no.code, no.facts["missing_ct"]) == ("insufficient-budget", 760_001)
    office.funding.pay(2026, 5_760_000)


# ---- money ---------------------------------------------------------------------------------


def test_an_extension_needs_room_in_its_new_year_and_frees_the_old_one():
    office = short_lived({2026: 6_000_000, 2027: 6_000_000, 2028: 999_999})
    shift_ct = {2027: -1_000_000, 2028: 1_000_000}
    no = refused(office.extend, date(2027, 6, 1), date(2028, 6, 30), shift_ct=shift_ct)
    assert (no.code, no.facts) == ("insufficient-budget", {"year": 2028, "missing_ct": 1})
    assert office.project.end == date(2027, 12, 31)
    assert office.project.requests[no_longer(office)].outcome == "pending"  # It can be asked again.
    shift_ct = {2027: -999_999, 2028: 999_999}
    office.extend(date(2027, 6, 1), date(2028, 6, 30), shift_ct=shift_ct)
    assert office.funding.accounts("frei")[2027] == 240_000 + 999_999
    assert office.funding.accounts("festgelegt")[2028] == 999_999


def no_longer(office: Office) -> str:
    (request_id,) = office.project.requests
    return request_id


def test_from_a_closed_year_nothing_moves():
    office = short_lived()
    office.funding.do(funding_commands.CloseYear(2026), date(2027, 1, 15))
    no = refused(
        office.extend,
        date(2027, 6, 1),
        date(2028, 6, 30),
        shift_ct={2026: -1, 2028: 1},
    )
    assert (no.code, no.facts) == ("year-closed", {"year": 2026})


def test_what_is_paid_does_not_move():
    office = short_lived()
    office.funding.pay(2027, 5_000_000)
    no = refused(
        office.extend,
        date(2027, 6, 1),
        date(2028, 6, 30),
        shift_ct={2027: -760_001, 2028: 760_001},
    )
    assert (no.code, no.facts["missing_ct"]) == ("insufficient-commitment", 1)


def test_a_revocation_frees_what_is_not_paid_and_the_rest_is_recovered_at_the_settlement():
    office = short_lived()
    office.funding.pay(2026, 2_000_000)
    office.revoke(date(2026, 9, 14))
    assert office.funding.accounts("festgelegt") == dict.fromkeys(range(2024, 2032), 0)
    assert office.decided.grant_ct == {2026: 0, 2027: 0}
    hold = funding_commands.HoldSettlement(
        PROJECT_ID, "closing", 4_500_000, 0, 0, office.funding.paid_ct()
    )
    made = settlement(hold, office.grant)
    assert (sum(made.final_grant_ct.values()), made.recovery_ct) == (0, 2_000_000)


def test_the_difference_is_told_for_each_amount_before_and_after_the_decision():
    office = short_lived()
    office.request(date(2027, 6, 1), date(2028, 6, 30), shift_ct={2027: -700, 2028: 700})
    (request,) = office.project.requests.values()
    told = difference(request.asked, office.project, None, Policy())
    assert [(it.name, it.year, it.old_ct, it.new_ct) for it in told.amounts] == [
        ("grant", 2027, 5_760_000, 5_759_300),
        ("grant", 2028, 0, 700),
    ]
    assert {it.reasons for it in told.amounts} == {(MOVED.ref,)}
