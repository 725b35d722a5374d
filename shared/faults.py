"""What is wrong with an input, said fault by fault: where, which and why."""

from collections.abc import Iterator, Sequence
from re import compile as regex
from typing import Any, Final

from marshmallow import ValidationError
from marshmallow.exceptions import SCHEMA

from shared.refusal import Fault, Refused

FAULTS_MAX: Final = 100  # More than anybody mends at once; an answer stays small.
TOKEN_MAX: Final = 100  # Characters of one name in a pointer: the caller chose an unknown name.

# What a caller names a field comes back in the answer, so it must be text that an answer can hold.
_UNPRINTABLE: Final = regex("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class Message(str):
    """A German sentence that carries its fault code through marshmallow, which only knows text."""

    __slots__ = ("code",)
    code: str

    def format(self, *args: object, **given: object) -> "Message":
        """Fill in the blanks and keep the code."""
        return said(self.code, str.format(self, *args, **given))


def said(code: str, text: str) -> Message:
    """Return a message with its code; `{name}` in the text is a blank to be filled in."""
    message = Message(text)
    message.code = code
    return message


def faults(error: ValidationError, most: int | None = FAULTS_MAX) -> list[Fault]:
    """Return the faults of a validation, so many at most, unknown fields last."""
    found = sorted(_walk("", error.messages), key=_unknown_last)
    return found[:most]


def invalid_input(found: Sequence[Fault]) -> Refused:
    """Return the refusal of an input with these faults."""
    one = len(found) == 1
    return Refused(
        "invalid-input",
        "Die Eingabe ist nicht in Ordnung",
        "Eine Angabe muss berichtigt werden."
        if one
        else f"{len(found)} Angaben müssen berichtigt werden.",
        kind="invalid",
        errors=tuple(found),
    )


def _walk(pointer: str, messages: Any) -> Iterator[Fault]:
    if isinstance(messages, dict):
        for name, inner in messages.items():
            yield from _walk(pointer if name == SCHEMA else f"{pointer}/{_token(name)}", inner)
    elif isinstance(messages, list):
        for message in messages:
            yield from _walk(pointer, message)
    else:
        yield Fault(pointer, getattr(messages, "code", "invalid"), str(messages))


def _token(name: object) -> str:
    """Return one name of a pointer, escaped as RFC 6901 says."""
    text = _UNPRINTABLE.sub("\ufffd", str(name)[:TOKEN_MAX])
    return text.replace("~", "~0").replace("/", "~1")


def _unknown_last(fault: Fault) -> tuple[bool, str]:
    """Unknown fields come out of a set, so they are put in order; the others keep theirs."""
    unknown = fault.code == "unknown-field"
    return unknown, fault.pointer if unknown else ""
