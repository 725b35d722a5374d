"""The forms in which strangers send commands about contact persons."""

from typing import Any, Final, get_args

import marshmallow as ma

from services.resources import commands
from services.resources.events import Visibility
from services.resources.forms.content import FUNCTION_CHARACTERS_MAX
from services.resources.forms.fields import ADDRESS
from shared.canonical import Json
from shared.faults import said
from shared.form import Choice, CommandSchema, Day, Identifier, Line, QuerySchema, Text, Whole
from shared.personal import PERSONAL_TEXT, is_personal

PERSONAL: Final = ("name", "email", "phone")
REASON_MAX: Final = 2_000
DUE_MAX: Final = 500


class _ConsentSchema(CommandSchema):
    card_id = Identifier(required=True)
    visibility = Choice(*get_args(Visibility), load_default="team")
    consent_on = Day(required=True)
    consent_until = Day(required=True)


class NameContactSchema(_ConsentSchema):
    """The form of `NameContact`: the function stands in the log, all else in the vault."""

    function = Line(FUNCTION_CHARACTERS_MAX, required=True)
    name = Line(required=True)
    email = Line(load_default=None, allow_none=True)
    phone = Line(load_default=None, allow_none=True)

    @ma.validates_schema
    def addresses_have_their_shape(self, data: Json, **_: Any) -> None:
        """A telephone number is no e-mail address."""
        wrong = {
            it: [said("invalid-address", "Das sieht nicht nach dieser Art von Angabe aus.")]
            for it in ("email", "phone")
            if data[it] is not None and not ADDRESS[it].fullmatch(data[it])
        }
        if wrong:
            raise ma.ValidationError(wrong)

    @ma.validates_schema
    def nothing_personal_in_the_function(self, data: Json, **_: Any) -> None:
        """What the log keeps for ever holds no person's name and no number."""
        if is_personal(data["function"], data["name"]):
            raise ma.ValidationError({"function": [said("personal-data", PERSONAL_TEXT)]})

    def made(self, data: Json) -> Any:
        """What is personal stays together."""
        personal = {it: data.pop(it) for it in PERSONAL}
        known = {name: it for name, it in personal.items() if it is not None}
        return commands.NameContact(**data, personal=known)


class RenewConsentSchema(_ConsentSchema):
    """The form of `RenewConsent`."""

    makes = commands.RenewConsent

    contact_id = Identifier(required=True)


class WithdrawConsentSchema(CommandSchema):
    """The form of `WithdrawConsent`."""

    makes = commands.WithdrawConsent

    card_id = Identifier(required=True)
    contact_id = Identifier(required=True)


class KeepContactSchema(CommandSchema):
    """The form of `KeepContact`: when was it, when is it next; with whom, if with somebody named."""

    makes = commands.KeepContact

    card_id = Identifier(required=True)
    contact_id = Identifier(load_default=None, allow_none=True)
    on = Day(required=True)
    next_on = Day(load_default=None, allow_none=True)


class OpenContactsSchema(CommandSchema):
    """The form of `OpenContacts`: the reason is kept."""

    makes = commands.OpenContacts

    card_id = Identifier(required=True)
    reason = Text(REASON_MAX, required=True)


class ContactSchema(QuerySchema):
    """Which contact person of which card."""

    card_id = Identifier(required=True)
    contact_id = Identifier(required=True)


class DueContactsSchema(QuerySchema):
    """What is due until a day, today if none is named. `after`: an event to be shown."""

    until = Day(load_default=None, allow_none=True)
    limit = Whole(1, DUE_MAX, load_default=DUE_MAX)
    after = Identifier(load_default=None, allow_none=True)
