"""What is told of applications."""

import marshmallow as ma

from services.projects.answers.parts import DocumentRefSchema
from shared.fields import Day, Identifier, Items, Line, Part, Whole
from shared.guideline.answers import QuoteSchema, YearAmountSchema
from shared.methods import AnswerSchema


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
