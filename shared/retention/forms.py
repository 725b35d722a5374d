"""What is asked about deletions, and what is answered."""

from typing import Final

import marshmallow as ma

from shared.fields import Day, Identifier, Items, Line, Part, Whole
from shared.form import CommandSchema
from shared.methods import AnswerSchema
from shared.retention.proposal import ConfirmDeletions, ProposeDeletions

LISTED_MAX: Final = 1_000


class ProposeDeletionsSchema(CommandSchema):
    """The form of `ProposeDeletions`: what is due the service knows."""

    makes = ProposeDeletions


class ConfirmDeletionsSchema(CommandSchema):
    """The form of `ConfirmDeletions`."""

    makes = ConfirmDeletions

    proposal_id = Identifier(required=True)


class ProposeDeletionsAnswer(AnswerSchema):
    """What was proposed, and the document that lists it."""

    proposal_id = Identifier(required=True)
    documents = Whole(required=True)
    listed = Identifier(required=True)


class ConfirmDeletionsAnswer(AnswerSchema):
    """How many documents are gone, and how many were needed after all."""

    proposal_id = Identifier(required=True)
    deleted = Whole(required=True)
    kept = Whole(required=True)


class DeletionSchema(ma.Schema):
    """One proposal and what became of it."""

    proposal_id = Identifier(required=True)
    retention_class = Line(required=True)
    years = Whole(required=True)
    documents = Whole(required=True)
    listed = Identifier(required=True)
    proposed_by = Identifier(required=True)
    proposed_on = Day(required=True)
    deleted = Whole(required=True, allow_none=True)
    kept = Whole(required=True, allow_none=True)
    confirmed_by = Identifier(required=True, allow_none=True)
    confirmed_on = Day(required=True, allow_none=True)


class DeletionsAnswer(ma.Schema):
    """Which documents are kept how long, how many are due today, and all proposals, the newest last."""

    retention_class = Line(required=True)
    years = Whole(required=True)
    due = Whole(required=True)
    deletions = Items(Part(DeletionSchema), most=LISTED_MAX, required=True)
