"""What is told of applications."""

import marshmallow as ma

from services.projects.answers.parts import DocumentRefSchema, StepSchema, YearAmountSchema
from shared.fields import Day, Identifier, Items, Line, Money, Part, Whole
from shared.methods import AnswerSchema


class QuoteSchema(ma.Schema):
    """What the guideline makes of a plan, with the steps that lead there."""

    eligible = Money(required=True)
    third_party = Money(required=True)
    own_share_percent = Whole(required=True)
    own_share = Money(required=True)
    own_cash = Money(required=True)
    own_cash_by_year = Items(Part(YearAmountSchema), required=True)
    in_kind = Money(required=True)
    grant = Items(Part(YearAmountSchema), required=True)
    steps = Items(Part(StepSchema), required=True)


class ApplyAnswer(AnswerSchema):
    """A project was applied for."""

    project_id = Identifier(required=True)
    number = Line(required=True)
    quote = Part(QuoteSchema, required=True)


class GoalSchema(ma.Schema):
    """A goal as applied for."""

    id = Whole(required=True)
    text = Part(DocumentRefSchema, required=True)
    indicator = Line(required=True)
    target = Line(required=True)


class GetProjectAnswer(ma.Schema):
    """A project as it is now."""

    version = Whole(required=True)
    project_id = Identifier(required=True)
    number = Line(required=True)
    title = Line(required=True)
    status = Line(required=True)
    start = Day(required=True)
    end = Day(required=True)
    sozialraum_id = Identifier(required=True)
    traeger_id = Identifier(required=True)
    need = Part(DocumentRefSchema, required=True)
    target_group = Part(DocumentRefSchema, required=True)
    measures = Part(DocumentRefSchema, required=True)
    goals = Items(Part(GoalSchema), required=True)
    grant = Items(Part(YearAmountSchema), required=True)
    extensions = Whole(required=True)
