"""A form while it is filled in: what is complete counts, and what is missing is said.

What lacks a field is left out as a whole, with a fault that says which field; the rest is loaded
strictly. A wrong value is refused as in any form: a gap is no error, a slip of the pen is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import marshmallow as ma

from shared.canonical import canonical
from shared.faults import FAULTS_MAX, faults, invalid_input, said
from shared.form import QuerySchema
from shared.refusal import Fault

DRAFT_BYTES_MAX: Final = 256 * 1024
GAPS: Final = ("missing", "blank")

Places = Mapping[str, Sequence[int]]
"""For each list that lost entries: the places that those it kept had before."""


class AnyObject(ma.fields.Field[Any]):
    """A JSON object of any shape, as large as a draft may be."""

    default_error_messages = {  # noqa: RUF012 - marshmallow's form
        "required": said("missing", "Diese Angabe fehlt."),
        "null": said("missing", "Diese Angabe darf nicht leer sein."),
        "no_object": said("invalid-type", "Hier wird ein Objekt mit Feldern erwartet."),
        "too_large": said("too-large", f"Ein Entwurf hat höchstens {DRAFT_BYTES_MAX // 1024} KiB."),
    }
    json_schema: Final = {"type": "object"}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        try:
            size = len(canonical(value)) if type(value) is dict else -1
        except (TypeError, ValueError):  # Half characters, endless depth, numbers beyond JSON.
            size = -1
        if size < 0:
            raise self.make_error("no_object")
        if size > DRAFT_BYTES_MAX:
            raise self.make_error("too_large")
        return value


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What could be loaded, what is missing, and where in what was sent all of it stood."""

    asked: Any
    missing: Sequence[Fault]
    places: Places

    def original(self, fault: Fault) -> Fault:
        """Return a fault of what was loaded as one of what was sent."""
        return _original(fault, self.places)


class UnfinishedSchema(QuerySchema):
    """A form that may have gaps, in its parts as well. Loaded, it is `Unfinished`.

    Of its own fields none is required.
    """

    def load(self, data: Any, **given: Any) -> Unfinished:
        """Leave out what lacks something until the rest is whole. Raises Refused `invalid-input`."""
        missing: dict[str, Fault] = {}
        left_out: set[str] = set()
        while True:
            kept, places = _without(data, left_out)
            try:
                return Unfinished(
                    super().load(kept, **given), tuple(missing.values())[:FAULTS_MAX], places
                )
            except ma.ValidationError as error:
                found = [_original(fault, places) for fault in faults(error, most=None)]
                gaps = {it.pointer: it for it in found if it.code in GAPS}
                wrong = [it for it in found if it.code not in GAPS]
                if wrong:
                    raise invalid_input(wrong[:FAULTS_MAX]) from error
            wholes = {pointer.rpartition("/")[0] or pointer for pointer in gaps}
            assert wholes - left_out, "Of its own fields none is required."
            missing |= gaps
            left_out |= wholes


def _without(data: Any, left_out: set[str]) -> tuple[Any, Places]:
    """Copy what was sent without what is left out; what is not touched is shared."""
    above = {pointer[:at] for pointer in left_out for at, sign in enumerate(pointer) if sign == "/"}
    places: dict[str, Sequence[int]] = {}

    def copy(value: Any, old: str, new: str) -> Any:
        if old not in above:
            return value
        if isinstance(value, dict):
            kept = [key for key in value if f"{old}/{key}" not in left_out]
            return {key: copy(value[key], f"{old}/{key}", f"{new}/{key}") for key in kept}
        places[new] = [index for index in range(len(value)) if f"{old}/{index}" not in left_out]
        return [
            copy(value[index], f"{old}/{index}", f"{new}/{place}")
            for place, index in enumerate(places[new])
        ]

    return copy(data, "", ""), places


def _original(fault: Fault, places: Places) -> Fault:
    """Return a fault with the pointer that it had before entries were left out."""
    old = new = ""
    for token in fault.pointer.split("/")[1:]:
        old += f"/{places[new][int(token)] if new in places else token}"
        new += f"/{token}"
    return replace(fault, pointer=old)
