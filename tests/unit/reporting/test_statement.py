"""The statement of use: from its first receipt to the check by two persons."""

from dataclasses import replace
from datetime import date

import pytest

from services.reporting import commands, events
from services.reporting.statement.statement import STATEMENT
from shared.guideline import FlatRateUse
from tests.given import Given
from tests.unit.reporting.examples import AUTHOR, HEAD, PROJECT_ID, text
from tests.unit.reporting.statements import (
    AGAIN,
    BASIS,
    CERTIFIED,
    CHECK,
    CHECKED_ON,
    COMPLETED,
    CONTENT_BY,
    CONTENT_CHECKED,
    CUT,
    DECLINED,
    DISALLOWED,
    ENTRY_ID,
    FILE,
    IMPORTED,
    LAST_DAY,
    LINES,
    OTHERWISE,
    RECEIPT_ID,
    RECORDED,
    REMOVED,
    RETURNED,
    SIGNATORY,
    STATEMENT_CHECKED,
    STIFTUNG,
    SUBMIT,
    SUBMITTED,
    SUBMITTED_ON,
    UNRECORDED,
    year,
)

given = Given(STATEMENT)
APRIL_3, MAY_2 = date(2028, 4, 3), date(2028, 5, 2)
IMPORT = commands.ImportReceipts(PROJECT_ID, FILE.ref, 61, 0, 2, 3_000_000, 35_000, AUTHOR)
SEND_BACK = commands.ReturnStatement(
    PROJECT_ID, ("/years/0/posts/0/paid",), AGAIN, date(2028, 4, 30), date(2028, 3, 31), HEAD
)
CONTENT = commands.CheckStatementContent(
    PROJECT_ID,
    "partly",
    (events.GoalReached(2, "partly"), events.GoalReached(1, "yes")),
    None,
    CONTENT_BY,
)


def gaps(on=SUBMITTED_ON, **changes):
    no = given().when(replace(SUBMIT, **changes), on=on).then_refused("statement-incomplete")
    return [(it.pointer, it.code) for it in no.errors]


def held_against(**changes):
    return replace(BASIS, **changes)


# ---- receipts and in-kind ----------------------------------------------------------------------


def test_a_file_adds_receipts_and_the_log_knows_only_how_many_and_their_sum():
    given().when(IMPORT, on=date(2028, 3, 1)).then(IMPORTED)


def test_the_same_file_again_changes_nothing():
    again = replace(IMPORT, new=0, known=61, sum_ct=0, disallowed_ct=0)
    given(IMPORTED).when(again, on=date(2028, 3, 2)).then()


@pytest.mark.parametrize(
    ("command", "event", "on"),
    [
        (commands.RemoveReceipts(PROJECT_ID, 1, 41_250, AUTHOR), REMOVED, date(2028, 3, 2)),
        (
            commands.RecordInKind(PROJECT_ID, 1, 2_400, 60_000, AUTHOR),
            RECORDED,
            date(2028, 3, 2),
        ),
        (commands.RemoveInKind(PROJECT_ID, 1, AUTHOR), UNRECORDED, date(2028, 3, 3)),
    ],
)
def test_what_was_wrong_is_mended_until_the_statement_is_handed_in(command, event, on):
    given(IMPORTED).when(command, on=on).then(event)
    given(SUBMITTED).when(command, on=APRIL_3).then_refused("statement-handed-in")
    given(SUBMITTED, RETURNED).when(command, on=on).then(event)
    checked = (SUBMITTED, CONTENT_CHECKED, STATEMENT_CHECKED)
    given(*checked).when(command, on=CHECKED_ON).then_refused("statement-handed-in")


def test_no_file_adds_to_what_is_handed_in():
    given(SUBMITTED).when(IMPORT, on=APRIL_3).then_refused("statement-handed-in")


# ---- handing in --------------------------------------------------------------------------------


def test_a_statement_tells_all_income_and_expenditure_by_year_and_answers_every_goal():
    given(IMPORTED).when(SUBMIT, on=SUBMITTED_ON).then(SUBMITTED)


def test_a_project_is_accounted_for_when_it_is_over():
    given().when(SUBMIT, on=LAST_DAY).then_refused("project-not-over")


def test_all_gaps_are_named_at_once():
    found = gaps(
        years=(
            replace(year(2026, 2_000_001, 1_200), other_ct=1, flat_rates=(FlatRateUse("Raum"),)),
            year(2025, 0, 0),
        ),
        goals=(commands.GivenGoal(3, "reached"), commands.GivenGoal(2, "given-up")),
        confirmed=commands.Assured(necessary=True, economical=False, books_agree=False),
    )
    assert found == [
        ("/confirmed/books_agree", "not-confirmed"),
        ("/confirmed/economical", "not-confirmed"),
        ("/goals", "goal-missing"),
        ("/goals/0/id", "goal-unknown"),
        ("/goals/1/explanation", "missing"),
        ("/years", "year-missing"),
        ("/years", "receipts-differ"),
        ("/years/0/flat_rates/0/kind", "flat-rate-unknown"),
        ("/years/0/other", "not-approved"),
        ("/years/0/other", "receipts-differ"),
        ("/years/0/posts/0/paid", "receipts-differ"),
        ("/years/1/year", "year-unknown"),
    ]


def test_a_difference_to_the_receipts_is_told_to_the_cent():
    years = (year(2026, 2_000_001, 1_200, STIFTUNG), SUBMIT.years[0])
    no = (
        given()
        .when(replace(SUBMIT, years=years), on=SUBMITTED_ON)
        .then_refused("statement-incomplete")
    )
    (fault,) = no.errors
    said = "„Fachkraft im Treff“ 2026: angegeben sind 20.000,01 €, belegt 20.000,00 €."
    assert fault.message == f"{said} Der Unterschied ist 0,01 €."


@pytest.mark.parametrize("doubled", ["posts", "flat_rates", "third_party"])
def test_no_line_stands_there_twice(doubled):
    one = SUBMIT.years[1]
    twice = replace(one, **{doubled: getattr(one, doubled) * 2})
    found = {code for _, code in gaps(years=(SUBMIT.years[0], twice))}
    assert found == {
        {"posts": "line-twice", "flat_rates": "flat-rate-twice"}.get(doubled, "source-twice")
    }


def test_a_year_stands_there_once():
    assert gaps(years=(*SUBMIT.years, SUBMIT.years[0])) == [("/years", "year-twice")]


def test_where_income_has_receipts_they_agree():
    receipts = {**BASIS.receipts, (2026, "Stiftung"): commands.ReceiptSum(49_999)}
    assert gaps(basis=held_against(receipts=receipts)) == [
        ("/years/1/third_party/0/amount", "receipts-differ")
    ]


def test_a_line_that_is_overrun_by_more_than_a_fifth_needs_a_reason():
    lines = replace(LINES, posts=(replace(LINES.posts[0], planned_ct=2_470_833),))
    # 30,000.00 less 350.00 by the days of receipts are 29,650.00; 120 % are 29,649.99.
    assert gaps(basis=held_against(lines=lines)) == [("/deviations", "missing")]
    told = replace(SUBMIT, basis=held_against(lines=lines), deviations=text("Tarif"))
    (made,) = given().when(told, on=SUBMITTED_ON).decide()
    assert made.deviations == text("Tarif").ref
    exact = replace(LINES, posts=(replace(LINES.posts[0], planned_ct=2_470_834),))
    given().when(replace(SUBMIT, basis=held_against(lines=exact)), on=SUBMITTED_ON).then(SUBMITTED)


def test_what_is_sent_back_is_followed_by_a_version_that_is_linked():
    given(SUBMITTED).when(SEND_BACK, on=APRIL_3).then(RETURNED)
    again = replace(SUBMIT, statement_id=PROJECT_ID)
    given(SUBMITTED, RETURNED).when(again, on=date(2028, 4, 28)).then(COMPLETED)


def test_nothing_is_handed_in_twice():
    given(SUBMITTED).when(SUBMIT, on=APRIL_3).then_refused("already-handed-in")


def test_a_deadline_lies_ahead():
    late = replace(SEND_BACK, due_on=APRIL_3)
    given(SUBMITTED).when(late, on=APRIL_3).then_refused("due-day-passed")


# ---- the second person -------------------------------------------------------------------------

LAID_BEFORE = replace(SUBMITTED, needs_certificate=True)
CERTIFY = commands.CertifyStatement(PROJECT_ID, SIGNATORY)
DECLINE = commands.DeclineStatement(PROJECT_ID, OTHERWISE, SIGNATORY)
MARCH_27 = date(2028, 3, 27)


def test_what_is_laid_before_a_second_person_reaches_the_office_once_it_is_certified():
    given(IMPORTED).when(replace(SUBMIT, to_certify=True), on=SUBMITTED_ON).then(LAID_BEFORE)
    for command in (CONTENT, CHECK, SEND_BACK):
        given(LAID_BEFORE).when(command, on=MARCH_27).then_refused("statement-not-certified")
    given(LAID_BEFORE).when(CERTIFY, on=MARCH_27).then(CERTIFIED)
    given(LAID_BEFORE, CERTIFIED).when(CONTENT, on=MAY_2).then(CONTENT_CHECKED)
    both = STATEMENT.fold([LAID_BEFORE, CERTIFIED])
    assert (both.standing, both.handed_in_on) == ("submitted", MARCH_27)


def test_the_office_may_ask_for_a_second_person_each_time():
    both = held_against(policy=replace(BASIS.policy, certified_statements=True))
    given(IMPORTED).when(replace(SUBMIT, basis=both), on=SUBMITTED_ON).then(LAID_BEFORE)


@pytest.mark.parametrize("command", [CERTIFY, DECLINE])
def test_who_hands_in_is_not_the_second_person(command):
    mine = replace(command, by=AUTHOR)
    no = given(LAID_BEFORE).when(mine, on=MARCH_27).then_refused("separation-of-duties")
    assert no.kind == "denied"


@pytest.mark.parametrize("command", [CERTIFY, DECLINE])
@pytest.mark.parametrize(
    "history", [(), (SUBMITTED,), (LAID_BEFORE, CERTIFIED), (LAID_BEFORE, DECLINED)]
)
def test_only_what_was_laid_before_a_second_person_is_certified_and_once(command, history):
    given(*history).when(command, on=MARCH_27).then_refused("nothing-to-certify")


def test_what_is_not_certified_is_mended_and_laid_before_the_second_person_again():
    given(LAID_BEFORE).when(DECLINE, on=MARCH_27).then(DECLINED)
    given(LAID_BEFORE).when(IMPORT, on=MARCH_27).then_refused("statement-handed-in")
    (made,) = given(LAID_BEFORE, DECLINED).when(IMPORT, on=MARCH_27).decide()
    assert made == replace(IMPORTED, imported_on=MARCH_27)
    given(LAID_BEFORE, DECLINED).when(CHECK, on=MARCH_27).then_refused("statement-not-handed-in")
    again = replace(SUBMIT, to_certify=True)
    second = replace(LAID_BEFORE, statement_version=2, completes=1, submitted_on=MARCH_27)
    given(LAID_BEFORE, DECLINED).when(again, on=MARCH_27).then(second)


def test_a_new_version_is_certified_anew():
    history = (LAID_BEFORE, CERTIFIED, RETURNED)
    completed = replace(COMPLETED, needs_certificate=True)
    again = replace(SUBMIT, to_certify=True)
    given(*history).when(again, on=date(2028, 4, 28)).then(completed)
    given(*history, completed).when(CONTENT, on=MAY_2).then_refused("statement-not-certified")


# ---- the check ---------------------------------------------------------------------------------

HANDED_IN = (SUBMITTED,)
HALF = (SUBMITTED, CONTENT_CHECKED)


def test_one_person_checks_the_content_goal_by_goal():
    given(*HANDED_IN).when(CONTENT, on=MAY_2).then(CONTENT_CHECKED)


@pytest.mark.parametrize(
    ("goals", "faults"),
    [
        ((events.GoalReached(1, "yes"),), ["/goals"]),
        (
            (events.GoalReached(1, "yes"), events.GoalReached(1, "no")),
            ["/goals", "/goals"],
        ),
        (
            (
                events.GoalReached(1, "yes"),
                events.GoalReached(2, "no"),
                events.GoalReached(3, "no"),
            ),
            ["/goals/2/id"],
        ),
    ],
)
def test_each_approved_goal_has_one_answer(goals, faults):
    no = (
        given(*HANDED_IN)
        .when(replace(CONTENT, goals=goals), on=MAY_2)
        .then_refused("goals-do-not-fit")
    )
    assert [it.pointer for it in no.errors] == faults


def test_another_person_checks_the_sums_and_what_is_recognised_follows_from_the_guideline():
    """2026: 20,000.00 less 350.00 that were ordered too early, and 10 % of it."""
    given(*HALF).when(CHECK, on=CHECKED_ON).then(STATEMENT_CHECKED)


def test_a_check_of_all_receipts_has_looked_at_each():
    full = replace(CHECK, scope="full", receipts_checked=0, receipts_checked_ct=0)
    (made,) = given(*HALF).when(full, on=CHECKED_ON).decide()
    assert (made.scope, made.receipts_checked, made.receipts_checked_ct) == ("full", 61, 3_000_000)


def test_on_the_files_alone_no_receipt_is_looked_at():
    files = replace(CHECK, scope="files", receipts_checked=0, receipts_checked_ct=0)
    (made,) = given(*HALF).when(files, on=CHECKED_ON).decide()
    assert (made.scope, made.receipts_checked, made.receipts_count) == ("files", 0, 61)
    assert made.recognised == STATEMENT_CHECKED.recognised
    looked = replace(files, receipts_checked=1)
    no = given(*HALF).when(looked, on=CHECKED_ON).then_refused("check-does-not-fit")
    assert [(it.pointer, it.code) for it in no.errors] == [("/receipts_checked", "too-large")]


def test_what_is_found_not_to_be_proven_is_told_with_its_rule_and_lowers_its_line():
    checked = replace(
        STATEMENT_CHECKED,
        recognised={
            2026: events.Recognised(2_161_500, 50_000, 0, 100_000),
            2027: events.Recognised(1_083_500, 0, 0, 100_000),
        },
        disallowed_ct=50_000,
    )
    given(*HALF).when(CUT, on=CHECKED_ON).then(DISALLOWED, checked)


def test_nothing_is_cut_where_all_is_recognised():
    basis = held_against(
        receipts={key: replace(it, disallowed_ct=0) for key, it in BASIS.receipts.items()}
    )
    (made,) = given(*HALF).when(replace(CHECK, basis=basis), on=CHECKED_ON).decide()
    assert (made.result, made.disallowed_ct) == ("accepted", 0)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"receipts_checked": 62}, [("/receipts_checked", "too-large")]),
        ({"receipts_checked": 0}, [("/receipts_checked", "too-small")]),
        (
            {"receipts": (replace(CUT.receipts[0], amount_ct=40_001),)},
            [("/receipts/0/amount", "too-large")],
        ),
        ({"receipts": CUT.receipts * 2}, [("/receipts/1/id", "twice")]),
        ({"found": {}}, [("/receipts/0/id", "unknown"), ("/in_kind/0/id", "unknown")]),
        (
            {"receipts": (replace(CUT.receipts[0], id=ENTRY_ID),)},
            [("/receipts/0/id", "unknown")],
        ),
        (
            {"in_kind": (replace(CUT.in_kind[0], id=RECEIPT_ID),)},
            [("/in_kind/0/id", "unknown")],
        ),
    ],
)
def test_a_check_that_does_not_fit_what_was_handed_in_is_refused(changes, faults):
    no = (
        given(*HALF).when(replace(CUT, **changes), on=CHECKED_ON).then_refused("check-does-not-fit")
    )
    assert [(it.pointer, it.code) for it in no.errors] == faults


@pytest.mark.parametrize(
    ("history", "command"),
    [
        (HANDED_IN, replace(CONTENT, by=AUTHOR)),
        (HALF, replace(CHECK, by=AUTHOR)),
        (HALF, replace(CHECK, by=CONTENT_BY)),
        (HALF, replace(CHECK, has_paid=True)),
    ],
)
def test_who_hands_in_pays_checks_the_content_and_the_sums_are_different_persons(history, command):
    no = given(*history).when(command, on=CHECKED_ON).then_refused("separation-of-duties")
    assert no.kind == "denied"


def test_the_sums_are_not_checked_before_the_content():
    given(*HANDED_IN).when(CHECK, on=MAY_2).then_refused("content-check-missing")


def test_a_new_version_is_checked_anew():
    history = (SUBMITTED, CONTENT_CHECKED, RETURNED, COMPLETED)
    given(*history).when(CHECK, on=CHECKED_ON).then_refused("content-check-missing")


def test_what_is_checked_goes_back_until_the_project_is_closed_and_is_checked_anew():
    done = (SUBMITTED, CONTENT_CHECKED, DISALLOWED, STATEMENT_CHECKED)
    again = replace(SEND_BACK, closed=False, due_on=date(2028, 8, 31), effective_on=CHECKED_ON)
    (made,) = given(*done).when(again, on=CHECKED_ON).decide()
    assert isinstance(made, events.StatementReturned)
    after = STATEMENT.fold([*done, made])
    assert (after.standing, after.checked, after.disallowed) == ("returned", None, None)
    given(*done).when(SEND_BACK, on=CHECKED_ON).then_refused("statement-not-open")
    given(*done, made, COMPLETED).when(CHECK, on=CHECKED_ON).then_refused("content-check-missing")


def test_a_correction_counts_for_a_day_on_which_there_was_something_to_correct():
    done = (SUBMITTED, CONTENT_CHECKED, DISALLOWED, STATEMENT_CHECKED)
    again = replace(SEND_BACK, closed=False, due_on=date(2028, 8, 31))
    for day in (date(2028, 5, 21), date(2028, 7, 4)):
        early = replace(again, effective_on=day)
        no = given(*done).when(early, on=date(2028, 7, 3)).then_refused("effective-out-of-range")
        assert [it.pointer for it in no.errors] == ["/effective_on"]
    made = replace(RETURNED, effective_on=CHECKED_ON)
    assert [STATEMENT.fold(it).counts_on for it in (done, (*done, made))] == [None, CHECKED_ON]
    submitted = STATEMENT.fold([*done, made, COMPLETED])
    checked = STATEMENT.fold([*done, made, COMPLETED, CONTENT_CHECKED, STATEMENT_CHECKED])
    assert (submitted.counts_on, checked.counts_on) == (CHECKED_ON, None)


@pytest.mark.parametrize("command", [SEND_BACK, CONTENT, CHECK])
def test_only_what_is_handed_in_is_judged_and_once(command):
    given(IMPORTED).when(command, on=APRIL_3).then_refused("statement-not-handed-in")
    given(SUBMITTED, RETURNED).when(command, on=APRIL_3).then_refused("statement-not-open")
    done = (SUBMITTED, CONTENT_CHECKED, DISALLOWED, STATEMENT_CHECKED)
    given(*done).when(command, on=CHECKED_ON).then_refused("statement-not-open")
