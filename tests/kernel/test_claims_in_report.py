"""What was claimed back, as the report about a year of the district tells it: whole, and to the cent."""

import csv
from io import StringIO

import pytest

from services.reporting.district import words
from services.reporting.district.report import CLAIMS
from shared.money import from_wire
from tests.direct import direct
from tests.kernel.test_settlement import Office, euros, project_id
from tests.toy import settings

__all__ = ["project_id"]

pytestmark = pytest.mark.postgres

ALL = ("projects", "funding", "reporting")
CLOSED_ON, LATER = "2027-03-02", "2027-03-20"


class House(Office):
    """The office, and who reports on it."""

    def __init__(self, services):
        super().__init__(services)
        self.described["reporting"] = services.ask("reporting", "describe", {})["methods"]

    def report(self, year):
        return self.ask("reporting", "get_district_report", year=year)

    def receive(self, project_id, reference, amount):
        paid = {"project_id": project_id, "reference": reference, "received_on": self.day}
        return self.ask("funding", "record_recovery", **paid, amount=euros(amount))

    def waive(self, project_id, amount, kind="remission"):
        about = {"kind": kind, "reason": "Der Verein löst sich auf."}
        about |= {"amount": euros(amount)} if amount else {}
        made = self.ask("funding", "propose_waiver", project_id=project_id, **about)
        asked = {"project_id": project_id, "waiver_id": made["waiver_id"]}
        return self.ask("funding", "waive_recovery", **asked)


@pytest.fixture
def office(new_database, tmp_path):
    known = settings(new_database(), tmp_path, *ALL, APP_ENV="demo")
    with direct(known, *ALL) as services:
        for year in (2026, 2027):
            body = {"year": year, "amount": euros("900000.00"), "resolution": f"Haushalt {year}"}
            services.ask("funding", "set_budget", body)
        yield House(services)


def told(it, names):
    return {name: it[name.removesuffix("_ct")]["amount"] for name in names}


def assert_all_say_the_same(report, names, labels):
    """Each project, Träger, Sozialraum, the file and the sum: the same cents."""
    for name in names:
        wire = name.removesuffix("_ct")
        cents = from_wire(report["totals"][wire])
        for rows in (report["projects"], report["by_traeger"], report["by_sozialraum"]):
            assert sum(from_wire(it[wire]) for it in rows) == cents, name
        text = report["csv"].removeprefix("\ufeff")
        *lines, total = csv.DictReader(StringIO(text, newline=""), delimiter=";")
        column = f"{labels[name]} in Euro"
        assert sum(int(it[column].replace(",", "")) for it in lines) == cents
        assert int(total[column].replace(",", "")) == cents


def test_the_report_tells_of_each_claim_what_became_of_it(office, project_id):
    office.checked(project_id, 48_000_00)
    office.settle_up(project_id, CLOSED_ON)
    office.day = LATER
    office.receive(project_id, "KA 1", "1500.01")
    office.waive(project_id, "299.98")
    report = office.report(2027)
    assert told(report["totals"], CLAIMS) == {
        "claimed_ct": "2000.00",
        "received_ct": "1500.01",
        "open_ct": "200.01",
        "waived_ct": "299.98",
    }
    assert_all_say_the_same(report, CLAIMS, words.CLAIMS)
    (claim,) = office.claims(project_id)["claims"]
    assert told(claim, CLAIMS) == told(report["totals"], CLAIMS)
    # The money was that of 2026, whose year is still open: there it was booked, and is free again.
    earlier = office.report(2026)
    assert earlier["totals"]["repaid"] == earlier["budget"]["accounts"]["refill"]
    assert earlier["totals"]["repaid"] == report["totals"]["received"]
    assert set(told(earlier["totals"], CLAIMS).values()) == {"0.00"}
    before = office.ask(
        "reporting",
        "get_district_report",
        year=2027,
        as_of={"day": CLOSED_ON, "by": "effective"},
    )
    assert before["totals"]["open"] == euros("2000.00")


def test_what_is_void_of_a_claim_is_claimed_no_longer(office, project_id):
    office.checked(project_id, 48_000_00)
    office.settle_up(project_id, CLOSED_ON)
    office.day = LATER
    office.receive(project_id, "KA 1", "1500.01")
    why = {"basis": "section-44", "reason": "Ein Beleg fehlte."}
    office.ask("projects", "reopen_settlement", project_id=project_id, **why)
    report = office.report(2027)
    assert told(report["totals"], CLAIMS) == {
        "claimed_ct": "1500.01",
        "received_ct": "1500.01",
        "open_ct": "0.00",
        "waived_ct": "0.00",
    }
    assert_all_say_the_same(report, CLAIMS, words.CLAIMS)
