"""What services say of themselves is asked for seldom, and forgotten in time."""

import pytest

from services.gateway.descriptions import Deadline, Descriptions
from services.gateway.problems import Problem
from shared.call import NOBODY, Context
from shared.refusal import Refused
from tests.gateway.fake import METHODS, Services

CONTEXT = Context(NOBODY, "c")
NEW = {"kind": "read", "summary": "Neu", "request": {}, "answer": {}}


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


class Asked:
    """Descriptions under a clock that stands still."""

    def __init__(self):
        self.services, self.clock = Services(), Clock()
        self.descriptions = Descriptions(self.services, self.clock)

    def method(self, name, service="projects"):
        return self.descriptions.method(service, name, CONTEXT, Deadline(10))

    def times(self):
        return len(self.services.called("describe"))


@pytest.fixture
def asked():
    return Asked()


def test_a_service_is_asked_once_a_minute(asked):
    for second in (0, 30, 59.9):
        asked.clock.now = 1000 + second
        assert asked.method("find") == METHODS["find"]
    assert asked.times() == 1
    asked.clock.now = 1060
    asked.method("find")
    assert asked.times() == 2


def test_an_unknown_method_is_asked_for_again_every_five_seconds_at_most(asked):
    asked.method("find")
    for second, times in ((0, 1), (4.9, 1), (5, 2), (9.9, 2), (10, 3)):
        asked.clock.now = 1000 + second
        with pytest.raises(Problem, match="unknown-method"):
            asked.method("new")
        assert asked.times() == times
    asked.services.methods["projects"]["new"] = NEW
    asked.clock.now = 1015
    assert asked.method("new") == NEW


def test_a_service_that_is_down_is_remembered(asked):
    asked.method("find")
    asked.services.down.add("projects")
    asked.clock.now = 1100
    assert asked.method("find") == METHODS["find"]
    assert asked.method("find") == METHODS["find"]
    assert asked.times() == 2


def test_a_service_that_was_never_reached_is_refused(asked):
    asked.services.down.add("projects")
    with pytest.raises(Refused, match="service-unavailable"):
        asked.method("find")
    asked.services.down.clear()
    assert asked.method("find") == METHODS["find"]


def test_one_service_does_not_wait_for_another(asked):
    asked.services.down.add("funding")
    assert asked.method("find", "projects") == METHODS["find"]


def test_a_deadline_passes():
    with pytest.raises(Problem, match="request-timeout"):
        Deadline(0).left()
