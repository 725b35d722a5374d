"""The forms of master data: Träger and Sozialräume."""

from dataclasses import fields
from re import compile as regex
from typing import Any, Final, get_args

import marshmallow as ma
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from services.projects import commands, events
from shared.canonical import Json
from shared.faults import said
from shared.form import (
    Choice,
    CommandSchema,
    Day,
    Form,
    Identifier,
    Items,
    Line,
    Part,
    QuerySchema,
    Text,
    Whole,
    YesNo,
)
from shared.guideline.forms import HeadcountSchema
from shared.kernel_forms import Base64

IBAN_CHARACTERS_MAX: Final = 42  # 34, and blanks between fours.
REGISTER_NUMBER_MAX: Final = 80
ADDRESS_MAX: Final = 100
REASON_MAX: Final = 2_000
REPRESENTATIVES_MAX: Final = 20
PAGE_MAX: Final = 200
_POSTCODE: Final = regex(r"(?!00)[0-9]{5}")


class Iban(Line):
    """An IBAN with valid check digits, kept without blanks."""

    default_error_messages = {  # noqa: RUF012 - marshmallow's form
        "no_iban": said("invalid-iban", "Die IBAN stimmt nicht: Länge, Aufbau oder Prüfziffern."),
    }

    def __init__(self, **given: Any) -> None:
        super().__init__(IBAN_CHARACTERS_MAX, **given)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, *args, **kwargs)
        try:
            return str(IBAN(text))
        except SchwiftyException as error:
            raise self.make_error("no_iban") from error


class Postcode(Line):
    """A German postcode: five digits."""

    default_error_messages = {  # noqa: RUF012 - marshmallow's form
        "no_postcode": said("invalid-postcode", "Eine Postleitzahl hat fünf Ziffern."),
    }

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, *args, **kwargs)
        if not _POSTCODE.fullmatch(text):
            raise self.make_error("no_postcode")
        return text


class AddressSchema(Form):
    """Where letters go: all of it, or none."""

    makes = events.PostalAddress

    street = Line(ADDRESS_MAX, required=True)
    postcode = Postcode(required=True)
    city = Line(ADDRESS_MAX, required=True)


class ProfileSchema(Form):
    """What can be stated of a Träger besides its name; null takes a statement back."""

    legal_form = Choice(*get_args(events.LegalForm), allow_none=True)
    register_number = Line(REGISTER_NUMBER_MAX, allow_none=True)
    iban = Iban(allow_none=True)
    deducts_vat = YesNo(allow_none=True)
    exempt_on = Day(allow_none=True)
    recognised_on = Day(allow_none=True)
    certificates_agreed_on = Day(allow_none=True)
    protection_agreed_on = Day(allow_none=True)
    recognised_until = Day(allow_none=True)
    certificates_until = Day(allow_none=True)
    protection_until = Day(allow_none=True)
    address = Part(AddressSchema, allow_none=True)


PROFILE: Final = tuple(it.name for it in fields(events.TraegerProfile))


class RegisterTraegerSchema(CommandSchema, ProfileSchema):
    """The form of `RegisterTraeger`."""

    name = Line(required=True)
    expert = YesNo(load_default=False)

    def made(self, data: Json) -> Any:
        """Name and mark stand beside the profile."""
        profile = events.TraegerProfile(**{k: data[k] for k in PROFILE if k in data})
        return commands.RegisterTraeger(data["name"], data["expert"], profile)


class AmendTraegerSchema(CommandSchema, ProfileSchema):
    """The form of `AmendTraeger`: what is not named stays."""

    traeger_id = Identifier(required=True)
    name = Line()
    expert = YesNo()

    def made(self, data: Json) -> Any:
        """Whatever is given is a change."""
        return commands.AmendTraeger(data.pop("traeger_id"), data)


class StateHeadcountSchema(CommandSchema):
    """The form of `StateHeadcount`; the evidence is a document that was uploaded before."""

    makes = commands.StateHeadcount

    traeger_id = Identifier(required=True)
    employees = Part(HeadcountSchema, required=True)
    on = Day(required=True)
    evidence_document_id = Identifier(load_default=None, allow_none=True)


class NameRepresentativesSchema(CommandSchema):
    """The form of `NameRepresentatives`; each person once."""

    traeger_id = Identifier(required=True)
    person_ids = Items(Identifier(), 0, REPRESENTATIVES_MAX, required=True)

    def made(self, data: Json) -> Any:
        """Who is named twice is named once."""
        named = tuple(dict.fromkeys(data["person_ids"]))
        return commands.NameRepresentatives(data["traeger_id"], named)


class DeactivateTraegerSchema(CommandSchema):
    """The form of `DeactivateTraeger`."""

    makes = commands.DeactivateTraeger

    traeger_id = Identifier(required=True)
    reason_code = Choice(*get_args(events.DeactivationCode), required=True)
    reason = Text(REASON_MAX, load_default=None, allow_none=True)


class ReactivateTraegerSchema(CommandSchema):
    """The form of `ReactivateTraeger`."""

    makes = commands.ReactivateTraeger

    traeger_id = Identifier(required=True)


class RegisterSozialraumSchema(CommandSchema):
    """The form of `RegisterSozialraum`."""

    makes = commands.RegisterSozialraum

    name = Line(required=True)
    team_name = Line(required=True)


class RenameSozialraumSchema(CommandSchema):
    """The form of `RenameSozialraum`."""

    makes = commands.RenameSozialraum

    sozialraum_id = Identifier(required=True)
    name = Line(required=True)
    team_name = Line(required=True)


class ImportMasterDataSchema(CommandSchema):
    """The form of `ImportMasterData`: a CSV file as base64."""

    makes = commands.ImportMasterData

    kind = Choice(*get_args(events.ImportKind), required=True)
    content = Base64(required=True)


class CheckImportSchema(QuerySchema):
    """A CSV file that shall be read without effect."""

    kind = Choice(*get_args(events.ImportKind), required=True)
    content = Base64(required=True)


class PageSchema(QuerySchema):
    """A page of a list: `after` is the last id of the page before."""

    after = Identifier(load_default=None, allow_none=True)
    limit = Whole(1, PAGE_MAX, load_default=PAGE_MAX)


class TraegerIdSchema(QuerySchema):
    """One Träger; its head counts as of a day, today if none is named."""

    traeger_id = Identifier(required=True)
    on = Day(load_default=None, allow_none=True)


class SozialraumIdSchema(QuerySchema):
    """One Sozialraum; its team as of a day, today if none is named."""

    sozialraum_id = Identifier(required=True)
    on = Day(load_default=None, allow_none=True)


class OnSchema(QuerySchema):
    """A day, today if none is named."""

    on = Day(load_default=None, allow_none=True)


def check_period(data: Json) -> None:
    """Raise ValidationError for a period that ends before it starts."""
    if data.get("end") is not None and data["end"] < data["start"]:
        raise ma.ValidationError(
            {"end": [said("end-before-start", "Das Ende liegt vor dem Beginn.")]}
        )
