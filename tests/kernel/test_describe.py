"""A described schema admits what loads, and says what does not."""

import json
import re
from typing import ClassVar

import marshmallow as ma
import pytest
from apispec.exceptions import APISpecError
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from marshmallow import fields, validate

from shared import form
from shared.describe import json_schema
from tests.from_schema import from_schema

UUID = "0190b5a0-7e0b-4a6e-8d0e-5a3f1b2c4d5e"
EURO = {
    "type": "object",
    "properties": {
        "amount": {"type": "string", "pattern": r"^-?[0-9]{1,12}\.[0-9]{2}$"},
        "currency": {"const": "EUR"},
    },
    "required": ["amount", "currency"],
    "additionalProperties": False,
}


class Euro(fields.Field):
    json_schema = EURO

    def _deserialize(self, value, *_, **__):
        if not re.fullmatch(r"-?[0-9]{1,12}\.[0-9]{2}", value["amount"]):
            raise ma.ValidationError("amount")
        return int(value["amount"].replace(".", ""))


class Word(fields.String):
    def __init__(self, most, **given):
        super().__init__(**given)
        self.most = most

    @property
    def json_schema(self):
        return {"type": "string", "maxLength": self.most}


class Year(ma.Schema):
    year = fields.Integer(strict=True, required=True, validate=validate.Range(2020, 2099))
    amount = Euro(required=True)


class Command(ma.Schema):
    class Meta:
        unknown = ma.RAISE

    command_id = fields.UUID(required=True, metadata={"description": "Kennung"})
    title = fields.String(required=True, validate=validate.Length(1, 200))
    kind = fields.String(validate=validate.OneOf(["a", "b"]), allow_none=True)
    code = fields.String(validate=validate.Regexp("[A-Z]{2}[0-9]+"))
    on = fields.Date(allow_none=True)
    yes = fields.Boolean(load_default=False)
    amount = Euro(allow_none=True, load_default=None)
    years = fields.List(fields.Nested(Year), validate=validate.Length(max=3))
    first = fields.Nested(Year, allow_none=True)
    by_name = fields.Dict(keys=fields.String(), values=fields.Integer(strict=True))
    word = Word(5, required=True, allow_none=True, validate=validate.Length(min=2))


class Query(ma.Schema):
    class Meta:
        unknown = ma.EXCLUDE

    limit = fields.Integer(strict=True, validate=validate.Range(1, 200))


def properties():
    return json_schema(Command)["properties"]


def test_it_is_json_schema_that_stands_alone():
    described = json_schema(Command)

    Draft202012Validator.check_schema(described)
    assert "$ref" not in json.dumps(described)


def test_an_object_is_closed_where_unknown_fields_are_refused():
    assert json_schema(Command)["additionalProperties"] is False
    assert properties()["years"]["items"]["additionalProperties"] is False
    assert "additionalProperties" not in json_schema(Query)


def test_a_description_of_the_schema_does_not_open_it():
    class Described(ma.Schema):
        class Meta:
            description = "Beschrieben"

    described = json_schema(Described)
    assert described["description"] == "Beschrieben"
    assert described["additionalProperties"] is False


def test_what_is_required_is_said():
    assert json_schema(Command)["required"] == ["command_id", "title", "word"]


def test_the_shape_that_a_field_says_of_itself_wins():
    assert properties()["years"]["items"]["properties"]["amount"] == EURO
    assert properties()["amount"] == EURO | {"type": ["object", "null"], "default": None}
    assert properties()["word"] == {"type": ["string", "null"], "maxLength": 5, "minLength": 2}


def test_bounds_are_those_of_the_validators():
    assert properties()["title"] == {"type": "string", "minLength": 1, "maxLength": 200}
    assert properties()["years"]["maxItems"] == 3
    assert properties()["years"]["items"]["properties"]["year"] == {
        "type": "integer",
        "minimum": 2020,
        "maximum": 2099,
    }


def test_a_validator_matches_from_the_start_and_so_does_its_pattern():
    assert properties()["code"]["pattern"] == "^(?:[A-Z]{2}[0-9]+)"


def test_null_is_admitted_where_it_loads():
    assert properties()["kind"] == {"type": ["string", "null"], "enum": ["a", "b", None]}
    assert properties()["on"] == {"type": ["string", "null"], "format": "date"}
    assert properties()["first"]["type"] == ["object", "null"]


def test_null_beside_a_constant_is_another_branch():
    class Constant(fields.String):
        json_schema: ClassVar = {"const": "EUR"}

    class Schema(ma.Schema):
        currency = Constant(allow_none=True, metadata={"description": "Währung"})

    assert json_schema(Schema)["properties"]["currency"] == {
        "description": "Währung",
        "anyOf": [{"const": "EUR"}, {"type": "null"}],
    }


def test_the_caller_may_change_what_it_got():
    json_schema(Command)["properties"].clear()
    json_schema(Command)["properties"] |= {"x": {}}

    assert "title" in properties()
    assert EURO["type"] == "object"


def test_a_schema_within_itself_cannot_be_described():
    class Node(ma.Schema):
        inner = fields.Nested(lambda: Node())  # noqa: PLW0108 - not yet defined

    with pytest.raises(APISpecError):
        json_schema(Node)


class PartOfForm(form.Form):
    day = form.Day(required=True)
    amount = form.Money(allow_none=True)


class OurForm(form.CommandSchema):
    title = form.Line(required=True)
    need = form.Text()
    kind = form.Choice("open", "closed", allow_none=True)
    count = form.Whole(1, 5, required=True)
    yes = form.YesNo(load_default=False)
    received = form.Money(negative=True, required=True)
    parts = form.Items(form.Part(PartOfForm), 1, 3, required=True)
    one = form.Part(PartOfForm, allow_none=True)


def test_fields_of_our_own_are_described():
    described = json_schema(OurForm)
    found = described["properties"]

    assert described["additionalProperties"] is False
    assert found["kind"]["enum"] == ["open", "closed", None]
    assert found["count"] == {"type": "integer", "minimum": 1, "maximum": 5}
    assert found["parts"]["minItems"] == 1
    assert found["parts"]["items"]["required"] == ["day"]
    assert found["parts"]["items"]["properties"]["day"] == {"type": "string", "format": "date"}
    assert found["one"]["type"] == ["object", "null"]


@settings(max_examples=200, deadline=None)
@pytest.mark.parametrize("schema", [Command, OurForm, Query])
@given(data=st.data())
def test_what_the_schema_admits_loads(schema, data):
    made = data.draw(from_schema(json_schema(schema)))

    Draft202012Validator(json_schema(schema)).validate(made)
    schema().load(made)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"command_id": UUID, "title": "", "word": None},
        {"command_id": UUID, "title": "x", "word": "toolong"},
        {"command_id": UUID, "title": "x", "word": None, "more": 1},
        {"command_id": UUID, "title": "x", "word": None, "years": 4 * [{}]},
        {"command_id": UUID, "title": "x", "word": None, "first": {"year": 2019}},
        {"command_id": UUID, "title": "x", "word": None, "code": "xAB1"},
    ],
)
def test_what_does_not_load_is_not_admitted(wrong):
    assert not Draft202012Validator(json_schema(Command)).is_valid(wrong)
