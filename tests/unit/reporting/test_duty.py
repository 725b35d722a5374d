from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.reporting import commands
from services.reporting.duties.duty import DUTY
from services.reporting.duties.schedule import REMINDERS
from tests.given import Given
from tests.unit.reporting.examples import (
    ANSWERS,
    AUTHOR,
    DUE,
    HEAD,
    INTERIM_ID,
    PLANNED,
    PROJECT_ID,
    QUESTIONS,
    REPLANNED,
    REPORT_ID,
    REQUESTED,
    STATEMENT,
    STATEMENT_ID,
    SUBMITTED,
    WHY_SO_SOON,
    dropped,
    fulfilled,
    overdue,
    reminded,
)

given = Given(DUTY)
PLAN = commands.PlanDuty(REPORT_ID, PROJECT_ID, "annual-report", 2025, DUE, "approved")
PLAN_STATEMENT = commands.PlanDuty(
    STATEMENT_ID, PROJECT_ID, "statement-of-use", 2027, date(2028, 3, 31), "approved"
)
REMIND = commands.RemindOfDuty(REPORT_ID, "NW")
FULFIL = commands.FulfilDuty(REPORT_ID)
REQUEST = commands.RequestInterimReport(
    PROJECT_ID, QUESTIONS, date(2026, 5, 18), duty_id=INTERIM_ID, by=HEAD
)
MAY_1, MAY_11 = date(2026, 5, 1), date(2026, 5, 11)


def test_a_duty_is_planned_once():
    given().when(PLAN, on=date(2025, 9, 22)).then(PLANNED)
    given(PLANNED).when(PLAN, on=date(2025, 10, 1)).then()


def test_an_extension_plans_the_statement_anew_and_the_old_day_stays_in_the_history():
    later = replace(PLAN_STATEMENT, year=2028, due_on=date(2028, 10, 2), cause="extended")
    given(STATEMENT).when(later, on=date(2027, 5, 3)).then(REPLANNED)


def test_what_was_planned_anew_is_reminded_of_anew():
    soon = date(2028, 3, 24)
    ahead = replace(reminded("ahead", soon), duty_id=STATEMENT_ID, due_on=date(2028, 3, 31))
    remind = replace(REMIND, duty_id=STATEMENT_ID)
    given(STATEMENT).when(remind, on=soon).then(ahead)
    given(STATEMENT, ahead).when(remind, on=soon).then()
    again = replace(ahead, due_on=date(2028, 10, 2), reminded_on=date(2028, 9, 25))
    given(STATEMENT, ahead, REPLANNED).when(remind, on=date(2028, 9, 25)).then(again)


def test_what_was_handed_in_or_had_fallen_away_is_owed_again_when_its_day_changes():
    later = replace(PLAN, due_on=date(2026, 6, 1), cause="extended")
    for history in ([fulfilled(date(2026, 3, 2))], [dropped("terminated", date(2026, 3, 2))]):
        (made,) = given(PLANNED, *history).when(later, on=date(2026, 3, 3)).decide()
        assert (made.due_on, made.old_due_on) == (date(2026, 6, 1), DUE)


def test_what_had_fallen_away_is_owed_again_on_the_same_day_but_what_is_done_stays_done():
    (made,) = given(PLANNED, dropped("terminated", MAY_1)).when(PLAN, on=MAY_11).decide()
    assert (made.due_on, made.old_due_on) == (DUE, DUE)
    given(PLANNED, fulfilled(MAY_1)).when(PLAN, on=MAY_11).then()


def test_each_reminder_is_sent_once_however_often_it_is_looked_for():
    history, sent = [PLANNED], []
    for number in range(80):
        today = date(2026, 4, 1) + timedelta(days=number)
        for _ in range(2):
            made = given(*history).when(REMIND, on=today).decide()
            history += made
            sent += made
    assert sent == [
        reminded("ahead", date(2026, 4, 23)),
        reminded("due", date(2026, 4, 30)),
        overdue(date(2026, 5, 1)),
        reminded("one-week", date(2026, 5, 7)),
        reminded("four-weeks", date(2026, 5, 28)),
    ]


def test_who_looks_late_sends_the_last_reminder_only():
    late = date(2026, 6, 30)
    given(PLANNED).when(REMIND, on=late).then(reminded("four-weeks", late), overdue(late))


def test_a_clock_that_was_put_back_sends_no_earlier_reminder():
    history = [PLANNED, reminded("one-week", date(2026, 5, 7)), overdue(date(2026, 5, 7))]
    assert REMINDERS.index("due") < REMINDERS.index("one-week")
    given(*history).when(REMIND, on=date(2026, 4, 30)).then()


def test_on_its_day_a_duty_is_not_late_yet():
    ahead = reminded("ahead", date(2026, 4, 23))
    given(PLANNED, ahead).when(REMIND, on=DUE).then(reminded("due", DUE))


@pytest.mark.parametrize("end", [fulfilled(date(2026, 4, 1)), dropped("closed", date(2026, 4, 1))])
def test_nobody_is_reminded_of_what_is_not_owed(end):
    given(PLANNED, end).when(REMIND, on=MAY_11).then()


def test_a_duty_is_fulfilled_once_also_when_it_is_late():
    late = overdue(MAY_1)
    given(PLANNED, late).when(FULFIL, on=MAY_11).then(fulfilled(MAY_11))
    given(PLANNED, late, fulfilled(MAY_11)).when(FULFIL, on=date(2026, 5, 12)).then()


def test_what_has_fallen_away_cannot_be_fulfilled():
    given(PLANNED, dropped("closed", MAY_1)).when(FULFIL, on=MAY_11).then_refused("duty-dropped")


def test_what_was_never_planned_is_not_known():
    given().when(FULFIL, on=MAY_11).then_refused("duty-unknown")
    given().when(REMIND, on=MAY_11).then_refused("duty-unknown")


def test_only_what_is_open_falls_away():
    drop = commands.DropDuty(REPORT_ID, "closed")
    given(PLANNED).when(drop, on=MAY_1).then(dropped("closed", MAY_1))
    given(PLANNED, fulfilled(MAY_1)).when(drop, on=MAY_11).then()
    given(PLANNED, dropped("terminated", MAY_1)).when(drop, on=MAY_11).then()
    given().when(drop, on=MAY_11).then()


def test_an_interim_report_gets_ten_working_days():
    given().when(REQUEST, on=MAY_1).then(REQUESTED)
    given(REQUESTED).when(REQUEST, on=MAY_1).then()


def test_less_time_needs_a_reason():
    sooner = replace(REQUEST, due_on=date(2026, 5, 15))
    no = given().when(sooner, on=MAY_1).then_refused("notice-too-short", earliest="2026-05-18")
    assert [it.pointer for it in no.errors] == ["/due_on", "/short_notice"]
    assert "18.05.2026" in no.detail
    reasoned = replace(sooner, short_notice=WHY_SO_SOON)
    given().when(reasoned, on=MAY_1).then(
        replace(REQUESTED, due_on=date(2026, 5, 15), short_notice=WHY_SO_SOON.ref)
    )


def test_a_deadline_that_is_over_needs_no_reason_but_another_day():
    over = replace(REQUEST, due_on=MAY_1, short_notice=WHY_SO_SOON)
    given().when(over, on=MAY_1).then_refused("due-day-passed")


def test_a_deadline_on_a_sunday_ends_on_the_next_working_day():
    sunday = replace(REQUEST, due_on=date(2026, 5, 24))  # And Whit Monday after it.
    given().when(sunday, on=MAY_1).then(replace(REQUESTED, due_on=date(2026, 5, 26)))


SUBMIT = commands.SubmitInterimReport(INTERIM_ID, ANSWERS, AUTHOR)
INTERIM_DONE = replace(fulfilled(MAY_11), duty_id=INTERIM_ID)


def test_an_answer_to_each_question_fulfils_the_duty():
    given(REQUESTED).when(SUBMIT, on=MAY_11).then(SUBMITTED, INTERIM_DONE)


@pytest.mark.parametrize("answers", [ANSWERS[:1], (*ANSWERS, *ANSWERS)])
def test_no_question_stays_open_and_nothing_is_answered_that_nobody_asked(answers):
    no = given(REQUESTED).when(replace(SUBMIT, answers=answers), on=MAY_11)
    assert no.then_refused("answers-do-not-fit").errors[0].pointer == "/answers"


def test_what_is_handed_in_is_not_overwritten():
    given(REQUESTED, SUBMITTED, INTERIM_DONE).when(SUBMIT, on=MAY_11).then_refused(
        "already-handed-in"
    )


def test_what_was_not_asked_for_or_is_not_owed_any_more_is_not_answered():
    given(PLANNED).when(SUBMIT, on=MAY_11).then_refused("no-interim-report")
    given().when(SUBMIT, on=MAY_11).then_refused("duty-unknown")
    gone = replace(dropped("closed", MAY_1), duty_id=INTERIM_ID)
    given(REQUESTED, gone).when(SUBMIT, on=MAY_11).then_refused("duty-dropped")


def test_what_is_sent_back_is_owed_again_even_on_the_same_day():
    again = replace(PLAN, cause="returned")
    (made,) = given(PLANNED, fulfilled(MAY_1)).when(again, on=MAY_11).decide()
    assert (made.due_on, made.cause) == (DUE, "returned")
    folded = DUTY.fold([PLANNED, fulfilled(MAY_1), made])
    assert folded is not None
    assert folded.standing == "open"
