"""A service is put together of parts; none of them may take another's method away unseen."""

from collections import defaultdict

import pytest

from services.registry import NAMES, service_class


@pytest.mark.parametrize("name", NAMES)
def test_no_part_of_a_service_hides_a_method_of_another(name):
    parts = [it for it in service_class(name).__mro__ if it.__module__.startswith("services.")]
    named = defaultdict(list)
    for part in parts:
        for attribute in vars(part):
            if not attribute.startswith("__"):
                named[attribute].append(part)
    hidden = {
        attribute: [it.__name__ for it in found]
        for attribute, found in named.items()
        if any(not issubclass(found[0], it) for it in found)
    }
    assert hidden == {}
