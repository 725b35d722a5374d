"""What is told of the steering group and of the UAG."""

from typing import Final, get_args

import marshmallow as ma

from services.reporting.answers import GoalSchema, TotalsSchema
from services.reporting.duties.answers import DutyTold
from services.reporting.duties.duty import Standing
from services.reporting.events import (
    Body,
    DutyKind,
    Effect,
    Implementation,
    MemberPart,
    ResolutionKind,
)
from services.reporting.quality import answers as quality
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part, Whole, YesNo
from shared.methods import AnswerSchema

LIST_MAX: Final = 100_000


class MemberAnswer(AnswerSchema):
    """Somebody was appointed, or leaves."""

    member_id = Identifier(required=True)


class TeamAnswer(AnswerSchema):
    """A team is accompanied, or was spoken with."""

    sozialraum_id = Identifier(required=True)


class MeetingAnswer(AnswerSchema):
    """A meeting was planned or held, or something that it resolved is done."""

    meeting_id = Identifier(required=True)


class UagReportAnswer(AnswerSchema):
    """The UAG has reported; a correction is another version."""

    year = Whole(required=True)
    report_version = Whole(required=True)


class MemberTold(ma.Schema):
    """A member: a person by its id, for whom, in which function."""

    member_id = Identifier(required=True)
    person_id = Identifier(required=True)
    part = Choice(*get_args(MemberPart), required=True)
    function = Line(required=True)
    traeger_id = Identifier(required=True, allow_none=True)
    start = Day(required=True)
    end = Day(required=True, allow_none=True)


class OwedTold(ma.Schema):
    """What a body owes in a year."""

    kind = Choice(*get_args(DutyKind), required=True)
    year = Whole(required=True)
    due_on = Day(required=True)
    standing = Choice(*get_args(Standing), required=True)
    overdue = YesNo(required=True)


class TeamTold(ma.Schema):
    """A team, and who accompanies it, if anybody does."""

    sozialraum_id = Identifier(required=True)
    sozialraum_name = Line(required=True)
    member_id = Identifier(required=True, allow_none=True)
    function = Line(required=True, allow_none=True)
    since = Day(required=True, allow_none=True)
    contact_on = Day(required=True, allow_none=True)
    next_on = Day(required=True, allow_none=True)
    overdue = YesNo(required=True)


class ResolutionListed(ma.Schema):
    """What was resolved, by its title."""

    number = Whole(required=True)
    kind = Choice(*get_args(ResolutionKind), required=True)
    title = Line(required=True)


class ResolutionTold(ResolutionListed):
    """What was resolved, in full; null where the text is gone or there was none."""

    text = ma.fields.String(required=True, allow_none=True)


class MeetingListed(ma.Schema):
    """A meeting; `present`: how many members were there, null where nobody was.

    record_version  how often its record was written, 0 before that; more than one: corrected
    """

    meeting_id = Identifier(required=True)
    on = Day(required=True)
    held = YesNo(required=True)
    cancelled_on = Day(required=True, allow_none=True)
    record_version = Whole(required=True)
    present = Whole(required=True, allow_none=True)
    agenda = Items(Line(), required=True)
    resolutions = Items(Part(ResolutionListed), required=True)


class ActionSaid(ma.Schema):
    """What somebody in a function does until a day, as a record says it."""

    number = Whole(required=True)
    title = Line(required=True)
    responsible = Line(required=True)
    due_on = Day(required=True)


class ActionTold(ActionSaid):
    """The same, and what became of it."""

    meeting_id = Identifier(required=True)
    done_on = Day(required=True, allow_none=True)
    overdue = YesNo(required=True)
    remark = ma.fields.String(required=True, allow_none=True)


class ReviewTold(ma.Schema):
    """What was seen of a project."""

    project_id = Identifier(required=True)
    implementation = Choice(*get_args(Implementation), required=True)
    effect = Choice(*get_args(Effect), required=True)
    text = ma.fields.String(required=True, allow_none=True)


class RecordTold(ma.Schema):
    """What a record of a meeting says.

    reason  why it was written in place of the one before; null for the first one
    """

    record_version = Whole(required=True)
    recorded_on = Day(required=True)
    reason = ma.fields.String(required=True, allow_none=True)
    on = Day(required=True)
    agenda = Items(Line(), required=True)
    present = Items(Identifier(), required=True)
    resolutions = Items(Part(ResolutionTold), required=True)
    actions = Items(Part(ActionSaid), required=True)
    reviews = Items(Part(ReviewTold), required=True)


class MeetingTold(RecordTold):
    """A meeting in full; `earlier`: what its record had said before it was corrected."""

    version = Whole(required=True)
    meeting_id = Identifier(required=True)
    body = Choice(*get_args(Body), required=True)
    held = YesNo(required=True)
    cancelled_on = Day(required=True, allow_none=True)
    cancelled_because = ma.fields.String(required=True, allow_none=True)
    recorded_on = Day(required=True, allow_none=True)
    actions = Items(Part(ActionTold), required=True)
    earlier = Items(Part(RecordTold), required=True)


class BodyAnswer(ma.Schema):
    """Members, who is lacking, what is owed this year and the year before, meetings, open actions."""

    members = Items(Part(MemberTold), most=LIST_MAX, required=True)
    lacks = Items(Choice(*get_args(MemberPart)), required=True)
    duties = Items(Part(OwedTold), required=True)
    meetings = Items(Part(MeetingListed), most=LIST_MAX, required=True)
    open_actions = Items(Part(ActionTold), most=LIST_MAX, required=True)


class SteeringGroupAnswer(BodyAnswer):
    """The same, and who accompanies which team."""

    teams = Items(Part(TeamTold), most=LIST_MAX, required=True)


class ReportTold(ma.Schema):
    """What the UAG told the AG § 78; null where the text is gone."""

    year = Whole(required=True)
    report_version = Whole(required=True)
    reported_on = Day(required=True)
    text = ma.fields.String(required=True, allow_none=True)


class UagAnswer(BodyAnswer):
    """The same, and what was reported."""

    reports = Items(Part(ReportTold), most=LIST_MAX, required=True)


class TableTold(ma.Schema):
    """One table of a pack, as a spreadsheet reads it."""

    name = Line(required=True)
    csv = ma.fields.String(required=True)


class PackAnswer(BodyAnswer):
    """What every pack holds, what was done in the year among it; `html` and `tables` only where files were asked for."""

    year = Whole(required=True)
    made_on = Day(required=True)
    done_actions = Items(Part(ActionTold), most=LIST_MAX, required=True)
    html = ma.fields.String(required=True, allow_none=True)
    tables = Items(Part(TableTold), required=True)


class LastReviewTold(ma.Schema):
    """What was seen of a project last."""

    on = Day(required=True)
    implementation = Choice(*get_args(Implementation), required=True)
    effect = Choice(*get_args(Effect), required=True)


class ProjectInPack(ma.Schema):
    """A project of the year, with the grant of that year."""

    project_id = Identifier(required=True)
    number = Line(required=True)
    title = Line(required=True)
    sozialraum_name = Line(required=True, allow_none=True)
    traeger_name = Line(required=True, allow_none=True)
    status = Line(required=True)
    start = Day(required=True)
    end = Day(required=True)
    goals = Items(Part(GoalSchema), required=True)
    grant = Money(required=True)
    review = Part(LastReviewTold, required=True, allow_none=True)


class QualityInSums(ma.Schema):
    """The quality of the district as it may be shown beyond those whom it is about."""

    catalogue_versions = Items(Whole(), required=True)
    comparable = YesNo(required=True)
    indicators = Items(Part(quality.MeanTold), most=LIST_MAX, required=True)
    bases = Items(Part(quality.BasisTold), required=True)
    participation = Part(quality.ParticipationTold, required=True)
    goal_attainment = Part(quality.AttainmentTold, required=True)


class QualityInPack(QualityInSums):
    """The quality of the district with what is missing, what shall be better, and what lasts."""

    missing = Items(Part(quality.NamedTold), most=LIST_MAX, required=True)
    development_goals = Items(Part(quality.GoalTold), most=LIST_MAX, required=True)
    long_term = Items(Part(quality.LongTermTold), most=LIST_MAX, required=True)


class SteeringPackAnswer(PackAnswer):
    """All that the steering group looks at in its meeting."""

    teams = Items(Part(TeamTold), most=LIST_MAX, required=True)
    totals = Part(TotalsSchema, required=True)
    projects = Items(Part(ProjectInPack), most=LIST_MAX, required=True)
    overdue_duties = Items(Part(DutyTold), most=LIST_MAX, required=True)
    quality = Part(QualityInPack, required=True)


class StatusTold(ma.Schema):
    """How many projects of the year stand where."""

    status = Line(required=True)
    projects = Whole(required=True)


class ProposalTold(ma.Schema):
    """What a body has proposed for concept or indicators."""

    body = Choice(*get_args(Body), required=True)
    on = Day(required=True)
    title = Line(required=True)


class UagPackAnswer(PackAnswer):
    """All that the UAG looks at: counts and means, nothing of a single project or Träger."""

    projects_by_status = Items(Part(StatusTold), required=True)
    proposals = Items(Part(ProposalTold), most=LIST_MAX, required=True)
    quality = Part(QualityInSums, required=True)
