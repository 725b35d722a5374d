"""Two persons at the Träger: one writes the statement of use, the other certifies it or declines to."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.funding.events import CATALOGUE, PolicyAdopted
from services.reporting.statement.answers import StatementAnswer
from shared.call import Context
from shared.refusal import Refused
from tests.direct import direct
from tests.heard import Source
from tests.statement_office import IN_TIME, RECEIPTS, StatementOffice
from tests.toy import settings
from tests.unit.funding.examples import RULES
from tests.unit.projects.examples import APPLIED, APPROVED, PROJECT_ID
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER_ID

pytestmark = pytest.mark.postgres

LATER = "2028-03-27"
WHY = "Die Stunden im Dezember stimmen nicht."


@pytest.fixture
def office(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "funding", "reporting", APP_ENV="demo")
    with direct(known, "funding", "reporting") as services:
        made = StatementOffice(services)
        made.take_in(RECEIPTS)
        yield made


def sign(office, method, day=LATER, traeger_id=TRAEGER_ID, sub="vorstand.kalk", **body) -> Any:
    """Ask as the board of a Träger, who has written nothing of it."""
    office.services.settle()
    token = office.services.desk.token(sub, "recipient", traeger_id=traeger_id)
    asked = {"project_id": PROJECT_ID, "command_id": str(uuid4()), **body}
    return office.services.call("reporting", method, asked, Context.of(token, day), 15)


def refused(ask, *args, **body):
    with pytest.raises(Refused) as no:
        ask(*args, **body)
    return no.value


def owed(office):
    return [it[2:] for it in office.duties() if it[0] == "statement-of-use"]


def test_the_office_has_it_once_a_second_person_stands_for_it(office):
    office.submit(to_certify=True)
    told = office.get("2028-03-26")
    assert (told["state"], told["days_open"], told["certificate"]) == ("uncertified", None, None)
    assert owed(office) == [("2028-03-31", "open")]
    no = refused(office.check_content, "2028-03-26")
    assert no.code == "statement-not-certified"

    assert refused(sign, office, "certify_statement", sub="recipient.kalk").code == (
        "separation-of-duties"
    )
    no = refused(sign, office, "certify_statement", traeger_id=SOZIALRAUM_ID)
    assert no.code == "not-permitted"
    made = sign(office, "certify_statement")
    assert StatementAnswer().validate(made) == {}
    assert owed(office) == [("2028-03-31", "fulfilled")]
    told = office.get("2028-04-03")
    assert (told["state"], told["days_open"]) == ("submitted", 7)
    assert told["certificate"]["certified_on"] == LATER
    assert told["certificate"]["certified_by"] != told["versions"][0]["submitted_by"]
    (listed,) = office.ask("list_statements", "2028-04-03", "wjh")["statements"]
    assert (listed["standing"], listed["days_open"], listed["certified_on"]) == (
        *("submitted", 7),
        LATER,
    )
    office.check_content()
    made = office.check(scope="files", note="Nach Aktenlage: Bericht und Liste sind schlüssig.")
    assert made["result"] == "accepted"
    check = office.get("2028-05-22")["check"]
    assert (check["scope"], check["receipts_checked"], check["receipts_count"]) == ("files", 0, 3)


def test_what_is_declined_goes_back_to_who_wrote_it_and_is_owed_all_the_time(office):
    office.submit(to_certify=True)
    no = refused(
        sign, office, "decline_statement", reason="Aktenzeichen 51/2-123.456, geb. 3.4.2015"
    )
    assert no.code == "case-references-found"
    sign(office, "decline_statement", reason=WHY)
    told = office.get(LATER)
    assert (told["state"], told["declined"]["reason"]) == ("declined", WHY)
    assert owed(office) == [("2028-03-31", "open")]
    assert office.ask("list_statements", LATER, "wjh", standing="submitted")["statements"] == []
    (listed,) = office.ask("list_statements", LATER, "wjh", standing="declined")["statements"]
    assert listed["days_open"] is None

    office.submit("2028-03-28", to_certify=True)
    told = office.get("2028-03-28")
    versions = [(it["statement_version"], it["completes"]) for it in told["versions"]]
    assert (told["state"], told["declined"], versions) == ("uncertified", None, [(1, None), (2, 1)])
    sign(office, "certify_statement", "2028-03-29")
    assert owed(office) == [("2028-03-31", "fulfilled")]
    assert office.types() == [
        "receipts_imported",
        "statement_submitted",
        "statement_declined",
        "statement_submitted",
        "statement_certified",
    ]


def test_where_nobody_else_was_asked_for_nothing_is_certified(office):
    office.submit(IN_TIME)
    assert refused(sign, office, "certify_statement").code == "nothing-to-certify"
    assert office.get(LATER)["state"] == "submitted"


BY_POLICY = (replace(APPLIED, policy_position=1), replace(APPROVED, policy_position=1))
ADOPTED = PolicyAdopted(
    position=1,
    proposal_id="16fd2706-8baf-433b-82eb-8c7fada847da",
    valid_from=date(2025, 1, 1),
    rules=replace(RULES, certified_statements=True),
    proposed_by="a",
    by="b",
    adopted_on=date(2024, 12, 1),
)


def test_where_the_office_asks_for_two_persons_nobody_hands_in_alone(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "reporting", APP_ENV="demo")
    with direct(known, "reporting") as services:
        office = StatementOffice(services, approved=BY_POLICY)
        Source("funding", CATALOGUE, office.reporting).tell(ADOPTED, on=date(2024, 12, 1))
        office.take_in(RECEIPTS)
        assert office.get()["must_be_certified"]
        office.submit()
        told = office.get()
        assert (told["state"], told["versions"][0]["needs_certificate"]) == ("uncertified", True)
        assert owed(office) == [("2028-03-31", "open")]
        sign(office, "certify_statement")
        assert owed(office) == [("2028-03-31", "fulfilled")]
