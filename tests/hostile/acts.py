"""What can be done in a district, each with chance for what is said: mostly plausible, now and then not."""

from base64 import b64encode
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, Final

from deploy.bench.projects import CHECKS, STATEMENTS, euros, year_plan
from services.projects.checks import CONFIRMATIONS
from services.projects.ending import CODES
from shared.calendar import years_of
from shared.guideline import EDITION
from shared.money import from_wire
from shared.refusal import Refused
from tests.hostile.upkeep import UPKEEP
from tests.hostile.walk import CENTRAL, HEAD, PERSONS, Act, Body, Walk
from tests.kernel.test_policy import RULES
from tests.paying import confirmations
from tests.persons import person

WHY: Final = {"reason": "Begründung."}
# ---- what an application says ----------------------------------------------------------------


def content(it: Walk) -> Body:
    start = it.day + timedelta(days=it.chance.choice([0, 30, 60, 90, 150, 200]))
    end = start + timedelta(days=it.chance.choice([0, 90, 364, 600, 700, 729, 800]))
    cents = it.chance.choice([30_000_00, 10_000_01, 1_00, it.chance.randint(1, 90_000_00)])
    plan = [
        year_plan(year, cents, it.cents(5_000_00) if it.chance.random() < 0.3 else 0)
        for year in years_of(start, end)
    ]
    heads = it.chance.choice([0, 10, 49, 50, 75, 99, 100, 1_000])
    made = {
        "title": f"Treff {len(it.steps)}",
        "need": "Im Viertel fehlt ein Treff.",
        "goals": [{"text": "Genutzt", "indicator": "Gäste", "target": "20"}],
        "target_group": "Mädchen",
        "measures": "Treff",
        "start": start.isoformat(),
        "end": end.isoformat(),
        "plan": plan,
        "employees": {"count": heads, "method": "heads", "on": it.day.isoformat()},
        "financing_type": it.chance.choice(["gap"] * 8 + ["full", "institutional"]),
        **STATEMENTS,
    }
    return {**made, "own_cash": _own_cash(it, made)}


def _own_cash(it: Walk, made: Body) -> Any:
    """What is needed, mostly; it is what a form would show."""
    if it.chance.random() < 0.1:
        return euros(it.cents(50_000_00))
    quote = it.ask(person("quote", "funding"), "funding.quote", made)
    return quote["own_cash_required"] or euros(0)


def places(it: Walk) -> Body:
    return {"sozialraum_id": it.one_of("sozialraum_id"), "traeger_id": it.one_of("traeger_id")}


def _project(it: Walk) -> Body:
    return {"project_id": it.focus or it.one_of("project_id")}


def _granted_year(it: Walk) -> int:
    """Return a year of the project that the step is about, mostly."""
    if it.focus is None or it.chance.random() < 0.1:
        return it.year()
    grant = it.ask(HEAD, "projects.get_project", {"project_id": it.focus})["grant"]
    return int(it.chance.choice([each["year"] for each in grant] or [it.day.year]))


def _request(it: Walk) -> Body:
    """Return a request of the project, mostly one that waits."""
    made = _project(it)
    of_it = [request for project, request in it.known.get("request", []) if project == it.focus]
    return {**made, "request_id": of_it[-1] if of_it else it.new_id()}


def _check_content(it: Walk) -> Body:
    body = {**_project(it), **CHECKS["check_content"]}
    if it.chance.random() < 0.2:
        first, *others = body["criteria"]
        failed = [{**first, "met": "no", "remark": "Nicht belegt."}, *others]
        body |= {"result": "failed", "proposal": "reject", "criteria": failed}
    return body | {"priority": it.chance.choice([None, None, None, 1, 2])}


def _check_arithmetic(it: Walk) -> Body:
    holds = it.chance.random() < 0.9
    confirmations = [{"name": name, "holds": holds} for name in CONFIRMATIONS]
    result = "passed" if holds else it.chance.choice(["failed", "passed"])
    return {**_project(it), "result": result, "confirmations": confirmations, "remark": "So."}


def _approve(it: Walk) -> Body:
    """As the decision's page says it has to be, mostly."""
    made = _project(it)
    try:
        page = it.ask(HEAD, "projects.get_decision", made)
    except Refused:
        return made
    code = page["reason_needed"] if it.chance.random() < 0.9 else "deviates-from-check"
    return {**made, "reason_code": code, **WHY}


def _approve_reduced(it: Walk) -> Body:
    """Less than was applied for and an own share that is enough for anybody, mostly."""
    made = _project(it)
    costs = {it.day.year: it.cents(20_000_00), it.day.year + 1: it.cents(20_000_00)}
    with suppress(Refused):
        told = it.ask(HEAD, "projects.get_project", made)["costs"]
        costs = {each["year"]: from_wire(each["amount"]) for each in told}
    if it.chance.random() < 0.8:
        costs = {year: cents // 2 for year, cents in costs.items()}
    plan = [{"year": year, "costs": euros(cents)} for year, cents in costs.items()]
    enough = sum(costs.values()) // 20 + 1
    cash = it.chance.choice([enough, enough, enough, it.cents(10_000_00)])
    own = {"own_cash": euros(cash), "in_kind": euros(it.chance.choice([0, 0, it.cents(500_00)]))}
    return {**made, "plan": plan, **own, "reason_code": "costs-unreasonable", **WHY}


def _later_end(it: Walk) -> str:
    if it.focus is None:
        return it.after(1, 700)
    end = _day_of(it, "end") + timedelta(days=it.chance.choice([0, 30, 180, 400]))
    return end.isoformat()


def _within(it: Walk) -> str:
    """Return a day of the project that the step is about, or one beside."""
    if it.focus is None:
        return it.after(-60, 200)
    start, end = _day_of(it, "start"), _day_of(it, "end")
    day = start + timedelta(days=it.chance.randint(0, max(1, (end - start).days)))
    return it.chance.choice([day, day, day, start, end, end + timedelta(days=1)]).isoformat()


def _day_of(it: Walk, name: str) -> date:
    told = it.ask(HEAD, "projects.get_project", {"project_id": it.focus})
    return date.fromisoformat(told[name])


def _change(it: Walk) -> Body:
    made = {**_project(it), "what": "Anders.", "why": "Es dauert.", "known_since": it.after(-9, 0)}
    if it.chance.random() < 0.6:
        made["new_end"] = _later_end(it)
    if it.chance.random() < 0.6:
        year, cents = _granted_year(it), it.chance.randint(1, 3_000_00)
        come, gone = it.chance.sample([euros(cents), _below(cents)], 2)
        made["shift"] = [
            {"year": year, "amount": gone, **WHY},
            {"year": year + 1, "amount": come, **WHY},
        ]
    if "new_end" in made and it.chance.random() < 0.4:
        year = int(made["new_end"][:4])
        made["plan"] = [{**year_plan(year, it.chance.randint(1, 30_000_00)), **WHY}]
        made["own_cash"] = euros(it.cents(30_000_00))
        made["employees"] = {"count": 75, "method": "heads", "on": it.day.isoformat()}
    return made


def _revoke(it: Walk) -> Body:
    part = it.chance.random() < 0.5
    basis = it.chance.choice([*CODES])
    code = it.chance.choice(CODES[basis])
    made = {
        **_project(it),
        "basis": basis,
        "extent": "part" if part else "whole",
        "reason_code": code,
        "known_since": it.after(-400, 0),
        "heard_on": it.after(-5, 0),
        **WHY,
    }
    if part:
        cents = it.chance.randint(1, 9_000_00)
        made["reduction"] = [{"year": _granted_year(it), "amount": euros(cents)}]
    if it.chance.random() < 0.6:
        made["effective_from"] = _within(it)
    return made


def _below(cents: int) -> Body:
    return {"amount": f"-{cents // 100}.{cents % 100:02}", "currency": "EUR"}


# ---- funding ---------------------------------------------------------------------------------


def _budget(it: Walk) -> Body:
    return {
        "year": it.year(),
        "amount": euros(it.chance.choice([20_000_00, 60_000_00, 200_000_00, it.cents(90_000_00)])),
        "resolution": f"Rat {it.chance.randint(1, 4)}",
    }


def _supplement(it: Walk) -> Body:
    cents = it.chance.choice([10_000_00, 50_000_00, it.cents(20_000_00)])
    return {**_budget(it), "amount": _below(cents) if it.chance.random() < 0.4 else euros(cents)}


def _transfer(it: Walk) -> Body:
    code = {"reason_code": "need", **WHY, "resolution": "Rat 8"}
    known = it.one_of("transfer_id") if it.chance.random() < 0.2 else it.new_id()
    return {"year": it.year(), "amount": euros(it.cents(9_000_00)), "transfer_id": known, **code}


def _carry_over(it: Walk) -> Body:
    year = _granted_year(it)
    made = {
        "from_year": year,
        "to_year": year + 1,
        "amount": euros(it.cents(20_000_00)),
        "reason_code": "other",
        "resolution": "Rat 3",
        **WHY,
    }
    return {**made, **_project(it)} if it.chance.random() < 0.6 else made


# ---- payments --------------------------------------------------------------------------------


def _told_payments(it: Walk) -> Body:
    try:
        return it.ask(CENTRAL, "funding.get_payments", _project(it))
    except Refused:
        return {"notices": [], "years": []}


def _notice(it: Walk) -> Body:
    """Return a notice of the project, mostly one that is not final yet."""
    notices = _told_payments(it)["notices"]
    waiting = [each for each in notices if not each["is_final"]] or notices
    named = waiting[-1]["approval_id"] if waiting else f"{it.new_id()}:2"
    return {**_project(it), "approval_id": named}


def _waive(it: Walk) -> Body:
    return {**_notice(it), "waived_on": it.after(-2, 0), "document": "Wir verzichten."}


def _plan(it: Walk) -> Body:
    dues = [{"due_on": it.after(0, 60), "amount": euros(it.cents(9_000_00))} for _ in range(2)]
    plan = it.chance.choice([None, [], dues, dues[:1], dues[:1]])
    return {**_project(it), "year": _granted_year(it), "instalments": plan}


def _drawdown(it: Walk) -> Body:
    cents = it.chance.randint(1, 9_000_00)
    return {
        **_project(it),
        "year": it.day.year,
        "first": it.after(0, 20),
        "last": it.after(20, 50),
        "expected": euros(cents + 5),
        "own_money": euros(5),
        "amount": euros(cents),
    }


def _payments(it: Walk, *states: str) -> list[Body]:
    """Return the payments of the project that are in one of these states."""
    years = _told_payments(it)["years"]
    return [each for year in years for each in year["payments"] if each["state"] in states]


def _payment(it: Walk, *states: str) -> Body:
    """Return a payment, mostly one in such a state."""
    found = _payments(it, *states)
    named = it.chance.choice(found) if found else {"year": it.year(), "number": 1}
    return {**_project(it), "year": named["year"], "number": named["number"]}


def _release(it: Walk) -> Body:
    found = _payments(it, "planned") or [{"year": 2026, "number": 1, "amount": euros(1_00)}]
    names = ("year", "number", "amount")
    return {
        **_project(it),
        "payments": [{name: each[name] for name in names} for each in found[:3]],
    }


def _confirm(it: Walk) -> Body:
    """The file of a pay list as it comes back, or another file."""
    lists = it.known.get("pay_list", [])
    if not lists or it.chance.random() < 0.1:
        return {"content": b64encode(b"Referenz;Betrag\r\nx;1,00\r\n").decode()}
    return {"content": confirmations({"csv": it.chance.choice(lists[-2:])}, it.day.isoformat())}


def _reserve(it: Walk) -> Body:
    """A decision that was prepared and never taken: its service died before."""
    project_id = it.one_of("project_id")
    asked = it.ask(person("get_policy", "funding"), "funding.get_policy", {})
    return {
        "approval_id": f"{project_id}:{it.chance.randint(2, 9)}:{it.new_id()}",
        "project_id": project_id,
        "grant": [{"year": it.year(), "amount": euros(it.cents(20_000_00))}],
        "edition": EDITION,
        "policy_position": asked["position"],
    }


def _lapse(it: Walk) -> Body:
    known = it.known.get("approval", [(it.new_id(), "x")])
    project_id, approval_id = it.chance.choice(known)
    return {"project_id": project_id, "approval_id": approval_id}


def _hold(it: Walk) -> Body:
    made = _project(it)
    grant = []
    with suppress(Refused):
        grant = it.ask(HEAD, "projects.get_project", made)["grant"]
    closing_id = f"{made['project_id']}:{it.chance.randint(4, 9)}:{it.new_id()}"
    it.know("approval", (made["project_id"], closing_id))
    sums = {name: euros(it.cents(60_000_00)) for name in ("costs", "third_party", "in_kind")}
    rests_on = {"planned": [], "policy_position": 0}
    return {**made, "closing_id": closing_id, "grant": grant, **sums, **rests_on}


def _accounted(it: Walk) -> Body:
    """Return a project, more often than not with a statement of use that was checked before."""
    made = _project(it)
    status = None
    with suppress(Refused):  # It may be nobody's id.
        status = it.ask(HEAD, "projects.get_project", made)["status"]
    if status in ("approved", "terminated", "revoked") and it.chance.random() < 0.9:
        it.account(made["project_id"])
    return made


def _policy(it: Walk) -> Body:
    rules = {
        **RULES,
        "model": it.chance.choice(["net", "gross"]),
        "future_years": it.chance.choice(["require-ceiling", "with-reservation", "forbid"]),
        "early_start": it.chance.random() < 0.5,
    }
    return {"valid_from": it.after(0, 20), "rules": rules, "reason_code": "resolution", **WHY}


ACTS: Final[dict[str, Act]] = {
    "projects.register_traeger": Act(lambda it: {"name": f"Jugendwerk {it.new_id()[:4]}"}, 0.2),
    "projects.amend_traeger": Act(
        lambda it: {"traeger_id": it.one_of("traeger_id"), "expert": it.chance.random() < 0.5}, 0.2
    ),
    "projects.state_headcount": Act(
        lambda it: {
            "traeger_id": it.one_of("traeger_id"),
            "employees": {"method": "heads", "count": it.cents(150)},
            "on": it.after(-9, 1),
        },
        0.2,
    ),
    "projects.name_representatives": Act(
        lambda it: {"traeger_id": it.one_of("traeger_id"), "person_ids": [it.one_of("person_id")]},
        0.2,
    ),
    "projects.deactivate_traeger": Act(
        lambda it: {"traeger_id": it.one_of("traeger_id"), "reason_code": "merged"}, 0.05
    ),
    "projects.reactivate_traeger": Act(lambda it: {"traeger_id": it.one_of("traeger_id")}, 0.2),
    "projects.register_sozialraum": Act(
        lambda it: {"name": f"Viertel {it.new_id()[:4]}", "team_name": "Team"}, 0.1
    ),
    "projects.rename_sozialraum": Act(
        lambda it: {"sozialraum_id": it.one_of("sozialraum_id"), "name": "Kalk", "team_name": "T"},
        0.1,
    ),
    "projects.import_master_data": Act(
        lambda _: {"kind": "traeger", "content": "bmFtZQpWZXJlaW4K"}, 0.1
    ),
    "projects.register_person": Act(
        lambda it: {
            "function": "Fachkraft",
            "name": "A. B.",
            "subject": it.chance.choice(PERSONS)[0],
        },
        0.6,
    ),
    "projects.amend_person": Act(
        lambda it: {"person_id": it.one_of("person_id"), "phone": "+49 221 4711"}, 0.4
    ),
    "projects.erase_person": Act(lambda it: {"person_id": it.one_of("person_id")}, 0.05),
    "projects.join_team": Act(
        lambda it: {
            "sozialraum_id": it.one_of("sozialraum_id"),
            "person_id": it.one_of("person_id"),
            "part": "other",
            "function": "Fachkraft",
            "start": it.after(200, 300),
        },
        0.4,
    ),
    "projects.leave_team": Act(
        lambda it: {
            "sozialraum_id": it.one_of("sozialraum_id"),
            "person_id": it.one_of("person_id"),
            "end": it.after(200, 400),
        },
        0.1,
    ),
    "projects.appoint_deputy": Act(
        lambda it: {
            "person_id": it.one_of("person_id"),
            "start": it.after(0, 1),
            "end": it.after(1, 9),
            "reason_code": "holiday",
        },
        0.3,
    ),
    "projects.revoke_deputy": Act(lambda it: {"delegation_id": it.one_of("delegation_id")}, 0.1),
    "projects.save_draft": Act(lambda it: {"content": {**content(it), **places(it)}}),
    "projects.discard_draft": Act(lambda it: {"draft_id": it.one_of("draft_id")}, 0.2),
    "projects.submit_draft": Act(lambda it: {"draft_id": it.one_of("draft_id")}),
    "projects.apply": Act(lambda it: {**content(it), **places(it)}, 5),
    "projects.return_for_completion": Act(
        lambda it: {**_project(it), "fields": ["/title"], "text": "Bitte genauer."}, 0.5
    ),
    "projects.resubmit": Act(lambda it: {**content(it), **_project(it)}),
    "projects.withdraw": Act(lambda it: {**_project(it), "reason_code": "no-staff"}, 0.3),
    "projects.co_sign": Act(_project, 5),
    "projects.check_content": Act(_check_content, 6),
    "projects.check_arithmetic": Act(_check_arithmetic, 6),
    "projects.approve": Act(_approve, 8),
    "projects.approve_reduced": Act(_approve_reduced, 2),
    "projects.reject": Act(lambda it: {**_project(it), "reason_code": "no-need", **WHY}, 0.4),
    "projects.postpone": Act(
        lambda it: {
            **_project(it),
            "reason_code": it.chance.choice(["budget-exhausted", "needs-discussion"]),
            "priority": it.chance.randint(1, 3),
            **WHY,
        },
    ),
    "projects.prioritise": Act(lambda it: {**_project(it), "priority": 1, **WHY}, 0.5),
    "projects.reopen": Act(_project),
    "projects.declare_bias": Act(lambda it: {**_project(it), "reason_code": "took-part"}, 0.2),
    "projects.lapse": Act(_lapse),
    "projects.request_change": Act(_change, 4),
    "projects.withdraw_change": Act(lambda it: {**_request(it), **WHY}, 0.3),
    "projects.reject_change": Act(
        lambda it: {**_request(it), "reason_code": "no-need", **WHY}, 0.3
    ),
    "projects.extend": Act(
        lambda it: {**_request(it), "reason_code": "demand-continues", **WHY}, 2
    ),
    "projects.amend": Act(lambda it: {**_request(it), "reason_code": "delayed-payment", **WHY}, 2),
    "projects.terminate": Act(
        lambda it: {
            **_project(it),
            "terminated_on": _within(it),
            "cause": "given-up",
            **WHY,
        }
    ),
    "projects.revoke": Act(_revoke),
    "projects.propose_settlement": Act(
        lambda it: {**_accounted(it), "known_since": it.after(-2, 0), **WHY}
    ),
    "projects.record_hearing": Act(
        lambda it: {**_project(it), "answer": "Einverstanden.", "answered_on": it.after(-2, 0)}
    ),
    "projects.close": Act(
        lambda it: {**_accounted(it), "cause": it.chance.choice(["completed", "terminated"])},
    ),
    "projects.reopen_settlement": Act(
        lambda it: {**_project(it), "basis": "section-44", **WHY}, 0.5
    ),
    "projects.propose_interest": Act(
        lambda it: {
            **_project(it),
            "ground": it.chance.choice(["recovery", "recovery", "late-use"]),
            "until": it.after(-2, 0),
            **WHY,
        },
        0.5,
    ),
    "projects.fix_interest": Act(
        lambda it: {**_project(it), "proposal_id": it.one_of("proposal_id")}, 0.5
    ),
    "funding.record_interest": Act(
        lambda it: {
            **_project(it),
            "interest_id": it.one_of("interest_id"),
            "reference": it.chance.choice(["KA 1", it.new_id()]),
            "amount": euros(it.cents(100_00)),
            "received_on": it.after(-2, 0),
        },
        0.5,
    ),
    "funding.record_recovery": Act(
        lambda it: {
            **_project(it),
            "reference": it.chance.choice(["KA 1", "KA 2", it.new_id()]),
            "amount": euros(it.cents(30_000_00)),
            "received_on": it.after(-2, 0),
        }
    ),
    "funding.propose_waiver": Act(
        lambda it: {
            **_project(it),
            "kind": "remission",
            "amount": euros(it.cents(1_000_00)),
            **WHY,
        },
        0.5,
    ),
    "funding.waive_recovery": Act(
        lambda it: {**_project(it), "waiver_id": it.one_of("waiver_id")}, 0.5
    ),
    "funding.set_budget": Act(_budget, 3),
    "funding.supplement": Act(_supplement, 2),
    "funding.set_ceiling": Act(_budget),
    "funding.carry_over": Act(_carry_over, 2),
    "funding.transfer_out": Act(lambda it: {**_transfer(it), "to_district": 5}),
    "funding.transfer_in": Act(lambda it: {**_transfer(it), "from_district": 5}),
    "funding.close_year": Act(lambda it: {"year": it.year() - 1}, 0.5),
    "funding.waive_appeal": Act(_waive),
    "funding.record_posting": Act(lambda it: {**_notice(it), "posted_on": it.after(-5, 1)}, 0.5),
    "funding.plan_payments": Act(_plan),
    "funding.request_drawdown": Act(_drawdown, 0.5),
    "funding.release_payments": Act(_release),
    "funding.cancel_payment": Act(
        lambda it: {**_payment(it, "planned", "released"), "reason_code": "other", **WHY}, 0.3
    ),
    "funding.make_pay_list": Act(
        lambda it: it.chance.choice([{}, {}, {"due_until": it.after(-30, 90)}])
    ),
    "funding.import_confirmations": Act(_confirm),
    "funding.fail_payment": Act(
        lambda it: {**_payment(it, "ordered"), "reason_code": "no-account"}, 0.3
    ),
    "funding.reverse_payment": Act(
        lambda it: {
            **_payment(it, "confirmed"),
            "reversed_on": it.after(-1, 0),
            "reason_code": "returned-by-bank",
        },
        0.4,
    ),
    "funding.reserve": Act(_reserve),
    "funding.hold_settlement": Act(_hold, 0.5),
    "funding.propose_policy": Act(_policy, 0.4),
    "funding.adopt_policy": Act(lambda it: {"proposal_id": it.one_of("proposal_id")}, 0.4),
    **UPKEEP,
}
