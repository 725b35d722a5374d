"""The forms in which strangers send commands about project reports."""

from collections import Counter
from typing import Any, Final, get_args

import marshmallow as ma

from services.reporting import commands
from services.reporting.events import GoalOutcome, GroupTookPart, MoneyLine, ReportedActivity
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
    Whole,
)
from shared.guideline.forms import CaseFreeSchema

POINTER_MAX: Final = 500
PLACES_MAX: Final = 100
PARTICIPANTS_MAX: Final = 1_000_000
GROUPS_MAX: Final = 30


class GivenGoalSchema(Form):
    """What became of a goal; why, if it is not reached or given up."""

    makes = commands.GivenGoal

    id = Whole(1, required=True)
    outcome = Choice(*get_args(GoalOutcome), required=True)
    value = Line(load_default=None, allow_none=True)
    explanation = Text(load_default=None, allow_none=True)


class ActivitySchema(Form):
    """What was done, how often, and how many took part in all."""

    makes = ReportedActivity

    title = Line(required=True)
    held = Whole(0, PARTICIPANTS_MAX, required=True)
    participants = Whole(0, PARTICIPANTS_MAX, required=True)


class GroupSchema(Form):
    """A group of those concerned, and how many of it took part."""

    makes = GroupTookPart

    group = Line(required=True)
    number = Whole(1, PARTICIPANTS_MAX, required=True)


class ActualSchema(Form):
    """What a line of the plan came to in the year."""

    line = Choice(*get_args(MoneyLine), required=True)
    actual = Money(required=True)


class SubmitProjectReportSchema(CaseFreeSchema):
    """The whole report; whether it answers what was approved is looked at with the project."""

    duty_id = Identifier(required=True)
    goals = Items(Part(GivenGoalSchema), required=True)
    activities = Items(Part(ActivitySchema), least=1, required=True)
    reach = Text(required=True)
    card_ids = Items(Identifier(), load_default=(), dump_default=())
    money = Items(Part(ActualSchema), required=True)
    deviations = Text(load_default=None, allow_none=True)
    outlook = Text(required=True)
    participation = Items(Part(GroupSchema), most=GROUPS_MAX, load_default=(), dump_default=())

    @ma.validates_schema
    def each_line_once(self, data: Json, **_: Any) -> None:
        """Two amounts for one line would be a riddle."""
        counted = Counter(it["line"] for it in data.get("money", ()))
        if any(count > 1 for count in counted.values()):
            text = said("line-twice", "Eine Zeile steht mehrmals da.")
            raise ma.ValidationError({"money": [text]})

    def made(self, data: Json) -> commands.SubmitProjectReport:
        """Let the amounts be found by their lines."""
        money = {it["line"]: it["actual"] for it in data.pop("money")}
        return commands.SubmitProjectReport(**data, actual_ct=money)


class ReturnProjectReportSchema(CommandSchema):
    """Which places (RFC 6901), why, until when."""

    makes = commands.ReturnProjectReport

    duty_id = Identifier(required=True)
    places = Items(Line(POINTER_MAX), least=1, most=PLACES_MAX, required=True)
    text = Text(required=True)
    due_on = Day(required=True)


class CheckProjectReportSchema(CommandSchema):
    """A report is as it should be; a remark if there is one."""

    makes = commands.CheckProjectReport

    duty_id = Identifier(required=True)
    remark = Text(load_default=None, allow_none=True)
