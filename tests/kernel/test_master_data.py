"""Master data, persons, teams and deputies over a real PostgreSQL: asked, answered, remembered."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from shared.call import Context
from shared.refusal import Refused
from tests.direct import DAY, Direct, direct
from tests.toy import settings

pytestmark = pytest.mark.postgres

NAMES = ("projects", "funding", "resources", "reporting")
AYSE = {"name": "Ayşe Öztürk", "email": "ayse.oeztuerk@kalk.example", "phone": "+49 221 4711"}


class Office:
    """The central office, who writes master data; others may be named."""

    def __init__(self, services: Direct) -> None:
        self.services = services

    def __call__(self, method: str, sub: str = "zentrale", **body: Any) -> dict[str, Any]:
        given = Context.fresh(sub, "central_office")
        context = Context(given.actor, given.correlation_id, today=DAY)
        asked = {"command_id": str(uuid4()), **body}
        return self.services.call("projects", method, asked, context, 15)

    def refused(self, method: str, **body: Any) -> Refused:
        with pytest.raises(Refused) as no:
            self(method, **body)
        return no.value

    def rows(self, query: str, service: str = "projects") -> list[Any]:
        with self.services.services[service].kernel.pool.connection() as conn:
            found: list[Any] = conn.execute(query).fetchall()
            return found

    def events(self) -> int:
        ((count,),) = self.rows("select count(*) from event")
        return int(count)


@pytest.fixture(scope="module")
def office(database_url, tmp_path_factory) -> Iterator[Office]:
    """An office for all tests of this file that do not count what there is."""
    known = settings(database_url, tmp_path_factory.mktemp("office"), *NAMES, APP_ENV="demo")
    with direct(known, *NAMES) as services:
        yield Office(services)


@pytest.fixture
def new_office(new_database, tmp_path) -> Iterator[Office]:
    """An office in which nothing has happened yet."""
    known = settings(new_database(), tmp_path, *NAMES, APP_ENV="demo")
    with direct(known, "projects") as services:
        yield Office(services)


@pytest.fixture
def subject():
    return f"oidc|{uuid4()}"


@pytest.fixture
def traeger(office):
    return office("register_traeger", name="Jugendwerk Kalk e. V.")["traeger_id"]


@pytest.fixture
def area(office):
    return office("register_sozialraum", name="Kalk-Nord", team_name="Team Kalk-Nord")


@pytest.fixture
def ayse(office, subject):
    return office("register_person", function="Fachkraft im ASD", subject=subject, **AYSE)[
        "person_id"
    ]


# ---- Träger and Sozialräume ----------------------------------------------------------------


def test_a_traeger_is_shown_with_who_changed_what(office, traeger):
    office("amend_traeger", sub="erste", traeger_id=traeger, iban="DE02370501980001802057")
    office("amend_traeger", sub="zweite", traeger_id=traeger, iban=None, name="Jugendwerk e. V.")
    office("amend_traeger", sub="dritte", traeger_id=traeger, iban=None)
    shown = office("get_traeger", traeger_id=traeger)
    assert (shown["name"], shown["version"], shown["profile"]["iban"]) == (
        "Jugendwerk e. V.",
        3,
        None,
    )
    assert [(it["type"], it["occurred_at"], it["role"]) for it in shown["history"]] == [
        ("traeger_registered", "2026-01-05T11:00:00.000000Z", "central_office"),
        ("traeger_amended", "2026-01-05T11:00:00.000000Z", "central_office"),
        ("traeger_amended", "2026-01-05T11:00:00.000000Z", "central_office"),
    ]
    assert len({it["by"] for it in shown["history"]}) == 3
    assert shown["history"][2]["changes"] == [
        {"pointer": "/name", "old": "Jugendwerk Kalk e. V.", "new": "Jugendwerk e. V."},
        {"pointer": "/profile/iban", "old": "DE02370501980001802057", "new": None},
    ]


def test_a_head_count_carries_its_evidence_and_is_asked_for_by_day(office, traeger):
    content = b64encode(b"Personalliste").decode()
    document_id = str(uuid4())
    piece = {"document_id": document_id, "number": 0, "last": True, "content": content}
    sha256 = office("put_document", **piece)["sha256"]
    for on, count in (("2025-01-31", 30), ("2026-01-05", 31)):
        employees = {"method": "heads", "count": count}
        office(
            "state_headcount",
            traeger_id=traeger,
            employees=employees,
            on=on,
            evidence_document_id=document_id,
        )
    told = office("get_traeger", traeger_id=traeger, on="2026-01-04")["headcounts"]
    assert told == {
        "heads": {
            "method": "heads",
            "hundredths": 3_000,
            "on": "2025-01-31",
            "evidence": {"document_id": document_id, "sha256": sha256},
        },
        "fte": None,
    }
    today = office("get_traeger", traeger_id=traeger)["headcounts"]["heads"]
    assert today["hundredths"] == 3_100
    unknown = {"traeger_id": traeger, "employees": {"method": "heads", "count": 1}}
    no = office.refused(
        "state_headcount", **unknown, on="2025-01-01", evidence_document_id=str(uuid4())
    )
    assert no.code == "document-unknown"


def test_lists_come_page_by_page(new_office):
    made = {
        new_office("register_traeger", name=f"Verein {number}")["traeger_id"] for number in range(5)
    }
    seen, after = [], None
    while True:
        page = new_office("list_traeger", limit=2, after=after)
        seen += [it["traeger_id"] for it in page["traeger"]]
        after = page["after"]
        if after is None:
            break
    assert seen == sorted(made)


def test_a_sozialraum_is_of_the_district_and_can_be_renamed(office, area):
    asked = {"sozialraum_id": area["sozialraum_id"], "name": "Kalk-Mitte", "team_name": "Team M"}
    assert office("rename_sozialraum", **asked)["team_id"] == area["team_id"]
    shown = office("get_sozialraum", sozialraum_id=area["sozialraum_id"])
    assert (shown["name"], shown["team_name"], shown["district"]) == (
        "Kalk-Mitte",
        "Team M",
        "test",
    )
    assert [it["type"] for it in shown["history"]] == [
        "sozialraum_registered",
        "sozialraum_renamed",
    ]
    assert office.refused("get_sozialraum", sozialraum_id=str(uuid4())).code == "sozialraum-unknown"


# ---- persons -------------------------------------------------------------------------------


def test_a_person_is_known_by_the_id_that_acts_carry(office, ayse, subject):
    office("register_traeger", sub=subject, name="Verein")
    ((line,),) = office.rows(
        "select line::jsonb from event where type = 'traeger_registered' order by id desc limit 1"
    )
    assert line["actor"]["sub"] == ayse
    assert office("get_persons", person_ids=[ayse, ayse, str(uuid4())])["persons"] == [
        {"person_id": ayse, "function": "Fachkraft im ASD", **AYSE, "erased_at": None}
    ]


def test_a_subject_is_one_person(office, ayse, subject):
    again = {"function": "Fachkraft im ASD", "name": "Andere", "subject": subject}
    assert office.refused("register_person", **again).code == "already-decided"
    other = office("register_person", function="Leitung", name="Ben Weiß")["person_id"]
    no = office.refused("amend_person", person_id=other, subject=subject)
    assert (no.code, [it.pointer for it in no.errors]) == ("subject-taken", ["/subject"])
    office("amend_person", person_id=other, subject=f"{subject} ben")
    office("register_traeger", sub=f"{subject} ben", name="Verein")
    ((line,),) = office.rows(
        "select line::jsonb from event where type = 'traeger_registered' order by id desc limit 1"
    )
    assert line["actor"]["sub"] == other


def test_an_amendment_tells_which_data_are_new_and_not_to_what(office, ayse):
    office("amend_person", person_id=ayse, phone=None, name="Ayşe Yıldız", email=AYSE["email"])
    shown = office("get_person", person_id=ayse)
    assert (shown["name"], shown["email"], shown["phone"]) == ("Ayşe Yıldız", AYSE["email"], None)
    assert shown["history"][1]["changes"] == [
        {"pointer": "/name", "old": None, "new": None},
        {"pointer": "/phone", "old": None, "new": None},
    ]
    no = office.refused("amend_person", person_id=ayse, function="Frau Yıldız")
    assert no.code == "personal-data"
    assert office("amend_person", person_id=ayse, name="Ayşe Yıldız")["event_ids"] == []


def test_a_repeated_command_answers_alike_and_another_body_is_refused(office):
    body = {"command_id": str(uuid4()), "function": "Leitung", **AYSE}
    assert office("register_person", **body) == office("register_person", **body)
    no = office.refused("register_person", **{**body, "name": "Andere"})
    assert no.code == "command-id-reused"


def test_an_erased_person_is_nobody_everywhere(office, ayse, subject):
    for service in NAMES:
        kernel = office.services.services[service].kernel
        with kernel.pool.connection() as conn:
            kernel.writer.actors.told(conn, Context.fresh(subject, "").actor)
    body = {"command_id": str(uuid4()), "person_id": ayse}
    first = office("erase_person", **body)
    assert office("erase_person", **body) == first
    assert office("erase_person", person_id=ayse)["event_ids"] == []
    shown = office("get_person", person_id=ayse)
    assert (shown["name"], shown["email"], shown["phone"]) == (None, None, None)
    assert shown["erased_at"] == "2026-01-05T11:00:00.000000Z"
    assert [it["type"] for it in shown["history"]] == ["person_registered", "person_erased"]
    for service in NAMES:
        query = f"select count(*) from actor where sub = '{subject}'"
        assert office.rows(query, service) == [(0,)], service
    assert office.refused("amend_person", person_id=ayse, name="Ayşe").code == "person-erased"
    office("register_traeger", sub=subject, name="Verein")
    assert office.rows(f"select count(*) from actor where actor_id = '{ayse}'") == [(0,)]


def test_who_is_still_something_is_not_erased(office, ayse, traeger, area):
    here = {"sozialraum_id": area["sozialraum_id"], "person_id": ayse}
    office("join_team", **here, part="asd", function="Fachkraft", start="2025-01-01")
    office("name_representatives", traeger_id=traeger, person_ids=[ayse])
    period = {"start": DAY, "end": "2026-01-31", "reason_code": "holiday"}
    delegation = office("appoint_deputy", person_id=ayse, **period)["delegation_id"]
    no = office.refused("erase_person", person_id=ayse)
    assert no.code == "person-in-use"
    assert no.detail == (
        "Sie ist noch: Mitglied eines Teams, Vertretung der Leitung, Vertretungsberechtigte eines"
        " Trägers. Das muss erst enden."
    )
    assert office("get_person", person_id=ayse)["name"] == AYSE["name"]
    office("leave_team", **here, end="2026-01-04")
    office("name_representatives", traeger_id=traeger, person_ids=[])
    office("revoke_deputy", delegation_id=delegation)
    office("erase_person", person_id=ayse)
    assert office("get_person", person_id=ayse)["name"] is None


def test_an_erasure_waits_until_every_service_has_forgotten(office, ayse, monkeypatch):
    reporting = office.services.services.pop("reporting")
    with pytest.raises(KeyError):
        office.services.call("reporting", "health", {}, Context.fresh("x", "y"), 1)
    before = office.events()
    with pytest.raises(Refused):
        office("erase_person", person_id=ayse)
    assert office.events() == before
    assert office("get_person", person_id=ayse)["name"] == AYSE["name"]
    office.services.services["reporting"] = reporting
    office("erase_person", person_id=ayse)
    assert office("get_person", person_id=ayse)["name"] is None


# ---- teams and deputies --------------------------------------------------------------------


def test_a_team_is_shown_as_of_a_day(office, ayse, traeger, area):
    here = {"sozialraum_id": area["sozialraum_id"], "person_id": ayse}
    office("join_team", **here, part="asd", function="Fachkraft", start="2025-01-01")
    office("leave_team", **here, end="2025-12-31")
    office(
        "join_team",
        **here,
        part="traeger",
        traeger_id=traeger,
        function="Bereichsleitung",
        start="2026-01-01",
    )
    for day, part in (("2024-12-31", []), ("2025-12-31", ["asd"]), (DAY, ["traeger"])):
        shown = office("get_sozialraum", sozialraum_id=area["sozialraum_id"], on=day)
        assert [it["part"] for it in shown["members"]] == part
    assert [it["type"] for it in shown["team_history"]] == [
        "member_joined",
        "member_left",
        "member_joined",
    ]


def test_only_registered_persons_and_active_traeger_take_part(office, ayse, traeger, area):
    join = {
        "sozialraum_id": area["sozialraum_id"],
        "person_id": ayse,
        "part": "traeger",
        "traeger_id": traeger,
        "function": "Bereichsleitung",
        "start": "2025-01-01",
    }
    office("deactivate_traeger", traeger_id=traeger, reason_code="dissolved", reason="Aufgelöst")
    assert office.refused("join_team", **join).code == "traeger-inactive"
    office("reactivate_traeger", traeger_id=traeger)
    unknown = str(uuid4())
    assert office.refused("join_team", **{**join, "traeger_id": unknown}).code == "traeger-unknown"
    assert office.refused("join_team", **{**join, "person_id": unknown}).code == "person-unknown"
    no = office.refused("join_team", **{**join, "sozialraum_id": unknown})
    assert no.code == "sozialraum-unknown"
    no = office.refused("join_team", **{**join, "function": "Frau Öztürk"})
    assert no.code == "personal-data"
    no = office.refused("name_representatives", traeger_id=traeger, person_ids=[unknown])
    assert no.code == "person-unknown"
    office("join_team", **join)


def test_deputies_are_listed_with_whether_they_count(office, ayse, subject):
    period = {"start": DAY, "end": "2026-01-31", "reason_code": "illness", "reason": "Kur"}
    given = office("appoint_deputy", person_id=ayse, **period)["delegation_id"]
    no = office.refused("appoint_deputy", sub=subject, person_id=ayse, **period)
    assert no.code == "separation-of-duties"
    for day, covers in (("2026-01-31", True), ("2026-02-01", False)):
        listed = office("list_deputies", on=day)["delegations"]
        assert [it for it in listed if it["person_id"] == ayse] == [
            {
                "delegation_id": given,
                "person_id": ayse,
                "start": DAY,
                "end": "2026-01-31",
                "revoked_on": None,
                "covers": covers,
            }
        ]


# ---- files ---------------------------------------------------------------------------------


def test_a_file_is_tried_without_effect_read_once_and_known_again(new_office):
    text = "Name;Registernummer;Mitarbeitende;Stichtag\nÄpfel e. V.;VR 1;12;31.12.2025\nBirnen;;;\n"
    file = {"kind": "traeger", "content": b64encode(text.encode("cp1252")).decode()}
    before = new_office.events()
    tried = new_office("check_import", **file)
    assert (tried["added"], tried["changed"], tried["unchanged"]) == (2, 0, 0)
    assert tried["lines"][0] == {"line": 2, "name": "Äpfel e. V.", "outcome": "added"}
    assert [it["code"] for it in tried["warnings"]] == ["no-evidence"]
    assert new_office.events() == before

    read = new_office("import_master_data", **file)
    assert (read["added"], read["stream"]) == (2, "import-traeger")
    assert new_office.events() == before + 4
    again = new_office("import_master_data", **file)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert again["event_ids"] == []
    assert new_office.events() == before + 4
    names = [it["name"] for it in new_office("list_traeger")["traeger"]]
    assert sorted(names) == ["Birnen", "Äpfel e. V."]


def test_a_file_with_one_fault_changes_nothing(office):
    text = "Name;IBAN\nGut;\nSchlecht;DE00\n=1+1;\n"
    file = {"kind": "traeger", "content": b64encode(text.encode()).decode()}
    before = office.events()
    no = office.refused("import_master_data", **file)
    assert no.code == "import-refused"
    assert sorted((it.pointer, it.code) for it in no.errors) == [
        ("/lines/3/IBAN", "invalid-iban"),
        ("/lines/4/Name", "formula"),
    ]
    assert office.events() == before
    tried = office("check_import", **file)
    assert (tried["fault_count"], len(tried["faults"])) == (2, 2)


def test_sozialraeume_come_from_a_file_too(new_office):
    new_office("register_sozialraum", name="Kalk-Nord", team_name="Team Kalk-Nord")
    text = "Sozialraum;Team\nKalk-Nord;Neues Team\nVingst;Team Vingst\n"
    file = {"kind": "sozialraeume", "content": b64encode(text.encode()).decode()}
    read = new_office("import_master_data", **file)
    assert (read["added"], read["changed"]) == (1, 1)
    listed = new_office("list_sozialraeume")["sozialraeume"]
    assert sorted((it["name"], it["team_name"]) for it in listed) == [
        ("Kalk-Nord", "Neues Team"),
        ("Vingst", "Team Vingst"),
    ]


def test_who_reads_a_file_while_another_was_read_is_told_to_look_again(new_office, monkeypatch):
    content = b64encode(b"Name\nVerein Vingst\n").decode()
    log = new_office.services.services["projects"].kernel.log
    listed = log.streams

    def meanwhile(conn, kind):
        found = listed(conn, kind)
        monkeypatch.setattr(log, "streams", listed)
        new_office("import_master_data", kind="traeger", content=content)
        return found

    monkeypatch.setattr(log, "streams", meanwhile)
    no = new_office.refused("import_master_data", kind="traeger", content=content)
    assert no.code == "stale-version"
    again = new_office("import_master_data", kind="traeger", content=content)
    assert (again["added"], again["unchanged"]) == (0, 1)
