"""The forms of all services: what they accept, what they refuse, and that they never crash."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.funding import commands as funding
from services.funding.forms import FORMS as FUNDING
from services.projects import commands as projects
from services.projects.forms import FORMS as PROJECTS
from services.resources.forms import FORMS as RESOURCES
from shared.canonical import canonical
from shared.describe import json_schema
from shared.form import load_command
from shared.guideline import FlatRate, Headcount, MeasuredCosts, Year
from shared.refusal import Refused
from tests.persons import CHECKS
from tests.unit.projects.examples import (
    ASD,
    OTHER,
    PROJECT_ID,
    REQUEST_ID,
)
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER_ID

FORMS = {**PROJECTS, **FUNDING, **RESOURCES}
COMMAND_ID = "7e6b2cc5-9b6f-5c2d-8e1f-2a3b4c5d6e7f"


def eur(amount):
    return {"amount": amount, "currency": "EUR"}


def post(amount):
    return {
        "function": "Fachkraft im Treff",
        "qualification": "Soziale Arbeit (B. A.)",
        "fte_percent": 100,
        "months": 12,
        "yearly_cost": eur(amount),
    }


STIFTUNG = {"source": "Stiftung", "kind": "donation", "amount": eur("10000.00"), "granted": True}
CARD: dict[str, Any] = {
    "name": "Fußballverein Kalk",
    "kind": "association",
    "sozialraum_ids": [SOZIALRAUM_ID, SOZIALRAUM_ID],
    "place": {"street": "Vietorstraße 9", "postcode": "51103", "city": "Köln"},
    "topics": ["sports", "sports"],
    "keywords": ["Sport", "Sport", "Mädchen"],
    "age_from": 6,
    "age_to": 14,
    "contact": {"channel": "phone", "address": "+49 221 12345"},
    "opening": [{"days": ["friday", "monday", "friday"], "opens": "16:00", "closes": "18:00"}],
}
CONTENT = {
    "title": "Mädchentreff Kalk",
    "need": "Bedarf",
    "existing_offers": "Angebote",
    "participation": {"text": "Werkstatt", "groups": [{"group": "Mädchen", "number": 24}]},
    "goals": [
        {"text": "Treffen", "indicator": "Treffen im Jahr", "target": "40"},
        {"text": "Beteiligung", "indicator": "von Mädchen geplante Angebote", "target": "10"},
    ],
    "aims": [{"aim": "prevention", "how": "früh"}, {"aim": "inclusion", "how": "alle"}],
    "target_group": "Zielgruppe",
    "access": {"kind": "open"},
    "measures": "Maßnahmen",
    "place": "Bürgerhaus Kalk",
    "partners": ["Grundschule"],
    "resources": ["Bürgerhaus"],
    "sustainability": "danach",
    "start": "2025-10-01",
    "end": "2027-09-30",
    "plan": [
        {"year": 2027, "posts": [post("54000.00")]},
        {"year": 2025, "posts": [post("18000.00")]},
        {"year": 2026, "posts": [post("72000.00")], "third_party": [STIFTUNG]},
    ],
    "own_cash": eur("4760.00"),
    "in_kind": [{"kind": "goods", "text": "Raum und Ausstattung", "value": eur("1000.00")}],
    "employees": {"count": 110, "method": "heads", "on": "2025-08-01"},
    "team_resolution": {"on": "2025-09-01", "present": [ASD, OTHER], "abstained": [OTHER]},
    "declarations": {
        "not_begun": True,
        "no_individual_help": True,
        "complete_and_true": True,
        "subsidy_relevant": True,
        "other_funding": "Stiftung",
        "vat_deduction": False,
    },
}
APPLICATION = {"sozialraum_id": SOZIALRAUM_ID, "traeger_id": TRAEGER_ID, **CONTENT}
POST = {
    "function": "Fachkraft im Treff",
    "qualification": "Soziale Arbeit (B. A.)",
    "fte_percent": 100,
    "months": 12,
    "yearly_cost": eur("9000.00"),
}
BODIES: dict[str, Any] = {
    "register_traeger": {"name": "Jugendwerk Kalk e. V."},
    "register_sozialraum": {"name": "Kalk-Nord", "team_name": "Sozialraumteam Kalk-Nord"},
    "amend_traeger": {"traeger_id": TRAEGER_ID, "iban": "de02 3705 0198 0001 8020 57"},
    "state_headcount": {
        "traeger_id": TRAEGER_ID,
        "employees": {"method": "fte", "hundredths": 3025},
        "on": "2025-08-01",
    },
    "name_representatives": {"traeger_id": TRAEGER_ID, "person_ids": [PROJECT_ID, PROJECT_ID]},
    "deactivate_traeger": {"traeger_id": TRAEGER_ID, "reason_code": "merged", "reason": "Grund"},
    "reactivate_traeger": {"traeger_id": TRAEGER_ID},
    "rename_sozialraum": {"sozialraum_id": SOZIALRAUM_ID, "name": "Kalk", "team_name": "Team"},
    "import_package": {"content": "UEsDBA==", "kind": "association"},
    "import_master_data": {"kind": "traeger", "content": "TmFtZQ=="},
    "register_person": {
        "function": "Fachkraft im ASD",
        "name": "Ayşe Öztürk",
        "email": "ayse@kalk.example",
        "phone": None,
        "subject": "oidc|ayse",
    },
    "amend_person": {"person_id": PROJECT_ID, "phone": "+49 221 4711", "email": None},
    "erase_person": {"person_id": PROJECT_ID},
    "join_team": {
        "sozialraum_id": SOZIALRAUM_ID,
        "person_id": PROJECT_ID,
        "part": "traeger",
        "traeger_id": TRAEGER_ID,
        "function": "Bereichsleitung",
        "start": "2025-08-01",
    },
    "leave_team": {"sozialraum_id": SOZIALRAUM_ID, "person_id": PROJECT_ID, "end": "2025-08-01"},
    "appoint_deputy": {
        "person_id": PROJECT_ID,
        "start": "2025-08-01",
        "end": "2025-08-01",
        "reason_code": "holiday",
    },
    "revoke_deputy": {"delegation_id": PROJECT_ID},
    "apply": APPLICATION,
    "return_for_completion": {
        "project_id": PROJECT_ID,
        "fields": ["/need", "/goals/1", "/own_cash"],
        "text": "Grund",
    },
    "resubmit": {"project_id": PROJECT_ID, **CONTENT},
    "withdraw": {"project_id": PROJECT_ID, "reason_code": "no-staff"},
    "co_sign": {"project_id": PROJECT_ID},
    "submit_draft": {"draft_id": PROJECT_ID},
    "save_draft": {"content": {"title": "Treff"}},
    "discard_draft": {"draft_id": PROJECT_ID},
    "check_content": {"project_id": PROJECT_ID, **CHECKS["check_content"]},
    "check_arithmetic": {"project_id": PROJECT_ID, **CHECKS["check_arithmetic"]},
    "approve": {"project_id": PROJECT_ID},
    "approve_reduced": {
        "project_id": PROJECT_ID,
        "plan": [
            {"year": 2027, "costs": eur("54000.00")},
            {"year": 2025, "costs": eur("18000.00")},
            {"year": 2026, "costs": eur("60000.00"), "third_party": eur("10000.00")},
        ],
        "own_cash": eur("4280.00"),
        "in_kind": eur("1000.00"),
        "reason_code": "costs-unreasonable",
        "reason": "Grund",
    },
    "postpone": {
        "project_id": PROJECT_ID,
        "reason_code": "budget-exhausted",
        "priority": 2,
        "reason": "Grund",
    },
    "prioritise": {"project_id": PROJECT_ID, "priority": 1, "reason": "Grund"},
    "reopen": {"project_id": PROJECT_ID},
    "declare_bias": {"project_id": PROJECT_ID, "reason_code": "took-part"},
    "reject": {"project_id": PROJECT_ID, "reason_code": "no-need", "reason": "Grund"},
    "request_change": {
        "project_id": PROJECT_ID,
        "what": "Verlängerung",
        "why": "Nachfrage",
        "known_since": "2027-04-01",
        "effect_on_goals": "Wirkung auf die Ziele",
        "new_end": "2028-03-31",
        "shift": [
            {"year": 2028, "amount": eur("0.01"), "reason": "Miete"},
            {"year": 2027, "amount": eur("-0.01"), "reason": "Miete"},
        ],
        "plan": [
            {"year": 2028, "reason": "Leitung", "posts": [POST]},
            {"year": 2027, "reason": "Leitung", "posts": [POST]},
        ],
        "own_cash": eur("600.00"),
        "in_kind": [{"kind": "goods", "text": "Raum", "value": eur("300.00")}],
        "employees": {"method": "heads", "count": 140, "on": "2027-04-01"},
    },
    "withdraw_change": {"project_id": PROJECT_ID, "request_id": REQUEST_ID, "reason": "Grund"},
    "reject_change": {
        "project_id": PROJECT_ID,
        "request_id": REQUEST_ID,
        "reason_code": "no-need",
        "reason": "Grund",
    },
    "extend": {
        "project_id": PROJECT_ID,
        "request_id": REQUEST_ID,
        "reason_code": "demand-continues",
        "reason": "Grund",
    },
    "amend": {
        "project_id": PROJECT_ID,
        "request_id": REQUEST_ID,
        "reason_code": "delayed-payment",
        "reason": "Grund",
    },
    "terminate": {
        "project_id": PROJECT_ID,
        "terminated_on": "2026-09-30",
        "cause": "given-up",
        "reason": "Grund",
        "heard_on": "2026-09-01",
        "shortened": {
            "plan": [{"year": 2026, "costs": eur("45000.00"), "third_party": eur("0.00")}],
            "own_cash": eur("1800.00"),
            "in_kind": eur("0.00"),
        },
    },
    "revoke": {
        "project_id": PROJECT_ID,
        "basis": "section-47",
        "extent": "part",
        "effective_from": "2026-10-01",
        "reduction": [{"year": 2027, "amount": eur("100.00")}],
        "reason_code": "misused",
        "reason": "Grund",
        "known_since": "2026-03-02",
        "heard_on": "2026-08-03",
    },
    "close": {
        "project_id": PROJECT_ID,
        "cause": "completed",
        "interest_from": "2027-11-15",
    },
    "propose_settlement": {
        "project_id": PROJECT_ID,
        "reason": "Die Kosten waren niedriger.",
        "known_since": "2027-10-20",
    },
    "record_hearing": {
        "project_id": PROJECT_ID,
        "answer": "Wir sind einverstanden.",
        "answered_on": "2027-11-02",
    },
    "reopen_settlement": {
        "project_id": PROJECT_ID,
        "basis": "section-44",
        "reason": "Ein Beleg war falsch erfasst.",
    },
    "record_recovery": {
        "project_id": PROJECT_ID,
        "reference": "KA 2027-00417",
        "amount": eur("279.34"),
        "received_on": "2027-12-03",
    },
    "propose_waiver": {
        "project_id": PROJECT_ID,
        "kind": "remission",
        "amount": eur("500.00"),
        "reason": "Der Verein löst sich auf.",
    },
    "waive_recovery": {"project_id": PROJECT_ID, "waiver_id": PROJECT_ID},
    "propose_interest": {
        "project_id": PROJECT_ID,
        "ground": "recovery",
        "until": "2028-02-01",
        "reason": "Sie haben erst im Februar gezahlt.",
    },
    "fix_interest": {"project_id": PROJECT_ID, "proposal_id": PROJECT_ID},
    "record_interest": {
        "project_id": PROJECT_ID,
        "interest_id": PROJECT_ID,
        "reference": "KA 2028-00031",
        "amount": eur("21.86"),
        "received_on": "2028-02-21",
    },
    "lapse": {"project_id": PROJECT_ID, "approval_id": f"{PROJECT_ID}:2"},
    "set_budget": {"year": 2026, "amount": eur("300000.00"), "resolution": "Rat"},
    "supplement": {"year": 2026, "amount": eur("-0.01"), "resolution": "Nachtrag"},
    "set_ceiling": {"year": 2028, "amount": eur("0.00"), "resolution": "Finanzplanung"},
    "carry_over": {
        "from_year": 2026,
        "to_year": 2027,
        "project_id": PROJECT_ID,
        "amount": eur("0.01"),
        "reason_code": "bound-unpaid",
        "reason": "Umbau",
        "resolution": "Rat",
    },
    "transfer_out": {
        "year": 2026,
        "to_district": 5,
        "amount": eur("0.01"),
        "reason_code": "need",
        "reason": "Bedarf",
        "resolution": "Rat",
    },
    "transfer_in": {
        "year": 2026,
        "transfer_id": PROJECT_ID,
        "from_district": 8,
        "amount": eur("0.01"),
        "reason_code": "need",
        "reason": "Bedarf",
        "resolution": "Rat",
    },
    "close_year": {"year": 2026},
    "record_posting": {
        "project_id": PROJECT_ID,
        "approval_id": f"{PROJECT_ID}:2",
        "posted_on": "2026-01-05",
    },
    "waive_appeal": {
        "project_id": PROJECT_ID,
        "approval_id": f"{PROJECT_ID}:2",
        "waived_on": "2026-01-05",
        "document": "Wir verzichten.",
    },
    "plan_payments": {
        "project_id": PROJECT_ID,
        "year": 2026,
        "instalments": [{"due_on": "2026-02-01", "amount": eur("0.01")}],
    },
    "request_drawdown": {
        "project_id": PROJECT_ID,
        "year": 2026,
        "amount": eur("0.01"),
        "first": "2026-02-01",
        "last": "2026-02-28",
        "expected": eur("0.03"),
        "own_money": eur("0.02"),
    },
    "release_payments": {
        "project_id": PROJECT_ID,
        "payments": [{"year": 2026, "number": 1, "amount": eur("0.01")}],
    },
    "cancel_payment": {
        "project_id": PROJECT_ID,
        "year": 2026,
        "number": 1,
        "reason_code": "other",
        "reason": "Erst im Herbst",
    },
    "make_pay_list": {"due_until": "2026-02-01"},
    "import_confirmations": {"content": "QQ=="},
    "fail_payment": {
        "project_id": PROJECT_ID,
        "year": 2026,
        "number": 1,
        "reason_code": "rejected",
    },
    "reverse_payment": {
        "project_id": PROJECT_ID,
        "year": 2026,
        "number": 1,
        "reversed_on": "2026-02-03",
        "reason_code": "recalled",
    },
    "reserve": {
        "approval_id": f"{PROJECT_ID}:2",
        "project_id": PROJECT_ID,
        "grant": [{"year": 2027, "amount": eur("-1.00")}, {"year": 2026, "amount": eur("1.00")}],
        "edition": "2026-1",
        "policy_position": 0,
    },
    "hold_settlement": {
        "project_id": PROJECT_ID,
        "closing_id": f"{PROJECT_ID}:3",
        "costs": eur("1.00"),
        "third_party": eur("2.00"),
        "in_kind": eur("3.00"),
        "grant": [{"year": 2026, "amount": eur("4.00")}],
        "planned": [{"own_share_percent": 3, "costs": eur("50000.00")}],
        "policy_position": 0,
    },
    "propose_policy": {
        "valid_from": "2026-01-01",
        "rules": {
            "volunteer_hour": eur("15.00"),
            "in_kind_cap_percent": 20,
            "flat_rates": [
                {"kind": "Verwaltung", "base": "personnel-percent", "percent_hundredths": 700},
                {"kind": "Fest", "base": "event", "amount": eur("250.00"), "covers": ["Miete"]},
            ],
            "salaries": [{"grade": "S 11b", "yearly_cost": eur("70200.00")}],
            "future_years": "require-ceiling",
            "headcount_method": "heads",
            "early_start": False,
            "individual_help_gate": True,
            "completion_days": 21,
            "model": "net",
            "payment_rhythm": "on-request",
            "settlement": {
                "own_share": "percent-of-actual",
                "bagatelle": eur("500.00"),
                "cap_total_at_plan": False,
                "recovery_refills": "on-settlement",
                "hearing_days": 14,
                "due_days": 30,
                "use_months": 3,
            },
            "base_rates": [
                {"valid_from": "2026-07-01", "hundredths": -88},
                {"valid_from": "2026-01-01", "hundredths": 127},
            ],
            "quarters": {"smallest_shown": 5, "due_days": 45},
            "onboarding_months": 6,
            "finality": {"announced_days": 7, "appeal_months": 2},
            "certified_statements": True,
        },
        "reason_code": "resolution",
        "reason": "Beschluss der Amtsleitung",
    },
    "adopt_policy": {"proposal_id": PROJECT_ID},
    "record_card": {**CARD, "description": "Offenes Training"},
    "amend_card": {**CARD, "card_id": PROJECT_ID, "age_to": None, "contact": None},
    "propose_card": {**CARD, "traeger_id": TRAEGER_ID, "description": "Offenes Training"},
    "accept_proposal": {"card_id": PROJECT_ID},
    "decline_proposal": {"card_id": PROJECT_ID, "reason": "Noch nicht."},
    "withdraw_proposal": {"card_id": PROJECT_ID},
    "verify_card": {"card_id": PROJECT_ID, "verify_by": "2026-12-31"},
    "remark_card": {"card_id": PROJECT_ID, "remark": "Hilft, wenn Worte fehlen."},
    "archive_card": {"card_id": PROJECT_ID, "cause": "ended"},
    "reopen_card": {"card_id": PROJECT_ID},
    "merge_cards": {"card_id": PROJECT_ID, "into_card_id": TRAEGER_ID},
    "mark_seen": {"sozialraum_id": SOZIALRAUM_ID, "position": 17},
    "name_contact": {
        "card_id": PROJECT_ID,
        "function": "Jugendwart",
        "name": "Erika Muster",
        "phone": "0221 4711",
        "consent_on": "2026-01-01",
        "consent_until": "2027-01-01",
    },
    "renew_consent": {
        "card_id": PROJECT_ID,
        "contact_id": PROJECT_ID,
        "consent_on": "2026-01-01",
        "consent_until": "2027-01-01",
    },
    "withdraw_consent": {"card_id": PROJECT_ID, "contact_id": PROJECT_ID},
    "keep_contact": {"card_id": PROJECT_ID, "on": "2026-01-05"},
    "open_contacts": {"card_id": PROJECT_ID, "reason": "Stichprobe"},
}


def command(name, /, **more):
    body = {"command_id": COMMAND_ID} | BODIES[name] | more
    return load_command(FORMS[name], body).command


def faults(name, /, **more):
    with pytest.raises(Refused) as no:
        command(name, **more)
    return [(fault.pointer, fault.code) for fault in no.value.errors]


def test_every_form_has_an_example_here():
    assert BODIES.keys() == FORMS.keys()


def test_a_request_has_a_reason_for_each_amount():
    asked = command("request_change")
    assert [(it.year, it.amount_ct) for it in asked.shifts] == [(2028, 1), (2027, -1)]
    assert asked.costs.plan.keys() == asked.costs.reasons.keys() == {2028, 2027}
    assert (asked.costs.own_cash_ct, asked.costs.counted_on) == (60_000, date(2027, 4, 1))
    assert asked.costs.employees == Headcount("heads", 14_000)
    told = [it.content.decode() for it in asked.texts]
    reasons = ["Miete", "Miete", "Leitung", "Leitung"]
    assert told == ["Verlängerung", "Nachfrage", "Wirkung auf die Ziele", *reasons]


def test_a_request_at_no_extra_cost_has_no_plan():
    nothing: dict[str, object] = {"plan": [], "own_cash": None, "in_kind": [], "employees": None}
    assert command("request_change", **nothing).costs is None
    assert sorted(faults("request_change", plan=[])) == [
        ("/employees", "plan-missing"),
        ("/in_kind", "plan-missing"),
        ("/own_cash", "plan-missing"),
    ]


def test_more_costs_come_with_a_later_end_own_cash_and_a_head_count():
    lacking = {"new_end": None, "own_cash": None, "employees": None}
    assert sorted(faults("request_change", **lacking)) == [
        ("/employees", "missing"),
        ("/new_end", "new-end-missing"),
        ("/own_cash", "missing"),
    ]


def test_a_request_asks_for_something():
    empty: dict[str, object] = {"new_end": None, "shift": [], "plan": []}
    empty |= {"own_cash": None, "in_kind": [], "employees": None}
    assert faults("request_change", **empty) == [("/new_end", "change-is-empty")]


def test_moves_between_years_are_balanced():
    one = {"year": 2027, "amount": eur("0.01"), "reason": "Miete"}
    assert faults("request_change", shift=[one]) == [("/shift", "shift-not-balanced")]
    back = {**one, "amount": eur("-0.01")}
    assert faults("request_change", shift=[one, back]) == [("/shift", "year-twice")]
    none = {**one, "amount": eur("0.00")}
    assert faults("request_change", shift=[none]) == [("/shift/0/amount", "nothing-moved")]


def test_a_part_taken_back_has_amounts_and_the_whole_has_none():
    assert command("revoke").reduction_ct == {2027: 10_000}
    assert command("revoke", extent="whole", reduction=[]).reduction_ct == {}
    assert faults("revoke", reduction=[]) == [("/reduction", "missing")]
    assert faults("revoke", extent="whole") == [("/reduction", "not-allowed")]
    twice = [{"year": 2027, "amount": eur("1.00")}] * 2
    assert faults("revoke", reduction=twice) == [("/reduction", "year-twice")]
    nothing = [{"year": 2027, "amount": eur("0.00")}]
    assert faults("revoke", reduction=nothing) == [("/reduction/0/amount", "nothing-reduced")]


def test_a_shortened_plan_is_a_table_by_year():
    plan = projects.ShortenedPlan({2026: Year(4_500_000)}, 180_000, 0)
    assert command("terminate").shortened == plan
    assert command("terminate", shortened=None).shortened is None
    year = {"year": 2026, "costs": eur("1.00")}
    twice = {"plan": [year, year], "own_cash": eur("0.00")}
    assert faults("terminate", shortened=twice) == [("/shortened/plan", "year-twice")]


@pytest.mark.parametrize("method", ["propose_settlement", "close"])
@pytest.mark.parametrize("figure", ["costs", "third_party", "in_kind", "goals", "statement"])
def test_a_settlement_names_no_figures(method, figure):
    """They stand in the checked statement of use."""
    assert command(method).statement is None
    assert faults(method, **{figure: eur("1.00")}) == [(f"/{figure}", "unknown-field")]


def test_interest_is_waived_as_a_whole_and_of_a_claim_an_amount():
    assert command("propose_waiver", kind="interest", amount=eur("0.00")).amount_ct == 0
    wrong = [("/amount", "amount-does-not-fit")]
    assert faults("propose_waiver", kind="interest") == wrong
    assert faults("propose_waiver", amount=eur("0.00")) == wrong
    assert command("propose_waiver").amount_ct == 50_000


def test_what_the_service_supplies_cannot_be_sent():
    assert faults("approve", version=2) == [("/version", "unknown-field")]
    assert faults("close", settlement={}) == [("/settlement", "unknown-field")]
    assert faults("hold_settlement", paid_ct=0) == [("/paid_ct", "unknown-field")]


def test_budgets_are_set_and_supplemented():
    assert command("set_budget") == funding.SetBudget(2026, 30_000_000, "Rat")
    assert command("supplement") == funding.Supplement(2026, -1, "Nachtrag")
    assert faults("set_budget", amount=eur("-0.01")) == [("/amount", "too-small")]
    assert command("set_ceiling") == funding.SetCeiling(2028, 0, "Finanzplanung")
    assert command("close_year") == funding.CloseYear(2026)


def test_payments_are_planned_asked_for_and_released():
    due = funding.Due(date(2026, 2, 1), 1)
    assert command("plan_payments") == funding.PlanPayments(PROJECT_ID, 2026, (due,))
    assert command("plan_payments", instalments=None)["instalments"] is None
    nothing = [{"due_on": "2026-02-01", "amount": eur("0.00")}]
    assert faults("plan_payments", instalments=nothing) == [("/instalments/0/amount", "too-small")]
    days = date(2026, 2, 1), date(2026, 2, 28)
    assert command("request_drawdown") == funding.RequestDrawdown(
        PROJECT_ID, 2026, 1, *days, expected_ct=3, own_money_ct=2
    )
    assert faults("request_drawdown", first="2025-12-31") == [("/first", "not-of-the-year")]
    assert faults("request_drawdown", last="2026-01-31") == [("/last", "end-before-start")]
    assert faults("release_payments", payments=[]) == [("/payments", "too-few")]
    assert command("fail_payment") == funding.FailPayment(2026, PROJECT_ID, 1, "rejected")
    assert faults("reverse_payment", number=0) == [("/number", "too-small")]
    assert faults("make_pay_list", due_until="1.2.2026") == [("/due_until", "invalid-date")]
    assert faults("import_confirmations", content="=") == [("/content", "invalid-type")]


def test_money_is_carried_over_into_the_next_year_and_transferred_between_districts():
    carried = command("carry_over")
    assert carried.reason.content == b"Umbau"
    assert (carried.from_year, carried.to_year, carried.amount_ct) == (2026, 2027, 1)
    assert (carried.project_id, carried.carry_over_id) == (PROJECT_ID, "")
    for year in (2025, 2026, 2028):
        assert faults("carry_over", to_year=year) == [("/to_year", "not-the-next-year")]
    for name in ("carry_over", "transfer_out", "transfer_in"):
        assert faults(name, amount=eur("0.00")) == [("/amount", "too-small")]
        assert faults(name, reason_code="no-reason") == [("/reason_code", "not-allowed")]
    assert (command("transfer_out").to_district, command("transfer_out").transfer_id) == (5, "")
    assert command("transfer_in").transfer_id == PROJECT_ID
    assert faults("transfer_out", to_district=0) == [("/to_district", "too-small")]


def test_a_reservation_is_one_for_each_year():
    approval_id = f"{PROJECT_ID}:2"
    assert list(command("reserve").items()) == [
        (2026, funding.Reserve(2026, approval_id, PROJECT_ID, 100)),
        (2027, funding.Reserve(2027, approval_id, PROJECT_ID, -100)),
    ]
    twice = [{"year": 2026, "amount": eur("1.00")}] * 2
    assert faults("reserve", grant=twice) == [("/grant", "year-twice")]


def test_a_settlement_is_asked_for_with_recognised_figures():
    planned = (MeasuredCosts(3, 5_000_000),)
    expected = funding.HoldSettlement(
        PROJECT_ID, f"{PROJECT_ID}:3", 100, 200, 300, grant_ct={2026: 400}, planned=planned
    )
    assert command("hold_settlement") == expected


def test_a_policy_names_all_its_values_each_once():
    asked = command("propose_policy")
    assert asked.rules.flat_rates == {
        "Fest": FlatRate("Fest", "event", 25_000, ("Miete",)),
        "Verwaltung": FlatRate("Verwaltung", "personnel-percent", 700),
    }
    assert asked.rules.salaries_ct == {"S 11b": 7_020_000}
    assert (asked.valid_from, asked.proposal_id, asked.by) == (date(2026, 1, 1), "", "")
    rules = BODIES["propose_policy"]["rules"]
    assert command("propose_policy", rules=rules | {"in_kind_cap_percent": None})
    for name in rules:
        less = {key: value for key, value in rules.items() if key != name}
        assert faults("propose_policy", rules=less) == [(f"/rules/{name}", "missing")]
    each_once = (("flat_rates", "kind"), ("salaries", "grade"), ("base_rates", "valid_from"))
    for name, part in each_once:
        twice = rules | {name: [*rules[name], rules[name][0]]}
        pointer = f"/rules/{name}/{len(rules[name])}/{part}"
        assert faults("propose_policy", rules=twice) == [(pointer, f"{part}-twice")]


@pytest.mark.parametrize(
    ("rate", "field", "code"),
    [
        ({"base": "personnel-percent"}, "percent_hundredths", "missing"),
        ({"base": "event"}, "amount", "missing"),
        ({"base": "event", "percent_hundredths": 700}, "amount", "missing"),
        (
            {"base": "personnel-percent", "percent_hundredths": 700, "amount": eur("1.00")},
            "amount",
            "not-allowed",
        ),
        (
            {"base": "personnel-percent", "percent_hundredths": 10_001},
            "percent_hundredths",
            "too-large",
        ),
        ({"base": "event", "amount": eur("-0.01")}, "amount", "too-small"),
        ({"base": "month", "amount": eur("0.01")}, "base", "not-allowed"),
    ],
)
def test_a_flat_rate_is_a_percentage_of_personnel_or_an_amount_of_all_else(rate, field, code):
    rules = BODIES["propose_policy"]["rules"] | {"flat_rates": [{"kind": "Fest", **rate}]}
    assert faults("propose_policy", rules=rules) == [(f"/rules/flat_rates/0/{field}", code)]


@pytest.mark.parametrize(
    ("rate", "field", "code"),
    [
        ({"valid_from": "2026-04-01", "hundredths": 127}, "valid_from", "no-half-year"),
        ({"valid_from": "2026-07-02", "hundredths": 127}, "valid_from", "no-half-year"),
        ({"valid_from": "2026-07-01", "hundredths": -500}, "hundredths", "too-small"),
        ({"valid_from": "2026-07-01"}, "hundredths", "missing"),
    ],
)
def test_a_base_rate_is_that_of_a_half_year(rate, field, code):
    rules = BODIES["propose_policy"]["rules"] | {"base_rates": [rate]}
    assert faults("propose_policy", rules=rules) == [(f"/rules/base_rates/0/{field}", code)]


def test_base_rates_stand_in_the_order_of_their_days():
    made = command("propose_policy").rules
    assert [it.valid_from.isoformat() for it in made.base_rates] == ["2026-01-01", "2026-07-01"]
    assert (made.settlement.bagatelle_ct, made.settlement.due_days) == (50_000, 30)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_describes_itself(name):
    described = json_schema(FORMS[name])
    assert described["additionalProperties"] is False
    assert described["properties"].keys() == FORMS[name]().load_fields.keys()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(eur("1.00")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["year", "amount", "text", "id", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def refusal(schema, body):
    try:
        load_command(schema, body)
    except Refused as no:
        return no
    return None


@settings(max_examples=200)
@given(name=st.sampled_from(sorted(FORMS)), data=st.data())
def test_a_spoilt_body_is_loaded_or_refused(name, data):
    body = {"command_id": COMMAND_ID} | BODIES[name]
    spoilt = data.draw(st.sampled_from(sorted(FORMS[name]().load_fields)))
    no = refusal(FORMS[name], body | {spoilt: data.draw(ANYTHING)})
    assert no is None or (no.errors and canonical(no.to_json()))
