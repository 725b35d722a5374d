"""What funding answers, for frontends and for the description of the interface."""

from typing import get_args

import marshmallow as ma

from services.funding.ledger import SOURCES, USES, Account
from shared.fields import Choice, Identifier, Items, Line, Money, Part, Whole
from shared.methods import AnswerSchema

LIST_MAX = 100_000


class YearAnswer(AnswerSchema):
    """Something was booked on a year."""

    year = Whole(required=True)


class ReserveAnswer(AnswerSchema):
    """The money of all years waits for the approval."""

    approval_id = Line(required=True)


class SettlementAnswer(AnswerSchema):
    """The settlement as computed; its steps explain it."""

    final_grant = ma.fields.List(ma.fields.Dict(), required=True)
    own_cash_required = Money(required=True)
    gap = Money(required=True)
    recovery = Money(required=True)
    remaining = Money(required=True)
    burden = Money(required=True)
    steps = ma.fields.List(ma.fields.Dict(), required=True)


AccountsSchema = ma.Schema.from_dict(
    {name: Money(negative=True, required=True) for name in (*SOURCES, *USES)}, name="Accounts"
)


class ShareSchema(ma.Schema):
    """A project's part of the year: bound and not yet paid, and paid."""

    project_id = Identifier(required=True)
    bound = Money(required=True)
    paid = Money(required=True)


class BudgetAnswer(ma.Schema):
    """A budget year: budget + supplementary = frei + reserviert + festgelegt + ausgezahlt."""

    year = Whole(required=True)
    resolved = Money(required=True)
    accounts = Part(AccountsSchema, required=True)
    over_committed = Money(required=True)
    unfunded = Money(required=True)
    projects = Items(Part(ShareSchema), most=LIST_MAX, required=True)


class PostingSchema(ma.Schema):
    """One side of a booking."""

    account = Choice(*(name for group in get_args(Account) for name in get_args(group)))
    project_id = Identifier(required=True, allow_none=True)
    amount = Money(negative=True, required=True)


class TransactionSchema(ma.Schema):
    """One event of a year and its bookings, which sum to zero."""

    event = Line(required=True)
    postings = Items(Part(PostingSchema), required=True)


class LedgerAnswer(ma.Schema):
    """All bookings of a year, in order."""

    year = Whole(required=True)
    transactions = Items(Part(TransactionSchema), most=LIST_MAX, required=True)


class YearsAnswer(ma.Schema):
    """The years that have bookings."""

    years = Items(Whole(), required=True)
