"""Fields that only cards have: times of day, postcodes, languages, ways to reach somebody."""

from re import compile as regex
from typing import Any, Final, get_args

import marshmallow as ma

from services.resources.events import Channel, Contact
from services.resources.languages import LANGUAGES
from shared.canonical import Json
from shared.faults import said
from shared.form import Choice, Form, Line

LINK_MAX: Final = 500
_TIME: Final = regex(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
_POSTCODE: Final = regex(r"[0-9]{5}")
_WEBSITE: Final = regex(r"https?://[^\s/@:]+\.[^\s/@:]+(/\S*)?")

ADDRESS: Final = {
    "website": _WEBSITE,
    "email": regex(r"[^\s@]+@[^\s@]+\.[^\s@]+"),
    "phone": regex(r"[+0][0-9 /()-]{4,30}"),
}
"""Rough shapes: they catch the wrong channel, not every typing error."""


class TimeOfDay(Line):
    """A time as 24 hours and minutes, `09:30`; a day ends at `24:00`."""

    default_error_messages = {  # noqa: RUF012 - marshmallow's form
        "no_time": said("invalid-time", "Hier wird eine Uhrzeit in der Form HH:MM erwartet."),
    }

    def __init__(self, **given: Any) -> None:
        super().__init__(5, **given)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, *args, **kwargs)
        if not _TIME.fullmatch(text):
            raise self.make_error("no_time")
        return text


class Postcode(Line):
    """A German postcode."""

    default_error_messages = {  # noqa: RUF012 - marshmallow's form
        "no_postcode": said("invalid-postcode", "Eine Postleitzahl hat fünf Ziffern."),
    }

    def __init__(self, **given: Any) -> None:
        super().__init__(5, **given)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, *args, **kwargs)
        if not _POSTCODE.fullmatch(text):
            raise self.make_error("no_postcode")
        return text


class Language(Line):
    """A language by its code in ISO 639: `de`, `tr`, `gsg`."""

    default_error_messages = {  # noqa: RUF012 - marshmallow's form
        "no_language": said(
            "unknown-language", "Diese Sprache ist nicht bekannt: erwartet wird ein Kürzel wie de."
        ),
    }

    def __init__(self, **given: Any) -> None:
        super().__init__(3, **given)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, *args, **kwargs)
        if text not in LANGUAGES:
            raise self.make_error("no_language")
        return text


class Link(Line):
    """The address of a page on the web."""

    default_error_messages = {  # noqa: RUF012 - marshmallow's form
        "no_link": said("invalid-address", "Hier wird die Adresse einer Seite im Netz erwartet."),
    }

    def __init__(self, **given: Any) -> None:
        super().__init__(LINK_MAX, **given)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, *args, **kwargs)
        if not _WEBSITE.fullmatch(text):
            raise self.make_error("no_link")
        return text


class ContactSchema(Form):
    """A channel of the organisation itself."""

    makes = Contact

    channel = Choice(*get_args(Channel), required=True)
    address = Line(required=True)

    @ma.validates_schema
    def address_fits_channel(self, data: Json, **_: Any) -> None:
        """A telephone number is no website."""
        if not ADDRESS[data["channel"]].fullmatch(data["address"]):
            raise ma.ValidationError(
                {"address": [said("invalid-address", "Die Adresse passt nicht zum Kontaktweg.")]}
            )
