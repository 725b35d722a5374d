"""What a method takes and gives, as JSON Schema 2020-12, made from the marshmallow schema itself.

A described schema stands alone: nested schemas are written out, there is no `$ref`. Hence a schema
that contains itself cannot be described (apispec.exceptions.APISpecError).

A field of our own says its shape itself, in an attribute `json_schema` of the class or the instance
(a property will do); that wins over what apispec guesses. Bounds that validators set (length,
range, pattern, choices) are added, as are `null`, default, title and description.

Patterns are those of ECMA 262: `$` is the end, not "before the last newline", and a class
like "digit" is ASCII. Write `[0-9]`, so that Python reads them the same.
"""

from copy import deepcopy
from functools import cache
from typing import Any, Final

import marshmallow as ma
from apispec import APISpec
from apispec.ext.marshmallow.openapi import OpenAPIConverter

from shared.canonical import Json

OPENAPI_VERSION: Final = "3.1.0"

_SAID_BESIDE: Final = ("title", "description", "default", "deprecated", "readOnly", "writeOnly")
_BOUNDS: Final = {
    "string": ("minLength", "maxLength", "pattern", "enum"),
    "integer": ("minimum", "maximum", "enum"),
    "array": ("items", "minItems", "maxItems"),
}


def json_schema(schema: type[ma.Schema]) -> Json:
    """Return the JSON Schema of what a marshmallow schema loads. The caller may change it."""
    return deepcopy(_json_schema(schema))


class _Converter(OpenAPIConverter):
    """apispec's converter, which also asks a field of ours for its own shape."""

    def schema2jsonschema(self, schema: ma.Schema | type[ma.Schema]) -> Json:
        """Close the object unless its schema lets unknown fields pass."""
        described: Json = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call]
        unknown = schema.unknown if isinstance(schema, ma.Schema) else schema().unknown
        if unknown == ma.RAISE:
            described["additionalProperties"] = False
        return described

    def field2property(self, field: ma.fields.Field[Any]) -> Json:
        """Let the shape that a field says of itself win."""
        guessed: Json = super().field2property(field)
        own: Json | None = getattr(field, "json_schema", None)
        described = _anchored(guessed) if own is None else _merged(own, guessed)
        return _nullable(described) if field.allow_none else described


@cache
def _json_schema(schema: type[ma.Schema]) -> Json:
    spec = APISpec("", "", OPENAPI_VERSION)
    converter = _Converter(OPENAPI_VERSION, schema_name_resolver=lambda _: "", spec=spec)
    described: Json = converter.resolve_nested_schema(schema)  # type: ignore[no-untyped-call]
    return described


def _merged(own: Json, guessed: Json) -> Json:
    kept = (*_SAID_BESIDE, *_BOUNDS.get(str(own.get("type")), ()))
    return {key: guessed[key] for key in kept if key in guessed} | deepcopy(own)


def _anchored(described: Json) -> Json:
    """A validator matches from the start of the text; a pattern of JSON Schema, anywhere."""
    pattern = described.get("pattern")
    if pattern is not None and not pattern.startswith("^"):
        return described | {"pattern": f"^(?:{pattern})"}
    return described


def _nullable(described: Json) -> Json:
    """Admit null beside whatever the shape says; only an `enum` or a `type` can say it inside."""
    kind = described.get("type")
    if kind is None or "const" in described:
        beside = {key: described[key] for key in _SAID_BESIDE if key in described}
        inner = {key: value for key, value in described.items() if key not in beside}
        return beside | {"anyOf": [inner, {"type": "null"}]} if inner else described
    kinds = [kind] if isinstance(kind, str) else list(kind)
    admitted = described | {"type": kinds if "null" in kinds else [*kinds, "null"]}
    if "enum" in described and None not in described["enum"]:
        admitted["enum"] = [*described["enum"], None]
    return admitted
