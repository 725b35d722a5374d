"""What several answers have in common."""

import marshmallow as ma

from shared.fields import Identifier, Line
from shared.methods import AnswerSchema

LIST_MAX = 10_000


class DocumentRefSchema(ma.Schema):
    """A text that lies beside the log."""

    document_id = Identifier(required=True)
    sha256 = Line(required=True)


class ProjectAnswer(AnswerSchema):
    """Something was decided about a project."""

    project_id = Identifier(required=True)
