"""An overdue report blocks payments, over a real PostgreSQL: reporting and funding together."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from services.funding.answers.payments import PaymentsAnswer
from services.projects.events import CATALOGUE
from shared.hearing import Heard
from shared.refusal import Refused
from shared.service import Effect
from tests.direct import direct
from tests.duty_office import APPROVED_ON
from tests.heard import Source
from tests.kernel.test_project_reports import REPORT, Reports
from tests.toy import settings
from tests.unit.projects.changes import TERMINATED
from tests.unit.projects.examples import APPLIED, APPROVED, CLOSED, PROJECT_ID, extended
from tests.unit.projects.registered import PROFILE, TRAEGER, TRAEGER_ID

pytestmark = pytest.mark.postgres

LATE, SOON = "2026-05-04", "2026-05-05"


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


class House(Reports):
    """Reporting and funding; both hear of projects what is told by hand."""

    def __init__(self, services):
        super().__init__(services)
        self.money = Source("projects", CATALOGUE, services.services["funding"])

    def tell(self, *events, on):
        self.projects.tell(*events, on=on)
        self.money.tell(*events, on=on)
        self.services.settle()

    def fund(self, method, day, role="wjh", **body):
        self.services.settle()
        return self.fund_now(method, day, role, **body)

    def fund_now(self, method, day, role="wjh", **body):
        context = self.services.desk.context("funding", method, f"{role}.kalk", role, day)
        asked = {"command_id": str(uuid4()), **body}
        return self.services.call("funding", method, asked, context, 15)

    def begin(self):
        """Approved and waived in September 2025; the plan of 2026 has four instalments."""
        for year in (2025, 2026, 2027, 2028):
            amount = euros("90000.00")
            self.fund_now(
                "set_budget",
                "2025-01-02",
                "central_office",
                year=year,
                amount=amount,
                resolution="Rat",
            )
        self.tell(replace(TRAEGER, profile=PROFILE), on=APPROVED_ON)
        self.tell(APPLIED, APPROVED, on=APPROVED_ON)
        waived = {"waived_on": "2025-09-24", "document": "Wir verzichten."}
        approval = {"project_id": PROJECT_ID, "approval_id": APPROVED.approval_id}
        self.fund("waive_appeal", "2025-09-25", **approval, **waived)

    def payments(self, day=LATE):
        told = self.fund("get_payments", day, project_id=PROJECT_ID)
        assert PaymentsAnswer().validate(told) == {}
        return told

    def blocks(self, day=LATE):
        return [(it["kind"], it["year"], it["due_on"]) for it in self.payments(day)["blocks"]]

    def release(self, number, day, now=False):
        (year,) = [it for it in self.payments(day)["years"] if it["year"] == 2026]
        (amount,) = [it["amount"] for it in year["payments"] if it["number"] == number]
        asked = [{"year": 2026, "number": number, "amount": amount}]
        ask = self.fund_now if now else self.fund
        return ask("release_payments", day, "district_head", project_id=PROJECT_ID, payments=asked)

    def history(self):
        with self.services.services["funding"].kernel.pool.connection() as conn:
            rows = conn.execute(
                "select type from event where stream = %s order by version",
                [f"payments-{PROJECT_ID}"],
            )
            return [type_ for (type_,) in rows]


@pytest.fixture
def house(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "funding", APP_ENV="demo")
    with direct(known, "funding", "reporting") as services:
        made = House(services)
        made.begin()
        yield made


def refused(ask, *args, **body):
    with pytest.raises(Refused) as no:
        ask(*args, **body)
    return no.value


def test_an_overdue_report_blocks_the_next_payment_and_its_submission_lifts_the_block(house):
    house.release(1, "2026-04-30")
    assert (house.remind("2026-04-30"), house.blocks("2026-04-30")) == (1, [])
    house.remind(LATE)
    assert house.blocks() == [("annual-report", 2025, "2026-04-30")]

    duty_id = house.duty_id(2025, LATE)
    no = refused(house.release, 2, LATE)
    assert (no.code, no.kind) == ("reports-overdue", "conflict")
    assert no.facts == {
        "duties": [
            {"duty_id": duty_id, "kind": "annual-report", "year": 2025, "due_on": "2026-04-30"}
        ]
    }
    assert "der Projektbericht 2025 (fällig am 30.04.2026)" in no.detail
    no = refused(house.fund, "make_pay_list", LATE)
    assert (no.code, no.facts) == ("nothing-to-pay", {"left_out": 1})
    assert no.detail.startswith("Es fehlt der Projektbericht 2025 (fällig am 30.04.2026).")

    house.submit(duty_id, SOON)
    assert house.blocks(SOON) == []
    assert house.release(2, SOON)["released"] == 1
    made = house.fund("make_pay_list", SOON)
    assert ([it["number"] for it in made["payments"]], made["left_out"]) == ([1, 2], [])
    assert house.history()[-4:] == [
        "payment_released",
        "payments_blocked",
        "payments_unblocked",
        "payment_released",
    ]


def test_an_incomplete_report_lifts_nothing(house):
    house.remind(LATE)
    duty_id = house.duty_id(2025, LATE)
    no = refused(house.submit, duty_id, SOON, goals=REPORT["goals"][:1])
    assert no.code == "report-incomplete"
    assert house.blocks(SOON) == [("annual-report", 2025, "2026-04-30")]


def test_a_report_that_is_sent_back_blocks_again_only_after_its_new_day(house):
    house.remind(LATE)
    duty_id = house.duty_id(2025, LATE)
    house.submit(duty_id, SOON)
    house.send_back(duty_id, SOON, "2026-05-22")
    assert (house.remind("2026-05-22"), house.blocks("2026-05-22")) == (1, [])
    house.remind("2026-05-26")
    assert house.blocks("2026-05-26") == [("annual-report", 2025, "2026-05-22")]


def test_each_overdue_report_blocks_by_itself(house):
    asked = {"project_id": PROJECT_ID, "questions": ["Wer kommt?"], "due_on": "2026-04-24"}
    interim = house.ask("request_interim_report", "2026-04-01", **asked)["duty_id"]
    house.remind(LATE)
    assert house.blocks() == [
        ("interim-report", 2026, "2026-04-24"),
        ("annual-report", 2025, "2026-04-30"),
    ]
    house.submit(house.duty_id(2025, LATE), LATE)
    assert house.blocks() == [("interim-report", 2026, "2026-04-24")]
    answer = {"as_traeger": TRAEGER_ID, "duty_id": interim, "answers": ["Alle."]}
    house.ask("submit_interim_report", SOON, "recipient", **answer)
    assert house.blocks(SOON) == []


def test_what_is_owed_until_another_day_or_not_any_more_blocks_nothing(house):
    house.remind("2027-05-03")
    owed = [("annual-report", 2025, "2026-04-30"), ("annual-report", 2026, "2027-04-30")]
    assert house.blocks("2027-05-03") == owed
    house.tell(TERMINATED, on=date(2027, 5, 4))  # It ended in 2026: no report about that year.
    assert house.blocks("2027-05-04") == owed[:1]
    house.remind("2027-05-04")
    assert house.blocks("2027-05-04") == [*owed[:1], ("statement-of-use", 2026, "2027-03-31")]
    house.tell(CLOSED, on=date(2027, 6, 1))
    assert house.blocks("2027-06-01") == []


def test_an_extension_gives_an_overdue_statement_another_day(house):
    house.remind("2028-04-03")
    assert ("statement-of-use", 2027, "2028-03-31") in house.blocks("2028-04-03")
    later = extended(date(2028, 3, 31), change_ct={2027: -1_000_000, 2028: 1_000_000})
    house.tell(later, on=date(2028, 4, 3))
    assert [it[0] for it in house.blocks("2028-04-03")] == ["annual-report", "annual-report"]


def test_the_report_of_the_district_tells_what_is_overdue_and_what_became_of_goals(house):
    house.remind(LATE)
    report = house.ask("get_district_report", LATE, year=2025)
    assert [(it["kind"], it["year"], it["due_on"]) for it in report["overdue"]] == [
        ("annual-report", 2025, "2026-04-30")
    ]
    (project,) = report["projects"]
    assert (project["number"], project["traeger_name"]) == (APPLIED.number, TRAEGER.name)
    assert project["bound"] == report["totals"]["committed"] == euros("17405.00")
    assert project["goals"]["unreported"] == len(APPLIED.goals)

    house.submit(house.duty_id(2025, LATE), SOON)
    report = house.ask("get_district_report", SOON, year=2025)
    assert report["overdue"] == []
    goals = report["totals"]["goals"]
    assert {state: many for state, many in goals.items() if many} == {
        "pursued": 1,
        "not_reached": 1,
    }
    assert house.ask("get_district_report", SOON, year=2026)["totals"]["goals"]["unreported"] == 2

    house.tell(CLOSED, on=date(2028, 6, 1))
    report = house.ask("get_district_report", "2028-06-01", year=2026)
    assert report["totals"]["goals"]["unreported"] == 0  # The settlement has the last word.


def test_what_comes_while_the_block_is_being_written_waits_for_it_and_is_refused(house):
    """The block holds the row that each payment must pass; without that the list would be made."""
    house.release(1, "2026-04-30")
    house.remind("2026-04-30")
    duty_id = house.duty_id(2025, LATE)
    event = {
        "event_id": str(uuid4()),
        "correlation_id": str(uuid4()),
        "occurred_at": f"{LATE}T06:00:00.000000Z",
        "data": {"project_id": PROJECT_ID, "duty_id": duty_id, "due_on": "2026-04-30"},
    }
    funding = house.services.services["funding"]
    house.services.settle()
    with ThreadPoolExecutor(2) as desk:
        with funding.kernel.pool.connection() as conn, conn.transaction():
            funding.on_duty_overdue(
                Effect(funding.kernel, conn, "reporting", Heard(1, "", None, event))
            )
            lists = desk.submit(refused, house.fund_now, "make_pay_list", LATE)
            again = desk.submit(refused, house.release, 2, LATE, now=True)
            wait_until_waiting(funding.kernel.pool, 2)
        assert lists.result(10).detail.startswith("Es fehlt der Projektbericht 2025")
        assert again.result(10).code == "reports-overdue"


def wait_until_waiting(pool, many):
    """Wait until so many others wait, for a row that this connection holds or behind each other."""
    deadline = time.monotonic() + 10
    waiting = (
        "select count(*) from pg_stat_activity"
        " where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0"
    )
    while True:
        with pool.connection() as conn:  # Each sees the others anew.
            if conn.execute(waiting).fetchone() == (many,):
                return
        assert time.monotonic() < deadline, "nobody waits for the block"
        time.sleep(0.02)
