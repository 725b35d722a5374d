"""What is told of quarterly figures. A number that is null is hidden, or there is none."""

from typing import Any, Final

import marshmallow as ma

from services.reporting.quarters.helps import HELPS, SETTINGS
from shared.faults import FAULTS_MAX
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part, Whole, YesNo
from shared.methods import AnswerSchema
from shared.table import LINES_MAX

QUARTERS_MAX: Final = 1_000
SOZIALRAEUME_MAX: Final = 1_000
ROWS_MAX: Final = len(HELPS) + 1


def _count() -> Whole:
    return Whole(required=True, allow_none=True)


def _change() -> Whole:
    return Whole(-(2**53) + 1, required=True, allow_none=True)


def _amount(**given: Any) -> Money:
    return Money(required=True, allow_none=True, **given)


class FiguresTold(ma.Schema):
    """The numbers of a row, and what follows from them."""

    opening = _count()
    inflow = _count()
    cases = _count()
    outflow = _count()
    closing = _count()
    expenditure = _amount()
    income = _amount()
    net = _amount(negative=True)
    cost_per_case = _amount()


class ChangeTold(ma.Schema):
    """By how much numbers have changed, where both can be seen."""

    cases = _change()
    closing = _change()
    expenditure = _amount(negative=True)
    income = _amount(negative=True)


class RowTold(FiguresTold):
    """A kind of help, or the total."""

    row = Line(required=True)
    paragraph = ma.fields.String(required=True)
    title = Line(required=True)
    setting = Choice(*SETTINGS, required=True, allow_none=True)
    since_last_quarter = Part(ChangeTold, required=True, allow_none=True)
    since_last_year = Part(ChangeTold, required=True, allow_none=True)
    year_to_date = _amount(negative=True)
    budget = _amount()
    budget_left = _amount(negative=True)


class SettingTold(FiguresTold):
    """All kinds of help that are given in the same form."""

    setting = Choice(*SETTINGS, required=True)


class EditionTold(ma.Schema):
    """One version as it was published."""

    edition = Whole(required=True)
    published_on = Day(required=True)
    due_on = Day(required=True)
    corrected = YesNo(required=True)


class QuarterAnswer(EditionTold):
    """A quarter of a Sozialraum as the team sees it; nothing at all, if it is withheld."""

    sozialraum_id = Identifier(required=True)
    year = Whole(required=True)
    quarter = Whole(required=True)
    newest = YesNo(required=True)
    catalogue = Whole(required=True)
    threshold = Whole(required=True)
    withheld = YesNo(required=True)
    rows = Items(Part(RowTold), most=ROWS_MAX, required=True)
    by_setting = Items(Part(SettingTold), required=True)
    csv = ma.fields.String(required=True, allow_none=True)


class FullQuarterAnswer(QuarterAnswer):
    """A quarter in full, against the bookkeeping, and what the team does not see of it."""

    published_by = Identifier(required=True)
    booked = Money(negative=True, required=True)
    difference = Money(negative=True, required=True)
    difference_explained = ma.fields.String(required=True, allow_none=True)
    reason = ma.fields.String(required=True, allow_none=True)
    opening_explained = ma.fields.String(required=True, allow_none=True)
    hidden_from_team = Items(Line(), most=ROWS_MAX * 7, required=True)


class PreviewRowTold(FiguresTold):
    """A kind of help, or the total."""

    row = Line(required=True)


class PreviewAnswer(ma.Schema):
    """What is recorded and not yet published, and what the team would not see of it."""

    recorded_on = Day(required=True)
    recorded_by = Identifier(required=True)
    net = Money(negative=True, required=True)
    withheld = YesNo(required=True)
    hidden_from_team = Items(Line(), most=ROWS_MAX * 7, required=True)
    rows = Items(Part(PreviewRowTold), most=ROWS_MAX, required=True)


class ListedQuarterTold(ma.Schema):
    """A quarter: until when it was due, when it came, all its versions."""

    year = Whole(required=True)
    quarter = Whole(required=True)
    due_on = Day(required=True)
    published_on = Day(required=True, allow_none=True)
    recorded = YesNo(required=True)
    overdue = YesNo(required=True)
    in_time = YesNo(required=True, allow_none=True)
    stocks_follow = YesNo(required=True)
    editions = Items(Part(EditionTold), most=QUARTERS_MAX, required=True)


class QuartersAnswer(ma.Schema):
    """All quarters since the first one; of so many that were due, so many came in time."""

    quarters = Items(Part(ListedQuarterTold), most=QUARTERS_MAX, required=True)
    due = Whole(required=True)
    in_time = Whole(required=True)


class DistrictRowTold(FiguresTold):
    """A kind of help in all Sozialräume; hidden is whatever is hidden in one of them.

    Changes are null unless the same Sozialräume had published the quarter before.
    """

    row = Line(required=True)
    paragraph = ma.fields.String(required=True)
    title = Line(required=True)
    since_last_quarter = Part(ChangeTold, required=True, allow_none=True)
    since_last_year = Part(ChangeTold, required=True, allow_none=True)


class DistrictQuarterAnswer(ma.Schema):
    """A quarter of the district; `missing`: Sozialräume that have not published it.

    So many `sozialraeume` have, and so many of them by the day on which it was due: `in_time`.
    """

    year = Whole(required=True)
    quarter = Whole(required=True)
    sozialraeume = Whole(required=True)
    in_time = Whole(required=True)
    missing = Items(Line(), most=SOZIALRAEUME_MAX, required=True)
    rows = Items(Part(DistrictRowTold), most=ROWS_MAX, required=True)
    csv = ma.fields.String(required=True, allow_none=True)


class QuarterWritten(AnswerSchema):
    """Something was recorded or published."""

    sozialraum_id = Identifier(required=True)


class PublishedAnswer(QuarterWritten):
    """A version was published; `withheld`: the team sees nothing of it, else not what is hidden."""

    edition = Whole(required=True)
    withheld = YesNo(required=True)
    hidden_from_team = Items(Line(), most=ROWS_MAX * 7, required=True)


class LineFaultTold(ma.Schema):
    """What is wrong with a line."""

    line = Whole(required=True)
    column = ma.fields.String(required=True)
    code = Line(required=True)
    message = Line(most=1_000, required=True)


class PlannedTold(ma.Schema):
    """A quarter of a Sozialraum in a file; one that is not `new` is known as it is."""

    sozialraum_id = Identifier(required=True)
    year = Whole(required=True)
    quarter = Whole(required=True)
    lines = Whole(required=True)
    new = YesNo(required=True)


class CheckQuartersAnswer(ma.Schema):
    """What a file would record, and what is wrong with it, line by line."""

    quarters = Items(Part(PlannedTold), most=LINES_MAX, required=True)
    faults = Items(Part(LineFaultTold), most=FAULTS_MAX, required=True)
    fault_count = Whole(required=True)


class PlannedBudgetTold(ma.Schema):
    """The budget of a year of a Sozialraum in a file; one that is not `new` is known as it is."""

    sozialraum_id = Identifier(required=True)
    year = Whole(required=True)
    lines = Whole(required=True)
    new = YesNo(required=True)


class CheckHelpBudgetsAnswer(ma.Schema):
    """What a file would record, and what is wrong with it, line by line."""

    budgets = Items(Part(PlannedBudgetTold), most=LINES_MAX, required=True)
    faults = Items(Part(LineFaultTold), most=FAULTS_MAX, required=True)
    fault_count = Whole(required=True)


class ImportHelpBudgetsAnswer(AnswerSchema):
    """What a file has recorded."""

    budgets = Items(Part(PlannedBudgetTold), most=LINES_MAX, required=True)


class HelpYearRowTold(FiguresTold):
    """A kind of help, or the total: the year so far, against its budget."""

    row = Line(required=True)
    paragraph = ma.fields.String(required=True)
    title = Line(required=True)
    setting = Choice(*SETTINGS, required=True, allow_none=True)
    budget = _amount()
    budget_left = _amount(negative=True)


class CountedTold(ma.Schema):
    """How many quarters of the year count for a Sozialraum: those published, from the first one on."""

    sozialraum_id = Identifier(required=True)
    name = Line(required=True)
    quarters = Whole(required=True)
    has_budget = YesNo(required=True)


class HelpYearAnswer(ma.Schema):
    """A year as far as it is published: cases and money, and what is left of the budget."""

    year = Whole(required=True)
    sozialraum_id = Identifier(required=True, allow_none=True)
    counted = Items(Part(CountedTold), most=SOZIALRAEUME_MAX, required=True)
    rows = Items(Part(HelpYearRowTold), most=ROWS_MAX, required=True)
    csv = ma.fields.String(required=True, allow_none=True)


class ImportQuartersAnswer(AnswerSchema):
    """What a file has recorded."""

    quarters = Items(Part(PlannedTold), most=LINES_MAX, required=True)
