"""One concept, one identifier, one German term: the glossary knows every command and event."""

import re
from pathlib import Path
from types import ModuleType

import pytest

from services.funding import commands as funding_commands
from services.funding import events as funding_events
from services.projects import commands as project_commands
from services.projects import events as project_events
from services.reporting import commands as reporting_commands
from services.reporting import events as reporting_events
from services.resources import commands as resource_commands
from services.resources import events as resource_events
from services.resources.needs import commands as need_commands
from shared.schema import wire_name

GLOSSARY = (Path(__file__).parents[2] / "GLOSSARY.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in GLOSSARY.splitlines()
    if line.startswith("| ") and not line.startswith(("| German", "| ---"))
]
IDENTIFIERS = [name for row in ROWS for name in re.findall(r"`([^`]+)`", row[1])]


def classes(module: ModuleType) -> list[str]:
    """The dataclasses that a module, or a package in its files, defines itself."""
    return [
        name
        for name, it in vars(module).items()
        if isinstance(it, type) and f"{it.__module__}.".startswith(f"{module.__name__}.")
    ]


COMMANDS = [
    project_commands,
    funding_commands,
    resource_commands,
    need_commands,
    reporting_commands,
]
EVENTS = [project_events, funding_events, resource_events, reporting_events]


@pytest.mark.parametrize("module", COMMANDS)
def test_every_command_is_in_the_glossary(module):
    assert set(classes(module)) - set(IDENTIFIERS) == set()


@pytest.mark.parametrize("module", EVENTS)
def test_every_event_and_what_it_is_made_of_is_in_the_glossary(module):
    events = {event for _, _, event in module.CATALOGUE}
    named = {wire_name(event) for event in events}
    parts = {name for name in classes(module) if getattr(module, name) not in events}
    assert (named | parts) - set(IDENTIFIERS) == set()


def test_every_identifier_has_one_german_term():
    assert sorted(name for name in set(IDENTIFIERS) if IDENTIFIERS.count(name) > 1) == []


def test_every_german_term_stands_there_once():
    terms = [row[0] for row in ROWS]
    assert sorted(term for term in set(terms) if terms.count(term) > 1) == []


@pytest.mark.parametrize("module", EVENTS)
def test_an_event_says_its_german_name_first(module):
    for _, _, event in module.CATALOGUE:
        assert re.match(r"[A-ZÄÖÜ][^.:]*: ", event.__doc__), event
