"""The catalogue of indicators, self-assessments and development goals, as pure decisions."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.reporting import commands
from services.reporting.quality.assessment import ASSESSMENT, id_of
from services.reporting.quality.catalogue import BASES, INDICATORS, NAMES, asked_of
from services.reporting.quality.development import DEVELOPMENT
from services.reporting.quality.forms import AdoptCatalogueSchema
from services.reporting.quality.suggestion import suggestion
from shared.form import load_command
from tests.given import Given
from tests.unit.projects.registered import SOZIALRAUM_ID
from tests.unit.reporting import qualities as the
from tests.unit.reporting.examples import AUTHOR, HEAD

catalogue, assessed, goal = Given(INDICATORS), Given(ASSESSMENT), Given(DEVELOPMENT)


def faults(no):
    return [(it.pointer, it.code) for it in no.errors]


# ---- the catalogue ---------------------------------------------------------------------------


def test_a_catalogue_is_adopted_and_the_next_one_follows():
    catalogue().when(the.ADOPT, the.ADOPTED_ON).then(the.ADOPTED)
    later = replace(the.ADOPT, valid_from=date(2027, 1, 1))
    second = replace(the.ADOPTED, catalogue_version=2, valid_from=date(2027, 1, 1))
    catalogue(the.ADOPTED).when(later, the.ADOPTED_ON).then(second)


def test_all_that_is_wrong_with_a_catalogue_is_told_at_once():
    wrong = replace(
        the.ADOPT,
        valid_from=date(2026, 1, 11),
        indicators=(the.OWN_WORDS, the.NO_STIGMA, the.OWN_WORDS),
    )
    no = catalogue().when(wrong, the.ADOPTED_ON).then_refused("catalogue-incomplete")
    missing = [it for it in BASES if it not in ("will", "need", "stigma")]
    assert faults(no) == [
        *[("/indicators", "basis-missing")] * len(missing),
        ("/indicators/2/key", "key-twice"),
        ("/valid_from", "day-passed"),
    ]
    assert {it.message for it in no.errors if it.code == "basis-missing"} == {
        f"Kein Indikator zu: {NAMES[it]}." for it in missing
    }


def test_the_newest_that_has_begun_holds():
    second = replace(the.ADOPTED, catalogue_version=2, valid_from=date(2027, 1, 1))
    mended = replace(the.ADOPTED, catalogue_version=3)
    state = INDICATORS.fold([the.ADOPTED, second, mended])
    days = (date(2026, 1, 11), the.ADOPTED_ON, date(2026, 12, 31), date(2027, 1, 1))
    held = [state.at(it) for it in days]
    assert [it and it.catalogue_version for it in held] == [None, 3, 3, 2]
    assert state.version(2) == second
    assert state.version(4) is None


def test_teams_projects_and_what_is_over_are_asked_what_concerns_them():
    assert asked_of(the.ADOPTED, "team", 0) == ("own-words", "quarters")
    assert asked_of(the.ADOPTED, "project", 0) == ("own-words", "no-stigma", "all")
    assert asked_of(the.ADOPTED, "project", 12) == ("no-stigma", "all")


def test_what_comes_with_the_software_can_be_adopted_as_it_is():
    body = {
        "command_id": the.GOAL_ID,
        "valid_from": "2026-01-12",
        "resolution": "UAG, TOP 2",
        "indicators": suggestion()["indicators"],
    }
    command = load_command(AdoptCatalogueSchema, body).command
    (made,) = INDICATORS.decide(replace(command, by=HEAD), INDICATORS.initial, the.ADOPTED_ON)
    asked = asked_of(made, "team", 0), asked_of(made, "project", 0), asked_of(made, "project", 12)
    assert min(len(it) for it in asked) >= 8


# ---- an assessment ---------------------------------------------------------------------------


def test_a_project_is_assessed_and_a_correction_is_another_version():
    assessed().when(the.ASSESS, the.ASSESSED_ON).then(the.ASSESSED)
    again = replace(the.ASSESSED, assessment_version=2, assessed_on=date(2026, 12, 1))
    assessed(the.ASSESSED).when(the.ASSESS, date(2026, 12, 1)).then(again)


def test_all_that_is_wrong_with_an_assessment_is_told_at_once():
    wrong = replace(
        the.ASSESS,
        subject=replace(the.SUBJECT, year=2027, months_after_end=13),
        ratings=(
            commands.GivenRating("no-stigma", 2),
            commands.GivenRating("no-stigma", 1),
            commands.GivenRating("quarters", 0),
        ),
        participation=(the.GIRLS, the.GIRLS),
    )
    no = assessed().when(wrong, the.ASSESSED_ON).then_refused("assessment-incomplete")
    assert faults(no) == [
        ("/months_after_end", "not-allowed"),
        ("/participation/1/group", "group-twice"),
        ("/ratings", "indicator-missing"),
        ("/ratings", "indicator-missing"),
        ("/ratings/0/text", "evidence-missing"),
        ("/ratings/1/indicator", "indicator-twice"),
        ("/ratings/2/indicator", "indicator-unknown"),
        ("/year", "year-not-begun"),
    ]


@pytest.mark.parametrize(
    ("months", "last_day", "on", "code"),
    [
        (12, date(2025, 2, 28), date(2026, 2, 27), "too-early"),
        (12, date(2025, 2, 28), date(2026, 2, 28), None),
        (36, date(2024, 2, 29), date(2027, 2, 27), "too-early"),
        (36, date(2024, 2, 29), date(2027, 2, 28), None),
        (12, None, date(2027, 2, 28), "no-end"),
    ],
)
def test_an_effect_is_asked_for_when_it_had_its_time(months, last_day, on, code):
    subject = replace(the.SUBJECT, year=2026, months_after_end=months, last_day=last_day)
    asked = replace(the.ASSESS, subject=subject)
    if code is None:
        (made,) = ASSESSMENT.decide(asked, ASSESSMENT.initial, on)
        assert made.months_after_end == months
    else:
        no = assessed().when(asked, on).then_refused("assessment-incomplete")
        assert faults(no) == [("/months_after_end", code)]


def test_there_is_one_assessment_for_each_year_and_for_each_time_after_the_end():
    team = commands.Assessed("team", SOZIALRAUM_ID, 2026)
    subjects = [
        the.SUBJECT,
        replace(the.SUBJECT, year=2027),
        replace(the.SUBJECT, months_after_end=12),
        replace(the.SUBJECT, months_after_end=36),
        team,
    ]
    assert len({id_of(it) for it in subjects}) == 5
    late = replace(the.SUBJECT, months_after_end=12, year=2029)
    assert id_of(late) == id_of(subjects[2])


# ---- a development goal ----------------------------------------------------------------------


def test_a_goal_is_agreed_goes_on_and_is_reached():
    goal().when(the.AGREE, the.ASSESSED_ON).then(the.AGREED)
    on = commands.FollowUpDevelopmentGoal(
        the.GOAL_ID, "continued", the.SAID, date(2027, 12, 31), by=AUTHOR
    )
    goal(the.AGREED).when(on, date(2027, 6, 1)).then(the.CONTINUED)
    done = replace(on, outcome="reached", due_on=None)
    goal(the.AGREED).when(done, date(2027, 6, 1)).then(the.REACHED)
    state = DEVELOPMENT.fold([the.AGREED, the.CONTINUED])
    assert state is not None
    assert (state.standing, state.due_on) == ("open", date(2027, 12, 31))


def test_what_is_done_with_is_not_followed_up():
    again = commands.FollowUpDevelopmentGoal(the.GOAL_ID, "given-up", the.SAID)
    goal(the.AGREED, the.REACHED).when(again).then_refused("development-goal-done")
    given_up = replace(the.REACHED, outcome="given-up")
    goal(the.AGREED, given_up).when(again).then_refused("development-goal-done")
    goal().when(again).then_refused("development-goal-unknown")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"indicator": "quarters"}, [("/indicator", "indicator-unknown")]),
        ({"due_on": the.ASSESSED_ON}, [("/due_on", "due-day-passed")]),
        (
            {"indicator": "?", "due_on": date(2020, 1, 1)},
            [("/indicator", "indicator-unknown"), ("/due_on", "due-day-passed")],
        ),
    ],
)
def test_a_goal_that_nobody_could_follow_up_is_refused(changed, told):
    asked = replace(the.AGREE, **changed)
    no = goal().when(asked, the.ASSESSED_ON).then_refused("development-goal-does-not-fit")
    assert faults(no) == told


@pytest.mark.parametrize(("days", "code"), [(None, "missing"), (0, "due-day-passed"), (1, None)])
def test_what_goes_on_gets_a_later_day(days, code):
    today = date(2027, 6, 1)
    due_on = None if days is None else today + timedelta(days=days)
    asked = commands.FollowUpDevelopmentGoal(the.GOAL_ID, "continued", the.SAID, due_on)
    when = goal(the.AGREED).when(asked, today)
    if code is None:
        (made,) = when.decide()
        assert made.due_on == due_on
    else:
        assert faults(when.then_refused("development-goal-does-not-fit")) == [("/due_on", code)]
