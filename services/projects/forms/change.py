"""The forms of changes."""

from typing import Any, Final, get_args

import marshmallow as ma

from services.projects import commands
from services.projects.events import ExtensionCode
from services.projects.forms.application import ProjectCommandSchema
from shared.canonical import Json
from shared.faults import said
from shared.fields import FIRST_DAY, LAST_DAY
from shared.form import (
    Choice,
    Day,
    Form,
    Items,
    Money,
    Part,
    Text,
    Whole,
)
from shared.guideline.forms import YEARS_MAX


class ShiftSchema(Form):
    """Cents that one year gains or, below zero, gives."""

    year = Whole(FIRST_DAY.year, LAST_DAY.year, required=True)
    amount = Money(negative=True, required=True)


class ExtendSchema(ProjectCommandSchema):
    """The form of `Extend`."""

    makes = commands.Extend

    new_end = Day(required=True)
    reason_code = Choice(*get_args(ExtensionCode), required=True)
    reason = Text(required=True)
    shift = Items(Part(ShiftSchema), 0, YEARS_MAX, load_default=())

    @ma.validates_schema
    def shift_is_balanced(self, data: Json, **_: Any) -> None:
        """What one year gains, others give; each year stands there once."""
        years = [entry["year"] for entry in data["shift"]]
        if len(years) != len(set(years)):
            raise ma.ValidationError({"shift": [said("year-twice", "Ein Jahr steht doppelt da.")]})
        if sum(entry["amount"] for entry in data["shift"]):
            raise ma.ValidationError({"shift": [_BALANCE]})

    def made(self, data: Json) -> commands.Extend:
        """The moves become a table by year, without those that move nothing."""
        moves = {entry["year"]: entry["amount"] for entry in data.pop("shift") if entry["amount"]}
        return commands.Extend(**data, shift_ct=moves)


_BALANCE: Final = said(
    "shift-not-balanced", "Die Verschiebungen zwischen den Jahren müssen zusammen 0 ergeben."
)
