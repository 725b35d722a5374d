"""What reporting answers, for frontends and for the description of the interface."""

import marshmallow as ma

from shared.fields import Day, Identifier, Items, Line, Money, Part, Whole

LIST_MAX = 100_000


class SumsSchema(ma.Schema):
    """Acts by their day; `grant` of that budget year; `own_share` of the year's approvals."""

    applications = Whole(required=True)
    approvals = Whole(required=True)
    extensions = Whole(required=True)
    closings = Whole(required=True)
    grant = Money(required=True)
    own_share = Money(required=True)


class TotalsSchema(SumsSchema):
    """The district's sums; `open`: approved and not closed at the end of the year."""

    open = Whole(required=True)


class BySozialraumSchema(SumsSchema):
    """The sums of one Sozialraum."""

    sozialraum_id = Identifier(required=True)
    sozialraum_name = Line(required=True, allow_none=True)


class ByTraegerSchema(SumsSchema):
    """The sums of one Träger."""

    traeger_id = Identifier(required=True)
    traeger_name = Line(required=True, allow_none=True)


class GoalSchema(ma.Schema):
    """A goal, and how far it was reached once the project is closed."""

    id = Whole(required=True)
    indicator = Line(required=True)
    target = Line(required=True)
    reached = Line()


class ProjectSchema(ma.Schema):
    """A project that belongs to the year."""

    project_id = Identifier(required=True)
    number = Line(required=True)
    title = Line(required=True)
    sozialraum_id = Identifier(required=True)
    sozialraum_name = Line(required=True, allow_none=True)
    traeger_id = Identifier(required=True)
    traeger_name = Line(required=True, allow_none=True)
    status = Line(required=True)
    start = Day(required=True)
    end = Day(required=True)
    applied_on = Day(required=True)
    approved_on = Day(required=True, allow_none=True)
    closed_on = Day(required=True, allow_none=True)
    extensions = Whole(required=True)
    grant = Money(required=True)
    own_share = Money(required=True)
    recovery = Money(required=True)
    goals = Items(Part(GoalSchema), required=True)


class AnnualReportAnswer(ma.Schema):
    """The report of a year; `positions` say from how much of which log it was made."""

    year = Whole(required=True)
    edition = Line(required=True)
    positions = ma.fields.Dict(keys=ma.fields.String(), values=Whole(), required=True)
    totals = Part(TotalsSchema, required=True)
    by_sozialraum = Items(Part(BySozialraumSchema), most=LIST_MAX, required=True)
    by_traeger = Items(Part(ByTraegerSchema), most=LIST_MAX, required=True)
    projects = Items(Part(ProjectSchema), most=LIST_MAX, required=True)
