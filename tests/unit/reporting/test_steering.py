"""Bodies, meetings, yearly duties and the report of the UAG, as pure decisions."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from services.reporting import commands, events
from services.reporting.duties.duty import DUTY
from services.reporting.events import Body, DutyKind
from services.reporting.steering import told, wording
from services.reporting.steering.body import GROUP
from services.reporting.steering.meeting import MEETING, Meeting
from services.reporting.steering.uag_report import REPORTS
from services.reporting.steering.yearly import (
    MEETING_OF,
    OWED,
    OwedYearly,
    fulfilled,
    owed,
    owed_again,
)
from tests.given import Given
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER_ID
from tests.unit.reporting import bodies as the
from tests.unit.reporting.examples import AUTHOR, HEAD

group, meeting, reports = Given(GROUP), Given(MEETING), Given(REPORTS)


def faults(no):
    return [(it.pointer, it.code) for it in no.errors]


# ---- members ---------------------------------------------------------------------------------


def test_somebody_is_appointed_and_leaves():
    group().when(the.APPOINT, the.PLANNED_ON).then(the.APPOINTED)
    leave = commands.DismissBodyMember(
        "steering-group", the.TRAEGER_MEMBER, date(2026, 12, 31), HEAD
    )
    group(the.FOR_TRAEGER).when(leave, the.HELD_ON).then(the.DISMISSED)
    group(the.FOR_TRAEGER, the.DISMISSED).when(leave).then_refused("member-gone")
    group(the.APPOINTED).when(leave).then_refused("member-unknown")
    early = replace(leave, end=date(2025, 12, 31))
    no = group(the.FOR_TRAEGER).when(early).then_refused("does-not-fit")
    assert faults(no) == [("/end", "end-before-start")]


@pytest.mark.parametrize(
    ("part", "traeger_id", "told_"),
    [
        ("traeger", "", [("/traeger_id", "missing")]),
        ("youth-office", TRAEGER_ID, [("/traeger_id", "not-allowed")]),
        ("coordination", TRAEGER_ID, [("/traeger_id", "not-allowed")]),
    ],
)
def test_who_sits_there_for_a_traeger_names_it(part, traeger_id, told_):
    asked = replace(the.APPOINT, part=part, traeger_id=traeger_id)
    assert faults(group().when(asked).then_refused("does-not-fit")) == told_


def test_nobody_is_a_member_twice_at_a_time():
    again = replace(the.APPOINT, member_id=the.TRAEGER_MEMBER)
    group(the.APPOINTED).when(again).then_refused("already-member")
    left = replace(the.DISMISSED, member_id=the.HEAD_MEMBER, end=date(2026, 6, 30))
    same_day = replace(again, start=date(2026, 6, 30))
    group(the.APPOINTED, left).when(same_day).then_refused("already-member")
    (made,) = group(the.APPOINTED, left).when(replace(again, start=date(2026, 7, 1))).decide()
    assert made.start == date(2026, 7, 1)


def test_who_should_sit_there_and_does_not_is_told():
    state = GROUP.fold([the.APPOINTED, the.FOR_TRAEGER, the.DISMISSED])
    assert state.lacks_on(date(2026, 12, 31)) == []
    assert state.lacks_on(date(2027, 1, 1)) == ["traeger"]
    assert state.lacks_on(date(2025, 12, 31)) == ["youth-office", "traeger"]


def test_a_member_accompanies_a_team_and_speaks_with_it():
    accompany = commands.AccompanyTeam(SOZIALRAUM_ID, the.HEAD_MEMBER, HEAD)
    group(the.APPOINTED).when(accompany, the.PLANNED_ON).then(the.ACCOMPANIED)
    group(the.FOR_TRAEGER).when(accompany).then_refused("member-unknown")
    gone = the.FOR_TRAEGER, the.DISMISSED
    other = replace(accompany, member_id=the.TRAEGER_MEMBER)
    group(*gone).when(other, date(2027, 1, 1)).then_refused("member-gone")
    spoken = commands.ContactTeam(
        SOZIALRAUM_ID, date(2026, 10, 5), date(2027, 1, 11), the.TALK, HEAD
    )
    group(the.APPOINTED, the.ACCOMPANIED).when(spoken, the.HELD_ON).then(the.CONTACTED)
    group(the.APPOINTED).when(spoken, the.HELD_ON).then_refused("team-not-accompanied")
    wrong = replace(spoken, contact_on=date(2026, 11, 25), next_on=date(2026, 11, 25))
    no = group(the.APPOINTED, the.ACCOMPANIED).when(wrong, the.HELD_ON).then_refused("does-not-fit")
    assert faults(no) == [("/contact_on", "day-to-come"), ("/next_on", "next-not-later")]


def test_each_team_is_told_with_who_accompanies_it():
    state = GROUP.fold([the.APPOINTED, the.ACCOMPANIED, the.CONTACTED])
    areas = [
        {"sozialraum_id": SOZIALRAUM_ID, "name": "Kalk-Nord"},
        {"sozialraum_id": the.MEETING_ID, "name": "Vingst"},
    ]
    shown = told.teams(state, areas, date(2027, 1, 12))
    assert [
        (it["sozialraum_name"], it["function"], it["contact_on"], it["overdue"]) for it in shown
    ] == [
        ("Kalk-Nord", "Bezirksjugendamtsleitung", date(2026, 10, 5), True),
        ("Vingst", None, None, False),
    ]
    assert told.teams(state, areas, date(2027, 1, 11))[0]["overdue"] is False


# ---- meetings --------------------------------------------------------------------------------


def test_a_meeting_is_planned_and_held_and_what_it_resolved_is_done():
    meeting().when(the.PLAN, the.PLANNED_ON).then(the.PLANNED)
    meeting(the.PLANNED).when(the.RECORD, the.HELD_ON).then(the.HELD)
    meeting().when(the.RECORD, the.HELD_ON).then(the.HELD)
    done = commands.CompleteBodyAction("steering-group", the.MEETING_ID, 1, by=HEAD)
    meeting(the.HELD).when(done, date(2027, 1, 12)).then(the.DONE)
    meeting(the.HELD, the.DONE).when(done).then_refused("action-done")
    meeting(the.HELD).when(replace(done, number=2)).then_refused("action-unknown")
    meeting(the.PLANNED).when(done).then_refused("meeting-not-held")
    meeting().when(done).then_refused("meeting-unknown")


def test_what_was_recorded_is_not_written_over():
    meeting(the.PLANNED, the.HELD).when(the.RECORD, the.HELD_ON).then_refused(
        "meeting-already-held"
    )


def test_a_record_is_corrected_as_a_whole_and_each_correction_is_another_version():
    meeting(the.PLANNED, the.HELD).when(the.CORRECT, the.CORRECTED_ON).then(the.CORRECTED)
    third = replace(the.CORRECTED, record_version=3)
    meeting(the.HELD, the.CORRECTED).when(the.CORRECT, the.CORRECTED_ON).then(third)
    meeting(the.PLANNED).when(the.CORRECT, the.CORRECTED_ON).then_refused("meeting-not-held")
    meeting().when(the.CORRECT, the.CORRECTED_ON).then_refused("meeting-unknown")
    elsewhere = replace(the.CORRECT, record=replace(the.RECORD, body="uag"))
    meeting(the.HELD).when(elsewhere, the.CORRECTED_ON).then_refused("meeting-unknown")


def test_what_contradicts_itself_is_no_correction_either():
    wrong = replace(the.RECORD, held_on=date(2026, 12, 2), present=(AUTHOR,))
    asked = replace(the.CORRECT, record=wrong)
    no = meeting(the.HELD).when(asked, the.CORRECTED_ON).then_refused("does-not-fit")
    assert faults(no) == [("/held_on", "day-to-come"), ("/present/0", "member-unknown")]


def test_an_action_that_is_done_keeps_its_number_and_its_title():
    other = replace(the.ACTION, due_on=date(2027, 2, 28))
    for actions, fits in (
        ((other,), True),
        ((replace(the.ACTION, title="Etwas anderes"),), False),
        ((), False),
    ):
        asked = replace(the.CORRECT, record=replace(the.RECORD, actions=actions))
        if fits:
            made = meeting(the.HELD, the.DONE).when(asked, date(2027, 1, 13)).decide()
            assert [it.actions for it in made] == [actions]
        else:
            no = meeting(the.HELD, the.DONE).when(asked, date(2027, 1, 13))
            assert faults(no.then_refused("does-not-fit")) == [("/actions", "action-done")]


def test_what_was_called_off_does_not_count_and_is_not_touched_again():
    meeting(the.PLANNED).when(the.CANCEL, the.CANCELLED_ON).then(the.CANCELLED)
    meeting(the.HELD).when(the.CANCEL, the.CANCELLED_ON).then(the.CANCELLED)
    meeting().when(the.CANCEL, the.CANCELLED_ON).then_refused("meeting-unknown")
    done = commands.CompleteBodyAction("steering-group", the.MEETING_ID, 1, by=HEAD)
    for asked in (the.CANCEL, the.RECORD, the.CORRECT, done):
        no = meeting(the.HELD, the.CANCELLED).when(asked, date(2027, 1, 12))
        assert "03.12.2026" in no.then_refused("meeting-cancelled").detail
    off = folded(the.HELD, the.CANCELLED)
    assert told.open_actions([off], date(2027, 2, 1)) == []
    assert told.last_reviews([off]) == {}
    ((shown,),) = (told.listed([off]),)
    assert (shown["held"], shown["cancelled_on"], shown["present"], shown["resolutions"]) == (
        False,
        the.CANCELLED_ON,
        None,
        [],
    )


def test_the_newest_record_counts_and_those_before_it_stay_readable():
    texts = {the.WHY.ref.document_id: "Der Träger war nicht da."}
    shown = told.in_full(4, folded(the.PLANNED, the.HELD, the.CORRECTED), texts, the.CORRECTED_ON)
    assert (shown["record_version"], shown["reason"], shown["present"]) == (
        2,
        "Der Träger war nicht da.",
        [the.HEAD_MEMBER],
    )
    assert [(it["record_version"], it["reason"], it["present"]) for it in shown["earlier"]] == [
        (1, None, [the.HEAD_MEMBER, the.TRAEGER_MEMBER])
    ]
    planned = told.in_full(1, folded(the.PLANNED), {}, the.PLANNED_ON)
    assert (planned["record_version"], planned["agenda"], planned["earlier"]) == (
        0,
        list(the.AGENDA),
        [],
    )


def test_a_meeting_of_one_body_is_none_of_the_other():
    for asked in (
        replace(the.RECORD, body="uag"),
        commands.CompleteBodyAction("uag", the.MEETING_ID, 1),
    ):
        meeting(the.PLANNED, the.HELD).when(asked, the.HELD_ON).then_refused("meeting-unknown")


def test_a_meeting_is_planned_for_days_to_come():
    late = replace(the.PLAN, on=date(2026, 8, 31))
    no = meeting().when(late, the.PLANNED_ON).then_refused("does-not-fit")
    assert faults(no) == [("/on", "day-passed")]


def test_all_that_is_wrong_with_a_record_is_told_at_once():
    review = the.RECORD.reviews[0]
    wrong = replace(
        the.RECORD,
        held_on=date(2027, 1, 31),
        present=(the.HEAD_MEMBER, AUTHOR, the.HEAD_MEMBER),
        reviews=(review, review),
    )
    no = meeting().when(wrong, the.HELD_ON).then_refused("does-not-fit")
    assert faults(no) == [
        ("/actions/0/due_on", "due-day-passed"),
        ("/held_on", "day-to-come"),
        ("/present/1", "member-unknown"),
        ("/present/2", "member-twice"),
        ("/reviews/1/project_id", "project-twice"),
    ]


def folded(*history) -> Meeting:
    state = MEETING.fold(history)
    assert state is not None
    return state


def test_open_actions_are_told_until_they_are_done():
    (shown,) = told.open_actions([folded(the.HELD)], date(2027, 2, 1))
    assert (shown["title"], shown["due_on"], shown["overdue"]) == (
        "Begleitung benennen",
        date(2027, 1, 31),
        True,
    )
    assert told.open_actions([folded(the.HELD, the.DONE)], date(2027, 2, 1)) == []
    assert told.open_actions([folded(the.PLANNED)], date(2027, 2, 1)) == []


def test_what_was_done_is_told_in_the_year_in_which_it_was_done():
    done = [folded(the.HELD, the.DONE)]
    assert [it["done_on"] for it in told.done_actions(done, 2027, date(2027, 2, 1))] == [
        date(2027, 1, 12)
    ]
    assert told.done_actions(done, 2026, date(2027, 2, 1)) == []
    assert told.done_actions([folded(the.HELD)], 2027, date(2027, 2, 1)) == []
    off = folded(the.HELD, the.DONE, the.CANCELLED)
    assert told.done_actions([off], 2027, date(2027, 2, 1)) == []


def test_the_last_look_at_a_project_counts():
    later = replace(
        the.HELD,
        held_on=date(2027, 3, 1),
        reviews=(
            events.ProjectReviewed(the.RECORD.reviews[0].project_id, "at-risk", "in-part", None),
        ),
    )
    shown = told.last_reviews([folded(the.HELD), folded(later)])
    assert list(shown.values()) == [
        {"on": date(2027, 3, 1), "implementation": "at-risk", "effect": "in-part"}
    ]


# ---- what is owed each year ------------------------------------------------------------------


def test_each_body_meets_each_year_and_the_uag_reports():
    assert [it.kind for it in owed("steering-group", 2026)] == ["steering-meeting"]
    assert [it.kind for it in owed("uag", 2026)] == ["uag-meeting", "uag-report"]
    assert {MEETING_OF[it] for it in get_args(Body)} <= set(get_args(DutyKind))
    ids = {it.duty_id for body in OWED for year in (2026, 2027) for it in owed(body, year)}
    assert len(ids) == 6
    plan = OwedYearly("steering-meeting", 2026).plan
    assert (plan.due_on, plan.cause, plan.project_id) == (date(2026, 12, 31), "yearly", "")


def test_a_meeting_fulfils_the_duty_of_its_year_whether_it_was_planned_or_not():
    it = OwedYearly("steering-meeting", 2026)
    planned = DUTY.decide(it.plan, None, date(2026, 1, 2))
    done = [events.DutyFulfilled(it.duty_id, "", the.HELD_ON)]
    assert fulfilled(it, DUTY.fold(planned), the.HELD_ON) == done
    both = fulfilled(it, None, the.HELD_ON)
    assert [type(one).__name__ for one in both] == ["DutyPlanned", "DutyFulfilled"]
    assert fulfilled(it, DUTY.fold(both), date(2026, 12, 1)) == []  # The second meeting of a year.


def test_what_no_meeting_fulfils_any_more_is_owed_again():
    it = OwedYearly("steering-meeting", 2026)
    planned = DUTY.decide(it.plan, None, date(2026, 1, 2))
    done = [*planned, events.DutyFulfilled(it.duty_id, "", the.HELD_ON)]
    (again,) = owed_again(it, DUTY.fold(done), the.CANCELLED_ON)
    assert again == events.DutyReplanned(
        it.duty_id, "", 2026, date(2026, 12, 31), date(2026, 12, 31), "returned", the.CANCELLED_ON
    )
    assert owed_again(it, DUTY.fold([*done, again]), the.CANCELLED_ON) == []
    assert owed_again(it, None, the.CANCELLED_ON) == []


def test_a_duty_nobody_met_is_late_from_the_first_day_of_the_next_year():
    it = OwedYearly("steering-meeting", 2026)
    duty = DUTY.fold(DUTY.decide(it.plan, None, date(2026, 1, 2)))
    assert duty is not None
    for day, late in ((date(2026, 12, 31), False), (date(2027, 1, 1), True)):
        (shown,) = told.duties([duty], day)
        assert (shown["overdue"], shown["standing"]) == (late, "open")


def test_the_uag_reports_and_mends_its_report():
    asked = commands.ReportOfUag(2026, the.TOLD, HEAD)
    reports().when(asked, date(2026, 12, 11)).then(the.UAG_REPORTED)
    second = replace(the.UAG_REPORTED, report_version=2)
    reports(the.UAG_REPORTED).when(asked, date(2026, 12, 11)).then(second)
    other = replace(the.UAG_REPORTED, year=2025)
    reports(other).when(asked, date(2026, 12, 11)).then(the.UAG_REPORTED)
    no = reports().when(replace(asked, year=2027), date(2026, 12, 11)).then_refused("does-not-fit")
    assert faults(no) == [("/year", "year-not-begun")]


def test_each_word_has_a_german_one():
    for words, of in (
        (wording.BODIES, events.Body),
        (wording.PARTS, events.MemberPart),
        (wording.IMPLEMENTATION, events.Implementation),
        (wording.EFFECT, events.Effect),
        (wording.RESOLUTIONS, events.ResolutionKind),
        (wording.DUTIES, DutyKind),
    ):
        assert set(words) == set(get_args(of))
