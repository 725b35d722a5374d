"""The forms in which strangers send what concerns the steering group and the UAG."""

from typing import Final, get_args

from services.reporting import commands
from services.reporting.events import BodyAction, Effect, Implementation, MemberPart, ResolutionKind
from shared.canonical import Json
from shared.fields import FIRST_DAY, LAST_DAY
from shared.form import (
    Choice,
    CommandSchema,
    Day,
    Form,
    Identifier,
    Items,
    Line,
    Part,
    QuerySchema,
    Text,
    Whole,
    YesNo,
)
from shared.guideline.forms import CaseFreeSchema

AGENDA_MAX: Final = 50


class AppointMemberSchema(CommandSchema):
    """Who belongs to the body from when on, for whom, in which function."""

    person_id = Identifier(required=True)
    part = Choice(*get_args(MemberPart), required=True)
    function = Line(required=True)
    traeger_id = Identifier(load_default=None, allow_none=True)
    start = Day(required=True)

    def made(self, data: Json) -> Json:
        """Nobody's Träger is no Träger."""
        return {**data, "traeger_id": data["traeger_id"] or ""}


class DismissMemberSchema(CommandSchema):
    """Which member leaves, and after which day."""

    member_id = Identifier(required=True)
    end = Day(required=True)


class AccompanyTeamSchema(CommandSchema):
    """Which member sees to the team of which Sozialraum."""

    makes = commands.AccompanyTeam

    sozialraum_id = Identifier(required=True)
    member_id = Identifier(required=True)


class ContactTeamSchema(CaseFreeSchema):
    """When a team was spoken with, and when it will be the next time."""

    makes = commands.ContactTeam

    sozialraum_id = Identifier(required=True)
    contact_on = Day(required=True)
    next_on = Day(required=True)
    text = Text(load_default=None, allow_none=True)


class PlanMeetingSchema(CommandSchema):
    """On which day, and what is on the agenda."""

    on = Day(required=True)
    agenda = Items(Line(), least=1, most=AGENDA_MAX, required=True)


class ResolutionSchema(Form):
    """What was resolved, recommended or proposed."""

    makes = commands.GivenResolution

    kind = Choice(*get_args(ResolutionKind), required=True)
    title = Line(required=True)
    text = Text(load_default=None, allow_none=True)


class ActionSchema(Form):
    """What somebody in a function does until a day."""

    title = Line(required=True)
    responsible = Line(required=True)
    due_on = Day(required=True)


class ReviewSchema(Form):
    """How a project is carried out, and what effect shows."""

    makes = commands.GivenReview

    project_id = Identifier(required=True)
    implementation = Choice(*get_args(Implementation), required=True)
    effect = Choice(*get_args(Effect), required=True)
    text = Text(load_default=None, allow_none=True)


class RecordUagMeetingSchema(CaseFreeSchema):
    """A meeting as it was held; `meeting_id` where it was planned, `present` by member."""

    meeting_id = Identifier(load_default=None, allow_none=True)
    held_on = Day(required=True)
    present = Items(Identifier(), least=1, required=True)
    agenda = Items(Line(), least=1, most=AGENDA_MAX, required=True)
    resolutions = Items(Part(ResolutionSchema), load_default=(), dump_default=())
    actions = Items(Part(ActionSchema), load_default=(), dump_default=())

    def made(self, data: Json) -> Json:
        """Number the actions in the order given."""
        actions = tuple(BodyAction(n, **it) for n, it in enumerate(data["actions"], 1))
        return {**data, "actions": actions}


class RecordSteeringMeetingSchema(RecordUagMeetingSchema):
    """The same, and what was seen of projects."""

    reviews = Items(Part(ReviewSchema), load_default=(), dump_default=())


class CorrectUagMeetingSchema(RecordUagMeetingSchema):
    """The whole record as it should have been, and why."""

    meeting_id = Identifier(required=True)
    reason = Text(required=True)


class CorrectSteeringMeetingSchema(RecordSteeringMeetingSchema):
    """The whole record as it should have been, and why."""

    meeting_id = Identifier(required=True)
    reason = Text(required=True)


class CancelMeetingSchema(CaseFreeSchema):
    """Which meeting does not take place or never did, and why."""

    meeting_id = Identifier(required=True)
    reason = Text(required=True)


class CompleteActionSchema(CaseFreeSchema):
    """Which action of which meeting is done."""

    meeting_id = Identifier(required=True)
    number = Whole(1, 1_000, required=True)
    remark = Text(load_default=None, allow_none=True)


class ReportToAg78Schema(CaseFreeSchema):
    """The report of the UAG about a year."""

    makes = commands.ReportOfUag

    year = Whole(FIRST_DAY.year, LAST_DAY.year, required=True)
    report = Text(required=True)


class MeetingIdSchema(QuerySchema):
    """One meeting."""

    meeting_id = Identifier(required=True)


class PackSchema(QuerySchema):
    """A year; `files`: also as a page to print and as tables for a spreadsheet."""

    year = Whole(FIRST_DAY.year, LAST_DAY.year, required=True)
    files = YesNo(load_default=False)
    after = Identifier(load_default=None, allow_none=True)
