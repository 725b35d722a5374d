"""The calendar of duties over a real PostgreSQL: what follows from what is heard of projects."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.projects.events import CATALOGUE
from services.reporting.duty import DUTY
from tests.direct import direct
from tests.heard import Source
from tests.toy import settings
from tests.unit.projects.changes import PART, REVOKED, TERMINATED
from tests.unit.projects.examples import APPLIED, APPROVED, CLOSED, PROJECT_ID, extended

pytestmark = pytest.mark.postgres

APPROVED_ON = date(2025, 9, 22)
BY_APPROVAL = [
    ("annual-report", 2025, "2026-04-30", "open"),
    ("annual-report", 2026, "2027-04-30", "open"),
    ("statement-of-use", 2027, "2028-03-31", "open"),
]


class Office:
    """Reporting, and what it is told of projects."""

    def __init__(self, services):
        self.reporting = services.services["reporting"]
        self.projects = Source("projects", CATALOGUE, self.reporting)

    def duties(self):
        with self.reporting.kernel.pool.connection() as conn:
            names = self.reporting.kernel.log.streams(conn, "duty")
            found = self.reporting.kernel.log.read(conn, *names) if names else {}
        folded: list[Any] = [DUTY.fold(it.events) for it in found.values()]
        return sorted((it.kind, it.year, it.due_on.isoformat(), it.standing) for it in folded)

    def log(self):
        with self.reporting.kernel.pool.connection() as conn:
            rows = conn.execute("select type, line::jsonb ->> 'event_id' from event order by id")
            return rows.fetchall()

    def parked(self):
        with self.reporting.kernel.pool.connection() as conn:
            return conn.execute("select type from parked").fetchall()

    def run(self, *history, on):
        self.projects.tell(APPLIED, APPROVED, on=APPROVED_ON)
        self.projects.tell(*history, on=on)
        return self.duties()


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
