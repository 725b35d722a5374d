"""What services say to each other, as files: never edited after release, only added to.

A changed event is a new version with a new file and an upcast from the old one. A new event is
written down once with `python -m tests.unit.test_contracts`, which leaves existing files alone.
"""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from services.funding.events import CATALOGUE as FUNDING
from services.funding.events import Paid, PolicyAdopted, PolicyProposed
from services.funding.heard import HEARD as HEARD_BY_FUNDING
from services.funding.heard_duties import HEARD as DUTIES_HEARD_BY_FUNDING
from services.projects.events import CATALOGUE as PROJECTS
from services.projects.heard import HEARD as HEARD_BY_PROJECTS
from services.projects.heard import HEARD_OF_REPORTING
from services.reporting.annual_report import ON
from services.reporting.events import CATALOGUE as REPORTING
from services.reporting.heard import HEARD as HEARD_BY_REPORTING
from services.reporting.heard_duties import HEARD as HEARD_FOR_DUTIES
from services.reporting.heard_people import HEARD as HEARD_OF_PEOPLE
from services.reporting.heard_policy import HEARD as HEARD_OF_POLICY
from services.resources.events import CATALOGUE as RESOURCES
from shared.bookyear.events import BookYearClosed
from shared.canonical import canonical
from shared.denial import AccessDenied
from shared.emergency.events import GlassBroken, GlassUsed
from shared.guideline import FinalityRules, QuarterRules, SettlementRules
from shared.partition.events import PartitionAttached, PartitionDetached
from shared.rehearsal.events import ReadModelAccepted
from shared.retention.events import DeletionConfirmed, DeletionProposed
from tests.unit.funding.examples import EXAMPLES as FUNDING_EXAMPLES
from tests.unit.funding.examples import HELD_OF_OLD, SETTLED_OF_OLD
from tests.unit.projects.changes import CHANGES
from tests.unit.projects.examples import (
    ANSWERED,
    APPLIED,
    APPLIED_IN_SUMS,
    APPROVED,
    BIASED,
    CALCULATED,
    CHECKED,
    CLOSED,
    CO_SIGNED,
    LAPSED,
    NUMBERED,
    POSTPONED,
    PRIORITISED,
    PROJECT_ID,
    PROPOSED,
    REJECTED,
    REOPENED,
    RESUBMITTED,
    RETURNED,
    SETTLEMENT_REOPENED,
    WITHDRAWN,
    extended,
)
from tests.unit.projects.notices.history import ISSUED
from tests.unit.projects.registered import MASTER_DATA_EXAMPLES, PROFILE, REASON, TRAEGER_AMENDED
from tests.unit.projects.test_interest import INTEREST_FIXED, INTEREST_PROPOSED
from tests.unit.reporting.bodies import STEERING_EXAMPLES
from tests.unit.reporting.evidence import TAKEN
from tests.unit.reporting.examples import DUTY_EXAMPLES
from tests.unit.reporting.line_shifts import SHIFT_DECIDED, SHIFT_REQUESTED
from tests.unit.reporting.qualities import QUALITY_EXAMPLES
from tests.unit.reporting.quarters.examples import QUARTER_EXAMPLES
from tests.unit.reporting.reports import REPORT_EXAMPLES, REPORTED
from tests.unit.reporting.statements import STATEMENT_EXAMPLES
from tests.unit.resources.examples import CARD_EXAMPLES, OLD_AMENDED, OLD_RECORDED
from tests.unit.resources.needs_examples import NEED_EXAMPLES

CONTRACTS = Path(__file__).parents[1] / "contracts"
SAID_LITTLE = extended(date(2028, 3, 31), change_ct={2027: -1_000_000, 2028: 1_000_000})
UNRULED = {
    (FUNDING.name(event), 1): replace(
        event,
        rules=replace(
            event.rules,
            settlement=SettlementRules(),
            base_rates=(),
            quarters=QuarterRules(),
            onboarding_months=3,
            finality=FinalityRules(),
            certified_statements=False,
        ),
    )
    for event in FUNDING_EXAMPLES
    if isinstance(event, PolicyProposed | PolicyAdopted)
}
BROKEN = GlassBroken(
    "0d1c2b3a-4958-5766-8574-93a2b1c0d9e8",
    "1e2d3c4b-5a69-5788-8695-a4b3c2d1eaf9",
    "district_head",
    REASON.ref,
    "2026-01-05T15:00:00.000000Z",
)
USED = GlassUsed(BROKEN.access_id, "get_project", (PROJECT_ID,))
DENIED = AccessDenied("approve", ("asd_member", "wjh"), "not-permitted")
ACCEPTED = ReadModelAccepted(
    read_model="annual_report",
    generation="annual_report_g4",
    code_digest="5f" * 32,
    positions={"funding": 907, "projects": 1_204},
    differences=2,
    digest="a4" * 32,
    by="1e2d3c4b-5a69-5788-8695-a4b3c2d1eaf9",
)
PROPOSED_TO_GO = DeletionProposed(
    "5f6e7d8c-9bab-5ced-8f10-213243546576",
    "grant-file",
    10,
    2,
    REASON.ref,
    PROJECT_ID,
    date(2037, 1, 11),
)
GONE = DeletionConfirmed(PROPOSED_TO_GO.proposal_id, 1, 1, PROJECT_ID, date(2037, 2, 1))
BOOKS_CLOSED = BookYearClosed(
    year=2026,
    last_position=1_204,
    root="c2" * 32,
    ended_at="2026-12-31T23:00:00.000000Z",
    closed_on=date(2027, 1, 18),
    by="1e2d3c4b-5a69-5788-8695-a4b3c2d1eaf9",
)
AWAY = PartitionDetached(1, 1_203, 1, 1_204, BOOKS_CLOSED.by)
BACK = PartitionAttached(1, 1_203, 1, 1_204, BOOKS_CLOSED.by)
EVERYWHERE = (DENIED, BROKEN, USED, PROPOSED_TO_GO, GONE, BOOKS_CLOSED, AWAY, BACK)
"""What each service may have to say."""
EXAMPLES = {
    "projects": (
        PROJECTS,
        (
            APPLIED,
            RETURNED,
            RESUBMITTED,
            WITHDRAWN,
            CO_SIGNED,
            CHECKED,
            CALCULATED,
            APPROVED,
            REJECTED,
            POSTPONED,
            PRIORITISED,
            REOPENED,
            BIASED,
            *CHANGES,
            CLOSED,
            PROPOSED,
            ANSWERED,
            SETTLEMENT_REOPENED,
            INTEREST_PROPOSED,
            INTEREST_FIXED,
            LAPSED,
            NUMBERED,
            *EVERYWHERE,
            *MASTER_DATA_EXAMPLES,
            ISSUED,
        ),
    ),
    "funding": (FUNDING, (*FUNDING_EXAMPLES, *EVERYWHERE, ACCEPTED)),
    "resources": (RESOURCES, (*CARD_EXAMPLES, *NEED_EXAMPLES, *EVERYWHERE, ACCEPTED)),
    "reporting": (
        REPORTING,
        (
            *DUTY_EXAMPLES,
            *REPORT_EXAMPLES,
            *STATEMENT_EXAMPLES,
            SHIFT_REQUESTED,
            SHIFT_DECIDED,
            *QUALITY_EXAMPLES,
            *STEERING_EXAMPLES,
            TAKEN,
            *QUARTER_EXAMPLES,
            *EVERYWHERE,
            ACCEPTED,
        ),
    ),
}
PAST = {
    **UNRULED,
    ("closed", 1): replace(
        CLOSED, statement_id=None, proposal_id=None, interest_from=None, due_on=None, by=""
    ),
    ("settlement_held", 1): HELD_OF_OLD,
    ("grant_settled", 1): SETTLED_OF_OLD,
    ("applied", 1): APPLIED_IN_SUMS,
    ("approved", 1): replace(APPROVED, by="", plan={}),
    ("rejected", 1): replace(REJECTED, by=""),
    ("traeger_amended", 1): replace(
        TRAEGER_AMENDED,
        profile=replace(
            PROFILE,
            recognised_until=None,
            certificates_until=None,
            protection_until=None,
            address=None,
        ),
    ),
    ("paid", 1): Paid(2026, PROJECT_ID, 1_490_500, 0, None),
    ("project_report_submitted", 1): replace(REPORTED, participation=()),
    ("extended", 1): replace(SAID_LITTLE, amends="", request_id=None, requested_on=None, by=""),
    ("card_recorded", 1): OLD_RECORDED,
    ("card_amended", 1): OLD_AMENDED,
}
"""What old forms did not say: the example as it is read from them."""
CASES = [
    pytest.param(service, catalogue, event, id=f"{service}.{catalogue.name(event)}")
    for service, (catalogue, examples) in EXAMPLES.items()
    for event in examples
]


def golden(service, name, version):
    return CONTRACTS / f"{service}.{name}.v{version}.json"


@pytest.mark.parametrize(("service", "catalogue", "event"), CASES)
def test_the_writer_still_writes_what_was_agreed(service, catalogue, event):
    name = catalogue.name(event)
    file = golden(service, name, catalogue.version_of(name))
    assert catalogue.dump(event) == json.loads(file.read_text())


@pytest.mark.parametrize(("service", "catalogue", "event"), CASES)
def test_the_writer_still_reads_its_own_past(service, catalogue, event):
    name = catalogue.name(event)
    for version in range(1, catalogue.version_of(name) + 1):
        data = json.loads(golden(service, name, version).read_text())
        assert catalogue.load(name, version, data) == PAST.get((name, version), event)


@pytest.mark.parametrize(("service", "catalogue", "event"), CASES)
def test_what_was_agreed_fits_the_published_schema_and_the_log(service, catalogue, event):
    name = catalogue.name(event)
    data = json.loads(golden(service, name, catalogue.version_of(name)).read_text())
    assert catalogue.schema(name)().validate(data) == {}
    assert json.loads(canonical(data)) == data


def test_every_event_and_version_has_its_file_and_every_file_its_event():
    expected = {
        golden(service, name, version).name
        for service, (catalogue, _) in EXAMPLES.items()
        for name, newest, _ in catalogue
        for version in range(1, newest + 1)
    }
    assert {file.name for file in CONTRACTS.glob("*.json")} == expected


@pytest.mark.parametrize("catalogue", [PROJECTS, FUNDING, RESOURCES, REPORTING])
def test_every_old_version_can_be_raised(catalogue):
    catalogue.check()


FOLLOWERS = [
    pytest.param("projects", HEARD_BY_FUNDING, id="funding"),
    pytest.param("reporting", DUTIES_HEARD_BY_FUNDING, id="funding of duties"),
    pytest.param("projects", HEARD_BY_REPORTING, id="reporting"),
    pytest.param("projects", HEARD_FOR_DUTIES, id="duties"),
    pytest.param("funding", HEARD_BY_PROJECTS, id="projects"),
    pytest.param("reporting", HEARD_OF_REPORTING, id="projects of reporting"),
    pytest.param("funding", HEARD_OF_POLICY, id="policy"),
    pytest.param("projects", HEARD_OF_PEOPLE, id="reporting of people"),
]


@pytest.mark.parametrize(("source", "heard"), FOLLOWERS)
def test_followers_understand_what_is_said(source, heard):
    for (name, version), schema in heard.items():
        data = json.loads(golden(source, name, version).read_text())
        assert schema().validate(data) == {}
        assert schema().validate({**data, "something_new": 1}) == {}


@pytest.mark.parametrize(("source", "heard"), FOLLOWERS)
def test_followers_notice_when_a_field_they_use_is_gone(source, heard):
    for (name, version), schema in heard.items():
        data = json.loads(golden(source, name, version).read_text())
        for field in schema().load_fields:
            assert schema().validate({k: v for k, v in data.items() if k != field}) != {}


def test_the_annual_report_hears_exactly_its_events():
    named = {"traeger_registered", "traeger_amended", "sozialraum_registered", "sozialraum_renamed"}
    undecided = {"applied", "returned", "resubmitted", "withdrawn", "postponed", "reopened"}
    changed = {"extended", "amended", "terminated", "revoked"}
    ended = {"closed", "settlement_reopened"}
    assert ON.keys() == {*undecided, "approved", "rejected", *changed, *ended, *named}
    assert {name for name, _ in HEARD_BY_REPORTING} == ON.keys()


if __name__ == "__main__":
    for one, (known, events) in EXAMPLES.items():
        for each in events:
            path = golden(one, known.name(each), known.version_of(known.name(each)))
            if not path.exists():
                text = json.dumps(known.dump(each), ensure_ascii=False, indent=2, sort_keys=True)
                path.write_text(text + "\n")
