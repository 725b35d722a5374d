"""The forms of an application: everything it states, and nothing empty."""

from collections.abc import Iterator
from typing import Any, Final, get_args

import marshmallow as ma

from services.projects import commands
from services.projects.events import Indicator, WithdrawalCode
from services.projects.forms.statements import (
    HOW_MAX,
    AccessSchema,
    AimSchema,
    DeclarationsSchema,
    ParticipationSchema,
    TeamResolutionSchema,
)
from shared.calendar import years_of
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
    Money,
    Part,
    Text,
    YesNo,
)
from shared.guideline import FinancingType
from shared.guideline.forms import (
    YEARS_MAX,
    CaseFreeSchema,
    HeadcountSchema,
    InKindSchema,
    PlanYearSchema,
)

GOALS_MAX: Final = 20
FURTHER_MAX: Final = 10
IN_KIND_MAX: Final = 50
POINTER_MAX: Final = 200
FIELDS_MAX: Final = 100
AIMS: Final = 4


class IndicatorSchema(Form):
    """A further sign by which a goal shows, and the value to reach."""

    makes = Indicator

    indicator = Line(required=True)
    target = Line(required=True)


class PlannedGoalSchema(Form):
    """A goal, with indicator and target or, in `qualitative`, with why it cannot be counted."""

    makes = commands.PlannedGoal

    text = Text(2_000, required=True)
    indicator = Line()
    target = Line()
    further = Items(Part(IndicatorSchema), 0, FURTHER_MAX, load_default=())
    qualitative = Text(2_000, load_default=None, allow_none=True)

    @ma.validates_schema
    def shows(self, data: Json, **_: Any) -> None:
        """Whether a goal was reached must show."""
        counted = {"indicator", "target"}
        if data["qualitative"] is None:
            missing = sorted(counted - data.keys())
            if missing:
                raise ma.ValidationError({name: [_NO_INDICATOR] for name in missing})
        elif counted & data.keys() or data["further"]:
            raise ma.ValidationError({"qualitative": [_COUNTED]})


class EmployeesSchema(HeadcountSchema):
    """The size of the Träger on the day given."""

    on = Day(required=True)

    def made(self, data: Json) -> commands.Headcount:
        """Keep the day beside the number."""
        on = data.pop("on")
        head = super().made(data)
        return commands.Headcount(head.hundredths, on, head.method)


class ApplicationSchema(CommandSchema):
    """The form of what an application says, in whichever version."""

    title = Line(required=True)
    need = Text(required=True)
    existing_offers = Text(required=True)
    participation = Part(ParticipationSchema, required=True)
    goals = Items(Part(PlannedGoalSchema), 1, GOALS_MAX, required=True)
    aims = Items(Part(AimSchema), 1, AIMS, required=True)
    target_group = Text(required=True)
    access = Part(AccessSchema, required=True)
    measures = Text(required=True)
    place = Line(required=True)
    partners = Items(Line(), load_default=())
    resources = Items(Line(), load_default=())
    sustainability = Text(required=True)
    start = Day(required=True)
    end = Day(required=True)
    plan = Items(Part(PlanYearSchema), 1, YEARS_MAX, required=True)
    own_cash = Money(required=True)
    in_kind = Items(Part(InKindSchema), 0, IN_KIND_MAX, load_default=())
    employees = Part(EmployeesSchema, required=True)
    financing_type = Choice(*get_args(FinancingType), load_default="gap")
    full_funding_reason = Text(HOW_MAX, load_default=None, allow_none=True)
    requested = Money(load_default=None, allow_none=True)
    team_resolution = Part(TeamResolutionSchema, required=True)
    declarations = Part(DeclarationsSchema, required=True)
    confirm_no_case_data = YesNo(load_default=False)

    @ma.validates_schema(skip_on_field_errors=False)
    def fits_together(self, data: Json, **_: Any) -> None:
        """What fields say together is checked as far as they are there: one refusal for all."""
        errors = dict(_misfits(data))
        if errors:
            raise ma.ValidationError(errors)

    def application(self, data: Json) -> commands.Application:
        """Return what the fields of an application make, and take them out of the data."""
        names = [name for name in ApplicationSchema().load_fields if name in data]
        said_ = {name: data.pop(name) for name in names if name != "confirm_no_case_data"}
        stated = {name: said_.pop(name) for name in _STATED}
        return commands.Application(
            plan=dict(said_.pop("plan")),
            own_cash_ct=said_.pop("own_cash"),
            requested_ct=said_.pop("requested"),
            stated=commands.Stated(**stated, declared=said_.pop("declarations")),
            **said_,
        )


class ApplySchema(ApplicationSchema):
    """The form of `Apply`: a whole application, of which Sozialraum and for which Träger."""

    sozialraum_id = Identifier(required=True)
    traeger_id = Identifier(required=True)

    def made(self, data: Json) -> commands.Apply:
        """Keep what is applied for and where apart."""
        application = self.application(data)
        confirmed = data.pop("confirm_no_case_data")
        return commands.Apply(**data, application=application, confirmed=confirmed)


class ProjectCommandSchema(CommandSchema):
    """The form of a command that only names its project."""

    project_id = Identifier(required=True)


class ResubmitSchema(ApplicationSchema):
    """The form of `Resubmit`: the whole application again."""

    project_id = Identifier(required=True)

    def made(self, data: Json) -> commands.Resubmit:
        """Keep the application and its project apart."""
        application = self.application(data)
        confirmed = data.pop("confirm_no_case_data")
        return commands.Resubmit(data["project_id"], application, confirmed)


class ReturnForCompletionSchema(ProjectCommandSchema):
    """The form of `ReturnForCompletion`: which places of the application (RFC 6901), and why."""

    makes = commands.ReturnForCompletion

    fields = Items(Line(POINTER_MAX), 1, FIELDS_MAX, required=True)  # type: ignore[assignment] # marshmallow takes declared fields off the class
    text = Text(required=True)
    deadline = Day(load_default=None, allow_none=True)


class WithdrawSchema(ProjectCommandSchema, CaseFreeSchema):
    """The form of `Withdraw`."""

    makes = commands.Withdraw

    reason_code = Choice(*get_args(WithdrawalCode), required=True)
    reason = Text(load_default=None, allow_none=True)


class CoSignSchema(ProjectCommandSchema):
    """The form of `CoSign`."""

    makes = commands.CoSign


def _misfits(data: Json) -> Iterator[tuple[str, list[str]]]:
    """Only what has come through is compared: a list with a fault in it has not become a tuple."""
    plan, aims = data.get("plan"), data.get("aims")
    if {"start", "end"} <= data.keys():
        start, end = data["start"], data["end"]
        if end < start:
            yield "end", [_END]
        elif type(plan) is tuple and sorted(year for year, _ in plan) != years_of(start, end):
            yield "plan", [_YEARS]
    if type(aims) is tuple and len({it.aim for it in aims}) != len(aims):
        yield "aims", [_AIM_TWICE]


_STATED: Final = (
    *("existing_offers", "participation", "aims", "access", "place", "partners", "resources"),
    *("sustainability", "team_resolution"),
)
_END: Final = said("end-before-start", "Das Ende darf nicht vor dem Beginn liegen.")
_YEARS: Final = said(
    "years-do-not-match",
    "Der Plan braucht genau einen Eintrag für jedes Kalenderjahr vom Beginn bis zum Ende.",
)
_AIM_TWICE: Final = said("twice", "Jedes Ziel des Konzepts steht hier höchstens einmal.")
_NO_INDICATOR: Final = said(
    "missing",
    "Ein Ziel braucht einen Indikator mit Zielwert, oder die Angabe, warum es qualitativ ist.",
)
_COUNTED: Final = said(
    "not-allowed", "Ein qualitatives Ziel hat keinen Indikator; bitte nur eines von beiden angeben."
)
