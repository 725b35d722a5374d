import math
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.canonical import canonical
from shared.documents import Document
from shared.form import (
    Asked,
    Choice,
    CommandSchema,
    Day,
    Form,
    Identifier,
    Items,
    Line,
    Money,
    Part,
    QuerySchema,
    Text,
    Whole,
    YesNo,
    load,
    load_command,
)
from shared.refusal import Refused

COMMAND_ID = "6d5a1bb4-8a5e-5b1c-9d0e-1f2a3b4c5d6e"


@dataclass(frozen=True)
class Goal:
    target: int


@dataclass(frozen=True)
class Ask:
    title: str
    goals: tuple[Goal, ...]
    day: date | None = None
    cost: int | None = None
    change: int | None = None
    text: Document | None = None
    agreed: bool | None = None
    kind: str | None = None
    thing_id: str | None = None


class GoalSchema(Form):
    makes = Goal

    target = Whole(1, 10, required=True)


class AskSchema(CommandSchema):
    makes = Ask

    title = Line(required=True)
    goals = Items(Part(GoalSchema), 1, 3, required=True)
    day = Day()
    cost = Money()
    change = Money(negative=True)
    text = Text(most=10)
    agreed = YesNo()
    kind = Choice("a", "b")
    thing_id = Identifier()


BODY = {"command_id": COMMAND_ID, "title": "Treff", "goals": [{"target": 3}]}


def ask(**more):
    return load_command(AskSchema, BODY | more)


def faults(body):
    with pytest.raises(Refused) as no:
        load_command(AskSchema, body)
    assert (no.value.code, no.value.kind) == ("invalid-input", "invalid")
    canonical(no.value.to_json())
    assert all(fault.message.endswith(".") for fault in no.value.errors)
    return [(fault.pointer, fault.code) for fault in no.value.errors]


def fault_of(name, value):
    return faults(BODY | {name: value})


def test_a_form_becomes_a_command_beside_its_frame():
    assert ask() == Asked(Ask("Treff", (Goal(3),)), COMMAND_ID, None)
    assert ask(expected_version=0).expected_version == 0
    assert ask(expected_version=2**53 - 1).expected_version == 2**53 - 1


def test_every_fault_is_named_at_once_with_its_place():
    body = {"title": "", "goals": [{"target": 3}, {"target": 11}, {}], "cost": 5, "b/~": 1, "a": 1}
    assert faults(body) == [
        ("/command_id", "missing"),
        ("/title", "blank"),
        ("/goals/1/target", "too-large"),
        ("/goals/2/target", "missing"),
        ("/cost", "invalid-amount"),
        ("/a", "unknown-field"),
        ("/b~1~0", "unknown-field"),
    ]


@pytest.mark.parametrize("body", [None, [], "x", 1, [BODY], True])
def test_a_body_is_an_object(body):
    assert faults(body) == [("", "invalid-type")]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("title", "x" * 201, "too-long"),
        ("title", " \u00a0", "blank"),
        ("title", 5, "invalid-type"),
        ("title", ["x"], "invalid-type"),
        ("title", None, "missing"),
        ("title", "a\x00b", "invalid-character"),
        ("title", "a\ud800b", "invalid-character"),
        ("title", "a\nb", "invalid-character"),
        ("title", "a\u202eb", "invalid-character"),
        ("text", "x" * 11, "too-long"),
        ("text", "\x00", "invalid-character"),
        ("text", {}, "invalid-type"),
        ("goals", [], "too-few"),
        ("goals", [{"target": 1}] * 4, "too-many"),
        ("goals", {"0": {"target": 1}}, "invalid-type"),
        ("goals", "abc", "invalid-type"),
        ("expected_version", -1, "too-small"),
        ("expected_version", 2**53, "too-large"),
        ("expected_version", 10**400, "too-large"),
        ("expected_version", 1.0, "invalid-type"),
        ("expected_version", "1", "invalid-type"),
        ("expected_version", True, "invalid-type"),
        ("expected_version", math.nan, "invalid-type"),
        ("agreed", 1, "invalid-type"),
        ("agreed", "true", "invalid-type"),
        ("kind", "c", "not-allowed"),
        ("kind", {}, "invalid-type"),
        ("thing_id", COMMAND_ID.replace("-", ""), "invalid-id"),
        ("thing_id", COMMAND_ID + "\n", "invalid-id"),
        ("thing_id", f"{{{COMMAND_ID}}}", "invalid-id"),
        ("thing_id", 5, "invalid-id"),
        ("day", "2026-2-28", "invalid-date"),
        ("day", "20260228", "invalid-date"),
        ("day", "2026-02-29", "invalid-date"),
        ("day", "2026-W09-1", "invalid-date"),
        ("day", "٢٠٢٦-02-28", "invalid-date"),
        ("day", "2026-02-28T00:00:00", "invalid-date"),
        ("day", "1989-12-31", "date-out-of-range"),
        ("day", "9999-12-31", "date-out-of-range"),
        ("day", 20260228, "invalid-date"),
        ("cost", {"amount": "-0.01", "currency": "EUR"}, "too-small"),
        ("cost", {"amount": "1.5", "currency": "EUR"}, "invalid-amount"),
        ("cost", {"amount": "1.500", "currency": "EUR"}, "invalid-amount"),
        ("cost", {"amount": "1,50", "currency": "EUR"}, "invalid-amount"),
        ("cost", {"amount": "1.50\n", "currency": "EUR"}, "invalid-amount"),
        ("cost", {"amount": "1000000000000.00", "currency": "EUR"}, "invalid-amount"),
        ("cost", {"amount": 1.5, "currency": "EUR"}, "invalid-amount"),
        ("cost", {"amount": "1.50"}, "invalid-amount"),
        ("cost", {"amount": "1.50", "currency": "EUR", "x": 1}, "invalid-amount"),
        ("cost", {"amount": "1.50", "currency": "USD"}, "invalid-currency"),
        ("cost", {"amount": "1.50", "currency": []}, "invalid-currency"),
        ("cost", "1.50", "invalid-amount"),
    ],
)  # fmt: skip
def test_nothing_is_converted_out_of_kindness(name, value, code):
    assert fault_of(name, value) == [(f"/{name}", code)]


@pytest.mark.parametrize(
    ("name", "value", "loaded"),
    [
        ("title", "  Treff „Ü30“ 🎈 ", "Treff „Ü30“ 🎈"),
        ("title", "x" * 200, "x" * 200),
        ("day", "2024-02-29", date(2024, 2, 29)),
        ("day", "1990-01-01", date(1990, 1, 1)),
        ("day", "2199-12-31", date(2199, 12, 31)),
        ("cost", {"amount": "1234.50", "currency": "EUR"}, 123_450),
        ("cost", {"amount": "999999999999.99", "currency": "EUR"}, 99_999_999_999_999),
        ("cost", {"amount": "0.00", "currency": "EUR"}, 0),
        ("change", {"amount": "-0.01", "currency": "EUR"}, -1),
        ("agreed", False, False),
        ("kind", "b", "b"),
        ("thing_id", COMMAND_ID.upper(), COMMAND_ID),
    ],
)
def test_what_is_right_is_loaded(name, value, loaded):
    assert getattr(ask(**{name: value}).command, name) == loaded


def test_a_long_text_is_loaded_as_a_document():
    document = ask(text="Zeile 1\n\tZ").command.text
    assert document.content == b"Zeile 1\n\tZ"


def test_a_name_that_an_answer_cannot_hold_is_shortened_and_cleaned():
    ((pointer, code),) = faults(BODY | {"\ud800\x00" + "x" * 500: 1})
    assert (pointer, code) == ("/\ufffd\ufffd" + "x" * 98, "unknown-field")


def test_an_answer_stays_small():
    assert len(faults(BODY | {f"f{n}": n for n in range(1000)})) == 100


def test_one_id_has_one_form():
    assert (
        load_command(AskSchema, BODY | {"command_id": COMMAND_ID.upper()}).command_id == COMMAND_ID
    )


def test_a_question_passes_over_what_it_does_not_know():
    class FindSchema(QuerySchema):
        year = Whole(required=True)

    assert load(FindSchema, {"year": 2026, "more": 1}) == {"year": 2026}
    with pytest.raises(Refused, match="invalid-input"):
        load(FindSchema, {})


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from([*AskSchema().load_fields, "other"])


def refusal(schema, body):
    try:
        load_command(schema, body)
    except Refused as no:
        return no
    return None


@given(st.dictionaries(NAMES, JSON) | JSON)
def test_nothing_that_is_sent_does_anything_but_load_or_be_refused(body):
    no = refusal(AskSchema, body)
    assert no is None or (no.errors and canonical(no.to_json()))


def test_depth_does_not_matter():
    deep: list = []
    for _ in range(5_000):
        deep = [deep]
    assert fault_of("title", deep) == [("/title", "invalid-type")]
    assert fault_of("other", deep) == [("/other", "unknown-field")]
    assert fault_of("goals", deep) == [("/goals/0", "invalid-type")]
