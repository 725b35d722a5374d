"""A shift between lines, from its request to the recognised cent, over a real PostgreSQL."""

from dataclasses import replace

import pytest

from services.reporting.line_shifts.answers import LineShiftAnswer, LineShiftsAnswer
from shared.guideline import Post, YearPlan
from tests.direct import direct
from tests.kernel.test_statements import refused, valid
from tests.statement_office import (
    CHECKED_ON,
    HEADING,
    IN_TIME,
    POST,
    StatementOffice,
    euros,
    year,
)
from tests.toy import settings
from tests.unit.projects.examples import APPLIED, APPROVED, PROJECT_ID
from tests.unit.projects.registered import TRAEGER_ID

pytestmark = pytest.mark.postgres

HELP = "Honorarkraft"
PLAN = {
    2026: YearPlan(
        (
            Post(POST, "Soziale Arbeit", None, 100, 12, 12_000_000),
            Post(HELP, "Übungsleitung", None, 100, 12, 2_400_000),
        )
    )
}
RECEIPTS = f"""{HEADING}
1;31.12.2025;;Gehaltskasse;Gehälter 2025;{POST};17.900,00
2;31.12.2026;;Gehaltskasse;Gehälter 2026;{POST};62.099,99
3;31.12.2026;;Verein;Honorare 2026;{HELP};52.800,01
4;30.09.2027;;Gehaltskasse;Gehälter 2027;{POST};10.000,00
"""
MOVES = [
    {"line": POST, "amount": euros("-20000.00")},
    {"line": HELP, "amount": euros("20000.00")},
]
ASKED = {"project_id": PROJECT_ID, "moves": MOVES, "reason": "Die Stelle bleibt lange leer."}
SOON, THEN = "2026-03-02", "2026-03-09"


@pytest.fixture
def office(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "funding", "reporting", APP_ENV="demo")
    with direct(known, "funding", "reporting") as services:
        yield StatementOffice(services, approved=(replace(APPLIED, details=PLAN), APPROVED))


def decide(office, request_id, outcome="approved", day=THEN, role="district_head", **more):
    asked = {"project_id": PROJECT_ID, "request_id": request_id, "outcome": outcome, **more}
    told = office.ask("decide_line_shift", day, role, **asked, reason="Einverstanden.")
    return valid(LineShiftAnswer, told)


def lines(office, day):
    told = office.ask("list_line_shifts", day, "wjh", project_id=PROJECT_ID)
    valid(LineShiftsAnswer, told)
    planned = {it["line"]: it["planned"]["amount"] for it in told["lines"]}
    return planned, [it["outcome"] for it in told["shifts"]]


def recognised(office):
    """Hand the statement in and check it; return what is recognised in 2026."""
    office.take_in(RECEIPTS)
    third = {"source": "Stiftung", "kind": "donation", "amount": euros("10000.00")}
    middle = year(2026, "62099.99", 1_200, third)
    middle["posts"].append({"line": HELP, "paid": euros("52800.01"), "fte_months": 600})
    years = [year(2025, "17900.00", 300), middle, year(2027, "10000.00", 200)]
    office.submit(years=years, deviations="Mehr Honorare, weniger Gehalt.")
    office.check_content()
    office.check()
    told = office.get(CHECKED_ON)["recognised"]
    steps = {it["rule"]: it["result"]["amount"] for it in told["steps"]}
    return steps[f"line-{HELP}"], told["disallowed"]


def test_what_was_approved_beforehand_is_recognised_up_to_a_fifth_above_it(office):
    made = valid(LineShiftAnswer, office.recipient("request_line_shift", SOON, **ASKED))
    assert lines(office, SOON) == ({POST: "120000.00", HELP: "24000.00"}, [None])
    for _ in range(2):
        decide(office, made["request_id"])
    assert lines(office, THEN) == ({POST: "100000.00", HELP: "44000.00"}, ["approved"])
    again = {**ASKED, "moves": [{**MOVES[0], "amount": euros("-100000.01")}, MOVES[1]]}
    no = refused(office.recipient, "request_line_shift", THEN, **again)
    assert [it.code for it in no.errors] == ["line-too-small", "shift-not-balanced"]
    assert recognised(office) == ("52800.00", euros("0.01"))  # 44,000.00 and a fifth, to the cent


def test_what_was_not_approved_counts_a_fifth_above_the_plan(office):
    made = office.recipient("request_line_shift", SOON, **ASKED)
    decide(office, made["request_id"], "rejected")
    assert lines(office, THEN) == ({POST: "120000.00", HELP: "24000.00"}, ["rejected"])
    assert recognised(office) == ("28800.00", euros("24000.01"))


def test_who_belongs_to_the_recipient_does_not_decide(office):
    made = office.recipient("request_line_shift", SOON, **ASKED)
    no = refused(decide, office, made["request_id"], as_traeger=TRAEGER_ID)
    assert no.code == "separation-of-duties"
    assert lines(office, THEN) == ({POST: "120000.00", HELP: "24000.00"}, [None])


def test_nothing_is_shifted_once_the_project_is_over(office):
    made = office.recipient("request_line_shift", SOON, **ASKED)
    no = refused(office.recipient, "request_line_shift", IN_TIME, **ASKED)
    assert no.code == "line-shift-too-late"
    no = refused(decide, office, made["request_id"], day=IN_TIME)
    assert no.code == "line-shift-too-late"
    assert lines(office, IN_TIME) == ({POST: "120000.00", HELP: "24000.00"}, [None])
