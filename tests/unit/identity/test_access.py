"""A table of roles, read: who may call what, how far, and as whom."""

import pytest

from shared.access import Identity, Table, TableError, cell
from shared.call import Actor, Person
from shared.refusal import Refused

TOLD = {
    "roles": {"worker": "Fachkraft", "partner": "Partner", "head": "Leitung", "office": "Zentrale"},
    "action": {
        "apply": {
            "methods": {"R": ["toy.get"], "C": ["toy.save"], "S": ["toy.submit"]},
            "may": {"worker": "C,S s", "partner": "C t", "head": "R d", "office": "R a"},
        },
        "decide": {"methods": {"X": ["toy.decide"]}, "may": {"head": "X d", "office": "X a"}},
        "log": {"methods": {"R": ["*.read_log"]}, "may": {"office": "R a"}, "services": ["*"]},
        "health": {"methods": {"R": ["*.health"]}, "may": {"*": "R a"}, "services": ["*"]},
    },
    "service": {
        "purse.reserve": {"by": ["toy"], "action": "decide", "letter": "X"},
        "toy.lapse": {"by": ["purse"]},
    },
}
TABLE = Table.read(TOLD)


def person(*roles):
    return Person("anna", frozenset(roles), "kalk")


def admitted(method, *roles, caller=None):
    service, _, name = method.partition(".")
    return TABLE.admit(service, name, Identity(person(*roles) if roles else None, caller))


def refused(method, *roles, caller=None):
    with pytest.raises(Refused) as raised:
        admitted(method, *roles, caller=caller)
    assert raised.value.kind == "denied"
    return raised.value.code


def test_a_letter_opens_its_methods_and_reading():
    assert admitted("toy.save", "worker").scopes == {"s"}
    assert admitted("toy.get", "worker").scopes == {"s"}
    assert admitted("toy.get", "head").scopes == {"d"}
    assert refused("toy.save", "head") == "not-permitted"
    assert refused("toy.submit", "partner") == "not-permitted"


def test_several_roles_reach_as_far_as_all_of_them_together():
    assert admitted("toy.save", "worker", "partner").scopes == {"s", "t"}


def test_one_acts_in_the_role_that_reaches_farthest_and_of_equals_in_the_first():
    assert admitted("toy.get", "worker", "office").actor == Actor("anna", "office")
    assert admitted("toy.decide", "office", "head").actor == Actor("anna", "head")
    assert admitted("toy.save", "partner", "worker").actor == Actor("anna", "partner")


def test_a_role_that_the_table_does_not_know_opens_nothing():
    assert refused("toy.get", "emperor") == "not-permitted"
    assert TABLE.known(frozenset({"emperor", "head"})) == {"head"}


def test_a_method_without_a_row_is_nobodys():
    assert refused("toy.forgotten", "worker", "partner", "head", "office") == "not-permitted"
    assert refused("toy.forgotten", caller="purse") == "not-permitted"


def test_what_a_service_asks_for_a_person_needs_both():
    assert admitted("purse.reserve", "head", caller="toy").actor == Actor("anna", "head")
    assert refused("purse.reserve", "head") == "not-permitted"
    assert refused("purse.reserve", caller="toy") == "not-permitted"
    assert refused("purse.reserve", "head", caller="purse") == "not-permitted"
    assert refused("purse.reserve", "worker", caller="toy") == "not-permitted"


def test_what_a_service_asks_by_itself_is_no_persons():
    assert admitted("toy.lapse", caller="purse").actor == Actor("service:purse", "service:purse")
    assert refused("toy.lapse", "head", "office") == "not-permitted"
    assert refused("toy.lapse", caller="toy") == "not-permitted"


def test_what_is_open_to_services_and_some_persons():
    assert admitted("toy.read_log", caller="purse").scopes == {"a"}
    assert admitted("purse.read_log", "office").actor.role == "office"
    assert refused("purse.read_log", "head") == "not-permitted"


def test_what_is_open_to_each_token():
    assert admitted("toy.health", "emperor").actor == Actor("anna", "none")
    assert admitted("toy.health", "head").actor == Actor("anna", "head")
    assert admitted("toy.health", caller="gateway").scopes == {"a"}


def test_a_service_beside_a_person_opens_nothing_that_is_the_persons_own():
    assert refused("toy.decide", "worker", caller="purse") == "not-permitted"
    assert admitted("toy.decide", "head", caller="purse").actor == Actor("anna", "head")
    assert refused("toy.decide", caller="purse") == "not-permitted"


@pytest.mark.parametrize("told", ["", "R", "R x", " s", "R s t"])
def test_a_cell_has_letters_and_one_scope(told):
    with pytest.raises(TableError):
        cell(told)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"service": {"toy.save": {"by": ["purse"]}}}, "two rows"),
        ({"service": {"x.y": {"by": [], "action": "none", "letter": "X"}}}, "none"),
        ({"roles": {"worker": "Fachkraft"}}, "no role"),
    ],
)
def test_a_table_that_contradicts_itself_is_none(change, says):
    with pytest.raises(TableError, match=says):
        Table.read({**TOLD, **change})
