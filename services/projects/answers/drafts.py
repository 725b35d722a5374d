"""What is told of drafts."""

import marshmallow as ma

from services.projects.answers.parts import LIST_MAX
from shared.fields import Identifier, Items, Line, Part, Text, Whole
from shared.guideline.answers import EstimateSchema
from shared.methods import AnswerSchema, OpenSchema
from shared.unfinished import DRAFT_BYTES_MAX


class DraftAnswer(AnswerSchema):
    """A draft was saved or discarded: `version` is that of the draft; the log has no event of it."""

    draft_id = Identifier(required=True)


class DraftHeadSchema(ma.Schema):
    """What lists tell of a draft; after `kept_until` it is deleted unless it is saved again."""

    draft_id = Identifier(required=True)
    version = Whole(required=True)
    sozialraum_id = Identifier(required=True, allow_none=True)
    traeger_id = Identifier(required=True, allow_none=True)
    title = ma.fields.String(required=True)
    saved_at = Line(required=True)
    kept_until = Line(required=True)


class GetDraftAnswer(DraftHeadSchema):
    """A draft as it was saved last."""

    content = Part(OpenSchema, required=True)


class ListDraftsAnswer(ma.Schema):
    """Drafts, those saved last first."""

    drafts = Items(Part(DraftHeadSchema), most=LIST_MAX, required=True)


class FaultSchema(ma.Schema):
    """Something to mend: where (RFC 6901), which, and why."""

    pointer = ma.fields.String(required=True)
    code = Line(required=True)
    message = Text(DRAFT_BYTES_MAX, required=True)


class CaseReferenceSchema(ma.Schema):
    """Words that look like data of a client, and where they stand: characters from 0."""

    pointer = ma.fields.String(required=True)
    kind = Line(required=True)
    words = Text(required=True)
    start = Whole(required=True)
    end = Whole(required=True)


class CheckDraftAnswer(ma.Schema):
    """What is missing before the draft can be submitted, what to look at, and the sums so far."""

    draft_id = Identifier(required=True)
    version = Whole(required=True)
    gaps = Items(Part(FaultSchema), required=True)
    warnings = Items(Part(CaseReferenceSchema), most=LIST_MAX, required=True)
    quote = Part(EstimateSchema, required=True)
