"""What strangers send, checked once and in full.

Whatever a caller sends, the outcome is a command or a refusal that names all faults, each with a
JSON pointer, a stable code and a German sentence. After this nobody looks at raw input again.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Final

import marshmallow as ma

from shared.canonical import Json
from shared.faults import faults, invalid_input, said
from shared.fields import (
    Choice,
    Day,
    Identifier,
    Items,
    Line,
    Money,
    Part,
    Text,
    Whole,
    YesNo,
)

__all__ = [
    "Asked",
    "Choice",
    "CommandSchema",
    "Day",
    "Form",
    "Identifier",
    "Items",
    "Line",
    "Money",
    "Part",
    "QuerySchema",
    "Text",
    "Whole",
    "YesNo",
    "load",
    "load_command",
]

_FORM_GERMAN: Final[dict[str, str]] = {
    "type": said("invalid-type", "Hier wird ein Objekt mit Feldern erwartet."),
    "unknown": said("unknown-field", "Dieses Feld ist nicht bekannt."),
}


class Form(ma.Schema):
    """A form whose fields are all known. Loaded, it is an instance of `makes`, if that is set."""

    class Meta:
        """Nothing unknown passes."""

        unknown = ma.RAISE

    makes: ClassVar[type | None] = None
    error_messages = _FORM_GERMAN

    @ma.post_load
    def build(self, data: Json, **_: Any) -> Any:
        """Let no dictionary travel further."""
        return self.made(data)

    def made(self, data: Json) -> Any:
        """Return what the fields make. Override where a field and an argument differ in shape."""
        return self.makes(**data) if self.makes else data


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as it was asked for: its identity, and the version that its sender has seen."""

    command: Any
    command_id: str
    expected_version: int | None = None


class CommandSchema(Form):
    """The form of a command. Loaded, it is `Asked`, around an instance of `makes`."""

    command_id = Identifier(required=True)
    expected_version = Whole()

    @ma.post_load
    def build(self, data: Json, **_: Any) -> Asked:
        """Keep the command and the frame around it apart."""
        command_id, version = data.pop("command_id"), data.pop("expected_version", None)
        return Asked(self.made(data), command_id, version)


class QuerySchema(Form):
    """The form of a question: what it does not know, it passes over."""

    class Meta:
        """What is unknown is left out."""

        unknown = ma.EXCLUDE


def load_command(schema: type[CommandSchema], body: Any) -> Asked:
    """Return the command that a body asks for. Raises Refused `invalid-input`."""
    asked: Asked = load(schema, body)
    return asked


def load(schema: type[ma.Schema], body: Any) -> Any:
    """Return what a body says, as the schema makes it. Raises Refused `invalid-input`."""
    try:
        return _instance(schema).load(body)
    except ma.ValidationError as error:
        raise invalid_input(faults(error)) from error


@cache
def _instance(schema: type[ma.Schema]) -> ma.Schema:
    """Make a schema once: making it costs more than loading with it, and loading keeps no state."""
    return schema()
