"""What is told of duties and of tasks."""

from typing import Literal, get_args

import marshmallow as ma

from services.reporting.duties.duty import Standing
from services.reporting.duties.listing import LISTED_MAX
from services.reporting.events import DutyCause, DutyKind, Reminder
from shared.fields import Choice, Day, Identifier, Items, Line, Part, Whole, YesNo
from shared.methods import AnswerSchema

TaskKind = Literal[
    "hand-in",  # selbst zu erledigen: einreichen, veröffentlichen, einarbeiten
    "follow-up",  # nachfassen
]


class DocumentTold(ma.Schema):
    """A text beside the log."""

    document_id = Identifier(required=True)
    sha256 = Line(required=True)


class FormerDayTold(ma.Schema):
    """A day on which a duty was due before it was planned anew."""

    due_on = Day(required=True)
    cause = Choice(*get_args(DutyCause), required=True)
    replanned_on = Day(required=True)


class DutyTold(ma.Schema):
    """What is owed until when, and what became of it; no project where the office itself owes it.

    `title`: of the project, or the name of the Sozialraum; `quarter`: of figures of the WJH;
    `person_id`: who is to be introduced into the concept.
    """

    duty_id = Identifier(required=True)
    project_id = Identifier(required=True, allow_none=True)
    number = Line(required=True, allow_none=True)
    title = Line(required=True, allow_none=True)
    sozialraum_id = Identifier(required=True, allow_none=True)
    traeger_id = Identifier(required=True, allow_none=True)
    person_id = Identifier(required=True, allow_none=True)
    kind = Choice(*get_args(DutyKind), required=True)
    year = Whole(required=True)
    quarter = Whole(required=True, allow_none=True)
    due_on = Day(required=True)
    standing = Choice(*get_args(Standing), required=True)
    changed_at = Line(required=True)
    fulfilled_on = Day(required=True, allow_none=True)
    overdue = YesNo(required=True)
    reminded = Choice(*get_args(Reminder), required=True, allow_none=True)
    reminded_on = Day(required=True, allow_none=True)
    questions = Items(Part(DocumentTold), required=True)
    former_days = Items(Part(FormerDayTold), most=LISTED_MAX, required=True)


class DutiesAnswer(ma.Schema):
    """The duties that fit, by their day; `complete` if there are no more."""

    duties = Items(Part(DutyTold), most=LISTED_MAX, required=True)
    complete = YesNo(required=True)


class TaskTold(ma.Schema):
    """What somebody has to do: `because` of a reminder, in the name of a role."""

    kind = Choice(*get_args(TaskKind), required=True)
    role = Line(required=True)
    duty_id = Identifier(required=True)
    project_id = Identifier(required=True, allow_none=True)
    number = Line(required=True, allow_none=True)
    title = Line(required=True, allow_none=True)
    person_id = Identifier(required=True, allow_none=True)
    duty_kind = Choice(*get_args(DutyKind), required=True)
    year = Whole(required=True)
    quarter = Whole(required=True, allow_none=True)
    due_on = Day(required=True)
    overdue = YesNo(required=True)
    because = Choice(*get_args(Reminder), required=True)
    since = Day(required=True)


class TasksAnswer(ma.Schema):
    """The tasks of who asks, the most urgent first; `complete` if there are no more."""

    tasks = Items(Part(TaskTold), most=5 * LISTED_MAX, required=True)
    complete = YesNo(required=True)


class RemindedAnswer(ma.Schema):
    """How many duties somebody was reminded of."""

    reminded = Whole(required=True)


class CalendarAnswer(ma.Schema):
    """The same duties as an iCalendar file (RFC 5545)."""

    calendar = ma.fields.String(required=True)


class AskedTold(ma.Schema):
    """A question and its answer; null where the text is gone, or nothing was handed in yet."""

    question = ma.fields.String(required=True, allow_none=True)
    answer = ma.fields.String(required=True, allow_none=True)


class InterimReportAnswer(ma.Schema):
    """An interim report: what was asked by whom, until when, why so soon, and what was answered."""

    version = Whole(required=True)
    duty_id = Identifier(required=True)
    project_id = Identifier(required=True)
    standing = Choice(*get_args(Standing), required=True)
    due_on = Day(required=True)
    requested_by = Identifier(required=True)
    requested_on = Day(required=True)
    short_notice = ma.fields.String(required=True, allow_none=True)
    submitted_by = Identifier(required=True, allow_none=True)
    submitted_on = Day(required=True, allow_none=True)
    asked = Items(Part(AskedTold), required=True)


class DutyAnswer(AnswerSchema):
    """A report was asked for, or handed in."""

    duty_id = Identifier(required=True)
