"""Payments over a real PostgreSQL: from the notice to the confirmation, with all that can go wrong."""

import csv
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import StringIO
from uuid import uuid4

import jsonschema
import pytest

from shared.call import Context
from shared.guideline import EDITION
from shared.hearing import Heard
from shared.refusal import Refused
from shared.service import Effect
from tests.direct import direct
from tests.kernel.test_funding_years import figures
from tests.kernel.test_policy import RULES, WHY
from tests.toy import settings

PROJECT = "0f0b1e1c-6a53-4c0b-8f5e-1d2b6d1c7a10"
OTHER = "1f0b1e1c-6a53-4c0b-8f5e-1d2b6d1c7a11"
TRAEGER = "2f0b1e1c-6a53-4c0b-8f5e-1d2b6d1c7a12"
AREA = "3f0b1e1c-6a53-4c0b-8f5e-1d2b6d1c7a13"
IBAN = "DE02120300000000202051"
WJH, HEAD = ("wjh.kalk", "wjh"), ("bjl.kalk", "district_head")


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


class Desk:
    """Funding, asked by persons on days, and told by projects what has happened."""

    def __init__(self, services):
        self.services = services
        self.service = services.services["funding"]
        self.day = "2026-01-05"

    def ask(self, method, day=None, by=None, **body):
        self.day = day or self.day
        sub, role = by or (HEAD if method == "release_payments" else WJH)
        if method in ("set_budget", "supplement", "close_year", "carry_over"):
            sub, role = "zentrale.kalk", "central_office"
        context = replace(Context.fresh(sub, role), today=self.day)
        asked = {"command_id": str(uuid4()), **body}
        return self.services.call("funding", method, asked, context, 15)

    def refused(self, method, **body):
        with pytest.raises(Refused) as no:
            self.ask(method, **body)
        return no.value

    def hear(self, type_, project_id=PROJECT, day="2026-01-05", **data):
        event = {
            "event_id": str(uuid4()),
            "correlation_id": str(uuid4()),
            "occurred_at": f"{day}T09:00:00.000000Z",
            "data": {"project_id": project_id, **data},
        }
        with self.service.kernel.pool.connection() as conn, conn.transaction():
            effect = Effect(self.service.kernel, conn, "projects", Heard(1, "", None, event))
            getattr(self.service, f"on_{type_}")(effect)

    def reserve(self, approval_id, project_id, grant_ct):
        grant = [
            {
                "year": int(year),
                "amount": euros(f"{'-' if ct < 0 else ''}{abs(ct) // 100}.{abs(ct) % 100:02}"),
            }
            for year, ct in grant_ct.items()
        ]
        context = self.services.desk.context("funding", "reserve", today=self.day)
        rules = {"edition": EDITION, "policy_position": 0}
        body = {"approval_id": approval_id, "project_id": project_id, "grant": grant, **rules}
        body["command_id"] = str(uuid4())
        self.services.call("funding", "reserve", body, context, 15)

    def approve(
        self, grant_ct, project_id=PROJECT, number="2026-8-017", noticed=True, then="2026-03-02"
    ):
        """A project from 1.2.2026 to 31.1.2028 is applied for and approved on 5.1.2026."""
        known = {"start": "2026-02-01", "end": "2028-01-31"}
        plan = {"2026": {"costs_ct": 0, "third_party_ct": 0, "own_cash_ct": 0}}
        whose = {"sozialraum_id": AREA, "traeger_id": TRAEGER}
        self.hear(
            "applied", project_id, number=number, title="Werkbank", plan=plan, **whose, **known
        )
        approval_id = f"{project_id}:2"
        if noticed:
            notice = {"number": 1, "approval_id": approval_id, "issued_on": "2026-01-05"}
            self.hear("notice_issued", project_id, **notice)
        self.reserve(approval_id, project_id, grant_ct)
        share = {"amount_ct": 0, "cash_ct": 0}
        self.hear(
            "approved",
            project_id,
            approval_id=approval_id,
            grant_ct=grant_ct,
            own_share=share,
            **known,
        )
        self.day = then

    def payments(self, year=2026, project_id=PROJECT):
        told = self.ask("get_payments", project_id=project_id)
        (found,) = [it for it in told["years"] if it["year"] == year]
        return [
            (it["number"], it["due_on"], it["amount"]["amount"], it["state"])
            for it in found["payments"]
        ]

    def release(self, *numbers, year=2026, project_id=PROJECT, **more):
        amounts = {number: amount for number, _, amount, _ in self.payments(year, project_id)}
        asked = [
            {"year": year, "number": number, "amount": euros(amounts[number])} for number in numbers
        ]
        return self.ask("release_payments", project_id=project_id, payments=asked, **more)

    def confirm(self, text, **more):
        return self.ask("import_confirmations", content=b64encode(text.encode()).decode(), **more)

    def accounts(self, year=2026):
        told = self.ask("get_budget", year=year)["accounts"]
        return {name: it["amount"] for name, it in told.items() if it["amount"] != "0.00"}

    def paid_one(self):
        """The first instalment is released, ordered and paid on 2.3.2026."""
        self.release(1)
        self.confirm(filled(self.ask("make_pay_list")["csv"], "02.03.2026"))


def filled(text, day):
    """The pay list as the finance system sends it back."""
    return text.replace(";\r\n", f";{day}\r\n")


@pytest.fixture
def desk(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "funding", APP_ENV="demo")
    with direct(known, "funding") as services:
        made = Desk(services)
        for year in (2026, 2027):
            made.ask(
                "set_budget",
                day="2026-01-05",
                year=year,
                amount=euros("100000.00"),
                resolution="Rat",
            )
        profile = {"iban": IBAN}
        made.hear("traeger_registered", traeger_id=TRAEGER, name="=Werkbank e. V.", profile=profile)
        yield made


GRANT_CT = {"2026": 3_300_001, "2027": 1_200_000}


def test_an_approval_plans_each_year_in_quarters_as_far_as_the_project_runs(desk):
    """2026 has 11 months from 1.2. on: 2, 3, 3, 3."""
    desk.approve(GRANT_CT)
    assert desk.payments() == [
        (1, "2026-02-01", "6000.00", "planned"),
        (2, "2026-04-01", "9000.01", "planned"),
        (3, "2026-07-01", "9000.00", "planned"),
        (4, "2026-10-01", "9000.00", "planned"),
    ]
    assert [amount for _, _, amount, _ in desk.payments(2027)] == ["3000.00"] * 4


def test_a_payment_goes_from_its_plan_to_its_confirmation_and_only_then_counts_as_paid(desk):
    desk.approve(GRANT_CT)
    desk.release(1)
    assert desk.accounts()["festgelegt"] == "33000.01"
    made = desk.ask("make_pay_list")
    assert (made["name"], made["total"], made["left_out"]) == ("2026-001", euros("6000.00"), [])
    reference = "Sozialraumprojekt 2026-8-017 Rate 1 Haushaltsjahr 2026"
    assert [it["reference"] for it in made["payments"]] == [reference]
    heading, row = csv.reader(StringIO(made["csv"]), delimiter=";")
    assert dict(zip(heading, row, strict=True)) == {
        "Nr.": "1",
        "Empfänger": "'=Werkbank e. V.",
        "IBAN": IBAN,
        "Betrag in Euro": "6000,00",
        "Verwendungszweck": reference,
        "Fällig am": "01.02.2026",
        "Gezahlt am": "",
    }
    assert "ausgezahlt" not in desk.accounts()
    (share,) = desk.ask("get_budget", year=2026)["projects"]
    assert share["under_way"] == euros("6000.00")

    assert desk.confirm(made["csv"])["open"] == 1
    told = desk.confirm(filled(made["csv"], "04.03.2026"), day="2026-03-05")
    assert (told["new"], told["known"], told["errors"], told["warnings"]) == (1, 0, [], [])
    assert desk.accounts()["ausgezahlt"] == "6000.00"
    assert desk.payments()[0] == (1, "2026-02-01", "6000.00", "confirmed")
    again = desk.confirm(filled(made["csv"], "04.03.2026"), day="2026-03-05")
    assert (again["new"], again["known"], again["event_ids"]) == (0, 1, [])
    assert desk.accounts()["ausgezahlt"] == "6000.00"
    (listed,) = desk.ask("list_pay_lists", year=2026)["pay_lists"]
    assert (listed["name"], listed["document_id"]) == ("2026-001", made["document_id"])


def test_each_line_of_a_file_counts_for_itself(desk):
    desk.approve(GRANT_CT)
    desk.release(1)
    made = desk.ask("make_pay_list", due_until="2026-02-01")
    (reference,) = [it["reference"] for it in made["payments"]]
    rows = [
        "Verwendungszweck;Betrag in Euro;Gezahlt am",
        f"{reference};6000,01;03.03.2026",
        "Miete März;10,00;03.03.2026",
        "Sozialraumprojekt 2026-8-017 Rate 9 Haushaltsjahr 2026;1,00;03.03.2026",
        f"{reference};6.000,00;01.03.2026",
        f"{reference};6.000,00;06.03.2026",
        f"{reference};6e3;03.03.2026",
        f"{reference};6000,00;31.02.2026",
        f"SVWZ+{reference.upper()[:27]} {reference.upper()[27:]};6.000,00 €;2026-03-03",
        f"{reference};6000,00;04.03.2026",
    ]
    told = desk.confirm("\n".join(rows), day="2026-03-05")
    assert [(it["line"], it["column"], it["code"]) for it in told["errors"]] == [
        (2, "Betrag in Euro", "amount-differs"),
        (3, "Verwendungszweck", "no-reference"),
        (4, "Verwendungszweck", "unknown-reference"),
        (5, "Gezahlt am", "day-impossible"),
        (6, "Gezahlt am", "day-impossible"),
        (7, "Betrag in Euro", "invalid-amount"),
        (8, "Gezahlt am", "invalid-date"),
    ]
    assert [(it["line"], it["code"]) for it in told["warnings"]] == [(10, "day-differs")]
    assert (told["new"], told["known"]) == (1, 1)
    assert desk.accounts()["ausgezahlt"] == "6000.00"
    assert desk.confirm("=cmd;1", day="2026-03-05")["errors"][0]["code"] == "unknown-column"


def test_before_its_notice_is_final_nothing_is_released_and_a_waiver_makes_it_final(desk):
    """Posted on Mon 5.1.2026: announced on 9.1., one month until Mon 9.2., final on 10.2."""
    desk.approve(GRANT_CT, then="2026-02-09")
    asked = {
        "project_id": PROJECT,
        "payments": [{"year": 2026, "number": 1, "amount": euros("6000.00")}],
    }
    no = desk.refused("release_payments", **asked)
    assert (no.code, no.facts) == ("notice-not-final", {"final_ct": 0, "final_from": "2026-02-10"})
    (notice,) = desk.ask("get_payments", project_id=PROJECT)["notices"]
    assert (notice["announced_on"], notice["appeal_until"]) == ("2026-01-09", "2026-02-09")
    waived = {
        "approval_id": f"{PROJECT}:2",
        "waived_on": "2026-01-20",
        "document": "Wir verzichten.",
    }
    told = desk.ask("waive_appeal", project_id=PROJECT, **waived)
    assert told["final_from"] == "2026-01-20"
    assert desk.ask("release_payments", **asked)["released"] == 1


def test_a_notice_that_left_the_house_later_is_final_later(desk):
    desk.approve(GRANT_CT)
    posted = {"project_id": PROJECT, "approval_id": f"{PROJECT}:2"}
    told = desk.ask("record_posting", posted_on="2026-02-27", **posted)
    assert told["final_from"] == "2026-04-08"  # 3.3. + 1 month: Good Friday, then Easter.
    assert (
        desk.refused(
            "release_payments",
            project_id=PROJECT,
            payments=[{"year": 2026, "number": 1, "amount": euros("6000.00")}],
        ).code
        == "notice-not-final"
    )
    assert desk.refused("record_posting", posted_on="2026-01-04", **posted).code == "day-impossible"
    posted["approval_id"] = f"{PROJECT}:9"
    assert desk.refused("record_posting", posted_on="2026-02-27", **posted).code == "notice-unknown"


def test_what_was_released_upon_a_notice_that_proves_not_to_be_final_is_not_ordered(desk):
    desk.approve(GRANT_CT)
    desk.release(1)
    posted = {"project_id": PROJECT, "approval_id": f"{PROJECT}:2", "posted_on": "2026-02-27"}
    desk.ask("record_posting", **posted)
    no = desk.refused("make_pay_list")
    assert no.code == "nothing-to-pay"
    assert no.detail.startswith("Auszahlbar sind bisher 0,00 €.")
    assert desk.ask("make_pay_list", day="2026-04-08")["total"] == euros("6000.00")


def test_a_decision_without_a_notice_waits_until_its_posting_is_recorded(desk):
    desk.approve(GRANT_CT, noticed=False)
    asked = {
        "project_id": PROJECT,
        "payments": [{"year": 2026, "number": 1, "amount": euros("6000.00")}],
    }
    no = desk.refused("release_payments", **asked)
    assert (no.code, no.facts["final_from"]) == ("notice-not-final", None)
    desk.ask(
        "record_posting", project_id=PROJECT, approval_id=f"{PROJECT}:2", posted_on="2026-01-05"
    )
    assert desk.ask("release_payments", **asked)["released"] == 1


def test_whoever_plans_does_not_release_and_whoever_releases_does_not_order(desk):
    desk.approve(GRANT_CT)
    both = ("beides.kalk", "district_head"), ("beides.kalk", "wjh")
    plan = [{"due_on": "2026-03-01", "amount": euros("5000.00")}]
    desk.ask("plan_payments", by=both[1], project_id=PROJECT, year=2026, instalments=plan)
    asked = {
        "project_id": PROJECT,
        "payments": [{"year": 2026, "number": 1, "amount": euros("5000.00")}],
    }
    assert desk.refused("release_payments", by=both[0], **asked).code == "four-eyes"
    desk.ask("release_payments", **asked)
    desk.ask(
        "plan_payments",
        project_id=PROJECT,
        year=2027,
        instalments=[{"due_on": "2026-03-01", "amount": euros("1.00")}],
    )
    desk.release(1, year=2027, by=both[0])
    made = desk.ask("make_pay_list", by=both[1])
    assert [(it["year"], it["code"]) for it in made["left_out"]] == [(2027, "four-eyes")]
    assert [it["year"] for it in made["payments"]] == [2026]
    assert desk.refused("release_payments", by=WJH, **asked).code == "not-permitted"
    assert desk.refused("make_pay_list", by=HEAD).code == "not-permitted"


def test_what_is_released_is_what_was_seen(desk):
    desk.approve(GRANT_CT)
    other = [{"year": 2026, "number": 1, "amount": euros("6000.01")}]
    no = desk.refused("release_payments", project_id=PROJECT, payments=other)
    assert no.code == "amount-differs"
    other = [
        {"year": 2026, "number": 1, "amount": euros("6000.00")},
        {"year": 2026, "number": 7, "amount": euros("1.00")},
    ]
    no = desk.refused("release_payments", project_id=PROJECT, payments=other)
    assert no.code == "instalment-unknown"
    assert desk.payments()[0][3] == "planned"


def test_a_failed_payment_leaves_the_money_bound_and_is_planned_once_more(desk):
    desk.approve(GRANT_CT)
    desk.release(1)
    desk.ask("make_pay_list")
    failed = {"project_id": PROJECT, "year": 2026, "number": 1, "reason_code": "no-account"}
    assert desk.ask("fail_payment", **failed)["number"] == 5
    assert desk.ask("fail_payment", **failed)["event_ids"] == []
    assert desk.payments()[0][3] == "failed"
    assert desk.payments()[4] == (5, "2026-03-02", "6000.00", "planned")
    assert desk.accounts()["festgelegt"] == "33000.01"
    assert desk.refused("make_pay_list").code == "nothing-to-pay"
    desk.release(5)
    (line,) = desk.ask("make_pay_list")["payments"]
    assert line["reference"] == "Sozialraumprojekt 2026-8-017 Rate 5 Haushaltsjahr 2026"


def test_a_payment_that_comes_back_in_a_closed_year_waits_there_for_its_carry_over(desk):
    desk.approve(GRANT_CT)
    desk.paid_one()
    desk.ask("close_year", day="2027-01-04", year=2026)
    back = {"project_id": PROJECT, "year": 2026, "number": 1, "reason_code": "returned-by-bank"}
    assert desk.refused(
        "reverse_payment", day="2027-01-11", reversed_on="2026-03-01", **back
    ).code == ("day-impossible")
    desk.ask("reverse_payment", day="2027-01-11", reversed_on="2027-01-08", **back)
    closed = desk.accounts()
    assert (closed["festgelegt"], "ausgezahlt" in closed) == ("33000.01", False)
    assert closed["verfallen"] == "66999.99"
    over = {
        "from_year": 2026,
        "to_year": 2027,
        "project_id": PROJECT,
        "reason_code": "bound-unpaid",
    }
    words = {"reason": "Rücklauf", "resolution": "Rat"}
    desk.ask("carry_over", day="2027-02-01", amount=euros("33000.01"), **over, **words)
    assert desk.payments() == [(1, "2026-02-01", "6000.00", "reversed")]
    assert desk.accounts(2027)["festgelegt"] == "45000.01"
    assert sum(int(amount.replace(".", "")) for _, _, amount, _ in desk.payments(2027)) == 4_500_001


def hold(desk, **more):
    context = desk.services.desk.context("funding", "hold_settlement", today=desk.day)
    grant = [
        {"year": int(year), "amount": euros(f"{ct // 100}.{ct % 100:02}")}
        for year, ct in GRANT_CT.items()
    ]
    rests_on = {"planned": [], "policy_position": 0}
    figures = {"costs": euros("20000.00"), "third_party": euros("0.00"), "in_kind": euros("0.00")}
    body = {"command_id": str(uuid4()), "project_id": PROJECT, "closing_id": f"{PROJECT}:3"}
    return desk.services.call(
        "funding", "hold_settlement", {**body, **figures, **rests_on, "grant": grant}, context, 15
    )


def test_while_a_payment_is_under_way_nothing_is_settled_closed_or_moved(desk):
    desk.approve(GRANT_CT)
    desk.release(1)
    made = desk.ask("make_pay_list")
    with pytest.raises(Refused) as no:
        hold(desk)
    assert (no.value.code, no.value.facts) == (
        "payments-under-way",
        {"year": 2026, "amount_ct": 600_000},
    )
    over = {
        "from_year": 2026,
        "to_year": 2027,
        "project_id": PROJECT,
        "reason_code": "bound-unpaid",
    }
    words = {"reason": "Umbau", "resolution": "Rat"}
    no = desk.refused("carry_over", amount=euros("27000.02"), **over, **words)
    assert (no.code, no.facts["missing_ct"]) == ("carry-over-exceeds", 1)
    with pytest.raises(Refused) as no:
        desk.reserve("c:3", PROJECT, {"2026": -2_700_002, "2027": 2_700_002})
    assert no.value.code == "insufficient-commitment"

    desk.confirm(filled(made["csv"], "02.03.2026"))
    assert hold(desk)["remaining"] == euros("14000.00")
    next_ = [{"year": 2026, "number": 2, "amount": euros("9000.01")}]
    no = desk.refused("release_payments", project_id=PROJECT, payments=next_)
    assert no.code == "payments-held"
    back = {"year": 2026, "number": 1, "reversed_on": "2026-03-02", "reason_code": "recalled"}
    assert desk.refused("reverse_payment", project_id=PROJECT, **back).code == "payments-held"


def test_no_year_is_closed_while_a_payment_is_under_way(desk):
    desk.approve(GRANT_CT)
    desk.release(1)
    desk.ask("make_pay_list")
    no = desk.refused("close_year", day="2027-01-04", year=2026)
    assert (no.code, no.facts) == ("payments-under-way", {"year": 2026, "amount_ct": 600_000})
    failed = {"project_id": PROJECT, "year": 2026, "number": 1, "reason_code": "stopped"}
    desk.ask("fail_payment", **failed)
    assert desk.ask("close_year", year=2026)["year"] == 2026


def test_a_settlement_plans_what_remains_and_drops_what_is_not_paid_any_more(desk):
    desk.approve(GRANT_CT)
    desk.paid_one()
    desk.release(2, 3)
    final = hold(desk)
    assert final["remaining"] == euros("14000.00")
    desk.hear(
        "closed",
        day="2028-02-07",
        final_grant_ct={"2026": 2_000_000},
        recovery_ct=0,
        remaining_ct=1_400_000,
        closing_id=f"{PROJECT}:3",
        closed_on="2028-02-07",
        due_on=None,
        interest_from=None,
    )
    assert desk.payments()[1:] == [
        (2, "2026-04-01", "9000.01", "released"),
        (4, "2028-02-07", "4999.99", "planned"),
    ]


def test_when_money_moves_to_another_year_both_plans_are_made_anew(desk):
    desk.approve(GRANT_CT)
    desk.release(1)
    desk.day = "2026-05-04"
    change = {"2026": -2_000_000, "2027": 2_000_000}
    desk.reserve("c:3", PROJECT, change)
    known = {"approval_id": "c:3", "grant_change_ct": change}
    desk.hear("amended", day="2026-05-04", **known)
    assert desk.payments() == [
        (1, "2026-02-01", "6000.00", "released"),
        (2, "2026-05-04", "2333.34", "planned"),
        (3, "2026-07-01", "2333.34", "planned"),
        (4, "2026-10-01", "2333.33", "planned"),
    ]
    assert [amount for _, _, amount, _ in desk.payments(2027)] == ["8000.00"] * 4


def test_what_a_person_has_planned_is_cut_by_a_change_and_not_filled_up(desk):
    desk.approve(GRANT_CT)
    dues = [
        {"due_on": "2026-09-01", "amount": euros("20000.00")},
        {"due_on": "2026-05-01", "amount": euros("13000.01")},
    ]
    told = desk.ask("plan_payments", project_id=PROJECT, year=2026, instalments=dues)
    assert [(it["number"], it["due_on"]) for it in told["instalments"]] == [
        (1, "2026-05-01"),
        (2, "2026-09-01"),
    ]
    desk.reserve("c:3", PROJECT, {"2026": -500_000})
    desk.hear("amended", approval_id="c:3", grant_change_ct={"2026": -500_000})
    assert [amount for _, _, amount, _ in desk.payments()] == ["13000.01", "15000.00"]
    too_much = [{"due_on": "2026-05-01", "amount": euros("28000.02")}]
    no = desk.refused("plan_payments", project_id=PROJECT, year=2026, instalments=too_much)
    assert (no.code, no.facts["left_ct"]) == ("plan-exceeds-commitment", 2_800_001)
    told = desk.ask("plan_payments", project_id=PROJECT, year=2026)
    assert [it["due_on"] for it in told["instalments"]] == [
        "2026-03-02",
        "2026-04-01",
        "2026-07-01",
        "2026-10-01",
    ]


def test_a_recipient_asks_for_what_its_own_money_does_not_cover_and_sees_what_matters_to_it(desk):
    desk.approve(GRANT_CT)
    desk.ask("plan_payments", project_id=PROJECT, year=2026, instalments=[])
    token = desk.services.desk.token("kassenwart", "recipient", traeger_id=TRAEGER)
    foreign = desk.services.desk.token("fremd", "recipient", traeger_id=OTHER)

    def ask(method, token_, **body):
        context = Context.of(token_, "2026-03-02")
        return desk.services.call(
            "funding",
            method,
            {"command_id": str(uuid4()), "project_id": PROJECT, **body},
            context,
            15,
        )

    need = {"year": 2026, "first": "2026-03-15", "last": "2026-05-02"}
    money = {"expected": euros("7200.00"), "own_money": euros("2200.00")}
    for amount, last, code in [
        ("5000.01", "2026-05-02", "own-money-first"),
        ("5000.00", "2026-05-03", "drawdown-too-early"),
    ]:
        with pytest.raises(Refused) as no:
            ask("request_drawdown", token, **{**need, "last": last}, **money, amount=euros(amount))
        assert no.value.code == code
    with pytest.raises(Refused) as no:
        ask("request_drawdown", foreign, **need, **money, amount=euros("5000.00"))
    assert no.value.code == "not-permitted"
    assert ask("request_drawdown", token, **need, **money, amount=euros("5000.00"))["number"] == 1
    huge = {"expected": euros("99999.00"), "own_money": euros("0.00")}
    with pytest.raises(Refused) as no:
        ask("request_drawdown", token, **need, **huge, amount=euros("28000.02"))
    assert (no.value.code, no.value.facts["left_ct"]) == ("plan-exceeds-commitment", 2_800_001)

    desk.release(1)
    (year, *_) = ask("get_payments", token)["years"]
    (payment,) = year["payments"]
    assert (payment["shown"], payment["state"], payment["is_drawdown"]) == (
        "in-progress",
        None,
        True,
    )
    with pytest.raises(Refused) as no:
        ask("get_payments", foreign)
    assert no.value.code == "not-permitted"
    assert ask("list_payments", foreign, year=2026)["payments"] == []
    assert len(ask("list_payments", token, year=2026)["payments"]) == 1


def test_a_cancelled_payment_is_not_paid_and_its_number_is_not_given_again(desk):
    desk.approve(GRANT_CT)
    desk.release(1)
    cancel = {"project_id": PROJECT, "year": 2026, "number": 1, "reason_code": "no-need"}
    desk.ask("cancel_payment", reason="Erst im Sommer.", **cancel)
    assert desk.ask("cancel_payment", reason="Erst im Sommer.", **cancel)["event_ids"] == []
    assert desk.refused("make_pay_list").code == "nothing-to-pay"
    desk.ask("plan_payments", project_id=PROJECT, year=2026)
    assert [(number, state) for number, _, _, state in desk.payments()] == [
        (1, "cancelled"), (2, "planned"), (3, "planned"), (4, "planned"), (5, "planned"),
    ]  # fmt: skip
    desk.release(2)
    desk.ask("make_pay_list")
    no = desk.refused("cancel_payment", reason="Doch nicht.", **{**cancel, "number": 2})
    assert no.code == "already-ordered"


def test_without_an_account_a_payment_is_left_out_and_the_rest_goes(desk):
    desk.approve(GRANT_CT)
    desk.approve({"2026": 100}, project_id=OTHER, number="2026-8-018")
    desk.ask(
        "plan_payments",
        project_id=OTHER,
        year=2026,
        instalments=[{"due_on": "2026-03-01", "amount": euros("1.00")}],
    )
    desk.release(1)
    desk.release(1, project_id=OTHER)
    desk.hear("traeger_amended", traeger_id=TRAEGER, name="Werkbank e. V.", profile={"iban": None})
    no = desk.refused("make_pay_list")
    assert (no.code, no.detail) == ("nothing-to-pay", "Zum Träger ist keine IBAN erfasst.")
    desk.hear("traeger_amended", traeger_id=TRAEGER, name="Werkbank e. V.", profile={"iban": IBAN})
    assert desk.ask("make_pay_list")["total"] == euros("6001.00")


def test_confirmed_by_two_at_once_a_payment_is_paid_once(desk):
    desk.approve(GRANT_CT)
    desk.release(1)
    text = filled(desk.ask("make_pay_list")["csv"], "02.03.2026")
    with ThreadPoolExecutor(4) as people:
        told = list(people.map(lambda _: desk.confirm(text), range(8)))
    assert sorted(it["new"] for it in told) == [0] * 7 + [1]
    assert desk.accounts()["ausgezahlt"] == "6000.00"


def test_ordered_by_two_at_once_a_payment_stands_in_one_list(desk):
    desk.approve(GRANT_CT)
    desk.release(1)

    def order(_):
        try:
            return desk.ask("make_pay_list")["total"]["amount"]
        except Refused as refused:
            return refused.code

    with ThreadPoolExecutor(4) as people:
        made = sorted(people.map(order, range(8)))
    assert made == ["6000.00"] + ["nothing-to-pay"] * 7


def test_a_crash_before_the_commit_leaves_nothing_and_one_after_it_nothing_to_do(desk, monkeypatch):
    """The list's number, its file and all of its orders are one commit; so is a confirmation."""

    def die(*_):
        raise ConnectionAbortedError("the process is gone")

    desk.approve(GRANT_CT)
    desk.release(1, 2)
    asked = {"command_id": str(uuid4()), "due_until": "2026-04-01"}
    with monkeypatch.context() as dying:
        dying.setattr("shared.writer.store", die)  # after the append, before the commit
        assert desk.refused("make_pay_list", **asked).code == "internal-error"
    assert [state for *_, state in desk.payments()] == ["released"] * 2 + ["planned"] * 2
    assert desk.ask("list_pay_lists", year=2026)["pay_lists"] == []
    made = desk.ask("make_pay_list", **asked)
    assert (made["name"], made["total"]) == ("2026-001", euros("15000.01"))
    text = filled(made["csv"], "02.03.2026")
    content = {"content": b64encode(text.encode()).decode(), "command_id": str(uuid4())}
    with monkeypatch.context() as dying:
        dying.setattr(desk.service.kernel.writer, "wake", die)  # after the append
        assert desk.refused("import_confirmations", **content).code == "internal-error"
    assert "ausgezahlt" not in desk.accounts()
    desk.ask("import_confirmations", **content)  # Its answer is lost on the way.
    assert desk.accounts()["ausgezahlt"] == "15000.01"
    assert desk.ask("import_confirmations", **content)["new"] == 2  # The answer as it was.
    assert desk.confirm(text)["new"] == 0
    assert desk.ask("make_pay_list", **asked) == made
    assert desk.accounts()["ausgezahlt"] == "15000.01"


def test_no_account_number_stands_in_an_event_or_in_the_log(desk, capsys):
    desk.approve(GRANT_CT)
    desk.paid_one()
    with desk.service.kernel.pool.connection() as conn:
        (count,) = conn.execute(
            "select count(*) from event where line like %s", [f"%{IBAN}%"]
        ).fetchone()
    assert count == 0
    said = capsys.readouterr()
    assert IBAN not in said.out + said.err


def test_answers_are_as_they_are_described_and_every_figure_has_its_definition(desk):
    described = desk.ask("describe")["methods"]

    def told(method, **body):
        answer = desk.ask(method, **body)
        jsonschema.validate(answer, described[method]["answer"])
        return answer

    desk.approve(GRANT_CT)
    named = {"project_id": PROJECT, "year": 2026}
    decision = {"project_id": PROJECT, "approval_id": f"{PROJECT}:2"}
    told("record_posting", **decision, posted_on="2026-01-05")
    told("waive_appeal", **decision, waived_on="2026-01-20", document="Wir verzichten.")
    due = [{"due_on": "2026-03-02", "amount": euros("5000.00")}] * 3
    told("plan_payments", **named, instalments=due)
    payments = [{"year": 2026, "number": it, "amount": euros("5000.00")} for it in (1, 2, 3)]
    told("release_payments", project_id=PROJECT, payments=payments)
    told("cancel_payment", **named, number=3, reason_code="other", reason="Später.")
    made = told("make_pay_list", due_until="2026-03-02")
    told("fail_payment", **named, number=2, reason_code="stopped")
    text = filled(made["csv"], "02.03.2026")
    confirmed = told("import_confirmations", content=b64encode(text.encode()).decode())
    assert [(it["line"], it["code"]) for it in confirmed["errors"]] == [(3, "payment-state")]
    told("reverse_payment", **named, number=1, reversed_on="2026-03-02", reason_code="recalled")
    for answer in (
        told("get_payments", project_id=PROJECT),
        told("list_payments", year=2026),
        told("list_pay_lists", year=2026),
    ):
        assert set(answer["definitions"]) == set(figures(answer)) > set()
        assert all(
            it["text"].endswith(".") and it["formula"] for it in answer["definitions"].values()
        )


def test_where_the_office_waits_longer_a_notice_is_final_later(desk):
    """Posted on 5.1.2026: announced on 15.1., two months until Sun 15.3., so Mon 16.3."""
    rules = RULES | {"finality": {"announced_days": 10, "appeal_months": 2}}
    desk.approve(GRANT_CT)
    meyer, bauer = ("meyer.kalk", "central_office"), ("bauer.kalk", "central_office")
    asked = {"valid_from": "2026-01-05", "rules": rules, **WHY}
    made = desk.ask("propose_policy", day="2026-01-05", by=meyer, **asked)
    desk.ask("adopt_policy", by=bauer, proposal_id=made["proposal_id"])
    posted = {"project_id": PROJECT, "approval_id": f"{PROJECT}:2", "posted_on": "2026-01-05"}
    assert desk.ask("record_posting", **posted)["final_from"] == "2026-03-17"
    (notice,) = desk.ask("get_payments", project_id=PROJECT)["notices"]
    assert (notice["announced_on"], notice["appeal_until"]) == ("2026-01-15", "2026-03-16")
