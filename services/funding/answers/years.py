"""What is told of years: accounts, bookings, carry-overs, the turn of a year."""

from typing import get_args

import marshmallow as ma

from services.funding.events import CarryOverCode, CarrySource
from services.funding.ledger import SOURCES, USES, Account
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part, Whole, YesNo
from shared.methods import AnswerSchema

LIST_MAX = 100_000


class YearAnswer(AnswerSchema):
    """Something was booked on a year."""

    year = Whole(required=True)


class ReserveAnswer(AnswerSchema):
    """The money of all years waits for the approval.

    For the years named, the approval stands under reservation (Haushaltsvorbehalt): the council
    has not resolved on them yet.
    """

    approval_id = Line(required=True)
    under_reservation = Items(Whole(), required=True)


class CarryOverAnswer(AnswerSchema):
    """Both halves are booked."""

    carry_over_id = Identifier(required=True)


class TransferAnswer(AnswerSchema):
    """This district's half is booked; the other district books its own under the same id."""

    transfer_id = Identifier(required=True)


class FiguresAnswer(ma.Schema):
    """What a settlement comes to; its steps explain it."""

    final_grant = ma.fields.List(ma.fields.Dict(), required=True)
    own_cash_required = Money(required=True)
    gap = Money(required=True)
    recovery = Money(required=True)
    remaining = Money(required=True)
    burden = Money(required=True)
    steps = ma.fields.List(ma.fields.Dict(), required=True)


class SettlementAnswer(FiguresAnswer, AnswerSchema):
    """The settlement as computed, and held."""


AccountsSchema = ma.Schema.from_dict(
    {name: Money(negative=True, required=True) for name in (*SOURCES, *USES)}, name="Accounts"
)


class ShareSchema(ma.Schema):
    """A project's part of the year: bound and not yet paid, of that under way, and paid."""

    project_id = Identifier(required=True)
    bound = Money(required=True)
    under_way = Money(required=True)
    paid = Money(required=True)


class DefinitionSchema(ma.Schema):
    """What a figure says, and how it comes about."""

    text = Line(most=LIST_MAX, required=True)
    formula = Line(most=LIST_MAX, required=True)


def definitions_field() -> ma.fields.Dict:
    """Return the field that says what each figure of an answer means."""
    return ma.fields.Dict(keys=ma.fields.String(), values=Part(DefinitionSchema), required=True)


class BudgetAnswer(ma.Schema):
    """A budget year: the sources equal the uses. `definitions` says what each figure means."""

    year = Whole(required=True)
    council_resolved = YesNo(required=True)
    closed = YesNo(required=True)
    resolved = Money(required=True)
    position = Money(negative=True, required=True)
    accounts = Part(AccountsSchema, required=True)
    over_committed = Money(required=True)
    unfunded = Money(required=True)
    requested = Money(required=True)
    projects = Items(Part(ShareSchema), most=LIST_MAX, required=True)
    definitions = definitions_field()


class ClaimSumsSchema(ma.Schema):
    """Claims made and interest fixed in the year: each = received + open + waived, apart."""

    claimed = Money(required=True)
    received = Money(required=True)
    open = Money(required=True)
    waived = Money(required=True)
    interest = Money(required=True)
    interest_received = Money(required=True)
    interest_open = Money(required=True)
    interest_waived = Money(required=True)


class ProjectAccountsSchema(ma.Schema):
    """What lies on the accounts for one project, and what was claimed back of it."""

    project_id = Identifier(required=True)
    accounts = Part(AccountsSchema, required=True)
    claims = Part(ClaimSumsSchema, required=True)


class YearAccountAnswer(ma.Schema):
    """A budget year, and the part that each project has in each account."""

    year = Whole(required=True)
    council_resolved = YesNo(required=True)
    closed = YesNo(required=True)
    resolved = Money(negative=True, required=True)
    position = Money(negative=True, required=True)
    over_committed = Money(required=True)
    unfunded = Money(required=True)
    accounts = Part(AccountsSchema, required=True)
    claims = Part(ClaimSumsSchema, required=True)
    projects = Items(Part(ProjectAccountsSchema), most=LIST_MAX, required=True)


class PreviewedSchema(ma.Schema):
    """What is free, reserved, bound and applied for in a year."""

    frei = Money(negative=True, required=True)
    reserviert = Money(required=True)
    festgelegt = Money(required=True)
    ausgezahlt = Money(required=True)
    requested = Money(required=True)


class RefusedSchema(ma.Schema):
    """Why something would be refused now."""

    code = Line(required=True)
    title = Line(required=True)
    detail = Line(most=LIST_MAX, required=True)


class PreviewYearSchema(ma.Schema):
    """What a decision would do to a year: as it is and as it would be, the same if refused."""

    year = Whole(required=True)
    amount = Money(negative=True, required=True)
    council_resolved = YesNo(required=True)
    before = Part(PreviewedSchema, required=True)
    after = Part(PreviewedSchema, required=True)
    missing = Money(required=True)
    refused = Part(RefusedSchema, required=True, allow_none=True)


class PreviewAnswer(ma.Schema):
    """What a decision would do to each year; all years or none."""

    possible = YesNo(required=True)
    years = Items(Part(PreviewYearSchema), required=True)
    under_reservation = Items(Whole(), required=True)
    definitions = definitions_field()


class CarriedSchema(ma.Schema):
    """One carry-over; `reason` names the document with the words of the reason."""

    carry_over_id = Identifier(required=True)
    from_year = Whole(required=True)
    to_year = Whole(required=True)
    source = Choice(*get_args(CarrySource), required=True)
    project_id = Identifier(required=True, allow_none=True)
    amount = Money(required=True)
    reason_code = Choice(*get_args(CarryOverCode), required=True)
    reason = ma.fields.Dict(required=True)
    resolution = Line(required=True)
    carried_on = Day(required=True)


class CarryOversAnswer(ma.Schema):
    """The list for the council, also as CSV."""

    carry_overs = Items(Part(CarriedSchema), most=LIST_MAX, required=True)
    total = Money(required=True)
    csv = Line(most=LIST_MAX * 1000, required=True)
    definitions = definitions_field()


class UnpaidSchema(ma.Schema):
    """What a project still has bound in a year; whether it is settled, or being settled."""

    project_id = Identifier(required=True)
    bound = Money(required=True)
    settled = YesNo(required=True)
    held = YesNo(required=True)


class ProposalSchema(ma.Schema):
    """A carry-over that could be resolved."""

    from_year = Whole(required=True)
    to_year = Whole(required=True)
    project_id = Identifier(required=True)
    amount = Money(required=True)
    reason_code = Choice(*get_args(CarryOverCode), required=True)


class YearChangeAnswer(ma.Schema):
    """The turn of a year: what lapses, what is bound and unpaid, what stands in the way."""

    year = Whole(required=True)
    closed = YesNo(required=True)
    in_the_way = Part(RefusedSchema, required=True, allow_none=True)
    lapses = Money(required=True)
    lapsed = Money(required=True)
    unpaid = Items(Part(UnpaidSchema), most=LIST_MAX, required=True)
    unpaid_total = Money(required=True)
    proposals = Items(Part(ProposalSchema), most=LIST_MAX, required=True)
    definitions = definitions_field()


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
    definitions = definitions_field()


class YearsAnswer(ma.Schema):
    """The years that have bookings."""

    years = Items(Whole(), required=True)
