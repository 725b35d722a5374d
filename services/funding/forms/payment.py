"""The forms of payments: what the desk plans and books, what recipients ask for."""

from typing import Any, Final, get_args

import marshmallow as ma

from services.funding import commands
from services.funding.events import CancellationCode, FailureCode, ReversalCode
from services.funding.forms.projects import APPROVAL_ID_MAX
from services.funding.forms.year import NOTHING, SomeAmountSchema, budget_year
from shared.canonical import Json
from shared.faults import said
from shared.form import (
    Choice,
    CommandSchema,
    Day,
    Form,
    Identifier,
    Items,
    Line,
    Money,
    Part,
    QuerySchema,
    Text,
    Whole,
)
from shared.kernel_forms import Base64

NUMBER_MAX: Final = 9_999
INSTALMENTS_MAX: Final = 60
RELEASES_MAX: Final = 100
REASON_MAX: Final = 2_000


def payment_number() -> Whole:
    """Return the field of a payment's number within its project and year."""
    return Whole(1, NUMBER_MAX, required=True)


class ProjectSchema(QuerySchema):
    """One project."""

    project_id = Identifier(required=True)


class RecordPostingSchema(CommandSchema):
    """The form of `RecordPosting`."""

    makes = commands.RecordPosting

    project_id = Identifier(required=True)
    approval_id = Line(APPROVAL_ID_MAX, required=True)
    posted_on = Day(required=True)


class WaiveAppealSchema(CommandSchema):
    """The form of `WaiveAppeal`; the document is what the recipient has written."""

    makes = commands.WaiveAppeal

    project_id = Identifier(required=True)
    approval_id = Line(APPROVAL_ID_MAX, required=True)
    waived_on = Day(required=True)
    document = Text(required=True)


class DueSchema(Form):
    """So much is due on a day."""

    due_on = Day(required=True)
    amount = Money(required=True)

    @ma.validates("amount")
    def amount_is_something(self, value: int, **_: Any) -> None:
        """An instalment of nothing is none."""
        if value == 0:
            raise ma.ValidationError(NOTHING)

    def made(self, data: Json) -> commands.Due:
        """Inside, cents say so in their name."""
        return commands.Due(data["due_on"], data["amount"])


class PlanPaymentsSchema(CommandSchema):
    """The form of `PlanPayments`; without instalments the policy's rhythm plans all that is bound."""

    project_id = Identifier(required=True)
    year = budget_year()
    instalments = Items(Part(DueSchema), 0, INSTALMENTS_MAX, load_default=None, allow_none=True)

    def made(self, data: Json) -> Any:
        """None stands for the rule, and an empty list for no plan at all."""
        dues = data["instalments"]
        if dues is None:
            return data
        return commands.PlanPayments(data["project_id"], data["year"], dues)


class RequestDrawdownSchema(SomeAmountSchema):
    """The form of `RequestDrawdown`: the period is one of the year."""

    makes = commands.RequestDrawdown

    project_id = Identifier(required=True)
    year = budget_year()
    first = Day(required=True)
    last = Day(required=True)
    expected = Money(required=True)
    own_money = Money(required=True)

    @ma.validates_schema
    def period_is_one_of_the_year(self, data: Json, **_: Any) -> None:
        """It begins before it ends, and does not leave its year."""
        if data["first"].year != data["year"]:
            text = "Der Zeitraum muss im Haushaltsjahr beginnen."
            raise ma.ValidationError({"first": [said("not-of-the-year", text)]})
        if data["last"] < data["first"]:
            text = "Das Ende liegt vor dem Beginn."
            raise ma.ValidationError({"last": [said("end-before-start", text)]})

    def made(self, data: Json) -> Any:
        """Inside, cents say so in their name."""
        cents = {f"{name}_ct": data.pop(name) for name in ("expected", "own_money")}
        return super().made({**data, **cents})


class ReleasedSchema(Form):
    """One payment, with the amount that was seen."""

    year = budget_year()
    number = payment_number()
    amount = Money(required=True)


class ReleasePaymentsSchema(CommandSchema):
    """Payments of one project; loaded as {project_id, payments: [{year, number, amount}]}."""

    project_id = Identifier(required=True)
    payments = Items(Part(ReleasedSchema), 1, RELEASES_MAX, required=True)


class CancelPaymentSchema(CommandSchema):
    """The form of `CancelPayment`."""

    makes = commands.CancelPayment

    project_id = Identifier(required=True)
    year = budget_year()
    number = payment_number()
    reason_code = Choice(*get_args(CancellationCode), required=True)
    reason = Text(REASON_MAX, required=True)


class MakePayListSchema(CommandSchema):
    """All that is released and due until a day; today if none is named."""

    due_until = Day(load_default=None, allow_none=True)


class ImportConfirmationsSchema(CommandSchema):
    """The file of the finance system; loaded as {content}."""

    content = Base64(required=True)


class FailPaymentSchema(CommandSchema):
    """The form of `FailPayment`."""

    makes = commands.FailPayment

    project_id = Identifier(required=True)
    year = budget_year()
    number = payment_number()
    reason_code = Choice(*get_args(FailureCode), required=True)


class ReversePaymentSchema(CommandSchema):
    """The form of `ReversePayment`."""

    makes = commands.ReversePayment

    project_id = Identifier(required=True)
    year = budget_year()
    number = payment_number()
    reversed_on = Day(required=True)
    reason_code = Choice(*get_args(ReversalCode), required=True)
