"""Quarterly figures over a real PostgreSQL: recorded, read from a file, published, read by whom."""

import csv
from dataclasses import replace
from datetime import date
from io import StringIO
from uuid import uuid4

import pytest

from services.funding.events import CATALOGUE as FUNDING
from services.funding.events import PolicyAdopted
from services.projects.events import SozialraumRegistered, SozialraumRenamed
from services.reporting.duties.answers import DutiesAnswer, TasksAnswer
from services.reporting.quarters import answers
from shared.call import Context
from shared.guideline import QuarterRules
from shared.refusal import Refused
from tests.direct import direct
from tests.duty_office import Office
from tests.heard import Source
from tests.quarters import HEADING, NET, ROWS, budget, budget_file, euros, file, row
from tests.toy import settings
from tests.unit.funding.examples import EXAMPLES
from tests.unit.projects.registered import SOZIALRAUM_ID

pytestmark = pytest.mark.postgres

OTHER_ID = "5f1c6a70-94e8-4a25-9b0f-7c0d2f3a4b51"
TRAEGER = "traeger_member"
(POLICY,) = [it for it in EXAMPLES if isinstance(it, PolicyAdopted)]


class District(Office):
    """Two Sozialräume, of which reporting has heard."""

    def __init__(self, services):
        super().__init__(services)
        self.funding = Source("funding", FUNDING, self.reporting)
        self.projects.tell(
            SozialraumRegistered(SOZIALRAUM_ID, "Kalk-Nord", "t1", "Team Kalk-Nord"),
            SozialraumRegistered(OTHER_ID, "Humboldt", "t2", "Team Humboldt"),
            SozialraumRenamed(OTHER_ID, "Humboldt/Gremberg", "Team Humboldt"),
            on=date(2025, 1, 7),
        )

    def adopt(self, on, **of_quarters):
        """Let a policy be adopted that holds from the same day on."""
        rules = replace(POLICY.rules, quarters=QuarterRules(**of_quarters))
        position = len(self.funding.told) + 1
        self.funding.tell(replace(POLICY, position=position, valid_from=on, rules=rules), on=on)

    def act(self, method, day, role="wjh", areas=(SOZIALRAUM_ID,), **body):
        """Ask as somebody in a role, who belongs to these Sozialräume."""
        asked = {"command_id": str(uuid4()), **body}
        token = self.services.desk.issuer.sign(
            sub=f"{role}.kalk", realm_access={"roles": [role]}, sozialraeume=list(areas)
        )
        return self.services.call("reporting", method, asked, Context.of(token, day), 15)

    def refused(self, *asked, **body):
        with pytest.raises(Refused) as no:
            self.act(*asked, **body)
        return no.value

    def publish(self, quarter, day, rows=ROWS, sozialraum_id=SOZIALRAUM_ID, **more):
        which = {"sozialraum_id": sozialraum_id, "year": 2026, "quarter": quarter}
        self.act("record_quarter", day, **which, rows=rows)
        net = sum(
            int(it[name]["amount"].replace(".", "")) * sign
            for it in rows
            for name, sign in (("expenditure", 1), ("income", -1))
        )
        booked = euros(f"{net // 100}.{net % 100:02}")
        return self.act("publish_quarter", day, **which, booked=booked, **more)

    def read(self, quarter, day="2026-11-02", role=TRAEGER, method="get_quarter", **more):
        which = {"sozialraum_id": SOZIALRAUM_ID, "year": 2026, "quarter": quarter}
        return self.act(method, day, role, **which, **more)


@pytest.fixture
def district(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "reporting", APP_ENV="demo")
    with direct(known, "reporting") as services:
        yield District(services)


def of(told, name):
    (found,) = [it for it in told["rows"] if it["row"] == name]
    return found


NEXT = [
    row("p29", 13, 3, 4, 12, expenditure="36000.00"),
    row("p31", 45, 5, 8, 42, expenditure="169200.00"),
    row("p34", 18, 4, 4, 18, expenditure="400000.00"),
    row("p35", 2, 0, 0, 2, expenditure="21900.00"),
]


@pytest.mark.scenario("WJH quarter")
def test_the_team_sees_what_cannot_tell_of_a_case_and_the_office_all(district):
    told = district.publish(1, "2026-04-28")
    assert (told["edition"], told["withheld"]) == (1, False)
    seen = district.read(1)
    assert answers.QuarterAnswer().validate(seen) == {}
    family = of(seen, "p31")
    assert [family[it] for it in ("opening", "inflow", "outflow", "closing", "cases")] == [
        42,
        9,
        6,
        45,
        51,
    ]
    assert family["cost_per_case"] == euros("3600.00")
    assert family["net"] == euros("182350.00")
    single = of(seen, "p35")
    assert [
        single[it] for it in ("opening", "cases", "closing", "expenditure", "cost_per_case", "net")
    ] == [None] * 6
    assert of(seen, "total")["expenditure"] == euros("646011.05")
    full = district.read(1, role="wjh", method="get_full_quarter")
    assert answers.FullQuarterAnswer().validate(full) == {}
    assert of(full, "p35")["expenditure"] == euros("21900.00")
    assert (full["booked"], full["difference"]) == (NET, euros("0.00"))
    assert "p35.cases" in full["hidden_from_team"]


@pytest.mark.parametrize("role", ["asd_member", TRAEGER, "steering_group", "uag", "planning"])
def test_those_who_share_a_table_with_traeger_never_see_the_figures_in_full(district, role):
    district.publish(1, "2026-04-28")
    assert of(district.read(1, role=role), "p35")["cases"] is None
    for method in ("get_full_quarter", "preview_quarter"):
        which = {"sozialraum_id": SOZIALRAUM_ID, "year": 2026, "quarter": 1}
        assert district.refused(method, "2026-11-02", role, **which).code == "not-permitted"
    full = {"year": 2026, "quarter": 1}
    assert (
        district.refused("get_full_district_quarter", "2026-11-02", role, **full).code
        == "not-permitted"
    )


def test_a_team_does_not_see_another_sozialraum(district):
    district.publish(1, "2026-04-28")
    no = district.refused(
        "get_quarter",
        "2026-11-02",
        TRAEGER,
        [OTHER_ID],
        sozialraum_id=SOZIALRAUM_ID,
        year=2026,
        quarter=1,
    )
    assert no.code == "not-permitted"


def test_a_quarter_that_does_not_add_up_is_refused_with_each_row(district):
    rows = [
        row("p29", 12, 4, 3, 14, expenditure="1.00"),
        ROWS[1],
        row("p34", 20, 3, 5, 17, expenditure="1.00"),
    ]
    no = district.refused(
        "record_quarter", "2026-04-20", sozialraum_id=SOZIALRAUM_ID, year=2026, quarter=1, rows=rows
    )
    assert (no.code, [it.pointer for it in no.errors]) == (
        "quarter-does-not-add-up",
        ["/rows/0/closing", "/rows/2/closing"],
    )
    assert district.log() == []


@pytest.mark.scenario("WJH quarter")
def test_a_correction_is_another_version_and_the_first_stays_as_it_was(district):
    district.publish(1, "2026-04-28")
    before = district.read(1, "2026-04-29", csv=True)
    rows = [
        *ROWS[:2],
        row("p34", 20, 3, 5, 18, expenditure="402611.05", income="20340.00"),
        ROWS[3],
    ]
    with pytest.raises(Refused, match="explanation-missing"):
        district.publish(1, "2026-05-11", rows)
    told = district.publish(1, "2026-05-11", rows, reason="Eine Rechnung kam spät.")
    assert told["edition"] == 2
    assert {**district.read(1, edition=1, csv=True), "newest": True} == before
    now = district.read(1)
    assert (now["edition"], now["corrected"], now["published_on"]) == (2, True, "2026-05-11")
    assert of(now, "p34")["expenditure"] == euros("402611.05")
    assert "reason" not in now
    full = district.read(1, role="wjh", method="get_full_quarter")
    assert full["reason"] == "Eine Rechnung kam spät."
    assert (
        district.refused(
            "get_quarter",
            "2026-11-02",
            sozialraum_id=SOZIALRAUM_ID,
            year=2026,
            quarter=1,
            edition=3,
        ).code
        == "quarter-unknown"
    )


def test_a_difference_to_the_bookkeeping_is_shown_with_its_reason(district):
    which = {"sozialraum_id": SOZIALRAUM_ID, "year": 2026, "quarter": 1}
    district.act("record_quarter", "2026-04-20", **which, rows=ROWS)
    other = {"booked": euros("623921.05")}
    no = district.refused("publish_quarter", "2026-04-28", **which, **other)
    assert [(it.pointer, it.code) for it in no.errors] == [("/difference", "missing")]
    district.act("publish_quarter", "2026-04-28", **which, **other, difference="Rechnung im April.")
    full = district.read(1, role="auditor", method="get_full_quarter")
    assert (full["difference"], full["difference_explained"]) == (
        euros("500.00"),
        "Rechnung im April.",
    )


def test_client_data_in_a_note_are_refused(district):
    which = {"sozialraum_id": SOZIALRAUM_ID, "year": 2026, "quarter": 1}
    district.act("record_quarter", "2026-04-20", **which, rows=ROWS)
    note = "Der Junge, geb. 03.04.2012, wurde doppelt gezählt."
    no = district.refused("publish_quarter", "2026-04-28", **which, booked=NET, difference=note)
    assert [it.pointer for it in no.errors] == ["/difference"]


def test_trends_and_the_budget_follow_from_what_is_seen(district):
    of_year = {"sozialraum_id": SOZIALRAUM_ID, "year": 2026}
    district.act("record_help_budget", "2026-01-12", **of_year, budgets=budget())
    district.publish(1, "2026-04-28")
    district.publish(2, "2026-07-20", NEXT)
    family = of(district.read(2), "p31")
    assert family["since_last_quarter"] == {
        "cases": -1,
        "closing": -3,
        "expenditure": euros("-14400.00"),
        "income": euros("-1250.00"),
    }
    assert family["since_last_year"] is None
    assert family["year_to_date"] == euros("351550.00")
    assert (family["budget"], family["budget_left"]) == (euros("720000.00"), euros("368450.00"))
    single = of(district.read(2), "p35")
    assert single["since_last_quarter"] == dict.fromkeys(
        ("cases", "closing", "expenditure", "income")
    )
    assert (single["year_to_date"], single["budget_left"]) == (None, None)


def test_before_publishing_the_office_sees_what_the_team_would_not(district):
    which = {"sozialraum_id": SOZIALRAUM_ID, "year": 2026, "quarter": 1}
    district.act("record_quarter", "2026-04-20", **which, rows=ROWS)
    told = district.act("preview_quarter", "2026-04-20", "district_head", **which)
    assert answers.PreviewAnswer().validate(told) == {}
    published = district.act("publish_quarter", "2026-04-28", **which, booked=NET)
    assert told["hidden_from_team"] == published["hidden_from_team"]
    assert district.refused("preview_quarter", "2026-04-29", **which).code == "quarter-unknown"


def test_the_list_tells_what_came_in_time_and_what_is_overdue(district):
    district.publish(1, "2026-04-28")
    district.publish(2, "2026-08-03", NEXT)
    told = district.act("list_quarters", "2026-11-02", TRAEGER, sozialraum_id=SOZIALRAUM_ID)
    assert answers.QuartersAnswer().validate(told) == {}
    assert [
        (it["quarter"], it["due_on"], it["published_on"], it["in_time"], it["overdue"])
        for it in told["quarters"]
    ] == [
        (1, "2026-04-30", "2026-04-28", True, False),
        (2, "2026-07-30", "2026-08-03", False, False),
        (3, "2026-10-30", None, None, True),
    ]
    assert (told["in_time"], told["due"]) == (1, 3)


def quarterly(district):
    return [it[1:] for it in district.duties() if it[0] == "wjh-quarter"]


def test_a_quarter_that_is_over_is_owed_and_becomes_overdue(district):
    district.remind("2026-04-01")
    year = [(2025, "2025-07-30"), (2025, "2025-10-30"), (2025, "2026-01-30"), (2026, "2026-04-30")]
    assert quarterly(district) == [(*it, "open") for it in year for _ in range(2)]
    assert district.remind("2026-05-04") == 8
    listed = district.ask("list_duties", "2026-05-04", "wjh", overdue=True)
    assert DutiesAnswer().validate(listed) == {}
    assert {(it["kind"], it["project_id"], it["overdue"]) for it in listed["duties"]} == {
        ("wjh-quarter", None, True)
    }
    assert len(listed["duties"]) == 8
    late = sorted((it["title"], it["quarter"], it["year"]) for it in listed["duties"][-2:])
    assert late == [("Humboldt/Gremberg", 1, 2026), ("Kalk-Nord", 1, 2026)]
    calendar = district.ask("get_calendar", "2026-05-04", "wjh")["calendar"].replace("\r\n ", "")
    assert "SUMMARY:überfällig: Quartalsdaten der WJH 1/2026 – Kalk-Nord" in calendar
    assert district.ask("list_duties", "2026-05-04", TRAEGER, overdue=True)["duties"] == []


def test_the_team_sees_when_its_own_figures_are_due_but_has_nothing_to_do_about_it(district):
    district.remind("2026-04-01")
    district.remind("2026-04-23")
    district.services.settle()
    told = district.act("list_duties", "2026-04-23", TRAEGER, due_from="2026-04-01")
    (duty,) = told["duties"]
    assert (duty["title"], duty["quarter"], duty["sozialraum_id"]) == (
        "Kalk-Nord",
        1,
        SOZIALRAUM_ID,
    )
    assert district.act("my_tasks", "2026-04-23", TRAEGER)["tasks"] == []
    tasks = district.act("my_tasks", "2026-04-23")["tasks"]
    assert TasksAnswer().validate({"tasks": tasks, "complete": True}) == {}
    assert {(it["kind"], it["duty_kind"]) for it in tasks} == {("hand-in", "wjh-quarter")}
    none = district.act("list_duties", "2026-04-23", kind="annual-report")
    assert none["duties"] == []


def test_publishing_fulfils_the_duty_and_a_correction_owes_nothing_anew(district):
    district.remind("2026-04-01")
    district.publish(1, "2026-04-28")
    first = (2026, "2026-04-30", "fulfilled")
    assert [it for it in quarterly(district) if it[2] == "fulfilled"] == [first]
    rows = [*ROWS[:3], row("p35", 2, 0, 0, 2, expenditure="22000.00")]
    district.publish(1, "2026-05-11", rows, reason="Eine Rechnung kam spät.")
    assert [it for it in quarterly(district) if it[2] == "fulfilled"] == [first]


def test_publishing_before_anybody_has_planned_is_in_the_calendar_as_well(district):
    district.publish(1, "2026-04-02")
    assert quarterly(district) == [(2026, "2026-04-30", "fulfilled")]


# ---- what the office fixes -----------------------------------------------------------------------


def test_what_was_published_stays_as_it_was_when_the_office_hides_more(district):
    district.publish(1, "2026-04-28")
    before = district.read(1, "2026-05-04", csv=True)
    district.adopt(date(2026, 5, 4), smallest_shown=5)
    assert district.read(1, "2026-05-04", csv=True) == before
    told = district.publish(2, "2026-07-20", NEXT)
    assert not told["withheld"]
    assert {"p29.inflow", "p29.outflow", "p34.inflow", "p34.outflow"} <= {*told["hidden_from_team"]}
    assert (before["threshold"], district.read(2)["threshold"]) == (3, 5)
    assert district.read(1, csv=True) == before


def test_what_was_hidden_stays_so_when_the_office_hides_less_again(district):
    district.adopt(date(2026, 4, 1), smallest_shown=5)
    district.publish(1, "2026-04-28")
    assert of(district.read(1, "2026-04-29"), "p34")["inflow"] is None
    district.adopt(date(2026, 5, 4), smallest_shown=3)
    assert of(district.read(1, "2026-05-04"), "p34")["inflow"] is None
    rows = [*ROWS[:3], row("p35", 2, 0, 0, 2, expenditure="22000.00")]
    district.publish(1, "2026-05-11", rows, reason="Eine Rechnung kam spät.")
    told = district.read(1)
    assert (told["edition"], told["threshold"], of(told, "p34")["inflow"]) == (2, 3, None)


def test_when_figures_are_due_is_what_the_office_had_fixed_at_the_end_of_the_quarter(district):
    district.adopt(date(2026, 4, 1), due_days=45)
    district.remind("2026-07-01")
    days = [day for _, day, _ in quarterly(district)]
    assert [*dict.fromkeys(days)] == ["2025-10-30", "2026-01-30", "2026-04-30", "2026-08-14"]
    district.publish(2, "2026-08-14", NEXT)
    (told,) = district.act("list_quarters", "2026-08-15", sozialraum_id=SOZIALRAUM_ID)["quarters"]
    assert (told["due_on"], told["in_time"]) == ("2026-08-14", True)


# ---- the district ---------------------------------------------------------------------------------


def test_the_district_sums_what_each_team_sees(district):
    district.publish(1, "2026-04-28")
    told = district.act("get_district_quarter", "2026-05-04", "uag", year=2026, quarter=1)
    assert answers.DistrictQuarterAnswer().validate(told) == {}
    assert (told["sozialraeume"], told["missing"]) == (1, ["Humboldt/Gremberg"])
    district.publish(1, "2026-05-05", [ROWS[1]], OTHER_ID)
    told = district.act("get_district_quarter", "2026-05-06", "uag", year=2026, quarter=1)
    assert (told["sozialraeume"], told["in_time"], told["missing"]) == (2, 1, [])
    assert (of(told, "p31")["cases"], of(told, "p35")["cases"]) == (102, None)
    full = district.act("get_full_district_quarter", "2026-05-06", "auditor", year=2026, quarter=1)
    assert of(full, "p35")["cases"] == 2


def test_the_district_has_a_trend_where_the_same_sozialraeume_have_published_both(district):
    def since(quarter, name="p31", role="uag", method="get_district_quarter", day="2026-07-28"):
        told = district.act(method, day, role, year=2026, quarter=quarter)
        assert answers.DistrictQuarterAnswer().validate(told) == {}
        return of(told, name)["since_last_quarter"]

    district.publish(1, "2026-04-28")
    district.publish(2, "2026-07-20", NEXT)
    district.publish(2, "2026-07-20", [ROWS[1]], OTHER_ID)
    assert since(2, day="2026-07-20") is None
    district.publish(1, "2026-07-21", [row("p31", 40, 6, 4, 42, expenditure="160000.00")], OTHER_ID)
    assert since(2) == {
        "cases": 4,
        "closing": 0,
        "expenditure": euros("9200.00"),
        "income": euros("0.00"),
    }
    assert since(2, "p35") == dict.fromkeys(("cases", "closing", "expenditure", "income"))
    assert since(2, "p35", "wjh", "get_full_district_quarter")["cases"] == 0
    assert since(1) is None


# ---- files ----------------------------------------------------------------------------------------

LINES = (
    "2026;1;Kalk-Nord;§ 31;42;9;6;45;183.600,00;1.250,00",
    "2026;2;kalk-nord;31;45;5;8;42;169200;",
    "2026;1;Humboldt/Gremberg;§ 35a;7;1;0;8;88.000,50 €;",
)


def test_a_file_is_tried_and_then_read_once(district):
    day = "2026-07-20"
    tried = district.act("check_quarters", day, content=file(*LINES))
    assert answers.CheckQuartersAnswer().validate(tried) == {}
    assert (tried["fault_count"], [it["new"] for it in tried["quarters"]]) == (0, [True] * 3)
    assert district.log() == []
    told = district.act("import_quarters", day, content=file(*LINES))
    assert answers.ImportQuartersAnswer().validate(told) == {}
    assert len(told["event_ids"]) == 3
    again = district.act("import_quarters", day, content=file(*LINES))
    assert (again["event_ids"], [it["new"] for it in again["quarters"]]) == ([], [False] * 3)


def test_a_line_is_not_read_where_several_sozialraeume_have_its_name(district):
    twin = SozialraumRenamed(OTHER_ID, "KALK-NORD", "Team Humboldt")
    district.projects.tell(twin, on=date(2026, 5, 4))
    for method, content in (
        ("import_quarters", file("2026;1;Kalk-Nord;§ 31;42;9;6;45;183.600,00;")),
        ("import_help_budgets", budget_file("2026;Kalk-Nord;§ 31;720.000,00")),
    ):
        no = district.refused(method, "2026-07-20", content=content)
        assert [(it.pointer, it.code) for it in no.errors] == [("/lines/2/Sozialraum", "ambiguous")]
    assert district.log() == []


def test_of_a_file_with_faults_nothing_is_read_and_each_line_is_named(district):
    wrong = (
        "2026;1;Kalk-Nord;§ 31;42;9;6;46;183.600,00;",
        "2026;1;Kalk-Süd;§ 31;42;9;6;45;183.600,00;",
        "2026;5;Kalk-Nord;§ 99;42;=9;6;45;12,345;",
        *LINES[2:],
        LINES[2],
    )
    no = district.refused("import_quarters", "2026-07-20", content=file(*wrong))
    assert no.code == "import-refused"
    assert [(it.pointer, it.code) for it in no.errors] == [
        ("/lines/4/Zugänge", "formula"),
        ("/lines/3/Sozialraum", "sozialraum-unknown"),
        ("/lines/6/Hilfeart", "line-twice"),
        ("/lines/2/Bestand Ende", "does-not-add-up"),
    ]
    assert district.log() == []


EXPLAINED = "Zählung am Jahresanfang berichtigt."


def explained(*lines):
    return file(*lines, heading=f"{HEADING};Erläuterung")


def test_a_stock_that_does_not_follow_is_explained_by_its_line(district):
    first = explained("2026;1;Kalk-Nord;§ 31;42;9;6;45;183.600,00;;", f"{OF_34}18;402.111,05;;")
    district.act("import_quarters", "2026-04-20", content=first)
    wrong = explained(
        f"2026;2;Kalk-Nord;§ 31;44;5;8;41;169.200,00;;{EXPLAINED}",
        "2026;2;Kalk-Nord;§ 34;17;4;4;17;400.000,00;;",
    )
    no = district.refused("import_quarters", "2026-07-20", content=wrong)
    assert [(it.pointer, it.code) for it in no.errors] == [
        ("/lines/3/Bestand Anfang", "stock-does-not-follow")
    ]
    right = explained(
        f"2026;2;Kalk-Nord;§ 31;44;5;8;41;169.200,00;;{EXPLAINED}",
        "2026;2;Kalk-Nord;§ 34;18;4;4;18;400.000,00;;So wie immer.",
    )
    tried = district.act("check_quarters", "2026-07-20", content=right)
    assert (tried["fault_count"], [it["new"] for it in tried["quarters"]]) == (0, [True])
    district.act("import_quarters", "2026-07-20", content=right)
    again = district.act("import_quarters", "2026-07-21", content=right)
    assert again["event_ids"] == []
    which = {"sozialraum_id": SOZIALRAUM_ID, "year": 2026, "quarter": 2}
    before = {**which, "quarter": 1, "booked": euros("585711.05")}
    district.act("publish_quarter", "2026-07-21", **before)
    district.act("publish_quarter", "2026-07-21", **which, booked=euros("569200.00"))
    full = district.read(2, role="wjh", method="get_full_quarter")
    assert full["opening_explained"] == f"§ 31: {EXPLAINED}"
    assert district.act("import_quarters", "2026-11-02", content=right)["event_ids"] == []


OF_34 = "2026;1;Kalk-Nord;§ 34;20;3;5;"


def test_client_data_in_an_explanation_are_refused_by_line_unless_confirmed(district):
    line = "2026;1;Kalk-Nord;§ 31;42;9;6;45;183.600,00;;Der Junge, geb. 03.04.2012."
    tried = district.act("check_quarters", "2026-04-20", content=explained(line))
    assert [(it["line"], it["column"]) for it in tried["faults"]] == [(2, "Erläuterung")]
    no = district.refused("import_quarters", "2026-04-20", content=explained(line))
    assert [(it.pointer, it.code) for it in no.errors] == [
        ("/lines/2/Erläuterung", "case-reference")
    ]
    assert district.log() == []
    confirmed = {"content": explained(line), "confirm_no_case_data": True}
    assert len(district.act("import_quarters", "2026-04-20", **confirmed)["event_ids"]) == 1


BUDGETS = (
    "2026;Kalk-Nord;§ 31;720.000,00",
    "2026;kalk-nord;34;1.600.000",
    "2026;Humboldt/Gremberg;§ 35a;350000,5 €",
    "2027;Kalk-Nord;§ 31;735.000,00",
)


def test_budgets_are_tried_and_then_read_once(district):
    day = "2026-01-12"
    tried = district.act("check_help_budgets", day, content=budget_file(*BUDGETS))
    assert answers.CheckHelpBudgetsAnswer().validate(tried) == {}
    assert (tried["fault_count"], district.log()) == (0, [])
    told = district.act("import_help_budgets", day, content=budget_file(*BUDGETS))
    assert answers.ImportHelpBudgetsAnswer().validate(told) == {}
    assert [(it["year"], it["lines"], it["new"]) for it in told["budgets"]] == [
        (2026, 2, True),
        (2026, 1, True),
        (2027, 1, True),
    ]
    again = district.act("import_help_budgets", day, content=budget_file(*reversed(BUDGETS)))
    assert (again["event_ids"], {it["new"] for it in again["budgets"]}) == ([], {False})
    other = district.act("import_help_budgets", day, content=budget_file(BUDGETS[0]))
    assert (len(other["event_ids"]), other["budgets"][0]["lines"]) == (1, 1)


def test_of_a_file_of_budgets_with_faults_nothing_is_read_and_each_line_is_named(district):
    wrong = (
        "2026;Kalk-Süd;§ 31;720.000,00",
        "1889;Kalk-Nord;§ 99;zwölf",
        ";;;",
        "2026;Kalk-Nord;;",
        "2026;Kalk-Nord;§ 34;=1+1",
        *BUDGETS,
        BUDGETS[0],
    )
    no = district.refused("import_help_budgets", "2026-01-12", content=budget_file(*wrong))
    assert no.code == "import-refused"
    assert sorted((it.pointer, it.code) for it in no.errors) == [
        ("/lines/11/Hilfeart", "line-twice"),
        ("/lines/2/Sozialraum", "sozialraum-unknown"),
        ("/lines/3/Ansatz", "invalid-amount"),
        ("/lines/3/Hilfeart", "not-allowed"),
        ("/lines/3/Jahr", "too-small"),
        ("/lines/5/Ansatz", "missing"),
        ("/lines/5/Hilfeart", "missing"),
        ("/lines/6/Ansatz", "formula"),
    ]
    assert district.log() == []


def year(district, role=TRAEGER, method="get_help_year", day="2026-11-02", **more):
    told = district.act(method, day, role, year=2026, **more)
    assert answers.HelpYearAnswer().validate(told) == {}
    return told


def test_a_year_is_held_against_its_budget_as_far_as_it_is_published(district):
    district.act("import_help_budgets", "2026-01-12", content=budget_file(*BUDGETS))
    here = {"sozialraum_id": SOZIALRAUM_ID}
    before = year(district, day="2026-01-12", **here)
    assert [(it["row"], it["budget"]["amount"]) for it in before["rows"]] == [
        ("p31", "720000.00"),
        ("p34", "1600000.00"),
        ("total", "2320000.00"),
    ]
    district.publish(1, "2026-04-28")
    district.publish(2, "2026-07-20", NEXT)
    told = year(district, csv=True, **here)
    assert [(it["name"], it["quarters"], it["has_budget"]) for it in told["counted"]] == [
        ("Kalk-Nord", 2, True)
    ]
    family = of(told, "p31")
    columns = ("opening", "inflow", "cases", "outflow", "closing")
    assert [family[it] for it in columns] == [42, 14, 56, 14, 42]
    assert (family["net"], family["budget_left"]) == (euros("351550.00"), euros("368450.00"))
    assert family["cost_per_case"] == euros("6300.00")
    single = of(told, "p35")
    assert [single[it] for it in ("opening", "cases", "closing", "net", "budget")] == [None] * 5
    lines = {it[1]: it for it in csv.reader(StringIO(told["csv"]), delimiter=";")}
    assert lines["§ 31"][3:8] == ["42", "14", "56", "14", "42"]
    assert lines["§ 31"][-2:] == ["720000,00", "368450,00"]
    assert "•" in lines["§ 35"]
    full = year(district, "auditor", "get_full_help_year", **here)
    assert of(full, "p35")["net"] == euros("43800.00")


def test_a_year_of_the_district_adds_up_what_each_sozialraum_has_published(district):
    district.act("import_help_budgets", "2026-01-12", content=budget_file(*BUDGETS))
    district.publish(1, "2026-04-28")
    told = year(district, "uag")
    assert [(it["name"], it["quarters"]) for it in told["counted"]] == [
        ("Humboldt/Gremberg", 0),
        ("Kalk-Nord", 1),
    ]
    assert of(told, "total")["budget"] == euros("2670000.50")
    assert of(told, "p35a")["budget_left"] == euros("350000.50")
    with pytest.raises(Refused, match="not-permitted"):
        year(district)
    elsewhere = {"areas": [OTHER_ID], "sozialraum_id": SOZIALRAUM_ID, "year": 2026}
    assert (
        district.refused("get_help_year", "2026-11-02", TRAEGER, **elsewhere).code
        == "not-permitted"
    )
    nowhere = {"sozialraum_id": str(uuid4()), "year": 2026}
    assert (
        district.refused("get_help_year", "2026-11-02", "wjh", **nowhere).code
        == "sozialraum-unknown"
    )


def test_a_gap_ends_what_counts_of_a_year(district):
    district.publish(1, "2026-04-28")
    district.publish(3, "2026-10-20", NEXT)
    told = year(district, sozialraum_id=SOZIALRAUM_ID)
    assert [it["quarters"] for it in told["counted"]] == [1]
    assert of(told, "p31")["closing"] == 45


def test_a_quarter_leaves_as_a_file_that_hides_what_the_team_does_not_see(district):
    district.publish(1, "2026-04-28")
    told = [*csv.reader(StringIO(district.read(1, csv=True)["csv"]), delimiter=";")]
    lines = {it[3]: it for it in told}
    assert lines["§ 31"][5:11] == ["42", "9", "51", "6", "45", "183600,00"]
    assert lines["§ 35"][5] == "•"
    assert "21900" not in str(told)
