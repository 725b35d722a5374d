"""What is told of payments: their plan, their states, pay lists, confirmations."""

from typing import Final, get_args

import marshmallow as ma

from services.funding.answers.years import LIST_MAX, definitions_field
from services.funding.events import OwedKind
from services.funding.payment_view import Shown, State
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part, Whole, YesNo
from shared.methods import AnswerSchema

FILE_MAX: Final = 10_000_000


class NoticeAnswer(AnswerSchema):
    """The day from which the notice of a decision is final."""

    project_id = Identifier(required=True)
    approval_id = Line(required=True)
    final_from = Day(required=True, allow_none=True)


class InstalmentSchema(ma.Schema):
    """So much is due on a day."""

    number = Whole(required=True)
    due_on = Day(required=True)
    amount = Money(required=True)


class PlanAnswer(AnswerSchema):
    """All instalments of the year, those that are paid included."""

    project_id = Identifier(required=True)
    year = Whole(required=True)
    instalments = Items(Part(InstalmentSchema), most=LIST_MAX, required=True)


class PaymentAnswer(AnswerSchema):
    """What was asked for, cancelled; or what is due once more in place of what failed."""

    project_id = Identifier(required=True)
    year = Whole(required=True)
    number = Whole(required=True)


class ReleaseAnswer(AnswerSchema):
    """The payments are released; a pay list takes them when they are due."""

    project_id = Identifier(required=True)
    released = Whole(required=True)


class OrderedSchema(ma.Schema):
    """A payment in a pay list."""

    project_id = Identifier(required=True)
    year = Whole(required=True)
    number = Whole(required=True)
    due_on = Day(required=True)
    amount = Money(required=True)
    reference = Line(required=True)


class LeftOutSchema(ma.Schema):
    """A payment that is released and due, and why it is not in the list."""

    project_id = Identifier(required=True)
    year = Whole(required=True)
    number = Whole(required=True)
    amount = Money(required=True)
    code = Line(required=True)
    detail = Line(most=LIST_MAX, required=True)


class PayListAnswer(AnswerSchema):
    """A pay list, and its file as it was stored."""

    name = Line(required=True)
    total = Money(required=True)
    payments = Items(Part(OrderedSchema), most=LIST_MAX, required=True)
    left_out = Items(Part(LeftOutSchema), most=LIST_MAX, required=True)
    document_id = Identifier(required=True)
    csv = Line(most=FILE_MAX, required=True)


class LineFaultSchema(ma.Schema):
    """What is wrong with, or worth knowing about, a line of a file; line 1 holds the headings."""

    line = Whole(required=True)
    column = Line(required=True)
    code = Line(required=True)
    message = Line(most=LIST_MAX, required=True)


class ConfirmationsAnswer(AnswerSchema):
    """What a file confirmed: lines that were new, known before, or say that nothing is paid yet.

    Of the new ones, `recoveries` tell of money that has come back.
    """

    new = Whole(required=True)
    recoveries = Whole(required=True)
    known = Whole(required=True)
    open = Whole(required=True)
    errors = Items(Part(LineFaultSchema), most=LIST_MAX, required=True)
    warnings = Items(Part(LineFaultSchema), most=LIST_MAX, required=True)


class NoticeSchema(ma.Schema):
    """The notice of a decision, what it grants, and when it is final."""

    approval_id = Line(required=True)
    number = Whole(required=True, allow_none=True)
    amount = Money(negative=True, required=True)
    issued_on = Day(required=True, allow_none=True)
    posted_on = Day(required=True, allow_none=True)
    posting_recorded = YesNo(required=True)
    announced_on = Day(required=True, allow_none=True)
    appeal_until = Day(required=True, allow_none=True)
    waived_on = Day(required=True, allow_none=True)
    final_from = Day(required=True, allow_none=True)
    is_final = YesNo(required=True)


class BlockSchema(ma.Schema):
    """A report that is overdue since a day: until it is there nothing is released or ordered."""

    duty_id = Identifier(required=True)
    kind = Choice(*get_args(OwedKind), required=True)
    year = Whole(required=True)
    due_on = Day(required=True)
    blocked_on = Day(required=True)


class PaymentSchema(ma.Schema):
    """A payment: `shown` is what its recipient sees of its state, `state` what the office sees."""

    year = Whole(required=True)
    number = Whole(required=True)
    due_on = Day(required=True)
    amount = Money(required=True)
    is_drawdown = YesNo(required=True)
    shown = Choice(*get_args(Shown), required=True)
    state = Choice(*get_args(State), required=True, allow_none=True)
    reference = Line(required=True, allow_none=True)
    pay_list = Line(required=True, allow_none=True)
    paid_on = Day(required=True, allow_none=True)


class PaymentYearSchema(ma.Schema):
    """A year of a project's payments."""

    year = Whole(required=True)
    bound = Money(required=True)
    under_way = Money(required=True)
    paid = Money(required=True)
    planned = Money(required=True)
    unplanned = Money(negative=True, required=True)
    by_rule = YesNo(required=True)
    payments = Items(Part(PaymentSchema), most=LIST_MAX, required=True)


class PaymentsAnswer(ma.Schema):
    """All payments of a project, and what they wait for."""

    project_id = Identifier(required=True)
    number = Line(required=True, allow_none=True)
    title = Line(required=True, allow_none=True)
    recipient = Line(required=True, allow_none=True)
    payable = Money(required=True)
    blocks = Items(Part(BlockSchema), most=LIST_MAX, required=True)
    notices = Items(Part(NoticeSchema), most=LIST_MAX, required=True)
    years = Items(Part(PaymentYearSchema), most=LIST_MAX, required=True)
    definitions = definitions_field()


class ListedPaymentSchema(PaymentSchema):
    """A payment among those of all projects."""

    project_id = Identifier(required=True)
    project_number = Line(required=True, allow_none=True)
    title = Line(required=True, allow_none=True)
    recipient = Line(required=True, allow_none=True)


class ListedPaymentsAnswer(ma.Schema):
    """The payments of a year, the earliest due first."""

    year = Whole(required=True)
    payments = Items(Part(ListedPaymentSchema), most=LIST_MAX, required=True)
    total = Money(required=True)
    definitions = definitions_field()


class PayListSchema(ma.Schema):
    """A pay list; `document_id` names its file."""

    name = Line(required=True)
    count = Whole(required=True)
    total = Money(required=True)
    made_on = Day(required=True)
    document_id = Identifier(required=True)


class PayListsAnswer(ma.Schema):
    """The pay lists that were made in a year, in order."""

    year = Whole(required=True)
    pay_lists = Items(Part(PayListSchema), most=LIST_MAX, required=True)
    definitions = definitions_field()


class HasPaidAnswer(ma.Schema):
    """Whether who asks has released or ordered a payment of a project."""

    has_paid = YesNo(required=True)
