"""The forms of checks and decisions."""

from typing import Any, Final, get_args

import marshmallow as ma

from services.projects import commands, events
from services.projects.forms.application import ProjectCommandSchema
from shared.canonical import Json
from shared.faults import said
from shared.fields import FIRST_DAY, LAST_DAY
from shared.form import Choice, Form, Items, Line, Money, Part, Text, Whole, YesNo
from shared.guideline import Year
from shared.guideline.forms import YEARS_MAX

PRIORITY_MAX: Final = 1_000
CONDITIONS_MAX: Final = 20
CRITERIA: Final = get_args(events.CriterionName)
CONFIRMATIONS: Final = get_args(events.ConfirmationName)


class CriterionSchema(Form):
    """One criterion of the content check, and how far it is met."""

    makes = commands.JudgedCriterion

    name = Choice(*CRITERIA, required=True)
    met = Choice(*get_args(events.Met), required=True)
    remark = Text(load_default=None, allow_none=True)


class CheckContentSchema(ProjectCommandSchema):
    """The form of `CheckContent`: each criterion once."""

    makes = commands.CheckContent

    result = Choice(*get_args(events.CheckResult), required=True)
    criteria = Items(Part(CriterionSchema), len(CRITERIA), len(CRITERIA), required=True)
    proposal = Choice(*get_args(events.Proposal), required=True)
    priority = Whole(1, PRIORITY_MAX, load_default=None, allow_none=True)
    remark = Text(required=True)


class ConfirmationSchema(Form):
    """One thing that the arithmetical check confirms, or cannot."""

    makes = events.Confirmation

    name = Choice(*CONFIRMATIONS, required=True)
    holds = YesNo(required=True)


class CheckArithmeticSchema(ProjectCommandSchema):
    """The form of `CheckArithmetic`: each thing to confirm once."""

    makes = commands.CheckArithmetic

    result = Choice(*get_args(events.CheckResult), required=True)
    confirmations = Items(
        Part(ConfirmationSchema), len(CONFIRMATIONS), len(CONFIRMATIONS), required=True
    )
    remark = Text(load_default=None, allow_none=True)


class ApproveSchema(ProjectCommandSchema):
    """The form of `Approve`. Without more it says: as it was checked and proposed."""

    makes = commands.Approve

    reason_code = Choice(*get_args(events.ApprovalCode), load_default="as-proposed")
    reason = Text(load_default=None, allow_none=True)
    conditions = Items(Text(), 0, CONDITIONS_MAX, load_default=())


class RevisedYearSchema(Form):
    """One year of a revised plan, in sums."""

    year = Whole(FIRST_DAY.year, LAST_DAY.year, required=True)
    costs = Money(required=True)
    third_party = Money(load_default=0)


class ApproveReducedSchema(ProjectCommandSchema):
    """The form of `ApproveReduced`: a whole plan in place of the one applied for."""

    makes = commands.ApproveReduced

    plan = Items(Part(RevisedYearSchema), 1, YEARS_MAX, required=True)
    own_cash = Money(required=True)
    in_kind = Money(load_default=0)
    reason_code = Choice(*get_args(events.ReductionCode), required=True)
    reason = Text(required=True)
    conditions = Items(Text(), 0, CONDITIONS_MAX, load_default=())

    @ma.validates_schema
    def years_stand_once(self, data: Json, **_: Any) -> None:
        """Each year stands there once; which years there must be, the application says."""
        years = [entry["year"] for entry in data["plan"]]
        if len(years) != len(set(years)):
            raise ma.ValidationError({"plan": [said("year-twice", "Ein Jahr steht doppelt da.")]})

    def made(self, data: Json) -> commands.ApproveReduced:
        """The plan becomes a table by year; inside, cents say so in their name."""
        plan = {
            entry["year"]: Year(entry["costs"], entry["third_party"]) for entry in data.pop("plan")
        }
        amounts = {f"{name}_ct": data.pop(name) for name in ("own_cash", "in_kind")}
        return commands.ApproveReduced(**data, **amounts, plan=plan)


class RejectSchema(ProjectCommandSchema):
    """The form of `Reject`."""

    makes = commands.Reject

    reason_code = Choice(*get_args(events.RejectionCode), required=True)
    reason = Text(required=True)


class PostponeSchema(ProjectCommandSchema):
    """The form of `Postpone`."""

    makes = commands.Postpone

    reason_code = Choice(*get_args(events.PostponementCode), required=True)
    priority = Whole(1, PRIORITY_MAX, required=True)
    reason = Text(required=True)


class PrioritiseSchema(ProjectCommandSchema):
    """The form of `Prioritise`."""

    makes = commands.Prioritise

    priority = Whole(1, PRIORITY_MAX, required=True)
    reason = Text(required=True)


class ReopenSchema(ProjectCommandSchema):
    """The form of `Reopen` by hand; a new budget reopens by itself."""

    makes = commands.Reopen


class DeclareBiasSchema(ProjectCommandSchema):
    """The form of `DeclareBias`."""

    makes = commands.DeclareBias

    reason_code = Choice(*get_args(events.BiasCode), required=True)


class LapseSchema(ProjectCommandSchema):
    """The form of `Lapse`."""

    makes = commands.Lapse

    approval_id = Line(required=True)
