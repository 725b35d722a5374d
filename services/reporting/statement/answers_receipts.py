"""What is told of receipts and in-kind contributions."""

from typing import get_args

import marshmallow as ma

from services.reporting.events import DisallowanceRule
from services.reporting.statement.forms import ENTRIES_MAX, LISTED_MAX
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part, Whole, YesNo
from shared.methods import AnswerSchema

TEXT_MAX = 10_000


class LineFaultTold(ma.Schema):
    """What is wrong with, or worth knowing about, a line of a file."""

    line = Whole(required=True)
    column = ma.fields.String(required=True)
    code = Line(required=True)
    message = Line(TEXT_MAX, required=True)


class ImportAnswer(AnswerSchema):
    """What a file has added, and what was left out. Stream and event ids are empty if nothing is new."""

    project_id = Identifier(required=True)
    lines = Whole(required=True)
    new = Whole(required=True)
    known = Whole(required=True)
    refused = Whole(required=True)
    sum = Money(negative=True, required=True)
    disallowed = Money(negative=True, required=True)
    errors = Items(Part(LineFaultTold), required=True)
    error_count = Whole(required=True)
    warnings = Items(Part(LineFaultTold), required=True)
    warning_count = Whole(required=True)


class ImportProgressAnswer(ma.Schema):
    """How many lines of a file have been read, and whether it is done."""

    lines = Whole(required=True)
    is_done = YesNo(required=True)


class ReceiptTold(ma.Schema):
    """A receipt: `counted` is what counts of it, `rule` why nothing does."""

    receipt_id = Identifier(required=True)
    number = Line(required=True)
    paid_on = Day(required=True)
    ordered_on = Day(required=True, allow_none=True)
    payee = Line(required=True)
    reason = Line(required=True)
    line = Line(required=True)
    cost_type = Line(required=True, allow_none=True)
    year = Whole(required=True)
    gross = Money(negative=True, required=True)
    counted = Money(negative=True, required=True)
    rule = Choice(*get_args(DisallowanceRule), required=True, allow_none=True)
    disallowed = Money(required=True)


class ReceiptsAnswer(ma.Schema):
    """Receipts in the order of their payment."""

    receipts = Items(Part(ReceiptTold), most=LISTED_MAX, required=True)
    complete = YesNo(required=True)


class RemovedAnswer(AnswerSchema):
    """How many receipts were taken away."""

    project_id = Identifier(required=True)
    removed = Whole(required=True)
    sum = Money(negative=True, required=True)


class InKindAnswer(AnswerSchema):
    """Which entries were recorded, and what they are worth."""

    project_id = Identifier(required=True)
    entry_ids = Items(Identifier(), most=ENTRIES_MAX, required=True)
    value = Money(required=True)


class InKindRemovedAnswer(AnswerSchema):
    """How many entries were taken away."""

    project_id = Identifier(required=True)
    removed = Whole(required=True)
