"""Money that was used late, from its payments and receipts to what it bears: funding asks reporting."""

from dataclasses import replace
from uuid import uuid4

import pytest

from services.funding.answers.interest import InterestFiguresAnswer, LateUseAnswer
from services.projects.events import CATALOGUE
from services.reporting.statement.answers_spending import SpentAnswer
from tests.direct import direct
from tests.duty_office import APPROVED_ON
from tests.heard import Source
from tests.kernel.test_policy import RULES, WHY
from tests.kernel.test_statements import refused, valid
from tests.paying import confirmations
from tests.statement_office import CHECKED_ON, HEADING, IN_TIME, POST, StatementOffice, euros
from tests.toy import settings
from tests.unit.projects.examples import APPLIED, APPROVED, PROJECT_ID
from tests.unit.projects.registered import PROFILE, TRAEGER

pytestmark = pytest.mark.postgres

RECEIPTS = f"""{HEADING}
1;15.10.2025;;Gehaltskasse;Gehälter 2025;{POST};17.900,00
2;30.06.2026;;Gehaltskasse;Gehälter 2026;{POST};72.000,00
3;30.09.2027;;Gehaltskasse;Gehälter 2027;{POST};53.000,00
"""
RATES = [{"valid_from": "2026-01-01", "hundredths": 127}]


class House(StatementOffice):
    """The office and its payments; both services hear of the project what is told by hand."""

    def __init__(self, services):
        super().__init__(services)
        money = Source("projects", CATALOGUE, services.services["funding"])
        for year in (2025, 2026, 2027):
            council = {"year": year, "amount": euros("90000.00"), "resolution": "Rat"}
            self.command("set_budget", "2025-01-02", "central_office", **council)
        money.tell(replace(TRAEGER, profile=PROFILE), APPLIED, APPROVED, on=APPROVED_ON)
        self.services.settle()
        approval = {"project_id": PROJECT_ID, "approval_id": APPROVED.approval_id}
        waived = {"waived_on": "2025-09-24", "document": "Wir verzichten."}
        self.command("waive_appeal", "2025-09-25", **approval, **waived)

    def fund(self, method, day, role="wjh", **body):
        context = self.services.desk.context("funding", method, f"kasse.{role}", role, day)
        return self.services.call("funding", method, body, context, 15)

    def pay(self, year, amount, day):
        """Pay the whole of a year at once."""
        due = [{"due_on": day, "amount": euros(amount)}]
        asked = {"project_id": PROJECT_ID, "year": year, "instalments": due}
        made = self.command("plan_payments", day, **asked)
        payment = {"year": year, "number": made["instalments"][-1]["number"]}
        payments = [{**payment, "amount": euros(amount)}]
        released = {"project_id": PROJECT_ID, "payments": payments}
        self.command("release_payments", day, "district_head", **released)
        listed = self.command("make_pay_list", day)
        told = self.command("import_confirmations", day, content=confirmations(listed, day))
        assert (told["new"], told["errors"]) == (1, [])

    def command(self, method, day, role="wjh", **body):
        return self.fund(method, day, role, command_id=str(uuid4()), **body)

    def adopt_rates(self, day):
        rules = {**RULES, "flat_rates": [], "base_rates": RATES}
        asked = {"valid_from": day, "rules": rules, **WHY}
        made = self.command("propose_policy", day, "central_office", **asked)
        context = self.services.desk.context(
            "funding", "adopt_policy", "andere.kalk", "central_office", day
        )
        adopt = {"command_id": str(uuid4()), "proposal_id": made["proposal_id"]}
        self.services.call("funding", "adopt_policy", adopt, context, 15)
        self.services.settle()

    def late_use(self, day=CHECKED_ON, **more):
        asked = {"project_id": PROJECT_ID, **more}
        return valid(LateUseAnswer, self.fund("get_late_use", day, **asked))

    def preview(self, until, day=CHECKED_ON):
        """Ask as projects does."""
        context = self.services.desk.context("funding", "preview_interest", "kasse", "wjh", day)
        asked = {"project_id": PROJECT_ID, "ground": "late-use", "until": until}
        return self.services.reply("funding", "preview_interest", asked, context, 15)

    def spent(self):
        context = self.services.desk.context("reporting", "spent_by_day", today=CHECKED_ON)
        asked = {"project_id": PROJECT_ID}
        told = self.services.reply("reporting", "spent_by_day", asked, context, 15)
        return valid(SpentAnswer, told)


@pytest.fixture
def house(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "funding", "reporting", APP_ENV="demo")
    with direct(known, "funding", "reporting") as services:
        made = House(services)
        made.pay(2025, "17405.00", "2025-10-01")
        made.pay(2026, "59620.00", "2026-02-02")
        yield made


def test_what_was_spent_after_two_months_bears_interest_until_it_was(house):
    house.take_in(RECEIPTS)
    house.submit()
    told = house.late_use(IN_TIME)
    assert (told["late"], told["interest"]) == ([], None)
    assert "geprüften Verwendungsnachweis" in told["problem"]
    assert refused(house.preview, "2026-06-30", IN_TIME).code == "statement-not-checked"
    house.check_content()
    house.check()
    assert [(it["day"], it["amount"]["amount"]) for it in house.spent()["spent"]] == [
        ("2025-10-15", "17900.00"),
        ("2026-06-30", "72000.00"),
        ("2027-09-30", "53000.00"),
    ]
    assert "01.01.2026" in house.late_use()["problem"]
    house.adopt_rates(CHECKED_ON)
    told = house.late_use()
    # 495.00 of the first receipt are more than was paid by then; they are used of the second payment.
    assert told["late"] == [
        {
            "paid_on": "2026-02-02",
            "first": "2026-04-03",
            "used_on": "2026-06-30",
            "amount": euros("59125.00"),
        }
    ]
    assert (told["late_total"], told["problem"]) == (euros("59125.00"), None)
    assert told["interest"] == euros("893.78")  # 59,125.00 for 88 days at 6.27 %
    made = valid(InterestFiguresAnswer, house.preview("2026-06-30"))
    assert (made["claim_id"], made["amount"]) == (None, euros("893.78"))
    assert made["spans"] == [
        {
            "first": "2026-04-03",
            "until": "2026-06-30",
            "amount": euros("59125.00"),
            "rate_hundredths": 627,
        }
    ]
    assert refused(house.preview, "2026-04-03").code == "no-interest-due"


def test_what_is_not_recognised_was_not_used(house):
    house.take_in(RECEIPTS)
    house.submit()
    (receipt,) = house.recipient("list_receipts", "2028-03-20", year=2026)["receipts"]
    house.check_content()
    cut = {"id": receipt["receipt_id"], "rule": "no-proof", "reason": "Der Beleg fehlt."}
    house.check(receipts=[{**cut, "amount": euros("22000.00")}])
    assert house.spent()["spent"][1] == {"day": "2026-06-30", "amount": euros("50000.00")}
    house.adopt_rates(CHECKED_ON)
    told = house.late_use(until="2026-07-01")
    assert [(it["used_on"], it["amount"]["amount"]) for it in told["late"]] == [
        ("2026-06-30", "50000.00"),
        ("2027-09-30", "9125.00"),
    ]
