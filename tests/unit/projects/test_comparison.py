"""Two versions of an application beside each other."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.projects.comparison import Difference, differences, untouched


def eur(amount):
    return {"amount": amount, "currency": "EUR"}


OLD: dict[str, Any] = {
    "need": "Es fehlt ein Ort.",
    "goals": [{"text": "Treff", "target": "20"}, {"text": "Mitwirkung", "target": "5"}],
    "plan": [{"year": 2026, "posts": [{"fte_percent": 50, "yearly_cost": eur("60000.00")}]}],
    "sustainability": None,
}


def test_what_is_the_same_differs_nowhere():
    assert differences(OLD, dict(OLD)) == ()


def test_each_place_is_told_with_old_and_new():
    new = {
        "need": "Es fehlt ein Ort für Mädchen.",
        "goals": [{"text": "Treff", "target": "25"}],
        "plan": [{"year": 2026, "posts": [{"fte_percent": 50, "yearly_cost": eur("61000.00")}]}],
        "sustainability": "Der Verein führt fort.",
    }
    assert differences(OLD, new) == (
        Difference("/goals/0/target", "20", "25"),
        Difference("/goals/1", {"text": "Mitwirkung", "target": "5"}, None),
        Difference("/need", "Es fehlt ein Ort.", "Es fehlt ein Ort für Mädchen."),
        Difference("/plan/0/posts/0/yearly_cost", eur("60000.00"), eur("61000.00")),
        Difference("/sustainability", None, "Der Verein führt fort."),
    )


def test_a_name_with_a_slash_stays_one_name():
    assert differences({"a/b": 1}, {"a/b": 2}) == (Difference("/a~1b", 1, 2),)


def test_what_was_asked_for_and_is_as_it_was_is_named():
    made = differences(OLD, {**OLD, "need": "Neu", "goals": OLD["goals"][:1]})
    asked = ("/need", "/goals/1/target", "/goals", "/plan/0", "/ne")
    assert untouched(asked, made) == ("/plan/0", "/ne")


JSON = st.recursive(
    st.none() | st.integers(0, 3) | st.sampled_from(["", "x"]),
    lambda inner: (
        st.lists(inner.filter(lambda it: it is not None), max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b/c"]), inner)
    ),
    max_leaves=6,
)


def at(value, pointer):
    """Read a place as RFC 6901 says; nothing where there is none."""
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            value = value[int(name)] if int(name) < len(value) else None
        else:
            value = (value or {}).get(name)
    return value


@given(JSON, JSON)
def test_each_difference_is_found_again_at_its_place(old, new):
    made = differences(old, new)
    for it in made:
        assert (at(old, it.pointer), at(new, it.pointer)) == (it.old, it.new)
    turned = [(it.pointer, it.new, it.old) for it in made]
    assert turned == [(it.pointer, it.old, it.new) for it in differences(new, old)]
    assert bool(made) == (present(old) != present(new))


def present(value):
    """A name with nothing under it is as good as none."""
    if isinstance(value, dict):
        return {name: present(each) for name, each in value.items() if each is not None}
    return [present(each) for each in value] if isinstance(value, list) else value
