"""The fields of a form: what strangers send, checked strictly and answered in German.

No value is converted out of kindness: `"5"` is no number, `1` is no yes, a list is no object. Each
field says its shape as JSON Schema in `json_schema`, so that descriptions cannot drift from it.
"""

from datetime import date
from re import compile as regex
from typing import Any, Final

import marshmallow as ma

from shared.canonical import Json
from shared.documents import Document
from shared.faults import said
from shared.money import AMOUNT, CURRENCY, from_wire, to_wire

TITLE_MAX: Final = 200  # Characters of a title or a name: what fits into a line of a list.
TEXT_MAX: Final = 20_000  # Characters of a long text: about seven pages.
ITEMS_MAX: Final = 100  # Entries of a list, unless it says otherwise.
WHOLE_MAX: Final = 2**53 - 1  # What JavaScript, and so canonical JSON, can count to.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)  # Outside it is a slip of the pen.

_DAY: Final = regex("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UUID: Final = regex("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# Surrogates are halves of a character that UTF-8 and so the log cannot hold; PostgreSQL refuses
# NUL; the other controls, those that turn the direction of writing included, deceive the reader.
_HARMFUL: Final = regex(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BREAKS: Final = regex("[\n\r\t\u2028\u2029]")


_GERMAN: Final[dict[str, str | list[Any] | dict[Any, Any]]] = {
    "required": said("missing", "Diese Angabe fehlt."),
    "null": said("missing", "Diese Angabe darf nicht leer sein."),
    "validator_failed": said("not-allowed", "Dieser Wert ist nicht erlaubt."),
    "type": said("invalid-type", "Hier wird ein Objekt mit Feldern erwartet."),
    "no_list": said("invalid-type", "Hier wird eine Liste erwartet."),
    "no_text": said("invalid-type", "Hier wird ein Text erwartet."),
    "no_whole": said("invalid-type", "Hier wird eine ganze Zahl erwartet."),
    "no_yes_no": said("invalid-type", "Hier wird true oder false erwartet."),
    "blank": said("blank", "Hier muss etwas stehen."),
    "too_long": said("too-long", "Höchstens {most} Zeichen sind erlaubt."),
    "harmful": said("invalid-character", "Der Text enthält ein Zeichen, das nicht erlaubt ist."),
    "too_small": said("too-small", "Der Wert muss mindestens {least} sein."),
    "too_large": said("too-large", "Der Wert darf höchstens {most} sein."),
    "too_few": said("too-few", "Mindestens {least} Einträge werden gebraucht."),
    "too_many": said("too-many", "Höchstens {most} Einträge sind erlaubt."),
    "no_choice": said("not-allowed", "Erlaubt ist nur: {choices}."),
    "no_day": said("invalid-date", "Hier wird ein Tag in der Form JJJJ-MM-TT erwartet."),
    "far_day": said("date-out-of-range", "Der Tag muss zwischen 1990 und 2199 liegen."),
    "no_id": said("invalid-id", "Hier wird eine Kennung (UUID) erwartet."),
    "no_amount": said(
        "invalid-amount",
        'Ein Betrag hat die Form {{"amount": "1234.50", "currency": "EUR"}}: ein Text mit Punkt'
        " und zwei Nachkommastellen.",
    ),
    "no_euro": said("invalid-currency", "Die Währung muss EUR sein."),
    "negative": said("too-small", "Der Betrag darf nicht negativ sein."),
}


def harmful(text: str) -> bool:
    """Tell whether a text of one line holds what no line may hold."""
    return bool(_HARMFUL.search(text) or _BREAKS.search(text))


class _German(ma.fields.Field[Any]):
    """A field that speaks German."""

    default_error_messages = _GERMAN


class Line(_German, ma.fields.String):
    """One line of text, 1 to `most` characters, kept without blanks around it."""

    def __init__(self, most: int = TITLE_MAX, **given: Any) -> None:
        super().__init__(**given)
        self.most = most
        self.lines = False

    @property
    def json_schema(self) -> Json:
        """The shape of what is accepted."""
        return {"type": "string", "minLength": 1, "maxLength": self.most}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if type(value) is not str:
            raise self.make_error("no_text")
        if len(value) > self.most:
            raise self.make_error("too_long", most=self.most)
        if _HARMFUL.search(value) if self.lines else harmful(value):
            raise self.make_error("harmful")
        if not value.strip():
            raise self.make_error("blank")
        return value.strip()


class Lines(Line):
    """Several lines that are kept as they are: no text of a person, and no document."""

    def __init__(self, most: int, **given: Any) -> None:
        super().__init__(most, **given)
        self.lines = True


class Text(Line):
    """A long text of several lines. It is loaded as a `Document` and never stands in an event."""

    def __init__(self, most: int = TEXT_MAX, **given: Any) -> None:
        super().__init__(most, **given)
        self.lines = True

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return Document.of_text(super()._deserialize(value, *args, **kwargs))


class Whole(_German, ma.fields.Integer):
    """A whole number; `1.0`, `"1"` and `true` are none."""

    def __init__(self, least: int = 0, most: int = WHOLE_MAX, **given: Any) -> None:
        super().__init__(**given)
        self.least, self.most = least, most

    @property
    def json_schema(self) -> Json:
        """The shape of what is accepted."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        if type(value) is not int:
            raise self.make_error("no_whole")
        if value < self.least:
            raise self.make_error("too_small", least=self.least)
        if value > self.most:
            raise self.make_error("too_large", most=self.most)
        return value


class YesNo(_German, ma.fields.Boolean):
    """`true` or `false`, and nothing that resembles them."""

    json_schema: Final = {"type": "boolean"}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if type(value) is not bool:
            raise self.make_error("no_yes_no")
        return value


class Choice(_German, ma.fields.String):
    """One of a closed list of words, as `Literal` names them."""

    def __init__(self, *choices: str, **given: Any) -> None:
        super().__init__(**given)
        self.choices = choices

    @property
    def json_schema(self) -> Json:
        """The shape of what is accepted."""
        return {"type": "string", "enum": list(self.choices)}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if type(value) is not str:
            raise self.make_error("no_text")
        if value not in self.choices:
            raise self.make_error("no_choice", choices=", ".join(self.choices))
        return value


class Day(_German, ma.fields.Date):
    """A day as ISO 8601 writes it, `2026-02-28`, and in no other way."""

    json_schema: Final = {"type": "string", "format": "date"}

    def _serialize(self, value: Any, *_: Any, **__: Any) -> str | None:
        return None if value is None else value.isoformat()

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> date:
        if type(value) is not str or not _DAY.fullmatch(value):
            raise self.make_error("no_day")
        try:
            day = date.fromisoformat(value)
        except ValueError as error:
            raise self.make_error("no_day") from error
        if not FIRST_DAY <= day <= LAST_DAY:
            raise self.make_error("far_day")
        return day


class Identifier(_German, ma.fields.UUID):
    """A UUID with hyphens; loaded in lower case, so that one thing has one id."""

    json_schema: Final = {"type": "string", "format": "uuid"}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if type(value) is not str or not _UUID.fullmatch(value):
            raise self.make_error("no_id")
        return value.lower()


class Money(_German):
    """An amount at the edge, loaded as whole cents; below zero only if `negative` allows it."""

    def __init__(self, *, negative: bool = False, **given: Any) -> None:
        super().__init__(**given)
        self.negative = negative

    @property
    def json_schema(self) -> Json:
        """The shape of what is accepted."""
        sign = "-?" if self.negative else ""
        return {
            "type": "object",
            "properties": {
                "amount": {"type": "string", "pattern": f"^{sign}[0-9]{{1,12}}\\.[0-9]{{2}}$"},
                "currency": {"type": "string", "const": CURRENCY},
            },
            "required": ["amount", "currency"],
            "additionalProperties": False,
        }

    def _serialize(self, value: Any, *_: Any, **__: Any) -> dict[str, str] | None:
        return None if value is None else to_wire(value)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        if type(value) is not dict or value.keys() != {"amount", "currency"}:
            raise self.make_error("no_amount")
        if type(value["amount"]) is not str or not AMOUNT.fullmatch(value["amount"]):
            raise self.make_error("no_amount")
        if value["currency"] != CURRENCY:
            raise self.make_error("no_euro")
        amount_ct = from_wire(value)
        if amount_ct < 0 and not self.negative:
            raise self.make_error("negative")
        return amount_ct


class Items(_German, ma.fields.List[Any]):
    """A list of `least` to `most` entries, loaded as a tuple; its length is checked first."""

    def __init__(
        self, each: ma.fields.Field[Any], least: int = 0, most: int = ITEMS_MAX, **given: Any
    ) -> None:
        super().__init__(each, **given)
        self.least, self.most = least, most

    @property
    def json_schema(self) -> Json:
        """The shape of what is accepted."""
        return {"type": "array", "minItems": self.least, "maxItems": self.most}

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if type(value) is not list:
            raise self.make_error("no_list")
        if len(value) < self.least:
            raise self.make_error("too_few", least=self.least)
        if len(value) > self.most:
            raise self.make_error("too_many", most=self.most)
        return tuple(super()._deserialize(value, *args, **kwargs))


class Part(_German, ma.fields.Nested):
    """A form within a form."""
