"""What is told of statements of use."""

from typing import get_args

import marshmallow as ma

from services.reporting.events import (
    CheckedResult,
)
from services.reporting.statement.answers_versions import (
    MANY,
    CertificateTold,
    CheckTold,
    ContentCheckTold,
    DeclinedTold,
    StatementReturnedTold,
    StatementVersionTold,
)
from services.reporting.statement.forms import LISTED_MAX
from services.reporting.statement.statement import StatementStanding
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part, Whole, YesNo
from shared.guideline import InKindKind
from shared.guideline.answers import STEPS_MAX, StepSchema
from shared.methods import AnswerSchema


class StatementAnswer(AnswerSchema):
    """A statement was handed in, sent back or checked."""

    project_id = Identifier(required=True)
    statement_id = Identifier(required=True)
    statement_version = Whole(required=True)


class DraftAnswer(AnswerSchema):
    """A draft was saved; `version` is that of the draft, and no event tells of it."""

    project_id = Identifier(required=True)


class CheckAnswer(StatementAnswer):
    """A statement is checked."""

    result = Choice(*get_args(CheckedResult), required=True)
    disallowed = Money(required=True)


class GoalToAnswer(ma.Schema):
    """An approved goal."""

    id = Whole(required=True)
    indicator = ma.fields.String(required=True)
    target = ma.fields.String(required=True)


class PostLineTold(ma.Schema):
    """A line of posts, over all years."""

    line = Line(required=True)
    grade = Line(required=True, allow_none=True)
    planned = Money(required=True)


class RateLineTold(ma.Schema):
    """A flat rate of the plan, over all years."""

    kind = Line(required=True)
    planned = Money(required=True)


class YearSumsTold(ma.Schema):
    """The four sums of a year."""

    year = Whole(required=True)
    costs = Money(negative=True, required=True)
    third_party = Money(required=True)
    own_cash = Money(required=True)
    in_kind = Money(required=True)


class PlanTold(ma.Schema):
    """The approved plan: its lines; `in_sums` where nothing but sums was approved."""

    posts = Items(Part(PostLineTold), most=MANY, required=True)
    flat_rates = Items(Part(RateLineTold), most=MANY, required=True)
    other = Money(required=True)
    total = Money(required=True)
    in_sums = YesNo(required=True)
    years = Items(Part(YearSumsTold), required=True)


class ReceiptSumTold(ma.Schema):
    """What the receipts of a line come to in a year, and what of it their days forbid."""

    year = Whole(required=True)
    line = Line(required=True)
    amount = Money(negative=True, required=True)
    disallowed = Money(required=True)


class DoubleTold(ma.Schema):
    """A receipt that another project of the same Träger has as well."""

    receipt_id = Identifier(required=True)
    number = Line(required=True)
    paid_on = Day(required=True)
    gross = Money(negative=True, required=True)
    other_project_id = Identifier(required=True)


class ReceiptsTold(ma.Schema):
    """All receipts in sums; `columns` are those that a file may have."""

    count = Whole(required=True)
    sum = Money(negative=True, required=True)
    by_line = Items(Part(ReceiptSumTold), most=MANY, required=True)
    doubles = Items(Part(DoubleTold), required=True)
    columns = Items(Line(), required=True)


class InKindTold(ma.Schema):
    """An in-kind contribution; `name` only for who may know it."""

    entry_id = Identifier(required=True)
    kind = Choice(*get_args(InKindKind), required=True)
    text = Line(required=True)
    on = Day(required=True)
    year = Whole(required=True)
    minutes = Whole(required=True, allow_none=True)
    value = Money(required=True, allow_none=True)
    name = Line(required=True, allow_none=True)


class SavedTold(ma.Schema):
    """The draft, as it was saved last."""

    version = Whole(required=True)
    content = ma.fields.Dict(required=True)


class ComparedTold(ma.Schema):
    """A line's plan and actual over all years; percent in hundredths, None where nothing was planned."""

    part = Choice(
        "posts", "flat-rates", "costs", "third-party", "own-cash", "in-kind", required=True
    )
    line = Line(required=True)
    planned = Money(required=True)
    actual = Money(negative=True, required=True)
    difference = Money(negative=True, required=True)
    percent_hundredths = ma.fields.Integer(required=True, allow_none=True)


class RecognitionTold(ma.Schema):
    """What is recognised by year, and how that comes about."""

    years = Items(Part(YearSumsTold), required=True)
    disallowed = Money(required=True)
    unmatched = Money(required=True)
    steps = Items(Part(StepSchema), most=STEPS_MAX, required=True)


class GetStatementAnswer(ma.Schema):
    """A statement of use: what it has to answer, what there is, all versions, and the checks.

    recognised  of the last version: as it was checked, or as it would be now
    days_open   since when nobody has checked what was handed in
    """

    version = Whole(required=True)
    project_id = Identifier(required=True)
    number = Line(required=True)
    title = Line(required=True)
    state = Choice(*get_args(StatementStanding), required=True)
    due_on = Day(required=True, allow_none=True)
    days_open = Whole(required=True, allow_none=True)
    first_day = Day(required=True)
    last_day = Day(required=True)
    deducts_vat = YesNo(required=True)
    must_be_certified = YesNo(required=True)
    grant = Money(required=True)
    own_share = Money(required=True)
    own_share_reached = Money(required=True)
    goals = Items(Part(GoalToAnswer), required=True)
    plan = Part(PlanTold, required=True)
    receipts = Part(ReceiptsTold, required=True)
    in_kind = Items(Part(InKindTold), most=MANY, required=True)
    draft = Part(SavedTold, required=True, allow_none=True)
    versions = Items(Part(StatementVersionTold), required=True)
    comparison = Items(Part(ComparedTold), most=MANY, required=True)
    recognised = Part(RecognitionTold, required=True, allow_none=True)
    certificate = Part(CertificateTold, required=True, allow_none=True)
    declined = Part(DeclinedTold, required=True, allow_none=True)
    returned = Part(StatementReturnedTold, required=True, allow_none=True)
    content_check = Part(ContentCheckTold, required=True, allow_none=True)
    check = Part(CheckTold, required=True, allow_none=True)


class ListedStatementTold(ma.Schema):
    """A statement in a list."""

    project_id = Identifier(required=True)
    statement_id = Identifier(required=True)
    number = Line(required=True)
    title = Line(required=True)
    standing = Choice(*get_args(StatementStanding), required=True)
    submitted_on = Day(required=True)
    certified_on = Day(required=True, allow_none=True)
    days_open = Whole(required=True, allow_none=True)
    content_checked_on = Day(required=True, allow_none=True)
    checked_on = Day(required=True, allow_none=True)


class StatementsAnswer(ma.Schema):
    """The statements that wait longest first."""

    statements = Items(Part(ListedStatementTold), most=LISTED_MAX, required=True)
    complete = YesNo(required=True)
