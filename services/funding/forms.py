"""The forms in which strangers send commands: each field has an opinion."""

from typing import Any, Final

import marshmallow as ma

from services.funding import commands
from shared.canonical import Json
from shared.faults import said
from shared.fields import FIRST_DAY, LAST_DAY
from shared.form import CommandSchema, Form, Identifier, Items, Line, Money, Part, Whole

APPROVAL_ID_MAX: Final = 100  # Two UUIDs and a version.
YEARS_MAX: Final = 50


def _year() -> Whole:
    return Whole(FIRST_DAY.year, LAST_DAY.year, required=True)


class _AmountSchema(CommandSchema):
    """A form whose amount becomes cents."""

    def made(self, data: Json) -> Any:
        """Inside, cents say so in their name."""
        amount_ct = data.pop("amount")
        return super().made({**data, "amount_ct": amount_ct})


class SetBudgetSchema(_AmountSchema):
    """The form of `SetBudget`."""

    makes = commands.SetBudget

    year = _year()
    amount = Money(required=True)
    resolution = Line(required=True)


class SupplementSchema(_AmountSchema):
    """The form of `Supplement`."""

    makes = commands.Supplement

    year = _year()
    amount = Money(negative=True, required=True)
    resolution = Line(required=True)


class PaySchema(_AmountSchema):
    """The form of `Pay`."""

    makes = commands.Pay

    year = _year()
    project_id = Identifier(required=True)
    amount = Money(required=True)

    @ma.validates("amount")
    def amount_is_something(self, value: int, **_: Any) -> None:
        """Paying nothing is no payment."""
        if value == 0:
            raise ma.ValidationError(said("too-small", "Der Betrag muss größer als 0 sein."))


class YearAmountSchema(Form):
    """Cents of one year, below zero where an extension moves them away."""

    year = _year()
    amount = Money(negative=True, required=True)


class ReserveSchema(CommandSchema):
    """What projects asks for before it approves: loaded as a `Reserve` for each year, ascending.

    `edition` and `policy_position` say which rules the amounts rest on.
    """

    approval_id = Line(APPROVAL_ID_MAX, required=True)
    project_id = Identifier(required=True)
    grant = Items(Part(YearAmountSchema), 0, YEARS_MAX, required=True)
    edition = Line(required=True)
    policy_position = Whole(required=True)

    @ma.validates_schema
    def years_stand_once(self, data: Json, **_: Any) -> None:
        """Each year stands there once."""
        years = [entry["year"] for entry in data["grant"]]
        if len(years) != len(set(years)):
            raise ma.ValidationError({"grant": [said("year-twice", "Ein Jahr steht doppelt da.")]})

    def made(self, data: Json) -> dict[int, commands.Reserve]:
        """One reservation for each year; the rules are the service's to compare."""
        return {
            entry["year"]: commands.Reserve(
                entry["year"], data["approval_id"], data["project_id"], entry["amount"]
            )
            for entry in sorted(data["grant"], key=lambda entry: entry["year"])
        }


class HoldSettlementSchema(CommandSchema):
    """The form of `HoldSettlement`; what was paid is not asked but known."""

    makes = commands.HoldSettlement

    project_id = Identifier(required=True)
    closing_id = Line(APPROVAL_ID_MAX, required=True)
    costs = Money(required=True)
    third_party = Money(required=True)
    in_kind = Money(required=True)
    grant = Items(Part(YearAmountSchema), 0, YEARS_MAX, required=True)

    def made(self, data: Json) -> Any:
        """Inside, cents say so in their name."""
        amounts = {f"{name}_ct": data.pop(name) for name in ("costs", "third_party", "in_kind")}
        grant_ct = {entry["year"]: entry["amount"] for entry in data.pop("grant")}
        return super().made({**data, **amounts, "grant_ct": grant_ct})


FORMS: Final[dict[str, type[CommandSchema]]] = {
    "set_budget": SetBudgetSchema,
    "supplement": SupplementSchema,
    "pay": PaySchema,
    "reserve": ReserveSchema,
    "hold_settlement": HoldSettlementSchema,
}
