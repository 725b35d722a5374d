"""What the broker lets each user do is what each service needs."""

import re

import pytest

from deploy.broker_rights import topic_permissions
from services.registry import NAMES, service_class
from shared.wire import methods


@pytest.mark.parametrize("asker", [*NAMES, "gateway"])
def test_whoever_asks_may_send_requests_for_each_method_there_is(asker):
    may = re.compile(topic_permissions(asker)["write"])
    asked = [f"{name}.{method}" for name in NAMES for method in methods(service_class(name))]
    assert "reporting.report_to_ag78" in asked
    assert [key for key in asked if not may.search(key)] == []
    assert not may.search("projects.approve.twice")
    assert not may.search("elsewhere.approve")
