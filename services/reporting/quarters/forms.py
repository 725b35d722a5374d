"""The forms in which strangers send quarterly figures, and ask for them."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import marshmallow as ma

from services.reporting import commands, events
from services.reporting.quarters.helps import HELPS
from services.reporting.quarters.row_form import HelpRowSchema
from shared.canonical import Json
from shared.faults import said
from shared.form import (
    Choice,
    CommandSchema,
    Form,
    Identifier,
    Items,
    Money,
    Part,
    QuerySchema,
    Text,
    Whole,
    YesNo,
)
from shared.guideline.forms import CaseFreeSchema
from shared.kernel_forms import Base64

YEAR: Final = (1990, 2199)
EDITIONS_MAX: Final = 1_000


class _QuarterCommand(CaseFreeSchema):
    sozialraum_id = Identifier(required=True)
    year = Whole(*YEAR, required=True)
    quarter = Whole(1, 4, required=True)


class RecordQuarterSchema(_QuarterCommand):
    """All kinds of help with cases; `opening` if stocks do not begin as the last ones have ended."""

    makes = commands.RecordQuarter

    rows = Items(Part(HelpRowSchema), least=1, most=len(HELPS), required=True)
    opening = Text(load_default=None, allow_none=True)

    @ma.validates_schema
    def each_help_once(self, data: Json, **_: Any) -> None:
        """Two rows for one kind of help would be a riddle."""
        _once("rows", (it.help for it in data.get("rows", ()) if isinstance(it, events.HelpRow)))


class PublishQuarterSchema(_QuarterCommand):
    """What the bookkeeping has; why that differs, and why it is corrected, where it is so."""

    makes = commands.PublishQuarter

    booked = Money(negative=True, required=True)
    difference = Text(load_default=None, allow_none=True)
    reason = Text(load_default=None, allow_none=True)

    def made(self, data: Json) -> commands.PublishQuarter:
        """Keep the amount in cents."""
        return commands.PublishQuarter(booked_ct=data.pop("booked"), **data)


class HelpBudgetLineSchema(Form):
    """How much one kind of help may cost in a year."""

    help = Choice(*HELPS, required=True)
    budget = Money(required=True)

    def made(self, data: Json) -> events.HelpBudgetLine:
        """Keep the amount in cents."""
        return events.HelpBudgetLine(data["help"], data["budget"])


class RecordHelpBudgetSchema(CommandSchema):
    """The budget of a year by kind of help."""

    makes = commands.RecordHelpBudget

    sozialraum_id = Identifier(required=True)
    year = Whole(*YEAR, required=True)
    budgets = Items(Part(HelpBudgetLineSchema), least=1, most=len(HELPS), required=True)

    @ma.validates_schema
    def each_help_once(self, data: Json, **_: Any) -> None:
        """Two amounts for one kind of help would be a riddle."""
        lines = data.get("budgets", ())
        _once("budgets", (it.help for it in lines if isinstance(it, events.HelpBudgetLine)))

    def made(self, data: Json) -> commands.RecordHelpBudget:
        """What is a list of budgets here are the lines of one budget."""
        return commands.RecordHelpBudget(lines=data.pop("budgets"), **data)


class ImportQuartersSchema(CaseFreeSchema):
    """A CSV file as base64; its explanations hold no data of clients."""

    makes = commands.ImportQuarters

    content = Base64(required=True)


class CheckQuartersSchema(QuerySchema):
    """A CSV file that shall be read without effect."""

    content = Base64(required=True)


class ImportHelpBudgetsSchema(CommandSchema):
    """A CSV file as base64."""

    makes = commands.ImportHelpBudgets

    content = Base64(required=True)


class HelpYearSchema(QuerySchema):
    """A year of a Sozialraum, or of the district if none is named."""

    year = Whole(*YEAR, required=True)
    sozialraum_id = Identifier(load_default=None, allow_none=True)
    csv = YesNo(load_default=False)


class QuarterSchema(QuerySchema):
    """A quarter of a Sozialraum: `edition` as it was published then, the last one if none is named."""

    sozialraum_id = Identifier(required=True)
    year = Whole(*YEAR, required=True)
    quarter = Whole(1, 4, required=True)
    edition = Whole(1, EDITIONS_MAX, load_default=None, allow_none=True)
    csv = YesNo(load_default=False)


class DraftQuarterSchema(QuerySchema):
    """A quarter of a Sozialraum that is not published yet."""

    sozialraum_id = Identifier(required=True)
    year = Whole(*YEAR, required=True)
    quarter = Whole(1, 4, required=True)


class SozialraumQuartersSchema(QuerySchema):
    """A Sozialraum."""

    sozialraum_id = Identifier(required=True)


class DistrictQuarterSchema(QuerySchema):
    """A quarter of the district."""

    year = Whole(*YEAR, required=True)
    quarter = Whole(1, 4, required=True)
    csv = YesNo(load_default=False)


def _once(field: str, helps: Iterable[str]) -> None:
    if any(count > 1 for count in Counter(helps).values()):
        text = said("help-twice", "Eine Hilfeart steht mehrmals da.")
        raise ma.ValidationError({field: [text]})
