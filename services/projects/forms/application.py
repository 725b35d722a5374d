"""The form of an application: all six statements, none empty."""

from typing import Any, Final

import marshmallow as ma

from services.projects import commands
from shared.calendar import years_of
from shared.canonical import Json
from shared.faults import said
from shared.fields import FIRST_DAY, LAST_DAY
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
    Whole,
    YesNo,
)
from shared.guideline import Year

GOALS_MAX: Final = 20
YEARS_MAX: Final = 50  # Far more than any term allowed; a plan of more is no plan.
EMPLOYEES_MAX: Final = 1_000_000


class PlannedGoalSchema(Form):
    """A goal, the indicator by which it shows, and the target set for it."""

    makes = commands.PlannedGoal

    text = Text(most=2_000, required=True)
    indicator = Line(required=True)
    target = Line(required=True)


class PlanYearSchema(Form):
    """One year of the plan."""

    year = Whole(FIRST_DAY.year, LAST_DAY.year, required=True)
    costs = Money(required=True)
    third_party = Money(load_default=0)


class EmployeesSchema(Form):
    """The size of the Träger: heads, on the day given."""

    count = Whole(0, EMPLOYEES_MAX, required=True)
    method = Choice("heads", required=True)
    on = Day(required=True)

    def made(self, data: Json) -> commands.Headcount:
        """The method is a choice of one for now."""
        return commands.Headcount(data["count"], data["on"])


class DeclarationSchema(Form):
    """What the applicants declare."""

    no_individual_help = YesNo(required=True)

    @ma.validates("no_individual_help")
    def open_to_all(self, value: bool, **_: Any) -> None:
        """A project must not stand in for help that a single person has a legal claim to."""
        if not value:
            raise ma.ValidationError(
                said(
                    "individual-help",
                    "Ein Projekt darf keine Einzelfallhilfe mit Rechtsanspruch ersetzen.",
                )
            )


class ApplySchema(CommandSchema):
    """The form of `Apply`: all six statements that an application makes, none empty."""

    makes = commands.Apply

    sozialraum_id = Identifier(required=True)
    traeger_id = Identifier(required=True)
    title = Line(required=True)
    need = Text(required=True)
    goals = Items(Part(PlannedGoalSchema), 1, GOALS_MAX, required=True)
    target_group = Text(required=True)
    measures = Text(required=True)
    start = Day(required=True)
    end = Day(required=True)
    plan = Items(Part(PlanYearSchema), 1, YEARS_MAX, required=True)
    own_cash = Money(required=True)
    in_kind = Money(load_default=0)
    employees = Part(EmployeesSchema, required=True)
    declaration = Part(DeclarationSchema, required=True)

    @ma.validates_schema
    def period_is_a_period(self, data: Json, **_: Any) -> None:
        """A period that ends before it starts is none."""
        if data["end"] < data["start"]:
            raise ma.ValidationError(
                {"end": [said("end-before-start", "Das Ende darf nicht vor dem Beginn liegen.")]}
            )

    @ma.validates_schema
    def plan_covers_the_years(self, data: Json, **_: Any) -> None:
        """The plan has one entry for each calendar year touched, and no other."""
        planned = [entry["year"] for entry in data["plan"]]
        if sorted(planned) != years_of(data["start"], data["end"]):
            raise ma.ValidationError({"plan": [_YEARS]})

    def made(self, data: Json) -> commands.Apply:
        """The plan becomes a table by year; the declaration, a condition met, is not kept."""
        del data["declaration"]
        plan = {
            entry["year"]: Year(entry["costs"], entry["third_party"]) for entry in data.pop("plan")
        }
        own_cash_ct, in_kind_ct = data.pop("own_cash"), data.pop("in_kind")
        return commands.Apply(**data, plan=plan, own_cash_ct=own_cash_ct, in_kind_ct=in_kind_ct)


_YEARS: Final = said(
    "years-do-not-match",
    "Der Plan braucht genau einen Eintrag für jedes Kalenderjahr vom Beginn bis zum Ende.",
)


class ProjectCommandSchema(CommandSchema):
    """The form of a command that only names its project."""

    project_id = Identifier(required=True)
