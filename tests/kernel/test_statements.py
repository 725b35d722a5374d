"""Statements of use over a real PostgreSQL: receipts in, handed in, sent back, checked by two."""

from base64 import b64decode
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from deploy import receipts as lists
from services.funding.events import CATALOGUE, PolicyAdopted
from services.projects.events import PlanYear
from services.reporting.statement.answers import CheckAnswer, StatementAnswer, StatementsAnswer
from services.reporting.statement.answers_receipts import (
    ImportAnswer,
    InKindAnswer,
    InKindRemovedAnswer,
    ReceiptsAnswer,
    RemovedAnswer,
)
from shared.call import Context
from shared.guideline import FlatRateUse, Post, YearPlan
from shared.refusal import Refused
from tests.direct import direct
from tests.duty_office import APPROVED_ON
from tests.heard import Source
from tests.statement_office import (
    CHECKED_ON,
    HEADING,
    IN_TIME,
    POST,
    RECEIPTS,
    STATEMENT,
    StatementOffice,
    euros,
    year,
)
from tests.toy import settings
from tests.unit.funding.examples import RULES
from tests.unit.projects.examples import (
    APPLIED,
    APPROVED,
    CLOSED,
    PROJECT_ID,
    SETTLEMENT_REOPENED,
)
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER_ID

pytestmark = pytest.mark.postgres


@pytest.fixture
def office(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "funding", "reporting", APP_ENV="demo")
    with direct(known, "funding", "reporting") as services:
        yield StatementOffice(services)


def refused(ask, *args, **body):
    with pytest.raises(Refused) as no:
        ask(*args, **body)
    return no.value


def valid(schema, told):
    assert schema().validate(told) == {}
    return told


def test_a_statement_goes_from_its_receipts_to_the_check_and_each_figure_can_be_followed(office):
    made = valid(ImportAnswer, office.take_in(RECEIPTS))
    assert (made["lines"], made["new"], made["known"], made["refused"]) == (3, 3, 0, 0)
    assert made["sum"] == euros("142900.00")
    office.recipient("save_statement_draft", IN_TIME, content={"reach": "Mäd"})
    assert office.get()["draft"] == {"version": 1, "content": {"reach": "Mäd"}}

    valid(StatementAnswer, office.submit())
    told = office.get("2028-03-30")
    assert (told["state"], told["days_open"], told["draft"]) == ("submitted", 10, None)
    assert told["comparison"][0] == {
        "part": "posts",
        "line": POST,
        "planned": euros("144000.00"),
        "actual": euros("142900.00"),
        "difference": euros("-1100.00"),
        "percent_hundredths": -76,
    }
    assert ("statement-of-use", 2027, "2028-03-31", "fulfilled") in office.duties()
    listed = valid(StatementsAnswer, office.ask("list_statements", "2028-04-19", "wjh"))
    assert [(it["number"], it["days_open"]) for it in listed["statements"]] == [("2025-8-017", 30)]

    office.check_content()
    made = valid(CheckAnswer, office.check())
    assert (made["result"], made["disallowed"]) == ("accepted", euros("0.00"))
    told = office.get(CHECKED_ON)
    assert (told["state"], told["days_open"]) == ("checked", None)
    assert told["recognised"]["years"] == [
        {
            "year": number,
            "costs": euros(costs),
            "third_party": euros(third_party),
            "own_cash": euros(own_cash),
            "in_kind": euros("0.00"),
        }
        for number, costs, third_party, own_cash in (
            (2025, "17900.00", "0.00", "1000.00"),
            (2026, "72000.00", "10000.00", "2380.00"),
            (2027, "53000.00", "0.00", "1000.00"),
        )
    ]
    assert told["check"]["note"] == "Ohne Beanstandung."
    assert (told["check"]["receipts_checked"], told["check"]["scope"]) == (3, "full")
    assert office.types() == [
        "receipts_imported",
        "statement_submitted",
        "statement_content_checked",
        "statement_checked",
    ]
    assert office.ask("list_statements", CHECKED_ON, "wjh", standing="submitted") == {
        "statements": [],
        "complete": True,
    }


def test_what_is_sent_back_is_owed_again_and_completed_by_a_linked_version(office):
    office.take_in(RECEIPTS)
    office.submit()
    asked = {"places": ["/years/0/posts/0/paid"], "due_on": "2028-04-29", "text": "Bitte prüfen."}
    office.ask("return_statement", "2028-04-03", "wjh", project_id=PROJECT_ID, **asked)
    assert ("statement-of-use", 2027, "2028-05-02", "open") in office.duties()
    more = office.take_in(
        f"{HEADING}\n4;02.01.2026;;Kasse;Nachzahlung;{POST};100,00\n", "2028-04-20"
    )
    assert more["new"] == 1
    years = [STATEMENT["years"][0], year(2026, "72100.00", 1_200), STATEMENT["years"][2]]
    office.submit("2028-04-20", years=years)
    told = office.get("2028-04-20")
    assert [(it["statement_version"], it["completes"]) for it in told["versions"]] == [
        (1, None),
        (2, 1),
    ]
    assert [it["receipts_count"] for it in told["versions"]] == [3, 4]
    assert told["returned"]["text"] == "Bitte prüfen."
    assert ("statement-of-use", 2027, "2028-05-02", "fulfilled") in office.duties()


def test_a_checked_statement_is_corrected_once_its_settlement_was_taken_up_again(office):
    office.take_in(RECEIPTS)
    office.submit()
    office.check_content()
    office.check()
    asked = {"places": ["/years/0/posts/0/paid"], "due_on": "2028-08-31", "text": "412,50 falsch."}
    back = ("return_statement", "2028-07-03", "wjh")
    office.projects.tell(CLOSED, on=date(2028, 7, 1))
    no = refused(office.ask, *back, project_id=PROJECT_ID, **asked)
    assert no.code == "statement-not-open"
    office.projects.tell(SETTLEMENT_REOPENED, on=date(2028, 7, 2))
    office.ask(*back, project_id=PROJECT_ID, **asked)
    assert office.get("2028-07-03")["state"] == "returned"
    office.take_in(f"{HEADING}\n4;02.01.2026;;Kasse;Nachzahlung;{POST};9,00\n", "2028-07-04")
    years = [STATEMENT["years"][0], year(2026, "72009.00", 1_200), STATEMENT["years"][2]]
    office.submit("2028-07-04", years=years)
    office.check_content("2028-07-05")
    office.check("2028-07-06")
    costs = [it["costs"]["amount"] for it in office.get("2028-07-06")["recognised"]["years"]]
    assert costs == ["17900.00", "72009.00", "53000.00"]


def test_a_statement_tells_of_no_client(office):
    office.take_in(RECEIPTS)
    client = {"success": "Das Mädchen, geb. 03.04.2015, bleibt."}
    no = refused(office.submit, **client)
    assert (no.code, [it.pointer for it in no.errors]) == ("case-references-found", ["/success"])
    office.submit(**client, confirm_no_case_data=True)


def test_the_recipient_reads_its_own_files_and_no_other_traeger_does(office):
    office.take_in(RECEIPTS)
    office.submit()
    asked = {"places": ["/years/0/posts/0/paid"], "due_on": "2028-04-29", "text": "Bitte prüfen."}
    office.ask("return_statement", "2028-04-03", "wjh", project_id=PROJECT_ID, **asked)
    with office.services.services["reporting"].kernel.pool.connection() as conn:
        rows = conn.execute(
            "select line::jsonb -> 'data' -> 'receipts' ->> 'document_id' from event"
            " where type = 'statement_submitted'"
        ).fetchall()
    ((document_id,),) = rows
    named = {"document_id": document_id, "number": 0, "as_traeger": TRAEGER_ID}
    mine = {**named, "owner_id": PROJECT_ID}
    assert office.ask("get_document", "2028-04-03", "recipient", **mine)["last"]
    no = refused(office.ask, "get_document", "2028-04-03", "recipient", **named)
    assert no.code == "not-permitted"
    other = {**mine, "as_traeger": SOZIALRAUM_ID}
    no = refused(office.ask, "get_document", "2028-04-03", "recipient", **other)
    assert no.code == "not-permitted"


def test_the_list_of_receipts_stays_as_it_was_handed_in(office):
    office.take_in(RECEIPTS.replace("Gehälter 2025", "'=Summe"))
    office.submit()
    (version,) = office.get()["versions"]
    told = office.ask(
        "get_document", IN_TIME, "wjh", document_id=version["receipts_document_id"], number=0
    )
    lines = b64decode(told["content"]).decode().splitlines()
    assert lines[0] == (
        "Nr.;Gezahlt am;Beauftragt am;Empfänger;Grund;Zeile;Kostenart;Betrag;Netto;Zählt;"
        "Nicht anerkannt"
    )
    assert lines[1] == f"1;31.12.2025;;Gehaltskasse;'=Summe;{POST};;17900,00;;17900,00;"


@pytest.mark.scenario("receipts twice")
def test_the_same_file_twice_adds_nothing_and_says_so(office):
    office.take_in(RECEIPTS)
    before = office.log()
    again = valid(ImportAnswer, office.take_in(RECEIPTS))
    assert (again["new"], again["known"], again["event_ids"]) == (0, 3, [])
    assert office.log() == before
    assert office.get()["receipts"]["count"] == 3


def test_a_line_with_an_error_holds_nobody_up_and_a_warning_keeps_its_line(office):
    made = office.take_in(
        f"{HEADING}\n"
        f"1;31.12.2025;;Kasse;Gehalt;{POST};1.000,00\n"
        "\n"
        f"2;31.13.2025;;Kasse;Gehalt;{POST};1.000,00\n"
        f"3;15.10.2025;09.09.2025;Laden;Vor dem Start bestellt;{POST};350,00\n"
        f"4;15.10.2027;;Laden;Nach dem Ende gezahlt;{POST};20,00\n"
        f"5;31.12.2025;;=SUMME(A1);Gehalt;{POST};1.000,00\n"
        f"1;31.12.2025;;Kasse;Gehalt;{POST};1.000,00\n"
        "6;31.12.2025;;Kasse;Miete;Raum;10,00\n"
    )
    assert [(it["line"], it["column"], it["code"]) for it in made["errors"]] == [
        (4, "Gezahlt am", "invalid-date"),
        (7, "Empfänger", "formula"),
        (8, "Nr.", "line-twice"),
        (9, "Zeile", "line-unknown"),
    ]
    assert [(it["line"], it["code"]) for it in made["warnings"]] == [
        (5, "before-start"),
        (6, "paid-after-end"),
    ]
    assert (made["new"], made["refused"], made["disallowed"]) == (3, 4, euros("350.00"))
    listed = valid(
        ReceiptsAnswer, office.recipient("list_receipts", IN_TIME, disallowed=True, most=1)
    )
    (cut,) = listed["receipts"]
    assert (cut["rule"], cut["counted"], cut["disallowed"]) == (
        "before-start",
        euros("350.00"),
        euros("350.00"),
    )


def test_receipts_that_were_wrong_are_taken_away_and_come_again(office):
    office.take_in(RECEIPTS)
    listed = office.recipient("list_receipts", IN_TIME, year=2026)["receipts"]
    ids = [it["receipt_id"] for it in listed]
    gone = valid(RemovedAnswer, office.recipient("remove_receipts", IN_TIME, receipt_ids=ids))
    assert (gone["removed"], gone["sum"]) == (1, euros("72000.00"))
    assert refused(office.recipient, "remove_receipts", IN_TIME, receipt_ids=ids).code == (
        "receipt-unknown"
    )
    assert office.take_in(RECEIPTS)["new"] == 1


def test_a_receipt_charged_in_another_project_of_the_traeger_is_shown_in_both(office):
    other = "7e6b2cc5-9b6f-5c2d-8e1f-2a3b4c5d6e7f"
    office.projects.tell(
        replace(APPLIED, project_id=other, number="2025-8-018"),
        replace(APPROVED, project_id=other),
        on=APPROVED_ON,
    )
    office.take_in(RECEIPTS)
    made = office.take_in(RECEIPTS, project_id=other)
    assert [(it["line"], it["code"]) for it in made["warnings"]] == [
        (line, "also-elsewhere") for line in (2, 3, 4)
    ]
    assert made["new"] == 3
    doubles = office.get()["receipts"]["doubles"]
    assert [(it["number"], it["other_project_id"]) for it in doubles] == [
        (number, other) for number in ("1", "2", "3")
    ]


def test_a_file_that_cannot_be_read_to_its_end_is_not_taken_at_all(office):
    no = refused(office.take_in, f'{RECEIPTS}4;31.12.2026;;"Kasse;Gehalt;{POST};1,00\n')
    assert no.code == "receipts-unreadable"
    assert [it.code for it in no.errors] == ["unreadable"]
    assert office.get()["receipts"]["count"] == 0
    assert office.types() == []


def test_what_has_been_read_of_a_file_can_be_asked_for(office):
    document_id = office.upload(RECEIPTS)
    asked = {"project_id": PROJECT_ID, "document_id": document_id}
    assert office.ask("get_import_progress", IN_TIME, "wjh", **asked) == {
        "lines": 0,
        "is_done": False,
    }
    office.recipient("import_receipts", IN_TIME, document_id=document_id)
    assert office.ask("get_import_progress", IN_TIME, "wjh", **asked) == {
        "lines": 3,
        "is_done": True,
    }


def test_the_command_uploads_a_list_in_pieces_and_tells_what_became_of_it(office, tmp_path, capsys):
    token = office.services.desk.token("recipient.kalk", "recipient", traeger_id=TRAEGER_ID)
    asked: list[str] = []

    class Client:
        def sign_in(self, *_):
            raise AssertionError("There is a token.")

        def call(self, service, method, body, context, timeout):
            asked.append(method)
            return office.services.call(service, method, body, context, timeout)

    file = tmp_path / "belege.csv"
    many = (f"{n};31.12.2026;;Kasse;{'Gehalt ' * 20};{POST};1,00\n" for n in range(9_000))
    file.write_text(f"{RECEIPTS}4;gestern;;Kasse;Gehalt;{POST};1,00\n{''.join(many)}")
    told = lists.read(PROJECT_ID, file, lambda: (Client(), Context.of(token, IN_TIME)))
    lists.show(told)
    said = capsys.readouterr().out
    assert "9004 Zeilen gelesen: 9003 neu (151.900,00 €), 0 schon bekannt, 1 mit Fehlern." in said
    assert "Fehler: 1" in said
    assert "Hinweise" not in said
    assert asked.count("put_document") == 2
    assert {"import_receipts", "get_import_progress"} < set(asked)


# ---- in-kind -----------------------------------------------------------------------------------

SHEET = [
    {
        "kind": "volunteering",
        "text": "Begleitung",
        "on": "2026-05-04",
        "minutes": 90,
        "name": "Ayşe",
    },
    {"kind": "volunteering", "text": "Fest", "on": "2027-06-05", "minutes": 30, "name": "ayşe "},
    {"kind": "goods", "text": "Raum", "on": "2026-05-04", "value": euros("100.00")},
]


def test_hours_are_valued_by_the_policy_and_names_stand_in_no_event(office):
    made = valid(InKindAnswer, office.recipient("record_in_kind", IN_TIME, entries=SHEET))
    assert made["value"] == euros("130.00")
    with office.reporting.kernel.pool.connection() as conn:
        stored = conn.execute(
            "select line from event union all select answer from command"
        ).fetchall()
    assert not [line for (line,) in stored if "Ay" in line]
    assert [it["name"] for it in office.get()["in_kind"]] == ["Ayşe", None, "Ayşe"]
    team = office.ask("get_statement", IN_TIME, "district_head", project_id=PROJECT_ID)
    assert team["in_kind"][0]["minutes"] == 90


def test_work_outside_of_the_project_counts_for_nothing_and_nothing_is_half_done(office):
    late = {**SHEET[0], "on": "2027-10-01"}
    no = refused(office.recipient, "record_in_kind", IN_TIME, entries=[SHEET[2], late])
    assert [(it.pointer, it.code) for it in no.errors] == [("/entries/1/on", "outside-period")]
    assert office.get()["in_kind"] == []


def test_what_is_taken_away_takes_the_name_with_it(office):
    ids = office.recipient("record_in_kind", IN_TIME, entries=SHEET)["entry_ids"]
    office.recipient("remove_in_kind", IN_TIME, entry_ids=[ids[0]])
    assert [it["name"] for it in office.get()["in_kind"]] == [None, "Ayşe"]
    valid(InKindRemovedAnswer, office.recipient("remove_in_kind", IN_TIME, entry_ids=[ids[1]]))
    with office.reporting.kernel.pool.connection() as conn:
        (left,) = conn.execute("select count(*) from vault_record").fetchone()
    assert left == 0
    assert refused(office.recipient, "remove_in_kind", IN_TIME, entry_ids=[ids[1]]).code == (
        "entry-unknown"
    )


# ---- checking ----------------------------------------------------------------------------------


def test_a_check_cuts_receipts_and_hours_with_rule_and_reason(office):
    office.take_in(RECEIPTS)
    ids = office.recipient("record_in_kind", IN_TIME, entries=SHEET)["entry_ids"]
    office.submit()
    (receipt,) = office.recipient("list_receipts", IN_TIME, year=2027)["receipts"]
    office.check_content()
    cut = {"id": receipt["receipt_id"], "rule": "no-proof", "reason": "Der Beleg fehlt."}
    made = office.check(
        scope="sample",
        receipts_checked=2,
        receipts_checked_sum=euros("125000.00"),
        receipts=[{**cut, "amount": euros("500.00")}],
        in_kind=[{"id": ids[2], "rule": "not-for-the-project", "reason": "Andere Gruppe."}],
    )
    assert (made["result"], made["disallowed"]) == ("accepted_with_cuts", euros("500.00"))
    told = office.get(CHECKED_ON)
    assert told["check"]["disallowed_items"] == [
        {
            "id": receipt["receipt_id"],
            "rule": "no-proof",
            "amount": euros("500.00"),
            "reason": "Der Beleg fehlt.",
        },
        {
            "id": ids[2],
            "rule": "not-for-the-project",
            "amount": euros("100.00"),
            "reason": "Andere Gruppe.",
        },
    ]
    years = told["recognised"]["years"]
    assert [it["costs"]["amount"] for it in years] == ["17900.00", "72000.00", "52500.00"]
    assert [it["in_kind"]["amount"] for it in years] == ["0.00", "22.50", "7.50"]
    steps = {it["rule"]: it["result"]["amount"] for it in told["recognised"]["steps"]}
    assert (steps["recognised-2027"], steps["in-kind"]) == ("52500.00", "30.00")
    assert told["recognised"]["disallowed"] == made["disallowed"]


def test_one_person_does_not_check_alone(office):
    office.take_in(RECEIPTS)
    office.submit()
    office.check_content(role="wjh")
    assert refused(office.check).code == "separation-of-duties"
    assert office.check(role="central_office")["result"] == "accepted"


def test_who_works_for_the_recipient_does_not_check(office):
    office.take_in(RECEIPTS)
    office.submit()
    no = refused(office.check_content, role="wjh", as_traeger=TRAEGER_ID)
    assert no.code == "separation-of-duties"


@pytest.mark.parametrize("traeger_id", [SOZIALRAUM_ID, None])
def test_nobody_accounts_for_another_traeger_or_reads_its_money(office, traeger_id):
    bodies: dict[str, dict[str, Any]] = {
        "get_statement": {},
        "list_receipts": {},
        "submit_statement": STATEMENT,
        "import_receipts": {"document_id": PROJECT_ID},
        "record_in_kind": {"entries": SHEET},
        "save_statement_draft": {"content": {}},
    }
    for method, body in bodies.items():
        no = refused(office.recipient, method, IN_TIME, as_traeger=traeger_id, **body)
        assert no.code == "not-permitted", method


def test_a_draft_that_somebody_else_has_saved_meanwhile_is_not_overwritten(office):
    def save(content, **seen):
        return office.recipient("save_statement_draft", IN_TIME, content=content, **seen)

    assert refused(save, {"a": 1}, expected_version=1).code == "draft-unknown"
    assert save({"a": 1})["version"] == 1
    assert save({"a": 1})["version"] == 1
    assert refused(save, {"a": 2}).code == "version-missing"
    assert save({"a": 2}, expected_version=1)["version"] == 2
    assert refused(save, {"a": 3}, expected_version=1).code == "stale-version"


def test_a_draft_that_nobody_has_saved_for_a_year_goes(office):
    office.recipient("save_statement_draft", IN_TIME, content={"a": 1})
    office.take_in(RECEIPTS)

    def left(*, older):
        with office.reporting.kernel.pool.connection() as conn:
            conn.execute("update statement_draft set saved_at = saved_at - %s::interval", [older])
            conn.execute(
                "update receipt_import set changed_at = changed_at - %s::interval", [older]
            )
        office.reporting.forget_statement_drafts()
        with office.reporting.kernel.pool.connection() as conn:
            counted = "select (select count(*) from statement_draft), count(*) from receipt_import"
            return conn.execute(counted).fetchone()

    assert left(older="23 hours") == (1, 1)
    assert left(older="2 hours") == (1, 0)
    assert left(older="12 months") == (0, 0)


# ---- the policy of the decision ----------------------------------------------------------------


DETAILS = {
    2025: YearPlan((Post(POST, "B. A.", "S 11b", 100, 3, 7_020_000),), (FlatRateUse("Verwaltung"),))
}
assert APPLIED.statements is not None
COSTS_CT = 1_755_000 + 122_850  # A quarter of 70,200.00, and 7 % of it.
BY_LINES = (
    replace(
        APPLIED,
        end=date(2025, 12, 31),
        details=DETAILS,
        plan={2025: PlanYear(COSTS_CT, 0, 0, 0)},
        statements=replace(
            APPLIED.statements,
            declarations=replace(APPLIED.statements.declarations, vat_deduction=True),
        ),
        policy_position=1,
    ),
    replace(
        APPROVED,
        end=date(2025, 12, 31),
        plan={2025: PlanYear(COSTS_CT, 0, 0, 0)},
        policy_position=1,
    ),
)
ADOPTED = PolicyAdopted(
    1, "16fd2706-8baf-433b-82eb-8c7fada847da", date(2025, 1, 1), RULES, "a", "b", date(2024, 12, 1)
)


@pytest.mark.scenario("flat rate recomputed")
def test_what_the_office_had_fixed_for_the_decision_counts(new_database, tmp_path):
    """Nobody earns more than comparable posts; 7 % stand for the office's paper; VAT comes back."""
    known = settings(new_database(), tmp_path, "reporting", APP_ENV="demo")
    with direct(known, "reporting") as services:
        office = StatementOffice(services, approved=BY_LINES)
        assert refused(office.get, "2026-05-04").code == "policy-not-heard"
        Source("funding", CATALOGUE, office.reporting).tell(ADOPTED, on=date(2024, 12, 1))
        made = office.take_in(
            "Nr.;Gezahlt am;Empfänger;Grund;Zeile;Kostenart;Betrag;Netto\n"
            f"1;31.12.2025;Kasse;Gehalt;{POST};;19.200,00;19.200,00\n"
            f"2;31.12.2025;Laden;Papier;{POST};Büromaterial;119,00;100,00\n"
            f"3;31.12.2025;Laden;Papier;Verwaltung;;119,00;100,00\n"
            f"4;31.12.2025;Laden;Fortbildung;{POST};;119,00;\n"
            f"5;31.12.2025;Laden;Fortbildung;{POST};;119,00;100,00\n",
            "2026-05-04",
        )
        assert [(it["line"], it["code"]) for it in made["errors"]] == [
            (3, "covered-by-flat-rate"),
            (4, "covered-by-flat-rate"),
            (5, "net-missing"),
        ]
        assert made["sum"] == euros("19300.00")
        stated = {
            "year": 2025,
            "posts": [{"line": POST, "paid": euros("19300.00"), "fte_months": 300}],
            "flat_rates": [{"kind": "Verwaltung"}],
            "own_cash": euros("0.00"),
        }
        office.submit("2026-05-04", years=[stated])
        told = office.get("2026-05-04")["recognised"]
        assert (told["years"][0]["costs"], told["disallowed"]) == (
            euros("18778.50"),
            euros("1750.00"),
        )
        steps = {it["rule"]: it["result"]["amount"] for it in told["steps"]}
        assert steps["spent-2025-1"] == "17550.00"
        assert steps["flat-rate-2025-Verwaltung"] == "1228.50"
