"""New staff of the WJH over a real PostgreSQL: heard of, overdue, introduced, gone."""

from datetime import date
from uuid import uuid4

import pytest

from services.projects.events import MemberJoined, MemberLeft
from services.reporting.duties.answers import DutiesAnswer, TasksAnswer
from services.reporting.onboarding.answers import OnboardingsAnswer
from shared.refusal import Refused
from tests.direct import direct
from tests.duty_office import Office
from tests.toy import settings
from tests.unit.reporting.examples import COLLEAGUE_ID, ONBOARDING_ID

pytestmark = pytest.mark.postgres

TEAM, OTHER_TEAM, HERE = (str(uuid4()) for _ in range(3))
BEGAN = date(2026, 3, 2)


@pytest.fixture
def office(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "reporting", APP_ENV="demo")
    with direct(known, "reporting") as services:
        yield Office(services)


def joined(team_id=TEAM, start=BEGAN, part="wjh", person_id=COLLEAGUE_ID):
    return MemberJoined(team_id, person_id, part, None, "Sachbearbeitung", start, None)


def owed(office):
    return [(it[2], it[3]) for it in office.duties() if it[0] == "wjh-onboarding"]


def listed(office, day):
    told = office.ask("list_onboardings", day)
    assert OnboardingsAnswer().validate(told) == {}
    return told["onboardings"]


def confirm(office, day, role="district_head", held_on="2026-04-20", person_id=COLLEAGUE_ID):
    return office.ask("confirm_onboarding", day, role, person_id=person_id, held_on=held_on)


@pytest.mark.scenario("new WJH staff without introduction")
def test_who_was_not_introduced_after_three_months_is_on_the_list_of_what_is_overdue(office):
    office.projects.tell(joined(), on=date(2026, 2, 16))
    office.remind("2026-02-27")
    assert owed(office) == []
    office.remind("2026-03-02")
    assert owed(office) == [("2026-06-02", "open")]
    office.remind("2026-06-03")
    told = office.ask("list_duties", "2026-06-03", overdue=True)
    assert DutiesAnswer().validate(told) == {}
    (late,) = told["duties"]
    assert [late[it] for it in ("duty_id", "kind", "person_id", "due_on", "overdue")] == [
        ONBOARDING_ID,
        "wjh-onboarding",
        COLLEAGUE_ID,
        "2026-06-02",
        True,
    ]
    calendar = office.ask("get_calendar", "2026-06-03")["calendar"]
    assert "überfällig: Einarbeitung in der WJH 2026" in calendar
    assert COLLEAGUE_ID not in calendar


def test_it_is_the_heads_task_from_the_first_reminder_on_and_of_the_wjh_once_it_is_late(office):
    office.projects.tell(joined(), on=BEGAN)
    office.remind("2026-03-02")
    for day, because, wjh in (
        ("2026-05-26", "ahead", []),
        ("2026-06-02", "due", []),
        ("2026-06-09", "one-week", [("follow-up", "one-week", COLLEAGUE_ID)]),
    ):
        office.remind(day)
        for role, expected in (
            ("district_head", [("hand-in", because, COLLEAGUE_ID)]),
            ("wjh", wjh),
        ):
            told = office.ask("my_tasks", day, role)
            assert TasksAnswer().validate(told) == {}
            assert [
                (it["kind"], it["because"], it["person_id"]) for it in told["tasks"]
            ] == expected


def test_a_confirmation_takes_it_off_the_list_and_says_who_and_when(office):
    office.projects.tell(joined(), on=BEGAN)
    office.remind("2026-06-03")
    assert confirm(office, "2026-06-04")["duty_id"] == ONBOARDING_ID
    assert office.ask("list_duties", "2026-06-04", overdue=True)["duties"] == []
    (told,) = listed(office, "2026-06-04")
    assert (told["held_on"], told["confirmed_on"], told["standing"], told["overdue"]) == (
        "2026-04-20",
        "2026-06-04",
        "fulfilled",
        False,
    )
    assert told["confirmed_by"] != COLLEAGUE_ID
    assert confirm(office, "2026-06-05")["event_ids"] == []
    office.remind("2026-06-08")
    assert owed(office) == [("2026-06-02", "fulfilled")]


def test_it_is_confirmed_before_anybody_has_planned_it(office):
    office.projects.tell(joined(), on=BEGAN)
    confirm(office, "2026-04-21")
    assert [it for it, _ in office.log()] == [
        "duty_planned",
        "onboarding_owed",
        "onboarding_confirmed",
        "duty_fulfilled",
    ]


def test_nobody_is_introduced_who_is_not_new_in_the_wjh(office):
    office.projects.tell(
        joined(part="asd"), joined(start=date(2019, 1, 2), person_id=HERE), on=BEGAN
    )
    office.remind("2026-06-03")
    assert owed(office) == []
    for person_id in (COLLEAGUE_ID, HERE, str(uuid4())):
        with pytest.raises(Refused) as no:
            confirm(office, "2026-06-03", person_id=person_id)
        assert [it.pointer for it in no.value.errors] == ["/person_id"]


def test_who_is_introduced_does_not_confirm_it(office):
    office.projects.tell(joined(), on=BEGAN)
    with pytest.raises(Refused) as no:
        confirm(office, "2026-04-21", "wjh")
    assert no.value.code == "not-permitted"


def test_who_leaves_is_owed_nothing_from_the_next_day_on(office):
    office.projects.tell(joined(), on=BEGAN)
    office.remind("2026-03-02")
    office.projects.tell(MemberLeft(TEAM, COLLEAGUE_ID, BEGAN, date(2026, 4, 30)), on=BEGAN)
    office.remind("2026-04-30")
    assert owed(office) == [("2026-06-02", "open")]
    office.remind("2026-05-02")
    office.remind("2026-05-03")
    assert owed(office) == [("2026-06-02", "dropped")]
    office.projects.tell(joined(start=date(2026, 9, 1)), on=date(2026, 9, 1))
    office.remind("2026-09-02")
    assert owed(office) == [("2026-12-01", "open")]


def test_another_team_is_no_other_beginning(office):
    change = MemberLeft(TEAM, COLLEAGUE_ID, BEGAN, date(2026, 4, 30))
    office.projects.tell(joined(), change, joined(OTHER_TEAM, date(2026, 5, 4)), on=BEGAN)
    for day in ("2026-03-02", "2026-05-02", "2026-05-04"):
        office.remind(day)
    assert owed(office)[0][0] == "2026-06-02"
    assert owed(office)[0][1] == "open"
    assert [it["began_on"] for it in listed(office, "2026-05-04")] == ["2026-03-02"]
    assert office.parked() == []
