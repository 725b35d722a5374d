"""The forms of what projects asks for: reservations and settlements."""

from typing import Any, Final

import marshmallow as ma

from services.funding import commands
from services.funding.forms.year import budget_year
from shared.canonical import Json
from shared.faults import said
from shared.form import (
    CommandSchema,
    Form,
    Identifier,
    Items,
    Line,
    Money,
    Part,
    QuerySchema,
    Whole,
)
from shared.guideline import MeasuredCosts

APPROVAL_ID_MAX: Final = 100  # Two UUIDs and a version.
YEARS_MAX: Final = 50


class YearAmountSchema(Form):
    """Cents of one year, below zero where an extension moves them away."""

    year = budget_year()
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
        _check_years(data["grant"])

    def made(self, data: Json) -> dict[int, commands.Reserve]:
        """One reservation for each year; the rules are the service's to compare."""
        return {
            entry["year"]: commands.Reserve(
                entry["year"], data["approval_id"], data["project_id"], entry["amount"]
            )
            for entry in sorted(data["grant"], key=lambda entry: entry["year"])
        }


def _check_years(grant: list[Json]) -> None:
    years = [entry["year"] for entry in grant]
    if len(years) != len(set(years)):
        raise ma.ValidationError({"grant": [said("year-twice", "Ein Jahr steht doppelt da.")]})


class PreviewSchema(QuerySchema):
    """The grant of a decision that is being considered; whose it is, if that shall count."""

    grant = Items(Part(YearAmountSchema), 0, YEARS_MAX, required=True)
    project_id = Identifier()

    @ma.validates_schema
    def years_stand_once(self, data: Json, **_: Any) -> None:
        """Each year stands there once."""
        _check_years(data["grant"])


class MeasuredCostsSchema(Form):
    """Planned costs, and the percentage that measured their own share."""

    own_share_percent = Whole(0, 100, required=True)
    costs = Money(required=True)

    def made(self, data: Json) -> MeasuredCosts:
        """Inside, cents say so in their name."""
        return MeasuredCosts(data["own_share_percent"], data["costs"])


class PreviewSettlementSchema(QuerySchema):
    """What a settlement rests on; what was paid is not asked but known."""

    project_id = Identifier(required=True)
    costs = Money(required=True)
    third_party = Money(required=True)
    in_kind = Money(required=True)
    grant = Items(Part(YearAmountSchema), 0, YEARS_MAX, required=True)
    planned = Items(Part(MeasuredCostsSchema), 0, YEARS_MAX, required=True)
    policy_position = Whole(required=True)

    def made(self, data: Json) -> commands.HoldSettlement:
        """Nothing is held."""
        return _held({**data, "closing_id": ""})


class HoldSettlementSchema(CommandSchema):
    """The form of `HoldSettlement`; what was paid is not asked but known."""

    project_id = Identifier(required=True)
    closing_id = Line(APPROVAL_ID_MAX, required=True)
    costs = Money(required=True)
    third_party = Money(required=True)
    in_kind = Money(required=True)
    grant = Items(Part(YearAmountSchema), 0, YEARS_MAX, required=True)
    planned = Items(Part(MeasuredCostsSchema), 0, YEARS_MAX, required=True)
    policy_position = Whole(required=True)

    def made(self, data: Json) -> commands.HoldSettlement:
        """Inside, cents say so in their name."""
        return _held(data)


def _held(data: Json) -> commands.HoldSettlement:
    """The policy of a position is the service's to find."""
    return commands.HoldSettlement(
        project_id=data["project_id"],
        closing_id=data["closing_id"],
        costs_ct=data["costs"],
        third_party_ct=data["third_party"],
        in_kind_ct=data["in_kind"],
        grant_ct={entry["year"]: entry["amount"] for entry in data["grant"]},
        planned=tuple(data["planned"]),
    )
