"""Every field of every question, wrong in every way its form knows: one clear refusal."""

import pytest

from services.registry import NAMES, service_class
from shared.describe import json_schema
from shared.wire import methods
from tests.hostile.refusals import assert_clear
from tests.hostile.wrong import sample, spoilt

QUESTIONS = [
    (service, name, json_schema(method.request))
    for service in NAMES
    for name, method in methods(service_class(service)).items()
    if "command_id" not in method.request().fields and method.request().fields
]


@pytest.mark.parametrize(
    ("service", "method", "schema"),
    [pytest.param(*it, id=f"{it[0]}.{it[1]}") for it in QUESTIONS],
)
def test_each_field_wrong_in_each_way_is_refused_where_it_is_wrong(
    office, tables, service, method, schema
):
    office.introduce(service, method)
    before = tables()
    for pointer, wrong in spoilt(schema, sample(schema)):
        refused = office.refused(service, method, wrong)
        shown = f"{pointer} of {str(wrong)[:2000]}"
        if method == "quote" and refused is None:
            assert blank(pointer, wrong), shown  # It asks of a form that is still filled in.
            continue
        assert_clear(refused, shown)
        assert refused.code == "invalid-input", f"{shown}: {refused}"
        assert pointer in [it.pointer for it in refused.errors], f"{shown}: {refused.errors}"
    assert tables() == before


def blank(pointer, body):
    """Tell whether a field says nothing yet."""
    said = body.get(pointer[1:])
    return said is None or (isinstance(said, str) and not said.strip())
