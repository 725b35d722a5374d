"""The forms of persons, teams and deputies."""

from re import compile as regex
from typing import Any, Final, get_args

import marshmallow as ma

from services.projects import commands, events
from services.projects.forms.master_data import PAGE_MAX, REASON_MAX, check_period
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
    QuerySchema,
    Text,
)
from shared.kernel_forms import SUBJECT_MAX
from shared.personal import PERSONAL_TEXT, is_personal

FUNCTION_MAX: Final = 80
PERSONAL: Final = ("name", "email", "phone")

_SHAPES: Final = {
    "email": regex(r"[^\s@]+@[^\s@]+\.[^\s@]+"),
    "phone": regex(r"[+0][0-9 /()-]{4,30}"),
}
"""Rough shapes: they catch the wrong field, not every typing error."""


def _check_function(data: Json) -> None:
    function = data.get("function")
    if function is not None and is_personal(function, data.get("name") or ""):
        raise ma.ValidationError({"function": [said("personal-data", PERSONAL_TEXT)]})


class _PersonalSchema(Form):
    email = Line(allow_none=True)
    phone = Line(allow_none=True)
    subject = Line(SUBJECT_MAX, load_default=None, allow_none=True)

    @ma.validates_schema
    def nothing_personal_in_the_function(self, data: Json, **_: Any) -> None:
        """What the log keeps for ever holds no person's name."""
        _check_function(data)

    @ma.validates_schema
    def addresses_have_their_shape(self, data: Json, **_: Any) -> None:
        """A telephone number is no e-mail address."""
        wrong = {
            field: [said("invalid-address", "Das sieht nicht nach dieser Art von Angabe aus.")]
            for field, shape in _SHAPES.items()
            if data.get(field) is not None and not shape.fullmatch(data[field])
        }
        if wrong:
            raise ma.ValidationError(wrong)


class RegisterPersonSchema(CommandSchema, _PersonalSchema):
    """The form of `RegisterPerson`; `subject` is how the identity provider names the person."""

    function = Line(FUNCTION_MAX, required=True)
    name = Line(required=True)

    def made(self, data: Json) -> Any:
        """What is personal stays together."""
        personal = {it: data[it] for it in PERSONAL if data.get(it) is not None}
        return commands.RegisterPerson(data["function"], personal, data["subject"])


class AmendPersonSchema(CommandSchema, _PersonalSchema):
    """The form of `AmendPerson`: what is not named stays; null takes an address back."""

    person_id = Identifier(required=True)
    function = Line(FUNCTION_MAX, load_default=None)
    name = Line()

    def made(self, data: Json) -> Any:
        """What is personal stays together."""
        personal: dict[str, str | None] = {it: data[it] for it in PERSONAL if it in data}
        return commands.AmendPerson(data["person_id"], data["function"], personal, data["subject"])


class ErasePersonSchema(CommandSchema):
    """The form of `ErasePerson`."""

    makes = commands.ErasePerson

    person_id = Identifier(required=True)


class JoinTeamSchema(CommandSchema):
    """The form of `JoinTeam`: who comes for a Träger says for which."""

    makes = commands.JoinTeam

    sozialraum_id = Identifier(required=True)
    person_id = Identifier(required=True)
    part = Choice(*get_args(events.TeamPart), required=True)
    function = Line(FUNCTION_MAX, required=True)
    start = Day(required=True)
    end = Day(load_default=None, allow_none=True)
    traeger_id = Identifier(load_default=None, allow_none=True)

    @ma.validates_schema
    def consistent(self, data: Json, **_: Any) -> None:
        """A period is one, and only members for a Träger have one."""
        check_period(data)
        _check_function(data)
        if data["part"] == "traeger" and data["traeger_id"] is None:
            raise ma.ValidationError({"traeger_id": [said("missing", "Diese Angabe fehlt.")]})
        if data["part"] != "traeger" and data["traeger_id"] is not None:
            text = "Nur wer für einen Träger im Team ist, nennt einen."
            raise ma.ValidationError({"traeger_id": [said("not-allowed", text)]})


class LeaveTeamSchema(CommandSchema):
    """The form of `LeaveTeam`; `end` is the last day."""

    makes = commands.LeaveTeam

    sozialraum_id = Identifier(required=True)
    person_id = Identifier(required=True)
    end = Day(required=True)


class AppointDeputySchema(CommandSchema):
    """The form of `AppointDeputy`: both days are inclusive."""

    makes = commands.AppointDeputy

    person_id = Identifier(required=True)
    start = Day(required=True)
    end = Day(required=True)
    reason_code = Choice(*get_args(events.DelegationCode), required=True)
    reason = Text(REASON_MAX, load_default=None, allow_none=True)

    @ma.validates_schema
    def ends_after_it_starts(self, data: Json, **_: Any) -> None:
        """A delegation has an end, and not before its start."""
        check_period(data)


class RevokeDeputySchema(CommandSchema):
    """The form of `RevokeDeputy`."""

    makes = commands.RevokeDeputy

    delegation_id = Identifier(required=True)


class PersonIdSchema(QuerySchema):
    """One person."""

    person_id = Identifier(required=True)


class PersonIdsSchema(QuerySchema):
    """Some persons."""

    person_ids = Items(Identifier(), 1, PAGE_MAX, required=True)
