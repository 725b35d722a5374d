"""What a JSON Schema does not admit, put into a body that it admits: one fault at a time.

`spoilt` gives each such body with the JSON pointer (RFC 6901) of its one fault. It knows no field
by name but the two of an amount: whatever a form says of itself is spoilt by itself.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

HUGE: Final = "x" * 10_000_000
TYPED: Final = {"__type__": "datetime", "__value__": "2026-01-05T00:00:00"}
UNKNOWN: Final = "ccb2f5b4-6d6e-4f0a-9d0f-6b1f6b6f2a11"

ANYTHING: Final[list[Any]] = [
    *(None, True, 0, 7, 10**30, 30.5, 1e3, -0.0, float("nan"), float("-inf"), "7", "1e3", "true"),
    *([], [None], [7], {}, TYPED),
]
"""Each is wrong wherever another type is expected."""

NO_TEXT: Final = ["", " \t ", "a\0b", "\ud800", "a\udfff", "a\u202eb", "\u2066", "\x1b[2J", HUGE]
NO_DAY: Final = [
    *("2025-02-29", "2026-02-30", "2026-00-10", "2026-1-5", "20260105", "2026-W02-1", "05.01.2026"),
    *("2026-01-05T00:00:00", "1989-12-31", "2200-01-01", "9999-12-31", "0000-00-00", "-1", "heute"),
    *("2026-01-05\n", " 2026-01-05", "２０２６-01-05", ""),
]
NO_ID: Final = [
    *(
        "",
        "7",
        "Kalk-Nord",
        UNKNOWN[:-1],
        f"{UNKNOWN}0",
        UNKNOWN.replace("-", ""),
        f"{{{UNKNOWN}}}",
    ),
    *(f"urn:uuid:{UNKNOWN}", f"{UNKNOWN}\n", UNKNOWN.replace("c", "\u0441"), "../../etc/passwd"),
]
NO_NUMBER: Final[list[Any]] = [
    *("100.000", "100.0", "100", ".50", "1e3", "1E3", "1,00", "1.000,00", "1 000.00", "+1.00"),
    *("9999999999999.00", "NaN", "Infinity", "--1.00", "٣٤.00", "0x1.00", "1_000.00", ""),
    *("100.00\n", " 100.00", "100.00\0", 100, 100.0, None, [], True, 10**30),
]
NO_CURRENCY: Final[list[Any]] = ["USD", "CHF", "eur", "EURO", "€", "", None, 978, ["EUR"]]
NO_AMOUNT: Final[list[Any]] = [
    *(100, 100.0, "100.00", [], {}, TYPED, True, "1e3"),
    {"amount": "100.00"},
    {"currency": "EUR"},
    {"amount": "100.00", "currency": "EUR", "vat": "19.00"},
    *({"amount": it, "currency": "EUR"} for it in NO_NUMBER),
    *({"amount": "100.00", "currency": it} for it in NO_CURRENCY),
]
BELOW_ZERO: Final = {"amount": "-0.01", "currency": "EUR"}


def spoilt(schema: dict[str, Any], value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (pointer of the fault, the value with this fault in it and no other)."""
    for wrong in wrong_values(schema, value):
        yield pointer, wrong
    schema = _of_what_is_there(schema)
    if isinstance(value, dict) and not is_money(schema):
        yield from _spoilt_object(schema, value, pointer)
    elif isinstance(value, list) and value:
        for place, wrong in spoilt(schema.get("items", {}), value[0], f"{pointer}/0"):
            yield place, [wrong, *value[1:]]


def _spoilt_object(
    schema: dict[str, Any], value: dict[str, Any], pointer: str
) -> Iterator[tuple[str, Any]]:
    for name, inner in schema.get("properties", {}).items():
        found = (
            spoilt(inner, value[name], f"{pointer}/{name}")
            if name in value
            else ((f"{pointer}/{name}", wrong) for wrong in wrong_values(inner, None))
        )
        for place, wrong in found:
            yield place, {**value, name: wrong}
    for name in schema.get("required", ()):
        yield f"{pointer}/{name}", {key: it for key, it in value.items() if key != name}
    if schema.get("additionalProperties") is False:
        for name in ("unbekannt", "__type__", "__proto__"):
            yield f"{pointer}/{name}", {**value, name: "datetime"}


def wrong_values(schema: dict[str, Any], right: Any) -> Iterator[Any]:
    """Yield values that a schema does not admit in this place, whatever stands inside of them."""
    if is_money(_of_what_is_there(schema)):
        yield from ([] if _nullable(schema) else [None])
        yield from NO_AMOUNT
        if not _of_what_is_there(schema)["properties"]["amount"]["pattern"].startswith("^-?"):
            yield BELOW_ZERO
        return
    kinds = _kinds(schema)
    if not kinds:
        return  # Anything may stand here.
    yield from (it for it in ANYTHING if _type(it) not in kinds)
    yield from _of_its_own_type(_of_what_is_there(schema), right)


def _of_its_own_type(schema: dict[str, Any], right: Any) -> Iterator[Any]:
    kinds = _kinds(schema)
    if "string" in kinds:
        yield from _no_such_text(schema)
    if "integer" in kinds:
        yield schema["minimum"] - 1
        yield from (it for it in (-1, schema["maximum"] + 1, 2**63, 2**64) if _outside(schema, it))
    if "array" in kinds:
        item = right[:1] if isinstance(right, list) else []
        yield [*item, None][:1] * (schema["maxItems"] + 1)
        if schema["minItems"]:
            yield []


def _outside(schema: dict[str, Any], number: int) -> bool:
    return not schema["minimum"] <= number <= schema["maximum"]


def _no_such_text(schema: dict[str, Any]) -> Iterator[str]:
    if "enum" in schema:
        word = next(it for it in schema["enum"] if it is not None)
        yield from ("", "sonstiges", word.upper(), f"{word} ", f"{word}\0", "\ud800", HUGE)
    elif schema.get("format") == "date":
        yield from NO_DAY
    elif schema.get("format") == "uuid":
        yield from NO_ID
    elif "contentEncoding" in schema:
        yield from ("kein Base64!", "====", "ä", "\ud800", HUGE)
    else:
        yield from NO_TEXT
        yield "x" * (schema["maxLength"] + 1)


def sample(schema: dict[str, Any]) -> Any:
    """Return a small value that a schema admits, if no rule speaks of several fields at once."""
    schema = _of_what_is_there(schema)
    if is_money(schema):
        return {"amount": "1.00", "currency": "EUR"}
    if "enum" in schema:
        return schema["enum"][0]
    kinds = _kinds(schema)
    if "object" in kinds:
        inside = schema.get("properties", {})
        return {name: sample(inside[name]) for name in schema.get("required", ())}
    if "array" in kinds:
        return [sample(schema.get("items", {}))] * schema.get("minItems", 0)
    if "integer" in kinds:
        return schema.get("minimum", 0)
    if "boolean" in kinds:
        return False
    formats = {"uuid": UNKNOWN, "date": "2026-01-05"}
    return formats.get(schema.get("format", ""), "eA==")


def is_money(schema: dict[str, Any]) -> bool:
    """Tell whether this is an amount: its faults are told of it as a whole."""
    return set(schema.get("properties", ())) == {"amount", "currency"}


def uncovered(schema: dict[str, Any], value: Any, pointer: str = "") -> list[str]:
    """Return where a body holds nothing though there are fields inside, which none then spoils."""
    schema = _of_what_is_there(schema)
    if is_money(schema):
        return []
    if "array" in _kinds(schema):
        if not value:
            return [pointer] if _kinds(schema.get("items", {})) == {"object"} else []
        return uncovered(schema.get("items", {}), value[0], f"{pointer}/0")
    inside = schema.get("properties", {})
    if inside and not value:
        return [pointer]
    return [
        place
        for name, inner in inside.items()
        for place in uncovered(inner, value.get(name), f"{pointer}/{name}")
    ]


def with_unknown_ids(
    schema: dict[str, Any], value: Any, pointer: str = ""
) -> Iterator[tuple[str, Any]]:
    """Yield (pointer, the value with an id there that is nothing's)."""
    yield from _replaced(schema, value, pointer, _unknown_id)


def extremes(schema: dict[str, Any], value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (pointer, the value with the least or the most there that its form admits)."""
    yield from _replaced(schema, value, pointer, _extremes)


def _unknown_id(schema: dict[str, Any]) -> list[Any]:
    return [UNKNOWN] if schema.get("format") == "uuid" else []


def _extremes(schema: dict[str, Any]) -> list[Any]:
    if is_money(schema):
        return [{"amount": it, "currency": "EUR"} for it in ("0.00", "0.01", "999999999999.99")]
    kinds = _kinds(schema)
    if "integer" in kinds:
        return [schema["minimum"], schema["maximum"]]
    if "boolean" in kinds:
        return [False, True]
    if schema.get("format") == "date":
        return ["1990-01-01", "2024-02-29", "2026-12-31", "2199-12-31"]
    if "maxLength" in schema and "contentEncoding" not in schema:
        return ["-", "\u00df\u4e16\U0001f600" * (schema["maxLength"] // 3)]
    return list(schema.get("enum", ()))


def _replaced(
    schema: dict[str, Any],
    value: Any,
    pointer: str,
    others: Callable[[dict[str, Any]], list[Any]],
) -> Iterator[tuple[str, Any]]:
    schema = _of_what_is_there(schema)
    for other in others(schema):
        yield pointer, other
    if isinstance(value, dict) and not is_money(schema):
        for name, inner in schema.get("properties", {}).items():
            for place, made in _replaced(inner, value.get(name), f"{pointer}/{name}", others):
                yield place, {**value, name: made}
    elif isinstance(value, list):
        for index, it in enumerate(value[:1]):
            for place, made in _replaced(schema.get("items", {}), it, f"{pointer}/0", others):
                yield place, [*value[:index], made, *value[index + 1 :]]


def _of_what_is_there(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a value that may be null where it is not."""
    branches = [it for it in schema.get("anyOf", ()) if it.get("type") != "null"]
    return branches[0] if branches else schema


def _nullable(schema: dict[str, Any]) -> bool:
    return "null" in _kinds(schema)


def _kinds(schema: dict[str, Any]) -> set[str]:
    found = schema.get("type", [])
    kinds = {found} if isinstance(found, str) else set(found)
    return kinds.union(*(_kinds(branch) for branch in schema.get("anyOf", ())))


def _type(value: Any) -> str:
    """Return the type that a value has in JSON as we read it: a number with a dot is none of ours."""
    names = {type(None): "null", bool: "boolean", int: "integer", float: "number"}
    names |= {str: "string", list: "array", dict: "object"}
    return names[type(value)]
