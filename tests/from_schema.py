"""Values that a JSON Schema admits, for the part of JSON Schema that our descriptions use.

hypothesis-jsonschema would do the same, but leans on internals that newer versions of hypothesis
no longer have.
"""

from datetime import date

from hypothesis import strategies as st

ANY_JSON = st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=5)


def from_schema(schema):
    """Return a strategy. Raises NotImplementedError for what it does not know."""
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of(*(from_schema(branch) for branch in schema["anyOf"]))
    kind = schema.get("type")
    if kind is None:
        return ANY_JSON
    kinds = [kind] if isinstance(kind, str) else kind
    return st.one_of(*(MADE[one](schema) for one in kinds))


def _string(schema):
    if "pattern" in schema:
        pattern = schema["pattern"].removeprefix("^").removesuffix("$")
        return st.from_regex(pattern, fullmatch=True)
    if "format" in schema:
        return FORMATS[schema["format"]]
    printable = st.characters(codec="utf-8", categories=["L", "N", "P"])
    return st.text(
        printable,
        min_size=schema.get("minLength", 0),
        max_size=min(schema.get("maxLength", 50), schema.get("minLength", 0) + 50),
    )


def _array(schema):
    least = schema.get("minItems", 0)
    return st.lists(
        from_schema(schema.get("items", {})),
        min_size=least,
        max_size=min(schema.get("maxItems", least + 3), least + 3),
    )


def _object(schema):
    properties = {name: from_schema(each) for name, each in schema.get("properties", {}).items()}
    required = set(schema.get("required", ()))
    if not properties and isinstance(schema.get("additionalProperties"), dict):
        values = from_schema(schema["additionalProperties"])
        return st.dictionaries(st.text(max_size=5), values, max_size=3)
    return st.fixed_dictionaries(
        {name: made for name, made in properties.items() if name in required},
        optional={name: made for name, made in properties.items() if name not in required},
    )


FORMATS = {
    "date": st.dates(date(1990, 1, 1), date(2199, 12, 31)).map(date.isoformat),
    "uuid": st.uuids().map(str),
}
MADE = {
    "null": lambda _: st.none(),
    "boolean": lambda _: st.booleans(),
    "integer": lambda schema: st.integers(schema.get("minimum"), schema.get("maximum")),
    "string": _string,
    "array": _array,
    "object": _object,
}
