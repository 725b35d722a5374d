"""What is told of drafts of project reports."""

import marshmallow as ma

from shared.fields import Identifier, Items, Line, Part, Whole
from shared.methods import AnswerSchema, OpenSchema


class ReportDraftAnswer(AnswerSchema):
    """A draft was saved or discarded: `version` is that of the draft; the log has no event of it."""

    duty_id = Identifier(required=True)


class GapSchema(ma.Schema):
    """Something to mend before the report can be handed in: where (RFC 6901), which, and why."""

    pointer = ma.fields.String(required=True)
    code = Line(required=True)
    message = ma.fields.String(required=True)


class GetReportDraftAnswer(ma.Schema):
    """A draft as it was saved last, and all that it still lacks."""

    duty_id = Identifier(required=True)
    version = Whole(required=True)
    saved_at = Line(required=True)
    content = Part(OpenSchema, required=True)
    gaps = Items(Part(GapSchema), required=True)
