"""The calendar of duties over a real PostgreSQL: what follows from what is heard of projects."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.reporting.duties.answers import DutiesAnswer, TasksAnswer
from services.reporting.rpc.duties import DUTIES
from shared.refusal import Refused
from tests.direct import direct
from tests.duty_office import APPROVED_ON, Office
from tests.toy import settings
from tests.unit.projects.changes import PART, REVOKED, TERMINATED
from tests.unit.projects.examples import APPLIED, APPROVED, CLOSED, PROJECT_ID, extended
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER_ID

pytestmark = pytest.mark.postgres

BY_APPROVAL = [
    ("annual-report", 2025, "2026-04-30", "open"),
    ("annual-report", 2026, "2027-04-30", "open"),
    ("statement-of-use", 2027, "2028-03-31", "open"),
]


@pytest.fixture
def office(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "reporting", APP_ENV="demo")
    with direct(known, "reporting") as services:
        yield Office(services)


def test_an_approval_plans_the_whole_calendar(office):
    office.projects.tell(APPLIED, on=date(2025, 9, 15))
    assert office.duties() == []
    office.projects.tell(APPROVED, on=APPROVED_ON)
    assert office.duties() == BY_APPROVAL
    assert office.parked() == []


def test_what_is_heard_twice_plans_nothing_twice(office):
    office.run(on=APPROVED_ON)
    before = office.log()
    office.projects.again(*office.projects.told)
    assert office.log() == before
    assert [type_ for type_, _ in before] == ["duty_planned"] * 3


def test_an_extension_into_the_next_year_adds_a_report_and_moves_the_statement(office):
    later = extended(date(2028, 3, 31), change_ct={2027: -1_000_000, 2028: 1_000_000})
    assert office.run(later, on=date(2027, 5, 3)) == [
        *BY_APPROVAL[:2],
        ("annual-report", 2027, "2028-05-02", "open"),
        ("statement-of-use", 2028, "2028-10-02", "open"),
    ]


def test_an_early_end_leaves_no_report_about_years_that_will_not_be(office):
    assert office.run(TERMINATED, on=date(2026, 9, 14)) == [
        ("annual-report", 2025, "2026-04-30", "open"),
        ("annual-report", 2026, "2027-04-30", "dropped"),
        ("statement-of-use", 2026, "2027-03-31", "open"),
    ]


def test_what_is_void_from_the_beginning_ends_on_the_day_of_the_decision(office):
    assert office.run(REVOKED, on=date(2026, 9, 14)) == [
        ("annual-report", 2025, "2026-04-30", "open"),
        ("annual-report", 2026, "2027-04-30", "dropped"),
        ("statement-of-use", 2026, "2027-03-31", "open"),
    ]


def test_a_part_that_is_taken_back_changes_no_day(office):
    assert office.run(PART, on=date(2026, 9, 14)) == BY_APPROVAL


def test_a_settled_project_owes_nothing_any_more(office):
    closed = office.run(CLOSED, on=date(2028, 6, 1))
    assert closed == [(*it[:3], "dropped") for it in BY_APPROVAL]


def test_projects_do_not_touch_each_other(office):
    other = "90ea7f3c-0c4e-5a1b-8d2f-3e4f5a6b7c8d"
    office.run(on=APPROVED_ON)
    office.projects.tell(
        replace(APPLIED, project_id=other), replace(APPROVED, project_id=other), on=APPROVED_ON
    )
    office.projects.tell(replace(TERMINATED, project_id=other), on=date(2026, 9, 14))
    assert sorted(office.duties()) == sorted(
        [
            *BY_APPROVAL,
            ("annual-report", 2025, "2026-04-30", "open"),
            ("annual-report", 2026, "2027-04-30", "dropped"),
            ("statement-of-use", 2026, "2027-03-31", "open"),
        ]
    )


def test_an_approval_of_what_nobody_applied_for_is_put_aside_and_plans_nothing(office):
    assert APPROVED.project_id == PROJECT_ID
    for follower in office.projects.followers:
        follower.stopping.set()  # It need not wait between its attempts.
    office.projects.tell(APPROVED, on=APPROVED_ON)
    assert office.duties() == []
    assert ("approved",) in office.parked()


# ---- reminders -------------------------------------------------------------------------------


def test_each_reminder_is_written_once_whatever_replicas_and_restarts_do(office):
    office.run(on=APPROVED_ON)
    days = ("2026-04-22", "2026-04-23", "2026-04-30", "2026-05-01", "2026-05-07", "2026-05-28")
    assert [office.remind(day) for day in days] == [0, 1, 1, 1, 1, 1]
    assert office.remind("2026-12-31") == 0
    assert office.reminders() == [
        ("duty_reminded", "ahead", "2026-04-23"),
        ("duty_reminded", "due", "2026-04-30"),
        ("duty_overdue", None, "2026-05-01"),
        ("duty_reminded", "one-week", "2026-05-07"),
        ("duty_reminded", "four-weeks", "2026-05-28"),
    ]


def test_two_who_look_at_an_outdated_list_at_the_same_time_send_one_reminder(office):
    office.run(on=APPROVED_ON)
    office.services.settle()
    start = threading.Barrier(4)
    now = datetime(2026, 4, 23, 10, tzinfo=UTC)

    def look():
        start.wait(10)
        return office.reporting._send(now)

    with ThreadPoolExecutor(4) as people:
        for it in [people.submit(look) for _ in range(4)]:
            it.result()
    assert office.reminders() == [("duty_reminded", "ahead", "2026-04-23")]


def test_the_timer_looks_by_the_clock_of_the_machine(office):
    office.run(on=APPROVED_ON)
    office.services.settle()
    timers = [run for _, run in type(office.reporting).blueprint().timers]
    for run in timers * 2:
        run(office.reporting.kernel)
    late = [name for name, _, _ in office.reminders()].count("duty_overdue")
    today = office.reporting.kernel.clock.read(None)[1]
    assert late == sum(it[2] < today.isoformat() for it in office.duties())


# ---- what is told ----------------------------------------------------------------------------


def told(answer):
    return [(it["kind"], it["year"], it["due_on"], it["overdue"]) for it in answer["duties"]]


def test_the_calendar_tells_each_duty_with_its_former_days(office):
    later = extended(date(2028, 3, 31), change_ct={2027: -1_000_000, 2028: 1_000_000})
    office.run(later, on=date(2027, 5, 3))
    answer = office.ask("list_duties", "2027-05-04")
    assert told(answer) == [
        ("annual-report", 2025, "2026-04-30", True),
        ("annual-report", 2026, "2027-04-30", True),
        ("annual-report", 2027, "2028-05-02", False),
        ("statement-of-use", 2028, "2028-10-02", False),
    ]
    assert answer["complete"] is True
    statement = answer["duties"][-1]
    assert (statement["number"], statement["title"]) == ("2025-8-017", "Mädchentreff Kalk")
    assert statement["former_days"] == [
        {"due_on": "2028-03-31", "cause": "extended", "replanned_on": "2027-05-03"}
    ]
    assert DutiesAnswer().validate(answer) == {}


@pytest.mark.parametrize(
    ("asked", "years"),
    [
        ({"project_id": PROJECT_ID}, [2025, 2026, 2027]),
        ({"project_id": "90ea7f3c-0c4e-5a1b-8d2f-3e4f5a6b7c8d"}, []),
        ({"traeger_id": TRAEGER_ID}, [2025, 2026, 2027]),
        ({"traeger_id": SOZIALRAUM_ID}, []),
        ({"due_from": "2026-04-30", "due_to": "2027-04-30"}, [2025, 2026]),
        ({"due_from": "2026-05-01", "due_to": "2027-04-29"}, []),
        ({"overdue": True}, [2025]),
        ({"standing": "fulfilled"}, []),
        ({"most": 1}, [2025]),
    ],
)
def test_the_calendar_is_asked_for_a_part(office, asked, years):
    office.run(on=APPROVED_ON)
    answer = office.ask("list_duties", "2026-05-01", **asked)
    assert [it["year"] for it in answer["duties"]] == years
    assert answer["complete"] is (asked != {"most": 1})


def test_on_its_day_a_duty_is_not_overdue_and_on_the_next_it_is(office):
    office.run(on=APPROVED_ON)
    for day, late in (("2026-04-30", []), ("2026-05-01", [2025])):
        answer = office.ask("list_duties", day, overdue=True)
        assert [it["year"] for it in answer["duties"]] == late


@pytest.mark.parametrize(
    ("role", "traeger_id", "areas", "count"),
    [
        ("recipient", TRAEGER_ID, [], 3),
        ("recipient", SOZIALRAUM_ID, [], 0),
        ("recipient", None, [SOZIALRAUM_ID], 0),
        ("asd_member", None, [SOZIALRAUM_ID], 3),
        ("asd_member", None, [], 0),
        ("wjh", None, [], 3),
        ("auditor", None, [], 3),
    ],
)
def test_everybody_sees_only_what_is_theirs(office, role, traeger_id, areas, count):
    office.run(on=APPROVED_ON)
    office.services.desk.sozialraeume.update(areas)
    answer = office.ask("list_duties", "2026-05-01", role, as_traeger=traeger_id)
    assert len(answer["duties"]) == count


def test_planning_does_not_ask_for_duties(office):
    with pytest.raises(Refused) as no:
        office.ask("list_duties", "2026-05-01", "planning")
    assert no.value.kind == "denied"


def tasks(office, day, role, **more):
    answer = office.ask("my_tasks", day, role, **more)
    assert TasksAnswer().validate(answer) == {}
    return [(it["kind"], it["year"], it["because"], it["overdue"]) for it in answer["tasks"]]


def test_a_reminder_is_a_task_of_the_recipient_first_and_of_the_office_when_it_is_late(office):
    office.run(on=APPROVED_ON)
    assert tasks(office, "2026-04-22", "recipient", as_traeger=TRAEGER_ID) == []
    for day, due, recipient, wjh, head in (
        ("2026-04-23", False, "ahead", [], []),
        ("2026-04-30", False, "due", [], []),
        ("2026-05-07", True, "one-week", [("follow-up", 2025, "one-week", True)], []),
        ("2026-05-28", True, "four-weeks", [("follow-up", 2025, "four-weeks", True)], None),
    ):
        office.remind(day)
        mine = tasks(office, day, "recipient", as_traeger=TRAEGER_ID)
        assert mine == [("hand-in", 2025, recipient, due)]
        assert tasks(office, day, "recipient", as_traeger=SOZIALRAUM_ID) == []
        assert tasks(office, day, "wjh") == wjh
        assert tasks(office, day, "district_head") == (wjh if head is None else head)
        assert tasks(office, day, "auditor") == []


def test_the_list_is_rebuilt_from_both_logs(office):
    later = extended(date(2028, 3, 31), change_ct={2027: -1_000_000, 2028: 1_000_000})
    office.run(later, on=date(2027, 5, 3))
    office.remind("2027-05-04")
    before = office.ask("list_duties", "2027-05-04")
    kernel = office.reporting.kernel
    fetch = {"projects": office.projects.fetch, "reporting": kernel.fetch("reporting")}
    assert kernel.read_models.rebuild(DUTIES.name, fetch.__getitem__) == "duties_g2"
    assert office.ask("list_duties", "2027-05-04") == before
