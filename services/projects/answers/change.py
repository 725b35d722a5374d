"""What is told of changes."""

import marshmallow as ma

from services.projects.answers.parts import ProjectAnswer
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part, Text, Whole, YesNo
from shared.guideline.answers import ProblemSchema, QuoteSchema, StepSchema, YearAmountSchema
from shared.methods import OpenSchema

LIST_MAX = 1_000
STEPS_MAX = 10_000


class AmountSchema(ma.Schema):
    """An amount before and after: the grant of a year, the own share, own cash; and why."""

    name = Choice("grant", "own_share", "own_cash", required=True)
    year = Whole(required=True, allow_none=True)
    old = Money(required=True)
    new = Money(required=True)
    reasons = Items(Text(), required=True)


class ChangeRequestAnswer(ProjectAnswer):
    """A change was asked for; this is what it would come to."""

    request_id = Identifier(required=True)
    amounts = Items(Part(AmountSchema), required=True)
    added = Part(QuoteSchema, required=True, allow_none=True)
    steps = Items(Part(StepSchema), most=STEPS_MAX, required=True)


class ListedRequestSchema(ma.Schema):
    """A change that was asked for; `status` is for people."""

    request_id = Identifier(required=True)
    outcome = Choice("pending", "granted", "rejected", "withdrawn", "void", required=True)
    status = Line(required=True)
    requested_on = Day(required=True)
    new_end = Day(required=True, allow_none=True)
    shift = Items(Part(YearAmountSchema), required=True)
    with_costs = YesNo(required=True)


class AmendmentSchema(ma.Schema):
    """A change of the approval `amends`: its number among all, and what it did to each year."""

    amendment = Whole(required=True)
    kind = Choice("extended", "amended", "terminated", "revoked", required=True)
    approval_id = Line(required=True)
    amends = ma.fields.String(required=True)
    request_id = Identifier(required=True, allow_none=True)
    decided_on = Day(required=True)
    old_end = Day(required=True, allow_none=True)
    new_end = Day(required=True, allow_none=True)
    grant_change = Items(Part(YearAmountSchema), required=True)
    reservation_clause_years = Items(Whole(), required=True)
    as_deputy = YesNo(required=True)


class HasChanges(ma.Schema):
    """What a project tells of its changes."""

    extensions = Whole(required=True)
    extension_months = Whole(required=True)
    extension_months_max = Whole(required=True)
    change_requests = Items(Part(ListedRequestSchema), most=LIST_MAX, required=True)
    amendments = Items(Part(AmendmentSchema), most=LIST_MAX, required=True)


class GetChangeRequestAnswer(ListedRequestSchema):
    """A change that was asked for, with its words: what it would change, and what is in the way.

    After the decision `amounts` are those that it changed; of a text that is deleted there is none.
    """

    project_id = Identifier(required=True)
    version = Whole(required=True)
    by = Line(required=True)
    known_since = Day(required=True)
    what = Text(required=True, allow_none=True)
    why = Text(required=True, allow_none=True)
    effect_on_goals = Text(required=True, allow_none=True)
    old_end = Day(required=True)
    plan = Part(OpenSchema, required=True, allow_none=True)
    own_cash = Money(required=True, allow_none=True)
    in_kind = Items(Part(OpenSchema), required=True, allow_none=True)
    employees = Part(OpenSchema, required=True, allow_none=True)
    counted_on = Day(required=True, allow_none=True)
    amounts = Items(Part(AmountSchema), required=True)
    added = Part(QuoteSchema, required=True, allow_none=True)
    steps = Items(Part(StepSchema), most=STEPS_MAX, required=True)
    problems = Items(Part(ProblemSchema), required=True)
