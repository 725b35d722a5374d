"""What is told of the versions of a statement of use, and of their checks."""

from typing import Final, get_args

import marshmallow as ma

from services.reporting.events import (
    CheckedResult,
    CheckScope,
    DisallowanceRule,
    Reached,
)
from services.reporting.project_reports.answers import ActivityTold, GoalTold, ReturnedTold
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part, Whole, YesNo
from shared.guideline import ThirdPartyKind

MANY: Final = 100_000


class StatedPostTold(ma.Schema):
    """What was paid for the posts of a line."""

    line = Line(required=True)
    paid = Money(required=True)
    fte_months = Whole(required=True)


class RateUseTold(ma.Schema):
    """A flat rate, and how often."""

    kind = Line(required=True)
    quantity = Whole(required=True)


class IncomeTold(ma.Schema):
    """Money of others."""

    source = Line(required=True)
    kind = Choice(*get_args(ThirdPartyKind), required=True)
    amount = Money(required=True)


class StatedYearTold(ma.Schema):
    """Income and expenditure of a year."""

    year = Whole(required=True)
    posts = Items(Part(StatedPostTold), required=True)
    flat_rates = Items(Part(RateUseTold), required=True)
    other = Money(required=True)
    third_party = Items(Part(IncomeTold), required=True)
    own_cash = Money(required=True)
    in_kind = Money(required=True)


class StatementVersionTold(ma.Schema):
    """One version, as it was handed in."""

    statement_version = Whole(required=True)
    completes = Whole(required=True, allow_none=True)
    needs_certificate = YesNo(required=True)
    submitted_by = Identifier(required=True)
    submitted_on = Day(required=True)
    years = Items(Part(StatedYearTold), required=True)
    goals = Items(Part(GoalTold), required=True)
    activities = Items(Part(ActivityTold), required=True)
    card_ids = Items(Identifier(), required=True)
    receipts_document_id = Identifier(required=True)
    receipts_count = Whole(required=True)
    receipts = Money(negative=True, required=True)
    reach = ma.fields.String(required=True, allow_none=True)
    success = ma.fields.String(required=True, allow_none=True)
    deviations = ma.fields.String(required=True, allow_none=True)


class StatementReturnedTold(ReturnedTold):
    """What was sent back last."""

    class Meta:
        """It counts versions of statements."""

        exclude = ("report_version",)

    statement_version = Whole(required=True)


class CertificateTold(ma.Schema):
    """Who else at the Träger stands for the last version."""

    certified_by = Identifier(required=True)
    certified_on = Day(required=True)


class DeclinedTold(ma.Schema):
    """Why somebody else at the Träger does not stand for the last version."""

    reason = ma.fields.String(required=True, allow_none=True)
    declined_by = Identifier(required=True)
    declined_on = Day(required=True)


class GoalReachedTold(ma.Schema):
    """How far a goal was reached."""

    id = Whole(required=True)
    reached = Choice(*get_args(Reached), required=True)


class ContentCheckTold(ma.Schema):
    """Whether the purpose was reached."""

    purpose = Choice(*get_args(Reached), required=True)
    goals = Items(Part(GoalReachedTold), required=True)
    remark = ma.fields.String(required=True, allow_none=True)
    checked_by = Identifier(required=True)
    checked_on = Day(required=True)


class DisallowedTold(ma.Schema):
    """A receipt or entry that is not recognised, or only in part."""

    id = Identifier(required=True)
    rule = Choice(*get_args(DisallowanceRule), required=True)
    amount = Money(required=True)
    reason = ma.fields.String(required=True, allow_none=True)


class CheckTold(ma.Schema):
    """The check note: scope, sample, result."""

    result = Choice(*get_args(CheckedResult), required=True)
    scope = Choice(*get_args(CheckScope), required=True)
    receipts_count = Whole(required=True)
    receipts_checked = Whole(required=True)
    receipts_checked_sum = Money(negative=True, required=True)
    disallowed = Money(required=True)
    disallowed_items = Items(Part(DisallowedTold), most=MANY, required=True)
    note = ma.fields.String(required=True, allow_none=True)
    checked_by = Identifier(required=True)
    checked_on = Day(required=True)
    edition = Line(required=True)
    policy_position = Whole(required=True)
