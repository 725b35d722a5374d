"""The forms of the office's policy, and of sums that are asked for before anything is applied for."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, get_args

import marshmallow as ma

from services.funding import commands
from services.funding.events import OfficeRules, PolicyCode
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
    YesNo,
)
from shared.guideline import (
    ANNOUNCED_DAYS_MIN,
    SMALLEST_SHOWN_MIN,
    BaseRate,
    FinalityRules,
    FinancingType,
    FlatRate,
    FlatRateBase,
    FutureYears,
    Headcount,
    HeadcountMethod,
    Incomplete,
    Model,
    PaymentRhythm,
    QuarterRules,
    RecoveryRefills,
    SettledOwnShare,
    SettlementRules,
    half_year,
    whole_employees,
)
from shared.guideline.forms import (
    GRADE_MAX,
    KIND_MAX,
    YEARS_MAX,
    HeadcountSchema,
    InKindSchema,
    PlanYearSchema,
)
from shared.unfinished import UnfinishedSchema

GRADES_MAX: Final = 1_000
HUNDRED_PERCENT: Final = 10_000  # In hundredths of a percent.
COMPLETION_DAYS_MAX: Final = 365
TERM_DAYS_MAX: Final = 365
USE_MONTHS_MAX: Final = 12
SMALLEST_SHOWN_MAX: Final = 20  # Above it, little of an ordinary Sozialraum could be read.
QUARTER_DAYS_MAX: Final = 90  # Then the next quarter is over.
ONBOARDING_MONTHS_MAX: Final = 12
ANNOUNCED_DAYS_MAX: Final = 31
APPEAL_MONTHS_MAX: Final = 12
BASE_RATES_MAX: Final = 200
BASE_RATE_MIN: Final = -499  # With what is added to it, interest is never below zero.


class FlatRateSchema(Form):
    """A flat rate: hundredths of a percent of personnel costs, or an amount for each unit."""

    kind = Line(KIND_MAX, required=True)
    base = Choice(*get_args(FlatRateBase), required=True)
    percent_hundredths = Whole(0, HUNDRED_PERCENT)
    amount = Money()
    covers = Items(Line(KIND_MAX), load_default=())

    @ma.validates_schema
    def rate_fits_its_base(self, data: Json, **_: Any) -> None:
        """A percentage for personnel costs, an amount for all else, and nothing in both."""
        wanted, other = ("percent_hundredths", "amount")
        if data["base"] != "personnel-percent":
            wanted, other = other, wanted
        if wanted not in data:
            raise ma.ValidationError({wanted: [said("missing", "Diese Angabe fehlt.")]})
        if other in data:
            raise ma.ValidationError({other: [_NOT_BOTH]})

    def made(self, data: Json) -> FlatRate:
        """The rate is a whole number in the unit of its base."""
        rate = data["percent_hundredths"] if "percent_hundredths" in data else data["amount"]
        return FlatRate(data["kind"], data["base"], rate, data["covers"])


_NOT_BOTH: Final = said(
    "not-allowed", "Ein Hundertsatz gilt nur für Personalkosten, ein Betrag nur für alles andere."
)


class SalarySchema(Form):
    """What a comparable post of the city costs its employer in a year."""

    grade = Line(GRADE_MAX, required=True)
    yearly_cost = Money(required=True)


class SettlementRulesSchema(Form):
    """How the office settles, and claims back."""

    own_share = Choice(*get_args(SettledOwnShare), required=True)
    bagatelle = Money(required=True)
    cap_total_at_plan = YesNo(required=True)
    recovery_refills = Choice(*get_args(RecoveryRefills), required=True)
    hearing_days = Whole(1, TERM_DAYS_MAX, required=True)
    due_days = Whole(1, TERM_DAYS_MAX, required=True)
    use_months = Whole(1, USE_MONTHS_MAX, load_default=SettlementRules().use_months)

    def made(self, data: Json) -> SettlementRules:
        """Inside, cents say so in their name."""
        return SettlementRules(bagatelle_ct=data.pop("bagatelle"), **data)


class BaseRateSchema(Form):
    """The Basiszinssatz of a half-year, in hundredths of a percent."""

    makes = BaseRate

    valid_from = Day(required=True)
    hundredths = Whole(BASE_RATE_MIN, HUNDRED_PERCENT, required=True)

    @ma.validates("valid_from")
    def begins_with_a_half_year(self, value: date, **_: Any) -> None:
        """It changes on 1 January and 1 July, and on no other day (§ 247 BGB)."""
        if value != half_year(value):
            text = "Der Basiszinssatz ändert sich nur zum 1. Januar und zum 1. Juli."
            raise ma.ValidationError([said("no-half-year", text)])


class QuarterRulesSchema(Form):
    """How quarterly figures of the WJH are published."""

    makes = QuarterRules

    smallest_shown = Whole(SMALLEST_SHOWN_MIN, SMALLEST_SHOWN_MAX, required=True)
    due_days = Whole(1, QUARTER_DAYS_MAX, required=True)


class FinalityRulesSchema(Form):
    """When a posted notice is final: never earlier than by law."""

    makes = FinalityRules

    announced_days = Whole(ANNOUNCED_DAYS_MIN, ANNOUNCED_DAYS_MAX, required=True)
    appeal_months = Whole(1, APPEAL_MONTHS_MAX, required=True)


class RulesSchema(Form):
    """All that the office fixes, each value named: nothing is left to a default unseen."""

    volunteer_hour = Money(required=True)
    in_kind_cap_percent = Whole(0, 100, required=True, allow_none=True)
    flat_rates = Items(Part(FlatRateSchema), required=True)
    salaries = Items(Part(SalarySchema), 0, GRADES_MAX, required=True)
    future_years = Choice(*get_args(FutureYears), required=True)
    headcount_method = Choice(*get_args(HeadcountMethod), required=True)
    early_start = YesNo(required=True)
    individual_help_gate = YesNo(required=True)
    completion_days = Whole(1, COMPLETION_DAYS_MAX, required=True)
    model = Choice(*get_args(Model), required=True)
    payment_rhythm = Choice(*get_args(PaymentRhythm), required=True)
    settlement = Part(SettlementRulesSchema, required=True)
    base_rates = Items(Part(BaseRateSchema), 0, BASE_RATES_MAX, required=True)
    quarters = Part(QuarterRulesSchema, required=True)
    onboarding_months = Whole(1, ONBOARDING_MONTHS_MAX, required=True)
    finality = Part(FinalityRulesSchema, required=True)
    certified_statements = YesNo(required=True)

    @ma.validates_schema
    def each_stands_once(self, data: Json, **_: Any) -> None:
        """Two rates of one kind or day, or two costs of one grade, would leave open which holds."""
        kinds = [it.kind for it in data["flat_rates"]]
        grades = [it["grade"] for it in data["salaries"]]
        _check_once("flat_rates", "kind", kinds)
        _check_once("salaries", "grade", grades)
        days = [it.valid_from for it in data["base_rates"]]
        _check_once("base_rates", "valid_from", days)

    def made(self, data: Json) -> OfficeRules:
        """Rates by kind, costs by grade, in order: the same rules are the same fact."""
        rates = sorted(data.pop("flat_rates"), key=lambda it: it.kind)
        salaries = sorted(data.pop("salaries"), key=lambda it: it["grade"])
        return OfficeRules(
            volunteer_hour_ct=data.pop("volunteer_hour"),
            flat_rates={it.kind: it for it in rates},
            salaries_ct={it["grade"]: it["yearly_cost"] for it in salaries},
            base_rates=tuple(sorted(data.pop("base_rates"), key=lambda it: it.valid_from)),
            **data,
        )


def _check_once(field: str, name: str, values: Sequence[object]) -> None:
    twice = {
        index: {name: [said(f"{name}-twice", "Diese Angabe steht schon da.")]}
        for index, value in enumerate(values)
        if value in values[:index]
    }
    if twice:
        raise ma.ValidationError({field: twice})


class ProposePolicySchema(CommandSchema):
    """The form of `ProposePolicy`."""

    makes = commands.ProposePolicy

    valid_from = Day(required=True)
    rules = Part(RulesSchema, required=True)
    reason_code = Choice(*get_args(PolicyCode), required=True)
    reason = Text(required=True)


class AdoptPolicySchema(CommandSchema):
    """The form of `AdoptPolicy`."""

    makes = commands.AdoptPolicy

    proposal_id = Identifier(required=True)


class PolicyOnSchema(QuerySchema):
    """A day; today if none is named."""

    on = Day()


class AskedHeadcountSchema(HeadcountSchema):
    """The size of a Träger; the day it was counted on makes no difference to the sum."""

    on = Day()

    def made(self, data: Json) -> Any:
        """Only the number counts."""
        data.pop("on", None)
        return super().made(data)


class QuoteSchema(UnfinishedSchema):
    """What a form of an application says about money so far; all else in it is passed over."""

    plan = Items(Part(PlanYearSchema), 0, YEARS_MAX, load_default=None, allow_none=True)
    employees = Part(AskedHeadcountSchema, load_default=None, allow_none=True)
    own_cash = Money(load_default=None, allow_none=True)
    in_kind = Items(Part(InKindSchema), load_default=(), allow_none=True)
    financing_type = Choice(*get_args(FinancingType), load_default=None, allow_none=True)
    full_funding_reason = Text(load_default=None, allow_none=True)
    requested = Money(load_default=None, allow_none=True)

    @ma.validates_schema
    def years_stand_once(self, data: Json, **_: Any) -> None:
        """Of two plans for one year nobody could say which one counts."""
        years = [year for year, _ in data["plan"] or ()]
        if len(years) != len(set(years)):
            raise ma.ValidationError({"plan": [said("year-twice", "Ein Jahr steht doppelt da.")]})

    def made(self, data: Json) -> tuple[Incomplete, Headcount | None]:
        """Return what is asked of the guideline, and how employees were counted."""
        head = data["employees"]
        asked = Incomplete(
            plan=None if data["plan"] is None else dict(data["plan"]),
            employees=None if head is None else whole_employees(head.hundredths),
            own_cash_ct=data["own_cash"],
            in_kind=data["in_kind"] or (),
            type=data["financing_type"] or "gap",
            full_funding_reason_given=data["full_funding_reason"] is not None,
            requested_ct=data["requested"],
        )
        return asked, head
