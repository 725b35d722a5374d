"""The forms of changes: what is asked for, and how it is decided."""

from typing import Any, Final, get_args

import marshmallow as ma

from services.projects import commands
from services.projects.events import AmendmentCode, ChangeRejectionCode, ExtensionCode
from services.projects.forms.application import ProjectCommandSchema
from shared.canonical import Json
from shared.faults import said
from shared.fields import FIRST_DAY, LAST_DAY
from shared.form import (
    Choice,
    Day,
    Form,
    Identifier,
    Items,
    Money,
    Part,
    Text,
    Whole,
)
from shared.guideline.forms import (
    YEARS_MAX,
    CaseFreeSchema,
    HeadcountSchema,
    InKindSchema,
    PlanYearSchema,
)

IN_KIND_MAX: Final = 50
REASON_MAX: Final = 2_000


class ShiftSchema(Form):
    """Cents that one year gains or, below zero, gives to others, and why."""

    makes = commands.PlannedShift

    year = Whole(FIRST_DAY.year, LAST_DAY.year, required=True)
    amount = Money(negative=True, required=True)
    reason = Text(REASON_MAX, required=True)

    @ma.validates("amount")
    def moves(self, value: int, **_: Any) -> None:
        """Nothing moved is no shift."""
        if not value:
            raise ma.ValidationError(said("nothing-moved", "Hier wird nichts verschoben."))

    def made(self, data: Json) -> Any:
        """Inside, cents say so in their name."""
        return commands.PlannedShift(data["year"], data["amount"], data["reason"])


class AddedYearSchema(PlanYearSchema):
    """One year of the added time, and why it costs what it costs."""

    reason = Text(REASON_MAX, required=True)

    def made(self, data: Json) -> Any:
        """Return the year, what is planned for it, and the reason."""
        reason = data.pop("reason")
        return (*super().made(data), reason)


class CountedSchema(HeadcountSchema):
    """The size of the Träger on the day given."""

    on = Day(required=True)

    def made(self, data: Json) -> Any:
        """Keep the day beside the number."""
        on = data.pop("on")
        return super().made(data), on


class RequestChangeSchema(ProjectCommandSchema, CaseFreeSchema):
    """The form of `RequestChange`: a new end, money on other years, costs of the added time."""

    what = Text(required=True)
    why = Text(required=True)
    known_since = Day(required=True)
    effect_on_goals = Text(load_default=None, allow_none=True)
    new_end = Day(load_default=None, allow_none=True)
    shift = Items(Part(ShiftSchema), 0, YEARS_MAX, load_default=())
    plan = Items(Part(AddedYearSchema), 0, YEARS_MAX, load_default=())
    own_cash = Money(load_default=None, allow_none=True)
    in_kind = Items(Part(InKindSchema), 0, IN_KIND_MAX, load_default=())
    employees = Part(CountedSchema, load_default=None, allow_none=True)

    @ma.validates_schema
    def fits_together(self, data: Json, **_: Any) -> None:
        """A request changes something; costs come with an end, own cash and a head count."""
        errors = {**_twice(data), **_added(data)}
        if not (data["new_end"] or data["shift"] or data["plan"]):
            errors["new_end"] = [_NOTHING]
        if sum(it.amount_ct for it in data["shift"]):
            errors.setdefault("shift", []).append(_BALANCE)
        if errors:
            raise ma.ValidationError(errors)

    def made(self, data: Json) -> commands.RequestChange:
        """What is added is a part of its own, if anything is."""
        names = ("plan", "own_cash", "in_kind", "employees")
        plan, own_cash, in_kind, employees = (data.pop(name) for name in names)
        costs = None
        if plan:
            costs = commands.PlannedCosts(
                plan={year: it for year, it, _ in plan},
                reasons={year: reason for year, _, reason in plan},
                own_cash_ct=own_cash,
                in_kind=in_kind,
                employees=employees[0],
                counted_on=employees[1],
            )
        return commands.RequestChange(shifts=data.pop("shift"), costs=costs, **data)


def _twice(data: Json) -> dict[str, list[Any]]:
    """Return which lists name a year twice."""
    years = {
        "shift": [it.year for it in data["shift"]],
        "plan": [year for year, _, _ in data["plan"]],
    }
    return {name: [_TWICE] for name, them in years.items() if len(them) != len(set(them))}


def _added(data: Json) -> dict[str, list[Any]]:
    """Return what is missing beside a plan, or is there without one."""
    if data["plan"]:
        beside = {"new_end": _NO_END, "own_cash": _MISSING, "employees": _MISSING}
        return {name: [text] for name, text in beside.items() if data[name] is None}
    return {
        name: [_NO_PLAN]
        for name in ("own_cash", "in_kind", "employees")
        if data[name] not in (None, (), [])
    }


class ChangeRequestSchema(ProjectCommandSchema):
    """The form of a command that names a request."""

    request_id = Identifier(required=True)


class WithdrawChangeSchema(ChangeRequestSchema, CaseFreeSchema):
    """The form of `WithdrawChange`."""

    makes = commands.WithdrawChange

    reason = Text(required=True)


class RejectChangeSchema(ChangeRequestSchema):
    """The form of `RejectChange`."""

    makes = commands.RejectChange

    reason_code = Choice(*get_args(ChangeRejectionCode), required=True)
    reason = Text(required=True)


class ExtendSchema(ChangeRequestSchema):
    """The form of `Extend`: as it was asked for, or not at all."""

    makes = commands.Extend

    reason_code = Choice(*get_args(ExtensionCode), required=True)
    reason = Text(required=True)


class AmendSchema(ChangeRequestSchema):
    """The form of `Amend`: as it was asked for, or not at all."""

    makes = commands.Amend

    reason_code = Choice(*get_args(AmendmentCode), required=True)
    reason = Text(required=True)


_MISSING: Final = said("missing", "Diese Angabe fehlt.")
_TWICE: Final = said("year-twice", "Ein Jahr steht doppelt da.")
_NOTHING: Final = said("change-is-empty", "Ein Änderungsantrag will ein anderes Ende oder Geld.")
_NO_END: Final = said("new-end-missing", "Weitere Kosten gibt es nur mit einem späteren Ende.")
_NO_PLAN: Final = said("plan-missing", "Das gehört zu einem Plan weiterer Kosten; der fehlt.")
_BALANCE: Final = said(
    "shift-not-balanced", "Die Verschiebungen zwischen den Jahren müssen zusammen 0 ergeben."
)
