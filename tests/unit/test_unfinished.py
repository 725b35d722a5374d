"""Forms with gaps: what is complete counts, what is missing is named where it was sent."""

import marshmallow as ma
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.canonical import canonical
from shared.faults import said
from shared.form import Form, Items, Line, Part, Whole, load
from shared.refusal import Fault, Refused
from shared.unfinished import Unfinished, UnfinishedSchema


class Leaf(Form):
    name = Line(required=True)
    size = Whole(0, 9, required=True)


class Branch(Form):
    year = Whole(required=True)
    leaves = Items(Part(Leaf), load_default=())


class Tree(UnfinishedSchema):
    title = Line(load_default=None, allow_none=True)
    owner = Line()
    trunk = Part(Leaf, load_default=None, allow_none=True)
    branches = Items(Part(Branch), load_default=())


def leaf(name="a", size=1):
    return {"name": name, "size": size}


def missing(form):
    return [(fault.pointer, fault.code) for fault in form.missing]


def test_a_form_without_gaps_is_loaded_as_any_other():
    body = {"title": "Eiche", "branches": [{"year": 2026, "leaves": [leaf()]}]}
    form = load(Tree, body)
    assert form == Unfinished({**body, "trunk": None, "branches": form.asked["branches"]}, (), {})
    assert form.asked["branches"] == ({"year": 2026, "leaves": (leaf(),)},)
    assert load(Tree, {}).missing == ()


def test_what_lacks_something_is_left_out_as_a_whole_and_the_rest_counts():
    body = {
        "trunk": {"name": "Wurzel"},
        "branches": [
            {"leaves": [leaf()]},
            {"year": 2026, "leaves": [{}, leaf("b"), {"name": " ", "size": 2}, leaf("d")]},
        ],
    }
    before = canonical(body)
    form = load(Tree, body)
    assert form.asked == {
        "title": None,
        "trunk": None,
        "branches": ({"year": 2026, "leaves": (leaf("b"), leaf("d"))},),
    }
    assert missing(form) == [
        ("/trunk/size", "missing"),
        ("/branches/0/year", "missing"),
        ("/branches/1/leaves/0/name", "missing"),
        ("/branches/1/leaves/0/size", "missing"),
        ("/branches/1/leaves/2/name", "blank"),
    ]
    assert canonical(body) == before


def test_a_pointer_leads_to_what_was_sent():
    body = {"branches": [{}, {"year": 2026, "leaves": [{}, leaf("b"), {}, leaf("d")]}]}
    form = load(Tree, body)
    for told, sent in (
        ("/branches/0/leaves/1/size", "/branches/1/leaves/3/size"),
        ("/branches/0/year", "/branches/1/year"),
        ("/trunk/name", "/trunk/name"),
        ("", ""),
    ):
        assert form.original(Fault(told, "x", "y")) == Fault(sent, "x", "y")


def test_an_empty_field_of_the_form_itself_is_a_gap_as_well():
    form = load(Tree, {"title": "", "owner": None})
    assert (form.asked["title"], missing(form)) == (
        None,
        [("/title", "blank"), ("/owner", "missing")],
    )


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ([], [("", "invalid-type")]),
        ({"branches": {}}, [("/branches", "invalid-type")]),
        (
            {"branches": [{}, {"year": "2026", "leaves": [{"name": "a", "x": 1}]}]},
            [("/branches/1/year", "invalid-type"), ("/branches/1/leaves/0/x", "unknown-field")],
        ),
    ],
)
def test_what_is_wrong_is_refused_and_gaps_are_no_fault(body, faults):
    with pytest.raises(Refused) as no:
        load(Tree, body)
    assert no.value.code == "invalid-input"
    assert [(fault.pointer, fault.code) for fault in no.value.errors] == faults


def test_what_shows_only_once_the_gaps_are_left_out_is_said_where_it_was_sent():
    class Odd(UnfinishedSchema):
        numbers = Items(Part(Leaf), load_default=())

        @ma.validates_schema
        def even(self, data, **_):
            odd = [place for place, it in enumerate(data["numbers"]) if it["size"] % 2]
            raise ma.ValidationError({"numbers": {place: [said("odd", "Nein.")] for place in odd}})

    with pytest.raises(Refused) as no:
        load(Odd, {"numbers": [{}, leaf(size=2), {}, leaf(size=3)]})
    assert [(fault.pointer, fault.code) for fault in no.value.errors] == [("/numbers/3", "odd")]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 9) | st.sampled_from(["", "a", " "]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["name", "size", "year", "leaves", "branches", "trunk", "x/y"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(ANYTHING)
def test_whatever_is_sent_is_loaded_or_refused_and_every_gap_lies_in_it(body):
    try:
        form = load(Tree, body)
    except Refused as no:
        places = [fault.pointer for fault in no.errors]
    else:
        places = [fault.pointer.rpartition("/")[0] for fault in form.missing]
    for place in places:
        at = body
        for token in place.split("/")[1:]:
            at = at[int(token)] if isinstance(at, list) else at[token.replace("~1", "/")]
