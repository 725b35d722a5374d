"""The forms in which strangers send commands about statements of use, their receipts and in-kind."""

from typing import Any, Final, get_args

import marshmallow as ma

from services.reporting import commands
from services.reporting.events import (
    CheckScope,
    DisallowanceRule,
    GoalReached,
    Reached,
    StatedIncome,
    StatedPost,
)
from services.reporting.project_reports.forms import (
    PLACES_MAX,
    POINTER_MAX,
    ActivitySchema,
    GivenGoalSchema,
)
from services.reporting.statement.in_kind_rows import GivenEntry
from services.reporting.statement.statement import StatementStanding
from shared.canonical import Json
from shared.faults import said
from shared.fields import FIRST_DAY, LAST_DAY
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
    YesNo,
)
from shared.guideline import InKindKind, ThirdPartyKind
from shared.guideline.forms import POSTS_MAX, YEARS_MAX, CaseFreeSchema, FlatRateUseSchema
from shared.unfinished import AnyObject

REMOVED_MAX: Final = 1_000
DISALLOWED_MAX: Final = 1_000
ENTRIES_MAX: Final = 500
LISTED_MAX: Final = 500
FTE_MONTHS_MAX: Final = 120_000
"""A hundred full posts for a year, in hundredths of months."""
DAY_MINUTES: Final = 24 * 60
RECEIPTS_MAX: Final = 10_000_000


class StatementSchema(QuerySchema):
    """The statement of a project."""

    project_id = Identifier(required=True)


class ImportReceiptsSchema(CommandSchema):
    """A file of receipts that was uploaded before, as a document."""

    project_id = Identifier(required=True)
    document_id = Identifier(required=True)


class ImportProgressSchema(QuerySchema):
    """A file of receipts that is being read."""

    project_id = Identifier(required=True)
    document_id = Identifier(required=True)


class ListReceiptsSchema(QuerySchema):
    """Which receipts of a project; what is left out does not matter. `skip` so many from the first."""

    project_id = Identifier(required=True)
    year = Whole(load_default=None, allow_none=True)
    line = Line(load_default=None, allow_none=True)
    disallowed = YesNo(load_default=False)
    skip = Whole(0, RECEIPTS_MAX, load_default=0)
    most = Whole(1, LISTED_MAX, load_default=LISTED_MAX)


class RemoveReceiptsSchema(CommandSchema):
    """Receipts that were wrong."""

    project_id = Identifier(required=True)
    receipt_ids = Items(Identifier(), least=1, most=REMOVED_MAX, required=True)


class InKindEntrySchema(Form):
    """A line of a time sheet with name and minutes; or goods and paid work with their value."""

    kind = Choice(*get_args(InKindKind), required=True)
    text = Line(required=True)
    on = Day(required=True)
    minutes = Whole(1, DAY_MINUTES)
    value = Money()
    name = Line()

    @ma.validates_schema
    def minutes_or_value(self, data: Json, **_: Any) -> None:
        """Who works unpaid is named with the minutes of a day; all else has a value."""
        is_unpaid = data["kind"] == "volunteering"
        wanted, other = (
            (("minutes", "name"), ("value",)) if is_unpaid else (("value",), ("minutes",))
        )
        missing = {it: [said("missing", "Diese Angabe fehlt.")] for it in wanted if it not in data}
        text = said("not-allowed", "Ehrenamt zählt in Minuten, alles andere in Euro.")
        wrong = missing | {it: [text] for it in other if it in data}
        if wrong:
            raise ma.ValidationError(wrong)

    def made(self, data: Json) -> GivenEntry:
        """Amounts are cents inside."""
        return GivenEntry(value_ct=data.pop("value", None), **data)


class RecordInKindSchema(CommandSchema):
    """Lines of time sheets, goods and paid work of others."""

    project_id = Identifier(required=True)
    entries = Items(Part(InKindEntrySchema), least=1, most=ENTRIES_MAX, required=True)


class RemoveInKindSchema(CommandSchema):
    """Entries that were wrong."""

    project_id = Identifier(required=True)
    entry_ids = Items(Identifier(), least=1, most=REMOVED_MAX, required=True)


class SaveStatementDraftSchema(CommandSchema):
    """A statement as far as it has come, with any gap; whatever the form will say stands in it."""

    project_id = Identifier(required=True)
    content = AnyObject(required=True)


class StatedPostSchema(Form):
    """What was paid for the posts of a line in a year."""

    line = Line(required=True)
    paid = Money(required=True)
    fte_months = Whole(0, FTE_MONTHS_MAX, required=True)

    def made(self, data: Json) -> StatedPost:
        """Amounts are cents inside."""
        return StatedPost(paid_ct=data.pop("paid"), **data)


class StatedIncomeSchema(Form):
    """Money of others that came in."""

    source = Line(required=True)
    kind = Choice(*get_args(ThirdPartyKind), required=True)
    amount = Money(required=True)

    def made(self, data: Json) -> StatedIncome:
        """Amounts are cents inside."""
        return StatedIncome(amount_ct=data.pop("amount"), **data)


class StatedYearSchema(Form):
    """Income and expenditure of a year."""

    year = Whole(FIRST_DAY.year, LAST_DAY.year, required=True)
    posts = Items(Part(StatedPostSchema), most=POSTS_MAX, load_default=())
    flat_rates = Items(Part(FlatRateUseSchema), load_default=())
    other = Money(load_default=0)
    third_party = Items(Part(StatedIncomeSchema), load_default=())
    own_cash = Money(required=True)

    def made(self, data: Json) -> commands.GivenYear:
        """Amounts are cents inside."""
        other_ct, own_cash_ct = data.pop("other"), data.pop("own_cash")
        return commands.GivenYear(other_ct=other_ct, own_cash_ct=own_cash_ct, **data)


class AssuredSchema(Form):
    """What the Träger stands for."""

    makes = commands.Assured

    necessary = YesNo(required=True)
    economical = YesNo(required=True)
    books_agree = YesNo(required=True)


class SubmitStatementSchema(CaseFreeSchema):
    """The whole statement; whether it fits plan and receipts is looked at with the project."""

    makes = commands.SubmitStatement

    project_id = Identifier(required=True)
    years = Items(Part(StatedYearSchema), least=1, most=YEARS_MAX, required=True)
    goals = Items(Part(GivenGoalSchema), required=True)
    activities = Items(Part(ActivitySchema), least=1, required=True)
    reach = Text(required=True)
    card_ids = Items(Identifier(), load_default=(), dump_default=())
    success = Text(required=True)
    deviations = Text(load_default=None, allow_none=True)
    confirmed = Part(AssuredSchema, required=True)
    to_certify = YesNo(load_default=False)


class ReturnStatementSchema(CommandSchema):
    """Which places (RFC 6901), why, until when; and for which earlier day the correction counts."""

    makes = commands.ReturnStatement

    project_id = Identifier(required=True)
    places = Items(Line(POINTER_MAX), least=1, most=PLACES_MAX, required=True)
    text = Text(required=True)
    due_on = Day(required=True)
    effective_on = Day(load_default=None, allow_none=True)


class GoalReachedSchema(Form):
    """How far a goal was reached."""

    makes = GoalReached

    id = Whole(1, required=True)
    reached = Choice(*get_args(Reached), required=True)


class CheckStatementContentSchema(CommandSchema):
    """Whether the purpose was reached, goal by goal."""

    makes = commands.CheckStatementContent

    project_id = Identifier(required=True)
    purpose = Choice(*get_args(Reached), required=True)
    goals = Items(Part(GoalReachedSchema), required=True)
    remark = Text(load_default=None, allow_none=True)


class DisallowSchema(Form):
    """An in-kind entry that is not recognised: by which rule, and why."""

    makes = commands.Disallow

    id = Identifier(required=True)
    rule = Choice(*get_args(DisallowanceRule), required=True)
    reason = Text(required=True)


class DisallowReceiptSchema(DisallowSchema):
    """A receipt that is not recognised, or only in part."""

    amount = Money()

    def made(self, data: Json) -> commands.Disallow:
        """Amounts are cents inside."""
        return commands.Disallow(amount_ct=data.pop("amount", None), **data)


class CheckStatementSchema(CommandSchema):
    """The check note: how much was looked at, what was found, what is not recognised."""

    project_id = Identifier(required=True)
    scope = Choice(*get_args(CheckScope), required=True)
    receipts_checked = Whole(0, RECEIPTS_MAX, load_default=0)
    receipts_checked_sum = Money(load_default=0)
    note = Text(required=True)
    receipts = Items(Part(DisallowReceiptSchema), most=DISALLOWED_MAX, load_default=())
    in_kind = Items(Part(DisallowSchema), most=DISALLOWED_MAX, load_default=())

    def made(self, data: Json) -> commands.CheckStatement:
        """Amounts are cents inside."""
        checked_ct = data.pop("receipts_checked_sum")
        return commands.CheckStatement(receipts_checked_ct=checked_ct, **data)


class ListStatementsSchema(QuerySchema):
    """Which statements; what is left out does not matter."""

    standing = Choice(*get_args(StatementStanding), load_default=None, allow_none=True)
    most = Whole(1, LISTED_MAX, load_default=LISTED_MAX)
