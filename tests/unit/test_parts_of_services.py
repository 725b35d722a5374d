"""A service is put together of parts; none of them may take another's method away unseen."""

from collections import defaultdict

import pytest

from services.registry import NAMES, service_class
from shared.describe import json_schema
from shared.wire import methods


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


LISTS = [
    pytest.param(method, id=f"{name}.{called}")
    for name in NAMES
    for called, method in methods(service_class(name)).items()
    if {"limit", "per_page"} & method.request().fields.keys() and called != "read_log"
]


@pytest.mark.parametrize("method", LISTS)
def test_no_page_is_longer_than_its_description_says(method):
    asked = json_schema(method.request)["properties"]
    (most,) = [asked[it]["maximum"] for it in ("limit", "per_page") if it in asked]
    told = json_schema(method.answer)["properties"].values()
    lists = [it["maxItems"] for it in told if it.get("type") == "array"]
    assert lists
    assert all(it >= most for it in lists)
