"""No event has a place for a name, an address or a number of a person: a lint of all catalogues."""

import re
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

import pytest

from services.funding.events import CATALOGUE as FUNDING
from services.projects.events import CATALOGUE as PROJECTS
from services.reporting.events import CATALOGUE as REPORTING
from services.resources.events import CATALOGUE as RESOURCES

PERSONAL = re.compile(
    r"(^|_)(e?mail|phone|mobile|fax|street|address|birth\w*|gender|salutation|surname|forename"
    r"|(first|last|given|family|full|person|contact)_?name|remarks?_?text|comment|note)($|_)"
)
ALLOWED = {
    "Contact.address",  # of an organisation itself: website, switchboard, common mailbox
    *("TraegerProfile.address", "PostalAddress.street"),  # where letters to a legal person go
    "StatementChecked.note",  # a document beside the log
    "Place.street",  # of an organisation; a place in a private house is masked or has none
}
NAMED = {
    # Organisations, places and things: nothing else has a name in the log.
    *("TraegerRegistered", "TraegerAmended", "SozialraumRegistered", "SozialraumRenamed"),
    "CardContent",
    "PayListMade",  # 2026-014
}


def parts(hint: Any, seen: set[type]) -> set[type]:
    """All dataclasses that an event is made of."""
    if is_dataclass(hint) and isinstance(hint, type):
        if hint not in seen:
            seen.add(hint)
            for inner in get_type_hints(hint).values():
                parts(inner, seen)
    else:
        for inner in get_args(hint):
            parts(inner, seen)
    return seen


ALL = sorted(
    {
        part
        for catalogue in (PROJECTS, FUNDING, REPORTING, RESOURCES)
        for _, _, event in catalogue
        for part in parts(event, set())
    },
    key=lambda it: f"{it.__module__}.{it.__qualname__}",
)


def texts(part: type) -> list[str]:
    """The fields that can hold any text."""
    hints = get_type_hints(part)
    return [it.name for it in fields(part) if "str" in re.findall(r"\w+", str(hints[it.name]))]


@pytest.mark.parametrize("part", ALL, ids=lambda it: it.__qualname__)
def test_no_event_has_a_field_for_personal_data(part):
    found = {f"{part.__name__}.{it.name}" for it in fields(part) if PERSONAL.search(it.name)}
    assert found - ALLOWED == set()


@pytest.mark.parametrize("part", ALL, ids=lambda it: it.__qualname__)
def test_only_organisations_and_places_have_a_name(part):
    open_names = [name for name in texts(part) if name == "name"]
    hints = str(get_type_hints(part).get("name", ""))
    assert not open_names or part.__name__ in NAMED or hints.startswith("typing.Literal")


def test_the_lint_would_find_what_it_looks_for():
    for name in ("email", "contact_name", "phone", "birth_date", "last_name", "private_address"):
        assert PERSONAL.search(name)
    for name in ("team_name", "name", "register_number", "passage", "person_id", "contact"):
        assert not PERSONAL.search(name)
