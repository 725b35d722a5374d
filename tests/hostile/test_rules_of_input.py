"""What a form alone cannot know: days, sums, states and words that do not fit each other."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from deploy.bench.projects import CHECKS, euros, year_plan
from services.registry import service_class
from shared.wire import methods
from tests.hostile.office import BODIES, REPORTED_ON, SPENT, Body, Office
from tests.hostile.refusals import assert_clear

Other = Callable[[Office], Body]


def told(refused):
    """Return all that a refusal says: (pointer, code), that of the whole first."""
    return [("", refused.code), *((it.pointer, it.code) for it in refused.errors)]


def refused(office, tables, key, body):
    """Return the refusal of a command that changes nothing."""
    service, _, method = key.partition(".")
    office.introduce(service, method)
    before = tables()
    no = office.refused(service, method, {"command_id": str(uuid4()), **body})
    assert_clear(no, body)
    assert tables() == before
    return no


def criteria(**of_first: Any) -> list[Body]:
    first, *others = CHECKS["check_content"]["criteria"]
    return [{**first, **of_first}, *others]


def confirmations(**of_first: Any) -> list[Body]:
    first, *others = CHECKS["check_arithmetic"]["confirmations"]
    return [{**first, **of_first}, *others]


def plan(**of_first: Any) -> Other:
    def made(office: Office) -> Body:
        first, second = office.plan()
        return {"plan": [{**first, **of_first}, second]}

    return made


TOO_MUCH = {"amount": "999999999999.99", "currency": "EUR"}
THREE_YEARS = [year_plan(year, 20_000_00) for year in (2026, 2027, 2028)]
HEADS = {"count": 75, "method": "heads", "on": "2026-01-05"}
CASES: list[tuple[str, Body | Other, str, str]] = [
    # ---- applications --------------------------------------------------------------------------
    ("projects.apply", {"end": "2026-01-31"}, "/end", "end-before-start"),
    ("projects.apply", {"end": "2026-12-31"}, "/plan", "years-do-not-match"),
    ("projects.apply", {"start": "2025-12-31"}, "/plan", "years-do-not-match"),
    (
        "projects.apply",
        {"end": "2028-02-01", "plan": THREE_YEARS},
        "/end",
        "duration-exceeds-24-months",
    ),
    (
        "projects.apply",
        {"plan": [year_plan(2026, 1), year_plan(2026, 1)]},
        "/plan",
        "years-do-not-match",
    ),
    (
        "projects.apply",
        {"employees": {**HEADS, "on": "2026-01-06"}},
        "/employees/on",
        "day-to-come",
    ),
    (
        "projects.apply",
        {"employees": {"hundredths": 3050, "method": "fte", "on": "2026-01-05"}},
        "/employees/method",
        "headcount-method",
    ),
    (
        "projects.apply",
        {"employees": {**HEADS, "hundredths": 1}},
        "/employees/hundredths",
        "not-allowed",
    ),
    ("projects.apply", {"own_cash": euros(0)}, "/own_cash", "own-share-too-small"),
    ("projects.apply", {"requested": euros(1_00)}, "/own_cash", "plan-not-balanced"),
    (
        "projects.apply",
        {"financing_type": "full"},
        "/full_funding_reason",
        "full-funding-needs-reason",
    ),
    (
        "projects.apply",
        {"financing_type": "institutional"},
        "/financing_type",
        "institutional-funding-excluded",
    ),
    (
        "projects.apply",
        plan(flat_rates=[{"kind": "Erfunden", "quantity": 1}]),
        "/plan/0/flat_rates/0/kind",
        "flat-rate-unknown",
    ),
    (
        "projects.apply",
        plan(flat_rates=[{"kind": "Fest", "quantity": 1}] * 2),
        "/plan/0/flat_rates/1/kind",
        "flat-rate-twice",
    ),
    (
        "projects.apply",
        lambda it: {"team_resolution": {"on": "2026-01-06", "present": it.members}},
        "/team_resolution/on",
        "day-to-come",
    ),
    (
        "projects.apply",
        lambda it: {"team_resolution": {"on": "2026-01-02", "present": it.members[1:]}},
        "/team_resolution/present",
        "asd-missing",
    ),
    (
        "projects.apply",
        lambda it: {"team_resolution": {"on": "2026-01-02", "present": it.members * 2}},
        "/team_resolution/present",
        "twice",
    ),
    (
        "projects.apply",
        lambda it: {
            "team_resolution": {
                "on": "2026-01-02",
                "present": it.members[:1],
                "abstained": it.members[1:],
            }
        },
        "/team_resolution/abstained/0",
        "not-present",
    ),
    ("projects.apply", lambda it: {"traeger_id": it.inactive()}, "/traeger_id", "traeger-inactive"),
    (
        "projects.apply",
        {"need": "Az. 51/2-123-24: Kevin M., geb. 3.4.2012"},
        "/need",
        "case-reference",
    ),
    ("projects.return_for_completion", {"fields": ["/nirgends"]}, "/fields/0", "field-unknown"),
    ("projects.return_for_completion", {"fields": ["title"]}, "/fields/0", "field-unknown"),
    (
        "projects.return_for_completion",
        {"deadline": "2026-01-05"},
        "/deadline",
        "deadline-out-of-range",
    ),
    (
        "projects.return_for_completion",
        {"deadline": "2027-01-07"},
        "/deadline",
        "deadline-out-of-range",
    ),
    # ---- decisions -----------------------------------------------------------------------------
    (
        "projects.check_content",
        {"criteria": criteria(name="quality")},
        "/criteria",
        "check-incomplete",
    ),
    (
        "projects.check_content",
        {"criteria": criteria(met="no")},
        "/criteria/0/remark",
        "check-contradicts-itself",
    ),
    ("projects.check_content", {"result": "failed"}, "/result", "check-contradicts-itself"),
    (
        "projects.check_arithmetic",
        {"confirmations": confirmations(holds=False)},
        "/result",
        "check-contradicts-itself",
    ),
    (
        "projects.approve",
        {"reason_code": "deviates-from-check"},
        "/reason_code",
        "reason-does-not-fit",
    ),
    (
        "projects.approve_reduced",
        {"plan": [{"year": 2026, "costs": euros(40_000_00)}]},
        "/plan",
        "years-do-not-match",
    ),
    ("projects.approve_reduced", {"own_cash": euros(0)}, "/own_cash", "own-share-too-small"),
    (
        "projects.approve_reduced",
        {"plan": [{"year": year, "costs": euros(90_000_00)} for year in (2026, 2027)]},
        "/plan",
        "grant-not-reduced",
    ),
    # ---- changes, endings ----------------------------------------------------------------------
    ("projects.request_change", {"known_since": "2026-01-06"}, "/known_since", "day-to-come"),
    ("projects.request_change", {"new_end": "2027-01-31"}, "/new_end", "extension-does-not-extend"),
    (
        "projects.request_change",
        {"new_end": "2028-02-01"},
        "/new_end",
        "extension-exceeds-12-months",
    ),
    (
        "projects.request_change",
        lambda _: {"plan": [{**year_plan(2028, 1_00), "reason": "Später."}]},
        "/plan",
        "years-do-not-match",
    ),
    (
        "projects.request_change",
        {
            "shift": [
                {"year": 2027, "amount": TOO_MUCH, "reason": "Viel."},
                {
                    "year": 2026,
                    "amount": {**TOO_MUCH, "amount": "-999999999999.99"},
                    "reason": "V.",
                },
            ]
        },
        "/shift/1/amount",
        "shift-not-possible",
    ),
    (
        "projects.terminate",
        {"terminated_on": "2026-01-31"},
        "/terminated_on",
        "termination-before-start",
    ),
    (
        "projects.terminate",
        {"terminated_on": "2027-01-31"},
        "/terminated_on",
        "termination-not-early",
    ),
    ("projects.terminate", {"heard_on": "2026-01-06"}, "/heard_on", "day-to-come"),
    (
        "projects.terminate",
        {"shortened": {"plan": [{"year": 2027, "costs": euros(1)}], "own_cash": euros(1)}},
        "/shortened/plan",
        "years-do-not-match",
    ),
    ("projects.revoke", {"reason_code": "unlawful-grant"}, "/reason_code", "not-allowed"),
    ("projects.revoke", {"basis": "section-45"}, "/reason_code", "reason-does-not-fit"),
    ("projects.revoke", {"heard_on": "2026-01-06"}, "/heard_on", "day-to-come"),
    (
        "projects.revoke",
        {"effective_from": "2027-02-01"},
        "/effective_from",
        "effective-from-out-of-range",
    ),
    (
        "projects.revoke",
        {"reduction": [{"year": 2026, "amount": TOO_MUCH}]},
        "/reduction/0/amount",
        "reduction-not-possible",
    ),
    # ---- persons, Träger, teams ----------------------------------------------------------------
    ("projects.register_person", {"function": "Frau Öztürk"}, "/function", "personal-data"),
    ("projects.amend_person", {"function": "Tel. 0221 4711"}, "/function", "personal-data"),
    ("projects.register_person", {"email": "ayse"}, "/email", "invalid-address"),
    ("projects.register_traeger", {"iban": "DE02370501980001802058"}, "/iban", "invalid-iban"),
    ("projects.state_headcount", {"on": "2026-01-06"}, "/on", "headcount-in-the-future"),
    (
        "projects.state_headcount",
        {"evidence_document_id": str(uuid4())},
        "/evidence_document_id",
        "document-unknown",
    ),
    ("projects.join_team", {"end": "2025-12-31"}, "/end", "end-before-start"),
    ("projects.join_team", {"traeger_id": None}, "/traeger_id", "missing"),
    ("projects.join_team", {"part": "asd"}, "/traeger_id", "not-allowed"),
    ("projects.leave_team", {"end": "2024-12-31"}, "/end", "not-a-member"),
    ("projects.appoint_deputy", {"end": "2026-01-04"}, "/end", "end-before-start"),
    ("projects.import_master_data", {"content": "/////w=="}, "", "import-refused"),
    # ---- funding -------------------------------------------------------------------------------
    (
        "funding.supplement",
        {"amount": {**TOO_MUCH, "amount": "-999999999999.99"}},
        "/amount",
        "cut-exceeds-budget",
    ),
    ("funding.supplement", {"year": 2198}, "/year", "no-budget-for-year"),
    ("funding.set_ceiling", {"year": 2026}, "", "already-decided"),
    ("funding.carry_over", {"to_year": 2026}, "/to_year", "not-the-next-year"),
    ("funding.carry_over", {"amount": TOO_MUCH}, "/amount", "carry-over-exceeds"),
    ("funding.transfer_out", {"to_district": 8}, "/to_district", "transfer-to-itself"),
    ("funding.transfer_out", {"amount": TOO_MUCH}, "/amount", "insufficient-budget"),
    ("funding.close_year", {"year": 2026}, "/year", "year-not-over"),
    ("funding.record_posting", {"posted_on": "2026-01-06"}, "/posted_on", "day-impossible"),
    ("funding.record_posting", {"posted_on": "2026-01-04"}, "/posted_on", "day-impossible"),
    ("funding.waive_appeal", {"waived_on": "2026-01-06"}, "/waived_on", "day-impossible"),
    ("funding.waive_appeal", {"approval_id": "x:1"}, "", "notice-unknown"),
    (
        "funding.plan_payments",
        {"instalments": [{"due_on": "2026-03-01", "amount": TOO_MUCH}]},
        "/instalments",
        "plan-exceeds-commitment",
    ),
    ("funding.request_drawdown", {"amount": euros(2_01)}, "/amount", "own-money-first"),
    ("funding.request_drawdown", {"last": "2026-03-06"}, "/last", "drawdown-too-early"),
    (
        "funding.request_drawdown",
        {"amount": TOO_MUCH, "expected": TOO_MUCH, "own_money": euros(0)},
        "/amount",
        "plan-exceeds-commitment",
    ),
    ("funding.cancel_payment", {"number": 99}, "", "instalment-unknown"),
    ("funding.make_pay_list", {"due_until": "1990-01-01"}, "", "nothing-to-pay"),
    ("funding.fail_payment", {"number": 99}, "", "payment-unknown"),
    ("funding.reverse_payment", {"reversed_on": "2026-01-06"}, "/reversed_on", "day-impossible"),
    ("funding.reserve", {"grant": [{"year": 2026, "amount": TOO_MUCH}]}, "", "insufficient-budget"),
    ("funding.reserve", {"grant": [{"year": 2198, "amount": euros(1)}]}, "", "no-ceiling"),
    ("funding.reserve", {"policy_position": 4711}, "", "policy-outdated"),
    ("funding.reserve", {"edition": "1999-1"}, "", "policy-outdated"),
    ("funding.hold_settlement", {"grant": []}, "", "grant-not-yet-heard"),
    ("funding.propose_policy", {"valid_from": "2026-01-04"}, "/valid_from", "policy-too-early"),
    # ---- resources -----------------------------------------------------------------------------
    ("resources.record_card", {"place": None}, "/place", "place-missing"),
    (
        "resources.record_card",
        {"opening": [{"days": ["monday"], "opens": "16:00", "closes": "18:00"}] * 2},
        "/opening/1",
        "opening-overlaps",
    ),
    (
        "resources.remark_card",
        {"remark": "Hilft K. M. (2014) sehr, Az. 51/123-4567."},
        "/remark",
        "case-reference",
    ),
    (
        "resources.record_card",
        {"description": "Gut für Lena, geb. 03.04.2012."},
        "/description",
        "case-reference",
    ),
    ("resources.merge_cards", lambda it: {"card_id": it.merged_card()}, "/card_id", "card-merged"),
    (
        "resources.merge_cards",
        lambda it: {"into_card_id": it.merged_card()},
        "/into_card_id",
        "card-merged",
    ),
    ("resources.name_contact", {"consent_until": "2026-01-05"}, "/consent_until", "consent-over"),
    ("resources.record_card", {"age_to": 5}, "/age_to", "end-before-start"),
    (
        "resources.record_card",
        {"contact": {"channel": "website", "address": "javascript://x.y/"}},
        "/contact/address",
        "invalid-address",
    ),
]


@pytest.mark.parametrize(
    ("key", "other", "fault"),
    [
        pytest.param(key, other, (pointer, code), id=f"{key}-{code}-{number}")
        for number, (key, other, pointer, code) in enumerate(CASES)
    ],
)
def test_what_does_not_fit_is_refused_where_it_does_not(office, tables, key, other, fault):
    body = BODIES[key](office)
    office.hear()
    body |= other(office) if callable(other) else other
    assert fault in told(refused(office, tables, key, body))


# ---- what is decided, is decided -------------------------------------------------------------


DECIDED: list[tuple[str, str, Body]] = [
    ("projects.approve", "projects.reject", {"reason_code": "no-need", "reason": "Doch nicht."}),
    ("projects.approve", "projects.postpone", {"priority": 1, "reason_code": "needs-discussion"}),
    ("projects.approve", "projects.approve", {"conditions": []}),
    ("projects.approve", "projects.withdraw", {"reason_code": "no-staff"}),
    ("projects.approve_reduced", "projects.approve_reduced", {}),
    ("projects.approve_reduced", "projects.approve", {}),
    ("projects.reject", "projects.approve", {}),
    ("projects.reject", "projects.reject", {"reason": "Ein anderer Grund."}),
    ("projects.reject", "projects.check_content", CHECKS["check_content"]),
    ("projects.withdraw", "projects.withdraw", {"reason_code": "no-need"}),
    ("projects.withdraw", "projects.approve", {}),
    ("projects.terminate", "projects.terminate", {"cause": "other"}),
    ("projects.close", "projects.close", {"cause": "terminated"}),
    ("projects.extend", "projects.extend", {"reason": "Noch einmal."}),
    (
        "projects.extend",
        "projects.reject_change",
        {"reason_code": "no-need", "reason": "Doch nicht."},
    ),
    ("projects.reject_change", "projects.extend", {"reason_code": "demand-continues"}),
    ("projects.withdraw_change", "projects.withdraw_change", {}),
    ("funding.set_budget", "funding.set_budget", {"amount": euros(2_00)}),
    ("funding.set_budget", "funding.set_budget", {"resolution": "Ein anderer Beschluss"}),
    ("funding.supplement", "funding.supplement", {"amount": euros(2_00)}),
    ("funding.set_ceiling", "funding.set_ceiling", {"amount": euros(2_00)}),
    ("funding.transfer_out", "funding.transfer_out", {"amount": euros(2_00)}),
    ("funding.transfer_out", "funding.transfer_out", {"year": 2027}),
    ("funding.transfer_in", "funding.transfer_in", {"resolution": "Rat, TOP 9"}),
]


@pytest.mark.parametrize(
    ("first", "second", "other"),
    [pytest.param(*it, id=f"{it[0]}-{it[1]}-{number}") for number, it in enumerate(DECIDED)],
)
def test_a_second_decision_with_another_content_is_refused(office, tables, first, second, other):
    body = BODIES[first](office)
    office.hear()
    service, _, method = first.partition(".")
    office.ask(service, method, **body)
    office.hear()
    same = {it: body[it] for it in body if first == second or it.endswith("_id")}
    again = {**same, **other}
    if "reason" in _fields(second):
        again.setdefault("reason", "Ein Grund.")
    assert refused(office, tables, second, again).code == "already-decided"


def _fields(key):
    service, _, method = key.partition(".")
    return methods(service_class(service))[method].request().fields


def test_a_slip_in_closing_holds_no_payments(office, tables):
    end = BODIES["projects.terminate"](office)
    office.ask("projects", "terminate", **end)
    office.services.account(end["project_id"], SPENT, REPORTED_ON)
    body = {"project_id": end["project_id"], "cause": "completed"}
    assert refused(office, tables, "projects.close", body).code == "cause-does-not-fit"
