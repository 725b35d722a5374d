"""The forms of what central office books on a year."""

from typing import Any, Final, get_args

import marshmallow as ma

from services.funding import commands
from services.funding.events import CarryOverCode, TransferCode
from shared.canonical import Json
from shared.faults import said
from shared.fields import FIRST_DAY, LAST_DAY
from shared.form import Choice, CommandSchema, Identifier, Line, Money, Text, Whole

DISTRICTS_MAX: Final = 99
NOTHING: Final = said("too-small", "Der Betrag muss größer als 0 sein.")


def budget_year() -> Whole:
    """Return the field of a budget year."""
    return Whole(FIRST_DAY.year, LAST_DAY.year, required=True)


class AmountSchema(CommandSchema):
    """A form whose amount becomes cents."""

    def made(self, data: Json) -> Any:
        """Inside, cents say so in their name."""
        amount_ct = data.pop("amount")
        return super().made({**data, "amount_ct": amount_ct})


class SomeAmountSchema(AmountSchema):
    """A form whose amount is more than nothing."""

    amount = Money(required=True)

    @ma.validates("amount")
    def amount_is_something(self, value: int, **_: Any) -> None:
        """Moving nothing is no act."""
        if value == 0:
            raise ma.ValidationError(NOTHING)


class SetBudgetSchema(AmountSchema):
    """The form of `SetBudget`."""

    makes = commands.SetBudget

    year = budget_year()
    amount = Money(required=True)
    resolution = Line(required=True)


class SupplementSchema(AmountSchema):
    """The form of `Supplement`."""

    makes = commands.Supplement

    year = budget_year()
    amount = Money(negative=True, required=True)
    resolution = Line(required=True)


class SetCeilingSchema(AmountSchema):
    """The form of `SetCeiling`."""

    makes = commands.SetCeiling

    year = budget_year()
    amount = Money(required=True)
    resolution = Line(required=True)


class CarryOverSchema(SomeAmountSchema):
    """The form of `CarryOver`: into the next year, and no other."""

    makes = commands.CarryOver

    from_year = budget_year()
    to_year = budget_year()
    project_id = Identifier()
    reason_code = Choice(*get_args(CarryOverCode), required=True)
    reason = Text(required=True)
    resolution = Line(required=True)

    @ma.validates_schema
    def years_follow_each_other(self, data: Json, **_: Any) -> None:
        """What is carried over goes into the next year."""
        if data["to_year"] != data["from_year"] + 1:
            text = "Übertragen wird in das Jahr, das auf das alte folgt."
            raise ma.ValidationError({"to_year": [said("not-the-next-year", text)]})


class TransferOutSchema(SomeAmountSchema):
    """The form of `TransferOut`."""

    makes = commands.TransferOut

    year = budget_year()
    transfer_id = Identifier()
    to_district = Whole(1, DISTRICTS_MAX, required=True)
    reason_code = Choice(*get_args(TransferCode), required=True)
    reason = Text(required=True)
    resolution = Line(required=True)


class TransferInSchema(SomeAmountSchema):
    """The form of `TransferIn`."""

    makes = commands.TransferIn

    year = budget_year()
    transfer_id = Identifier(required=True)
    from_district = Whole(1, DISTRICTS_MAX, required=True)
    reason_code = Choice(*get_args(TransferCode), required=True)
    reason = Text(required=True)
    resolution = Line(required=True)


class CloseYearSchema(CommandSchema):
    """The form of `CloseYear`."""

    makes = commands.CloseYear

    year = budget_year()
