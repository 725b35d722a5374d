"""What was claimed back, as the report about a year of the district tells it: whole, and to the cent."""

import csv
import re
from base64 import b64encode
from io import StringIO

import pytest

from services.reporting.district import words
from services.reporting.district.report import CLAIMS as ALL_CLAIMS
from shared.money import from_wire
from tests.direct import direct
from tests.kernel.test_policy import RULES
from tests.kernel.test_settlement import Office, euros, project_id, refused
from tests.toy import settings

__all__ = ["project_id"]

pytestmark = pytest.mark.postgres

ALL = ("projects", "funding", "reporting")
CLOSED_ON, LATER = "2027-03-02", "2027-03-20"
CLAIMS, INTEREST = ALL_CLAIMS[:4], ALL_CLAIMS[4:]


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

    def fix(self, project_id, until):
        """Propose interest until a day, and fix it; return both answers."""
        asked = {"until": until, "reason": "Es kam erst spät."}
        made = self.ask("projects", "propose_interest", project_id=project_id, **asked)
        fixed = {"project_id": project_id, "proposal_id": made["proposal_id"]}
        return made, self.ask("projects", "fix_interest", **fixed)

    def receive_interest(self, project_id, interest_id, reference, amount):
        paid = {"interest_id": interest_id, "reference": reference, "received_on": self.day}
        asked = {"project_id": project_id, **paid, "amount": euros(amount)}
        return self.ask("funding", "record_interest", **asked)

    def adopt_rates(self, *rates):
        listed = [{"valid_from": day, "hundredths": hundredths} for day, hundredths in rates]
        rules = {**RULES, "flat_rates": [], "base_rates": listed}
        why = {"reason_code": "resolution", "reason": "Basiszinssätze der Bundesbank"}
        asked = {"valid_from": self.day, "rules": rules, **why}
        made = self.ask("funding", "propose_policy", **asked)
        self.ask("funding", "adopt_policy", proposal_id=made["proposal_id"])

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


def test_interest_is_money_of_its_own_from_its_notice_to_the_last_cent(office, project_id):
    """2,000.00 claimed on 2 March at 1.27 + 5 %; 1,500.00 come on 1 April, the rest on 12 July."""
    office.adopt_rates(("2027-01-01", 127))
    office.checked(project_id, 48_000_00)
    office.settle_up(project_id, CLOSED_ON)
    office.day = "2027-04-01"
    office.receive(project_id, "KA 1", "1500.00")
    office.day = "2027-07-12"
    office.receive(project_id, "KA 2", "500.00")
    budgets = [office.ask("funding", "get_budget", year=it)["accounts"] for it in (2026, 2027)]
    asked = {"project_id": project_id, "reason": "Es kam erst spät."}
    no = refused(office.ask, "projects", "propose_interest", **asked, until="2027-07-13")
    assert no.code == "day-to-come"
    no = refused(office.ask, "projects", "propose_interest", **asked, until="2027-07-12")
    assert (no.code, no.facts) == ("base-rate-missing", {"valid_from": "2027-07-01"})
    office.adopt_rates(("2027-01-01", 127), ("2027-07-01", 337))

    proposed, fixed = office.fix(project_id, "2027-07-12")
    # 2,000.00 for 30 days and 500.00 for 91 at 6.27 %; 500.00 for 11 days at 8.37 %.
    assert proposed["amount"] == fixed["amount"] == euros("19.38")
    assert [it["text"] for it in fixed["steps"][0]["parts"]][:3] == [
        "30 Tage ab 02.03.2027 zu 6,27 %",
        "91 Tage ab 01.04.2027 zu 6,27 %",
        "11 Tage ab 01.07.2027 zu 8,37 %",
    ]
    notice = office.ask("projects", "list_notices", project_id=project_id)["notices"][-1]
    assert (notice["kind"], notice["title"]) == ("interest", "Zinsbescheid")
    page = office.ask("projects", "get_notice", project_id=project_id, number=notice["number"])
    assert "19,38\N{NO-BREAK SPACE}€" in page["html"]
    assert "11.07.2027" in page["html"]  # The last day that counts.

    interest_id = fixed["interest_id"]
    for _ in range(2):
        came = office.receive_interest(project_id, interest_id, "KA 2", "10.00")
        assert came["open"] == euros("9.38")
    no = refused(office.receive_interest, project_id, interest_id, "KA 3", "9.39")
    assert no.code == "more-than-open"
    office.waive(project_id, None, "interest")
    owed = office.claims(project_id)
    (claim,), (interest,) = owed["claims"], owed["interests"]
    parts = [claim[name]["amount"] for name in ("claimed", "received", "open", "waived", "void")]
    assert parts == ["2000.00", "2000.00", "0.00", "0.00", "0.00"]
    parts = [interest[name]["amount"] for name in ("amount", "received", "open", "waived", "void")]
    assert parts == ["19.38", "10.00", "0.00", "9.38", "0.00"]
    (proposal,) = office.ask("projects", "get_settlement", project_id=project_id)["interest"]
    assert proposal["fixed_on"] == "2027-07-12"
    no = refused(office.fix, project_id, "2027-07-12")
    assert no.code == "no-interest-due"
    now = [office.ask("funding", "get_budget", year=it)["accounts"] for it in (2026, 2027)]
    assert now == budgets  # Interest refills no budget.

    report = office.report(2027)
    assert told(report["totals"], INTEREST) == {
        "interest_ct": "19.38",
        "interest_received_ct": "10.00",
        "interest_open_ct": "0.00",
        "interest_waived_ct": "9.38",
    }
    assert_all_say_the_same(report, ALL_CLAIMS, words.CLAIMS)


def test_what_came_in_late_but_earlier_makes_a_proposal_void_and_is_settled_by_the_next(
    office, project_id
):
    office.adopt_rates(("2027-01-01", 127), ("2027-07-01", 127))
    office.checked(project_id, 48_000_00)
    office.settle_up(project_id, CLOSED_ON)
    office.day = "2027-06-01"
    asked = {"project_id": project_id, "until": "2027-06-01", "reason": "Es kam nichts."}
    proposed = office.ask("projects", "propose_interest", **asked)
    assert proposed["amount"] == euros("31.26")  # 2,000.00 for 91 days
    paid = {"project_id": project_id, "reference": "KA 1", "received_on": "2027-05-31"}
    office.ask("funding", "record_recovery", **paid, amount=euros("1000.00"))
    fix = {"project_id": project_id, "proposal_id": proposed["proposal_id"]}
    no = refused(office.ask, "projects", "fix_interest", **fix)
    assert (no.code, no.facts) == ("interest-changed", {"proposed_ct": 31_26, "now_ct": 31_09})
    _, first = office.fix(project_id, "2027-06-01")
    office.day = "2027-07-01"
    _, second = office.fix(project_id, "2027-07-01")
    assert (first["amount"], second["amount"]) == (euros("31.09"), euros("5.16"))
    interests = office.claims(project_id)["interests"]
    assert [it["earlier"] for it in interests] == [euros("0.00"), euros("31.09")]


def test_what_comes_back_comes_in_by_the_file_of_confirmations_once(office, project_id):
    office.checked(project_id, 48_000_00)
    office.settle_up(project_id, CLOSED_ON)
    office.day = LATER
    reference = office.claims(project_id)["reference"]
    (notice,) = [
        it
        for it in office.ask("projects", "list_notices", project_id=project_id)["notices"]
        if it["kind"] == "settlement-recovery"
    ]
    page = office.ask("projects", "get_notice", project_id=project_id, number=notice["number"])
    assert reference in re.sub("<[^>]+>", "", page["html"])
    content = "Verwendungszweck;Betrag in Euro;Gezahlt am;Buchung\r\n"
    content += f"{reference};1.500,00;18.03.2027;KA 1\r\n"
    content += f"{reference};500,00;19.03.2027;KA 2\r\n"
    content += f"{reference.replace('-001', '-999')};1,00;19.03.2027;KA 3\r\n"
    file = {"content": b64encode(content.encode()).decode()}
    told = office.ask("funding", "import_confirmations", **file)
    assert (told["new"], told["recoveries"], told["known"]) == (2, 2, 0)
    assert [(it["line"], it["code"]) for it in told["errors"]] == [(4, "unknown-reference")]
    told = office.ask("funding", "import_confirmations", **file)
    assert (told["new"], told["recoveries"], told["known"]) == (0, 0, 2)
    (claim,) = office.claims(project_id)["claims"]
    assert (claim["received"], claim["open"]) == (euros("2000.00"), euros("0.00"))
    assert office.report(2026)["budget"]["accounts"]["refill"] == euros("2000.00")
