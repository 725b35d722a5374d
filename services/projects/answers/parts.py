"""What several answers have in common."""

import marshmallow as ma

from shared.fields import Identifier, Line, Money, Whole
from shared.methods import AnswerSchema

LIST_MAX = 10_000


class YearAmountSchema(ma.Schema):
    """An amount of one budget year."""

    year = Whole(required=True)
    amount = Money(negative=True, required=True)


class StepSchema(ma.Schema):
    """One line of a sum that explains itself."""

    rule = Line(required=True)
    text = Line(1_000, required=True)
    inputs = ma.fields.Dict(keys=ma.fields.String(), required=True)
    result = Money(negative=True, required=True)
    basis = Line(required=True)
    edition = Line(required=True)


class DocumentRefSchema(ma.Schema):
    """A text that lies beside the log."""

    document_id = Identifier(required=True)
    sha256 = Line(required=True)


class ProjectAnswer(AnswerSchema):
    """Something was decided about a project."""

    project_id = Identifier(required=True)
