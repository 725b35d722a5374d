"""The forms of checks and decisions: what they take, and what they do not."""

from dataclasses import replace

import pytest

from services.projects.forms import CONDITIONS_MAX, FORMS, PRIORITY_MAX
from shared.documents import Document
from shared.form import load_command
from shared.guideline import Year
from shared.refusal import Refused
from tests.persons import CHECKS
from tests.unit.projects.examples import (
    APPROVE,
    APPROVE_REDUCED,
    CHECK_ARITHMETIC,
    CHECK_CONTENT,
    PROJECT_ID,
)

COMMAND_ID = "7e6b2cc5-9b6f-5c2d-8e1f-2a3b4c5d6e7f"


def eur(amount):
    return {"amount": amount, "currency": "EUR"}


REDUCED = {
    "plan": [
        {"year": 2027, "costs": eur("54000.00")},
        {"year": 2025, "costs": eur("18000.00")},
        {"year": 2026, "costs": eur("60000.00"), "third_party": eur("10000.00")},
    ],
    "own_cash": eur("4280.00"),
    "in_kind": eur("1000.00"),
    "reason_code": "costs-unreasonable",
    "reason": "Die Miete ist zu hoch.",
}
POSTPONED = {"reason_code": "budget-exhausted", "priority": 1, "reason": "Kein Geld."}


def command(name, **body):
    asked = {"command_id": COMMAND_ID, "project_id": PROJECT_ID, **body}
    return load_command(FORMS[name], asked).command


def faults(name, **body):
    with pytest.raises(Refused) as no:
        command(name, **body)
    return sorted((fault.pointer, fault.code) for fault in no.value.errors)


def words(document):
    assert isinstance(document, Document)
    return document.content.decode()


def test_without_more_an_approval_follows_the_check():
    asked = command("approve")
    assert asked == replace(APPROVE, version=0, acting=asked.acting)
    full = command("approve", reason_code="deviates-from-check", reason="Weil.", conditions=["A"])
    assert (full.reason_code, words(full.reason)) == ("deviates-from-check", "Weil.")
    assert [words(it) for it in full.conditions] == ["A"]
    assert faults("approve", reason_code="because", reason=" ") == [
        ("/reason", "blank"),
        ("/reason_code", "not-allowed"),
    ]
    assert faults("approve", conditions=["A"] * (CONDITIONS_MAX + 1)) == [
        ("/conditions", "too-many")
    ]


@pytest.mark.parametrize("field", ["version", "policy", "waiting", "acting", "policy_position"])
def test_what_the_service_supplies_cannot_be_sent(field):
    assert faults("approve", **{field: 1}) == [(f"/{field}", "unknown-field")]


def test_a_reduced_plan_is_a_table_by_year_in_cents():
    asked = command("approve_reduced", **REDUCED)
    assert asked.plan == APPROVE_REDUCED.plan
    assert asked.plan[2026] == Year(6_000_000, 1_000_000)
    assert (asked.own_cash_ct, asked.in_kind_ct) == (428_000, 100_000)
    twice = [REDUCED["plan"][0]] * 2
    assert faults("approve_reduced", **{**REDUCED, "plan": twice}) == [("/plan", "year-twice")]
    assert faults("approve_reduced") == [
        ("/own_cash", "missing"),
        ("/plan", "missing"),
        ("/reason", "missing"),
        ("/reason_code", "missing"),
    ]


def test_checks_are_loaded_word_for_word():
    content = command("check_content", **CHECKS["check_content"])
    assert [it.name for it in content.criteria] == [it.name for it in CHECK_CONTENT.criteria]
    assert (content.result, content.proposal, content.priority) == ("passed", "approve", None)
    arithmetic = command("check_arithmetic", **CHECKS["check_arithmetic"])
    assert arithmetic == replace(CHECK_ARITHMETIC, acting=arithmetic.acting)


@pytest.mark.parametrize(("name", "lines"), [("check_content", 7), ("check_arithmetic", 5)])
def test_a_check_has_a_line_for_each_point(name, lines):
    (points,) = [key for key, value in CHECKS[name].items() if isinstance(value, list)]
    body = CHECKS[name]
    assert len(body[points]) == lines
    assert faults(name, **{**body, points: body[points][1:]}) == [(f"/{points}", "too-few")]
    assert faults(name, **{**body, points: body[points] + body[points][:1]}) == [
        (f"/{points}", "too-many")
    ]
    odd = [{**body[points][0], "name": "mood"}, *body[points][1:]]
    assert faults(name, **{**body, points: odd}) == [(f"/{points}/0/name", "not-allowed")]


@pytest.mark.parametrize(
    ("priority", "code"),
    [
        (0, "too-small"),
        (PRIORITY_MAX + 1, "too-large"),
        (1.0, "invalid-type"),
        ("1", "invalid-type"),
    ],
)
def test_a_priority_is_a_place_from_1_to_1000(priority, code):
    assert command("postpone", **POSTPONED).priority == 1
    for name, body in (("postpone", POSTPONED), ("prioritise", {"reason": "Grund"})):
        assert faults(name, **{**body, "priority": priority}) == [("/priority", code)]


def test_nobody_rejects_or_postpones_without_words_and_a_code():
    for name in ("reject", "postpone"):
        body = {"reason_code": "budget", "reason": "", "priority": 1}
        if name == "reject":
            del body["priority"]
        assert faults(name, **body) == [("/reason", "blank"), ("/reason_code", "not-allowed")]
    assert faults("declare_bias", reason_code="none") == [("/reason_code", "not-allowed")]
    assert faults("reopen", year=2027) == [("/year", "unknown-field")]
