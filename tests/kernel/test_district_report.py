"""The report about a year of the district, after years that were played by chance and by hand."""

import csv
import time
from collections import Counter
from io import StringIO

import pytest

from services.funding.ledger import SOURCES, USES
from services.registry import NAMES
from services.reporting.district.answers import SOURCES as TOLD_SOURCES
from services.reporting.district.answers import USES as TOLD_USES
from services.reporting.district.answers import DistrictReportAnswer
from shared.money import from_wire
from shared.refusal import Refused
from tests.direct import direct
from tests.hostile.acts import ACTS
from tests.hostile.walk import HEAD, YEARS, Walk
from tests.toy import settings

pytestmark = pytest.mark.postgres

STEPS, SECONDS_MAX = 250, 20
CLAIMS = ("claimed", "received", "open", "waived")
AMOUNTS = ("committed", "bound", "paid", "carried_in", "carried_out", "repaid", *CLAIMS)


@pytest.fixture
def district(new_database, tmp_path):
    known = settings(new_database(), tmp_path, *NAMES, APP_ENV="demo")
    with direct(known, *NAMES) as services:
        yield services


def asked(walk, key, **body):
    walk.services.settle()
    for service in walk.services.services.values():
        service.kernel.clock._latest = None  # Statements of use are checked on a later day.
    return walk.ask(HEAD, key, body)


def booked(walk, year):
    """What the bookings of a year come to: by account, and by project and account."""
    accounts, projects = Counter[str](), Counter[tuple[str, str]]()
    for transaction in asked(walk, "funding.get_ledger", year=year)["transactions"]:
        for it in transaction["postings"]:
            accounts[it["account"]] += from_wire(it["amount"])
            if it["project_id"] is not None:
                projects[it["project_id"], it["account"]] += from_wire(it["amount"])
    return accounts, projects


def sums(rows, name):
    return sum(from_wire(it[name]) for it in rows)


def assert_the_report_is_the_ledger(walk, year):
    """Each account, each project's part of it, each sum: counted anew from single bookings."""
    accounts, projects = booked(walk, year)
    report = asked(walk, "reporting.get_district_report", year=year)
    assert DistrictReportAnswer().validate(report) == {}
    told = {name: from_wire(it) for name, it in report["budget"]["accounts"].items()}
    assert told == {
        **{name: -accounts[name] for name in SOURCES},
        **{name: accounts[name] for name in USES},
    }
    assert {it["project_id"] for it in report["projects"]} >= {it for it, _ in projects}
    for it in report["projects"]:
        mine = it["project_id"]
        assert from_wire(it["bound"]) == projects[mine, "festgelegt"]
        assert from_wire(it["paid"]) == projects[mine, "ausgezahlt"]
        assert from_wire(it["carried_in"]) == -projects[mine, "carry_in"]
        assert from_wire(it["carried_out"]) == projects[mine, "carry_out"]
        assert from_wire(it["repaid"]) == -projects[mine, "refill"]
    totals = report["totals"]
    assert from_wire(totals["bound"]) == accounts["festgelegt"]
    assert from_wire(totals["paid"]) == accounts["ausgezahlt"]
    assert from_wire(totals["repaid"]) == -accounts["refill"]
    for name in AMOUNTS:
        cents = from_wire(totals[name])
        for rows in (report["projects"], report["by_traeger"], report["by_sozialraum"]):
            assert sums(rows, name) == cents, name
    assert_the_file_says_the_same(report)
    return report


def assert_claims_are_those_of_the_ledger(walk, reports):
    """Each claim counts once, in its year; what came back is what was booked as refilled."""
    told, refilled = Counter[tuple[str, str]](), Counter[str]()
    for report in reports:
        for it in report["projects"]:
            told.update({(it["project_id"], name): from_wire(it[name]) for name in CLAIMS})
            refilled[it["project_id"]] += from_wire(it["repaid"])
    projects = {project_id for project_id, _ in told}
    for mine in projects:
        parts = [told[mine, name] for name in ("received", "open", "waived")]
        assert told[mine, "claimed"] == sum(parts)
        claims = asked(walk, "funding.get_claims", project_id=mine)["claims"]
        for name in CLAIMS[1:]:
            assert told[mine, name] == sums(claims, name), name
        assert told[mine, "received"] == refilled[mine]  # The walk's policy refills on receipt.
    return sum(told[mine, "claimed"] for mine in projects)


def assert_the_file_says_the_same(report):
    text = report["csv"].removeprefix("\ufeff")
    rows = list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))
    *lines, total = rows
    assert len(lines) == len(report["projects"])
    for heading, name in (("Ausgezahlt in Euro", "paid"), ("Noch gebunden in Euro", "bound")):
        cents = [int(it[heading].replace(",", "")) for it in lines]
        assert sum(cents) == int(total[heading].replace(",", ""))
        assert sum(cents) == from_wire(report["totals"][name])


@pytest.mark.parametrize("seed", [4, 7])
def test_after_years_by_chance_the_report_is_the_ledger_to_the_cent(district, seed):
    walk, until = Walk(district, ACTS, seed), time.monotonic() + SECONDS_MAX
    walk.begin()
    for _ in range(STEPS):
        walk.step()
        if time.monotonic() > until:
            break  # Fewer steps on a busy machine; the same ones.
    reports = [assert_the_report_is_the_ledger(walk, year) for year in YEARS]
    assert_claims_are_those_of_the_ledger(walk, reports)
    assert sum(from_wire(it["totals"]["committed"]) for it in reports) > 0
    assert max(it["totals"]["projects"] for it in reports) > 1


def test_a_year_without_bookings_has_a_report_of_nothing(district):
    walk = Walk(district, ACTS, 1)
    report = asked(walk, "reporting.get_district_report", year=2099)
    assert (report["totals"]["projects"], report["projects"], report["overdue"]) == (0, [], [])
    assert {it["amount"] for it in report["budget"]["accounts"].values()} == {"0.00"}
    assert "Jahresbericht 2099" in asked(walk, "reporting.print_district_report", year=2099)["html"]


def test_while_funding_is_away_there_is_no_report_rather_than_a_wrong_one(district):
    walk = Walk(district, ACTS, 1)
    reporting = district.services["reporting"].kernel

    class Away:
        def call(self, *_args):
            raise Refused("service-unavailable", "Weg", "Gerade nicht.", kind="unavailable")

    reporting.rpc = Away()
    with pytest.raises(Refused, match="service-unavailable"):
        asked(walk, "reporting.get_district_report", year=2026)


def test_reporting_knows_every_account_of_the_ledger():
    assert (TOLD_SOURCES, ("frei", *TOLD_USES)) == (SOURCES, USES)
