"""What is told of project reports."""

from typing import get_args

import marshmallow as ma

from services.reporting.events import GoalOutcome, MoneyLine
from services.reporting.project_reports.report import ReportStanding
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part, Whole, YesNo
from shared.methods import AnswerSchema


class ReportAnswer(AnswerSchema):
    """A report was handed in, sent back or checked."""

    duty_id = Identifier(required=True)
    report_version = Whole(required=True)


class ApprovedGoalTold(ma.Schema):
    """A goal to answer: `last_value` is that of the year before."""

    id = Whole(required=True)
    indicator = ma.fields.String(required=True)
    target = ma.fields.String(required=True)
    last_value = Line(required=True, allow_none=True)


class PlannedTold(ma.Schema):
    """A line of the year's plan."""

    line = Choice(*get_args(MoneyLine), required=True)
    planned = Money(required=True)


class GoalTold(ma.Schema):
    """What a report says of a goal."""

    id = Whole(required=True)
    value = Line(required=True, allow_none=True)
    outcome = Choice(*get_args(GoalOutcome), required=True)
    explanation = ma.fields.String(required=True, allow_none=True)


class ActivityTold(ma.Schema):
    """What was done, in numbers."""

    title = Line(required=True)
    held = Whole(required=True)
    participants = Whole(required=True)


class GroupTold(ma.Schema):
    """A group of those concerned, and how many of it took part."""

    group = Line(required=True)
    number = Whole(required=True)


class MoneyTold(PlannedTold):
    """What a line of the plan came to."""

    actual = Money(required=True)


class VersionTold(ma.Schema):
    """One version of a report, as it was handed in; `completes` is the one that it follows."""

    report_version = Whole(required=True)
    completes = Whole(required=True, allow_none=True)
    submitted_by = Identifier(required=True)
    submitted_on = Day(required=True)
    goals = Items(Part(GoalTold), required=True)
    activities = Items(Part(ActivityTold), required=True)
    reach = ma.fields.String(required=True, allow_none=True)
    card_ids = Items(Identifier(), required=True)
    money = Items(Part(MoneyTold), required=True)
    deviations = ma.fields.String(required=True, allow_none=True)
    outlook = ma.fields.String(required=True, allow_none=True)
    participation = Items(Part(GroupTold), required=True)


class ReturnedTold(ma.Schema):
    """What was sent back last: places, why, until when."""

    report_version = Whole(required=True)
    places = Items(Line(), required=True)
    text = ma.fields.String(required=True, allow_none=True)
    due_on = Day(required=True)
    returned_on = Day(required=True)


class CheckedTold(ma.Schema):
    """Who has found a report to be as it should be."""

    checked_by = Identifier(required=True)
    checked_on = Day(required=True)
    remark = ma.fields.String(required=True, allow_none=True)


class ProjectReportAnswer(ma.Schema):
    """The report about a funding year: what it has to answer, and all its versions in order.

    It is planned until its year is over, then open, a draft once one is saved; dropped if the project ended before.
    """

    version = Whole(required=True)
    duty_id = Identifier(required=True)
    project_id = Identifier(required=True)
    year = Whole(required=True)
    state = Choice("planned", "open", "draft", "dropped", *get_args(ReportStanding), required=True)
    due_on = Day(required=True)
    overdue = YesNo(required=True)
    goals = Items(Part(ApprovedGoalTold), required=True)
    planned = Items(Part(PlannedTold), required=True)
    versions = Items(Part(VersionTold), required=True)
    returned = Part(ReturnedTold, required=True, allow_none=True)
    checked = Part(CheckedTold, required=True, allow_none=True)
