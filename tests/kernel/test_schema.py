"""Events and JSON are the same in both directions, and old forms are raised to the newest."""

import json
from dataclasses import dataclass, make_dataclass
from datetime import date
from typing import Literal

import orjson
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from shared.canonical import canonical, parse
from shared.log import Log
from shared.schema import BrokenChainError, Catalogue, UnknownEventError, wire_name
from tests.checker import _canonical
from tests.toy import CATALOGUE, Counted, Later, Opened


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    on: date


@dataclass(frozen=True, slots=True)
class Everything:
    text: str
    number: int
    yes: bool
    day: date
    kind: Literal["a", "b"]
    part: Part
    parts: tuple[Part, ...]
    words: tuple[str, ...]
    by_year: dict[int, int]
    by_name: dict[str, Part]
    maybe: date | None
    perhaps: Part | None


EVENT = Everything(
    text="Mädchentreff",
    number=-3,
    yes=True,
    day=date(2024, 2, 29),
    kind="b",
    part=Part("a", date(2025, 1, 1)),
    parts=(Part("b", date(2025, 12, 31)),),
    words=("x", "y"),
    by_year={2026: 1, 2025: 2},
    by_name={"c": Part("c", date(2025, 1, 2))},
    maybe=None,
    perhaps=Part("d", date(2025, 1, 3)),
)
DATA = {
    "text": "Mädchentreff",
    "number": -3,
    "yes": True,
    "day": "2024-02-29",
    "kind": "b",
    "part": {"name": "a", "on": "2025-01-01"},
    "parts": [{"name": "b", "on": "2025-12-31"}],
    "words": ["x", "y"],
    "by_year": {"2026": 1, "2025": 2},
    "by_name": {"c": {"name": "c", "on": "2025-01-02"}},
    "maybe": None,
    "perhaps": {"name": "d", "on": "2025-01-03"},
}


# ---- the catalogue -------------------------------------------------------------------------


def test_a_class_name_becomes_a_name_on_the_wire():
    class BudgetSet:
        pass

    assert wire_name(BudgetSet) == "budget_set"
    assert wire_name(Opened) == "opened"


def test_each_kind_of_value_is_written_as_json():
    assert Catalogue(Everything).dump(EVENT) == DATA


def test_what_was_written_is_read_as_it_was():
    stored = orjson.loads(orjson.dumps(DATA))
    assert Catalogue(Everything).load("everything", 1, stored) == EVENT


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", 1),
        ("text", None),
        ("number", "1"),
        ("number", True),
        ("number", 1.0),
        ("yes", 1),
        ("day", "2024-02-29"),
        ("kind", "c"),
        ("words", (1,)),
        ("by_year", {2025: 2.5}),
        ("maybe", "2024-02-29"),
    ],
)
def test_a_value_of_another_type_is_not_written(field, value):
    values = {name: getattr(EVENT, name) for name in Everything.__slots__}
    with pytest.raises(TypeError):
        Catalogue(Everything).dump(Everything(**(values | {field: value})))


@pytest.mark.parametrize("hint", [float, float | None, tuple[float, ...], dict[str, float], object])
def test_an_event_with_a_float_or_an_unknown_type_is_refused_at_the_start(hint):
    weighed = make_dataclass("Weighed", [("weight", hint)])
    with pytest.raises(TypeError, match="cannot be part of an event"):
        Catalogue(weighed)


def test_a_catalogue_tells_its_events_with_their_newest_versions():
    assert list(Later.catalogue())[:2] == [
        ("opened", 1, Later.Opened),
        ("counted", 3, Later.Counted),
    ]
    assert CATALOGUE.name(Counted(1)) == "counted"


def test_the_schema_of_an_event_admits_what_it_writes_and_nothing_else():
    schema = Catalogue(Everything).schema("everything")()
    assert schema.validate(DATA) == {}
    assert schema.validate(DATA | {"more": 1}).keys() == {"more"}
    assert schema.validate(DATA | {"kind": "c", "number": "1"}).keys() == {"kind", "number"}


# ---- old forms -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "data", "event"),
    [
        (1, {"number": 4}, Later.Counted(4, "piece", doubled=False)),
        (2, {"number": 4, "unit": "hour"}, Later.Counted(4, "hour", doubled=False)),
        (3, {"number": 4, "unit": "hour", "doubled": True}, Later.Counted(4, "hour", doubled=True)),
    ],
)
def test_each_old_form_is_raised_step_by_step(version, data, event):
    assert Later.catalogue().load("counted", version, data) == event


@pytest.mark.parametrize("version", [0, 4, 99])
def test_a_version_that_never_was_is_not_guessed_at(version):
    with pytest.raises(UnknownEventError, match=f"counted version {version} is not known"):
        Later.catalogue().load("counted", version, {"number": 4})


def test_a_type_that_never_was_is_not_guessed_at():
    with pytest.raises(UnknownEventError, match="melted version 1 is not known"):
        Later.catalogue().load("melted", 1, {})


def same(data):
    return data


def test_an_old_version_without_a_way_up_is_found_at_the_start():
    broken = Catalogue(Later.Counted)
    broken.upcast("counted", 2)(same)
    with pytest.raises(BrokenChainError, match="counted has no upcast from version 1"):
        Log(broken)


def test_a_way_up_from_the_newest_version_is_found_at_the_start():
    broken = Later.catalogue()
    broken.upcast("counted", 3)(same)
    with pytest.raises(BrokenChainError, match="counted has an upcast from version 3, the newest"):
        Log(broken)


def test_a_way_up_for_no_event_is_found_at_the_start():
    broken = Catalogue(Opened)
    broken.upcast("melted", 1)(same)
    with pytest.raises(BrokenChainError, match="melted, which is no event"):
        Log(broken)


def test_two_ways_up_from_one_version_are_found_where_they_are_written():
    broken = Later.catalogue()
    with pytest.raises(BrokenChainError, match="two upcasts from version 1"):
        broken.upcast("counted", 1)(same)


def test_a_whole_chain_is_accepted():
    Log(Later.catalogue())


# ---- canonical JSON ------------------------------------------------------------------------

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=126)), inner)
    ),
)


@given(JSON)
def test_canonical_json_is_that_of_rfc_8785(value):
    assert canonical(value) == rfc8785.dumps(value)


@given(JSON)
def test_canonical_json_is_read_as_what_was_written(value):
    assert parse(canonical(value)) == value


@given(JSON)
def test_the_checker_writes_the_same_canonical_json_by_itself(value):
    assert _canonical(value).encode() == canonical(value)
    assert json.loads(canonical(value)) == value


@given(JSON)
def test_canonical_json_holds_no_line_break(value):
    """The append passes lines to the database one per line."""
    assert b"\n" not in canonical(value)


@pytest.mark.parametrize("value", [2**53, -(2**53), object(), {1: 2}, "\ud800", b"x", {"a": {1}}])
def test_what_canonical_json_cannot_hold_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)
