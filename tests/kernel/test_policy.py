"""The office's policy over a real PostgreSQL: two people, one day, and what it does to money."""

from functools import partial
from uuid import uuid4

import pytest

from shared.call import Context
from shared.guideline import EDITION
from shared.guideline.answers import EstimateSchema
from shared.refusal import Refused
from tests.direct import DAY, direct
from tests.toy import settings


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


RULES = {
    "volunteer_hour": euros("15.00"),
    "in_kind_cap_percent": None,
    "flat_rates": [
        {"kind": "Fest", "base": "event", "amount": euros("250.00"), "covers": ["Miete"]},
        {"kind": "Verwaltung", "base": "personnel-percent", "percent_hundredths": 700},
    ],
    "salaries": [{"grade": "S 11b", "yearly_cost": euros("70200.00")}],
    "future_years": "require-ceiling",
    "headcount_method": "heads",
    "early_start": False,
    "individual_help_gate": True,
    "completion_days": 21,
    "model": "net",
    "payment_rhythm": "quarterly",
    "settlement": {
        "own_share": "fixed",
        "bagatelle": euros("0.00"),
        "cap_total_at_plan": False,
        "recovery_refills": "on-receipt",
        "hearing_days": 14,
        "due_days": 30,
        "use_months": 2,
    },
    "base_rates": [{"valid_from": "2026-01-01", "hundredths": 127}],
    "quarters": {"smallest_shown": 3, "due_days": 30},
    "onboarding_months": 3,
    "finality": {"announced_days": 4, "appeal_months": 1},
    "certified_statements": False,
}
WHY = {"reason_code": "resolution", "reason": "Beschluss der Amtsleitung."}


class Office:
    """Funding, asked by one of two people of the central office, on any day."""

    def __init__(self, services):
        self.services = services

    def ask(self, method, by="meyer", day=DAY, **body):
        given = Context.fresh(by, "central_office")
        context = Context(given.actor, given.correlation_id, today=day)
        asked = {"command_id": str(uuid4()), **body}
        return self.services.call("funding", method, asked, context, 15)

    def streams(self):
        """How far each stream of the log has come."""
        with self.services.services["funding"].kernel.pool.connection() as conn:
            return conn.execute("select stream, version from stream order by stream").fetchall()

    def adopt(self, day=DAY, valid_from=DAY, **other):
        """Let one propose and another adopt."""
        proposal_id = self.ask(
            "propose_policy", day=day, valid_from=valid_from, rules=RULES | other, **WHY
        )["proposal_id"]
        return self.ask("adopt_policy", "bauer", day, proposal_id=proposal_id)["position"]

    def reserve(self, grant, position=0, day=DAY, edition=EDITION, approval_id="a:2"):
        asked = [{"year": year, "amount": euros(amount)} for year, amount in grant.items()]
        rules = {"edition": edition, "policy_position": position}
        project_id = "3b241101-e2bb-4255-8caf-4136c566a962"
        return self.ask(
            "reserve", day=day, approval_id=approval_id, project_id=project_id, grant=asked, **rules
        )


@pytest.fixture
def office(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "funding", APP_ENV="demo")
    with direct(known, "funding") as services:
        yield Office(services)


def refused(ask, *args, **body):
    with pytest.raises(Refused) as no:
        ask(*args, **body)
    return no.value


def test_two_people_make_a_policy_and_everybody_can_read_who_and_when(office):
    proposal_id = office.ask("propose_policy", valid_from="2026-02-01", rules=RULES, **WHY)[
        "proposal_id"
    ]
    (waiting,) = office.ask("list_policies")["proposals"]
    assert (waiting["proposal_id"], waiting["outdated"]) == (proposal_id, False)
    assert refused(office.ask, "adopt_policy", "meyer", proposal_id=proposal_id).code == "four-eyes"
    assert office.ask("list_policies")["policies"] == []

    answer = office.ask("adopt_policy", "bauer", proposal_id=proposal_id)
    assert answer["position"] == 1
    again = office.ask("adopt_policy", "bauer", proposal_id=proposal_id)
    assert (again["position"], again["event_ids"]) == (1, [])
    told = office.ask("list_policies")
    assert told["proposals"] == []
    (made,) = told["policies"]
    assert (made["position"], made["valid_from"], made["adopted_on"]) == (1, "2026-02-01", DAY)
    assert made["proposed_by"] == waiting["proposed_by"] != made["adopted_by"]
    assert made["rules"] == RULES | {
        "flat_rates": [
            {**RULES["flat_rates"][0], "percent_hundredths": None},
            {**RULES["flat_rates"][1], "amount": None, "covers": []},
        ]
    }


def test_valid_on_a_day_is_what_began_last(office):
    told = office.ask("get_policy")
    assert (told["on"], told["position"], told["valid_from"]) == (DAY, 0, None)
    assert (told["edition"], told["rules"]["volunteer_hour"]) == ("2026-1", euros("15.00"))
    assert office.adopt(valid_from="2026-02-01", volunteer_hour=euros("16.50")) == 1
    assert office.adopt(valid_from="2026-07-01", volunteer_hour=euros("17.00")) == 2
    told = [
        office.ask("get_policy", on=day)
        for day in ("2026-01-31", "2026-02-01", "2026-06-30", "2026-07-01")
    ]
    assert [(it["position"], it["rules"]["volunteer_hour"]["amount"]) for it in told] == [
        (0, "15.00"),
        (1, "16.50"),
        (1, "16.50"),
        (2, "17.00"),
    ]
    assert office.ask("get_policy", day="2026-02-01")["valid_from"] == "2026-02-01"


def test_a_policy_neither_reaches_back_nor_overtakes(office):
    asked = {"rules": RULES, **WHY}
    no = refused(office.ask, "propose_policy", valid_from="2026-01-04", **asked)
    assert (no.code, no.facts) == ("policy-too-early", {"earliest": DAY})
    office.adopt(valid_from="2026-02-01")
    no = refused(office.ask, "propose_policy", valid_from="2026-01-31", **asked)
    assert no.facts == {"earliest": "2026-02-01"}
    assert office.adopt(valid_from="2026-02-01") == 2


def test_money_is_reserved_only_by_the_rules_that_hold_that_day(office):
    office.ask("set_budget", year=2026, amount=euros("100.00"), resolution="Rat")
    assert refused(office.reserve, {2026: "1.00"}, position=1).code == "policy-outdated"
    assert refused(office.reserve, {2026: "1.00"}, edition="2025-1").code == "policy-outdated"
    office.reserve({2026: "1.00"}, position=0)
    office.adopt(valid_from="2026-02-01")
    office.reserve({2026: "2.00"}, position=0, day="2026-01-31")
    for position in (0, 2):
        no = refused(office.reserve, {2026: "3.00"}, position=position, day="2026-02-01")
        assert (no.code, no.kind) == ("policy-outdated", "conflict")
        assert no.facts == {"edition": "2026-1", "policy_position": 1}
    office.reserve({2026: "3.00"}, position=1, day="2026-02-01")
    told = office.ask("get_budget", day="2026-02-01", year=2026)["accounts"]
    assert told["reserviert"] == euros("3.00")


def test_a_repeated_reservation_gets_its_answer_whatever_was_adopted_since(office):
    office.ask("set_budget", year=2026, amount=euros("100.00"), resolution="Rat")
    command = {
        "command_id": str(uuid4()),
        "project_id": str(uuid4()),
        "approval_id": "a:2",
        "grant": [{"year": 2026, "amount": euros("1.00")}],
    }
    rules = {"edition": EDITION, "policy_position": 0}
    answer = office.ask("reserve", **command, **rules)
    office.adopt()
    assert office.ask("reserve", **command, **rules) == answer


@pytest.mark.parametrize(
    ("future_years", "without", "with_ceiling", "above"),
    [
        ("require-ceiling", "no-ceiling", None, "insufficient-budget"),
        ("with-reservation", None, None, None),
        ("forbid", "no-budget-for-year", "no-budget-for-year", "no-budget-for-year"),
    ],
)
def test_years_without_budget_are_committed_as_the_office_has_fixed(
    office, future_years, without, with_ceiling, above
):
    """What is reserved and what is previewed follow the same policy."""
    office.adopt(future_years=future_years)

    def outcome(amount, approval_id):
        grant = [{"year": 2028, "amount": euros(amount)}]
        (told,) = office.ask("preview", grant=grant)["years"]
        reserve = partial(office.reserve, {2028: amount}, 1, approval_id=approval_id)
        if told["refused"]:
            assert refused(reserve).code == told["refused"]["code"]
            return told["refused"]["code"]
        assert reserve()["under_reservation"] == [2028]
        return None

    assert outcome("50.00", "a:2") == without
    if without is None:
        assert office.ask("get_budget", year=2028)["accounts"]["clause"] == euros("50.00")
    office.ask("set_ceiling", year=2028, amount=euros("100.00"), resolution="Finanzplanung")
    assert outcome("20.00", "b:2") == with_ceiling
    assert outcome("100.00", "c:2") == above


POST = {
    "function": "Fachkraft",
    "qualification": "Soziale Arbeit",
    "fte_percent": 100,
    "months": 12,
    "yearly_cost": euros("50000.00"),
}
LAND = {"source": "Land", "kind": "public", "amount": euros("4000.00"), "granted": True}
PLAN = {"plan": [{"year": 2026, "posts": [POST], "third_party": [LAND]}]}


def test_a_quote_explains_each_sum_line_by_line_and_writes_nothing(office):
    asked = PLAN | {
        "own_cash": euros("500.00"),
        "in_kind": [{"kind": "goods", "text": "Raum", "value": euros("1000.00")}],
        "employees": {"method": "heads", "count": 75},
    }
    before = office.streams()
    told = office.ask("quote", **asked)
    assert office.streams() == before
    assert EstimateSchema().validate(told) == {}
    assert told["problems"] == []
    assert told["grant"] == [{"year": 2026, "amount": euros("45500.00")}]
    (step,) = [it for it in told["steps"] if it["rule"] == "grant-2026"]
    assert step == {
        "rule": "grant-2026",
        "text": "Auf 2026 entfällt, was dort offen bleibt, ohne Überschüsse anderer Jahre.",
        "parts": [
            {"name": "costs", "text": "Kosten 2026", "amount": euros("50000.00")},
            {"name": "third-party", "text": "Mittel Dritter 2026", "amount": euros("-4000.00")},
            {"name": "own-cash", "text": "Eigenes Geld 2026", "amount": euros("-500.00")},
        ],
        "result": euros("45500.00"),
        "basis": "Finanzierung und Förderung",
        "inputs": {},
        "flag": None,
        "edition": "2026-1",
    }


def test_a_quote_follows_the_policy_of_the_day(office):
    hours = [{"kind": "volunteering", "text": "Begleitung", "minutes": 60}]
    office.adopt(valid_from="2026-02-01", volunteer_hour=euros("16.50"))
    told = [
        office.ask("quote", day=day, in_kind=hours, **PLAN) for day in ("2026-01-31", "2026-02-01")
    ]
    assert [(it["policy_position"], it["in_kind"]["amount"]) for it in told] == [
        (0, "15.00"),
        (1, "16.50"),
    ]
    assert [it["pointer"] for it in told[0]["problems"]] == ["/employees", "/own_cash"]
    assert (told[0]["own_share"], told[0]["grant"]) == (None, None)


def test_a_quote_names_what_is_wrong_and_what_is_missing(office):
    broken = {"plan": [{"year": 2026, "posts": [{**POST, "fte_percent": 101}, {}]}]}
    no = refused(office.ask, "quote", **broken)
    assert [(it.pointer, it.code) for it in no.errors] == [
        ("/plan/0/posts/0/fte_percent", "too-large")
    ]
    twice = {"plan": [{"year": 2026}, {"year": 2026}]}
    no = refused(office.ask, "quote", **twice)
    assert [(it.pointer, it.code) for it in no.errors] == [("/plan", "year-twice")]
