"""What the services say of themselves fits together."""

import pytest

from services.follows import FOLLOWS, is_followed
from services.registry import NAMES, service_class
from shared.wire import methods


@pytest.mark.parametrize("name", NAMES)
def test_a_service_hears_exactly_whom_the_table_says(name):
    blueprint = service_class(name).blueprint()
    heard = {*blueprint.effects, *(it for model in blueprint.read_models for it in model.sources)}
    assert heard == set(FOLLOWS[name])
    assert blueprint.followed is is_followed(name)


def test_every_service_stands_in_the_table_and_nobody_else():
    assert FOLLOWS.keys() == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_event_heard_exists_at_its_source_in_that_version(name):
    blueprint = service_class(name).blueprint()
    listened = [
        (source, type_, version)
        for source, handlers in blueprint.effects.items()
        for type_, (version, _) in handlers.items()
    ]
    for model in blueprint.read_models:
        for type_, version in model.versions.items():
            (source,) = [it for it in model.sources if service_class(it).catalogue.knows(type_, 1)]
            listened.append((source, type_, version))
    for source, type_, version in listened:
        assert service_class(source).catalogue.version_of(type_) == version


@pytest.mark.parametrize("name", NAMES)
def test_every_method_tells_in_german_what_it_does(name):
    for method in methods(service_class(name)).values():
        assert method.summary[0].isupper()
        assert not method.summary.endswith(".")
        assert method.described()["request"]["type"] == "object"


def test_writes_carry_a_command_id_and_nothing_else_does():
    for name in NAMES:
        for method in methods(service_class(name)).values():
            fields = method.request().fields
            if method.kind == "write":
                assert "command_id" in fields, method.name
            elif method.kind in ("read", "operator"):
                assert "command_id" not in fields, method.name
