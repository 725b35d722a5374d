"""What is told of a year of the district."""

from typing import get_args

import marshmallow as ma

from services.reporting.district.report import GOAL_STATES
from services.reporting.events import DutyKind
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part, Whole, YesNo

LIST_MAX = 100_000
SOURCES = ("budget", "supplementary", "ceiling", "clause", "carry_in", "transfer_in", "refill")
USES = (
    *("reserviert", "festgelegt", "ausgezahlt", "verfallen", "vereinnahmt"),
    *("carry_out", "transfer_out"),
)

AccountsTold = ma.Schema.from_dict(
    {name: Money(negative=True, required=True) for name in (*SOURCES, "frei", *USES)},
    name="DistrictAccounts",
)
GoalsTold = ma.Schema.from_dict(
    {name: Whole(required=True) for name in GOAL_STATES}, name="DistrictGoals"
)


class YearBudgetTold(ma.Schema):
    """The accounts of the year, as funding has them."""

    council_resolved = YesNo(required=True)
    closed = YesNo(required=True)
    resolved = Money(negative=True, required=True)
    position = Money(negative=True, required=True)
    over_committed = Money(required=True)
    unfunded = Money(required=True)
    accounts = Part(AccountsTold, required=True)


class FiguresTold(ma.Schema):
    """What a year comes to: for a project, or in all."""

    committed = Money(required=True)
    bound = Money(required=True)
    paid = Money(required=True)
    carried_in = Money(required=True)
    carried_out = Money(required=True)
    repaid = Money(required=True)
    claimed = Money(required=True)
    received = Money(required=True)
    open = Money(required=True)
    waived = Money(required=True)
    interest = Money(required=True)
    interest_received = Money(required=True)
    interest_open = Money(required=True)
    interest_waived = Money(required=True)
    goals = Part(GoalsTold, required=True)


class SumsTold(FiguresTold):
    """The sums over so many projects."""

    projects = Whole(required=True)


class SozialraumTold(SumsTold):
    """The sums of one Sozialraum."""

    sozialraum_id = Identifier(required=True, allow_none=True)
    sozialraum_name = Line(required=True, allow_none=True)


class TraegerTold(SumsTold):
    """The sums of one Träger."""

    traeger_id = Identifier(required=True, allow_none=True)
    traeger_name = Line(required=True, allow_none=True)


class DistrictProjectTold(FiguresTold):
    """A project of the year; of one that is not heard of yet only the money is known."""

    project_id = Identifier(required=True)
    number = Line(required=True, allow_none=True)
    title = Line(required=True, allow_none=True)
    sozialraum_id = Identifier(required=True, allow_none=True)
    sozialraum_name = Line(required=True, allow_none=True)
    traeger_id = Identifier(required=True, allow_none=True)
    traeger_name = Line(required=True, allow_none=True)
    status = Line(required=True, allow_none=True)


class OverdueTold(ma.Schema):
    """What is overdue on the day of the question; without a project it is the house's own duty.

    `title`: of the project, or the name of the Sozialraum that has no figures of the WJH.
    """

    project_id = Identifier(required=True, allow_none=True)
    number = Line(required=True, allow_none=True)
    title = Line(required=True, allow_none=True)
    kind = Choice(*get_args(DutyKind), required=True)
    year = Whole(required=True)
    quarter = Whole(required=True, allow_none=True)
    due_on = Day(required=True)


class MeaningTold(ma.Schema):
    """What a figure says, and how it comes about."""

    text = Line(most=LIST_MAX, required=True)
    formula = Line(most=LIST_MAX, required=True)


class DistrictReportAnswer(ma.Schema):
    """A year of the district; `csv` is the file with one line for each project."""

    year = Whole(required=True)
    edition = Line(required=True)
    made_on = Day(required=True)
    budget = Part(YearBudgetTold, required=True)
    totals = Part(SumsTold, required=True)
    by_sozialraum = Items(Part(SozialraumTold), most=LIST_MAX, required=True)
    by_traeger = Items(Part(TraegerTold), most=LIST_MAX, required=True)
    projects = Items(Part(DistrictProjectTold), most=LIST_MAX, required=True)
    overdue = Items(Part(OverdueTold), most=LIST_MAX, required=True)
    definitions = ma.fields.Dict(keys=ma.fields.String(), values=Part(MeaningTold), required=True)
    csv = ma.fields.String(required=True)


class DistrictPageAnswer(ma.Schema):
    """The same as a page to be printed."""

    year = Whole(required=True)
    html = ma.fields.String(required=True)
