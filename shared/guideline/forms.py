"""The forms of a financing plan, for every service that is told one."""

from typing import Any, Final, get_args

import marshmallow as ma

from shared.canonical import Json
from shared.faults import said
from shared.fields import FIRST_DAY, LAST_DAY
from shared.form import Asked, Choice, CommandSchema, Form, Items, Line, Money, Part, Whole, YesNo
from shared.guideline.case_filter import CONFIRMED
from shared.guideline.plan import (
    FlatRateUse,
    Headcount,
    InKind,
    InKindKind,
    Post,
    ThirdParty,
    ThirdPartyKind,
    YearPlan,
)
from shared.guideline.policy import HeadcountMethod

GRADE_MAX: Final = 40  # Characters.
KIND_MAX: Final = 60
POSTS_MAX: Final = 50
QUANTITY_MAX: Final = 10_000_000
MINUTES_MAX: Final = 60_000_000  # A million hours.
EMPLOYEES_MAX: Final = 1_000_000
YEARS_MAX: Final = 50  # Far more than any term allowed; a plan of more is no plan.


class CaseFreeSchema(CommandSchema):
    """The form of a command whose texts hold no data of clients; who has looked may confirm it.

    The words are looked at by `case_filter.check_body`, when it is known who asks.
    """

    confirm_no_case_data = YesNo(load_default=False)

    @ma.post_load
    def build(self, data: Json, **_: Any) -> Asked:
        """That somebody has looked changes nothing in what is asked for."""
        data.pop(CONFIRMED)
        asked: Asked = super().build(data)
        return asked


class PostSchema(Form):
    """A post: its part of a full one, its months in the year, its cost in a full year."""

    function = Line(required=True)
    qualification = Line(required=True)
    grade = Line(GRADE_MAX, load_default=None, allow_none=True)
    fte_percent = Whole(1, 100, required=True)
    months = Whole(1, 12, required=True)
    yearly_cost = Money(required=True)

    def made(self, data: Json) -> Any:
        """Amounts are cents inside."""
        return Post(yearly_cost_ct=data.pop("yearly_cost"), **data)


class FlatRateUseSchema(Form):
    """A flat rate in use: hundredths of FTE months, participant days or events; none for a percentage."""

    makes = FlatRateUse

    kind = Line(KIND_MAX, required=True)
    quantity = Whole(0, QUANTITY_MAX, load_default=0)


class ThirdPartySchema(Form):
    """Money of others, and whether it is certain."""

    source = Line(required=True)
    kind = Choice(*get_args(ThirdPartyKind), required=True)
    amount = Money(required=True)
    granted = YesNo(required=True)

    def made(self, data: Json) -> Any:
        """Amounts are cents inside."""
        return ThirdParty(amount_ct=data.pop("amount"), **data)


class InKindSchema(Form):
    """An in-kind contribution: minutes of volunteering, a value for all else."""

    kind = Choice(*get_args(InKindKind), required=True)
    text = Line(required=True)
    minutes = Whole(1, MINUTES_MAX)
    value = Money()

    @ma.validates_schema
    def minutes_or_value(self, data: Json, **_: Any) -> None:
        """Unpaid work is counted in minutes, all else in euros, and nothing in both."""
        wanted, other = (
            ("minutes", "value") if data["kind"] == "volunteering" else ("value", "minutes")
        )
        if wanted not in data:
            raise ma.ValidationError({wanted: [said("missing", "Diese Angabe fehlt.")]})
        if other in data:
            raise ma.ValidationError({other: [_NOT_BOTH]})

    def made(self, data: Json) -> Any:
        """Amounts are cents inside."""
        return InKind(data["kind"], data["text"], data.get("minutes"), data.get("value"))


_NOT_BOTH: Final = said(
    "not-allowed", "Ehrenamt zählt in Minuten, alles andere in Euro; beides zugleich geht nicht."
)


class PlanYearSchema(Form):
    """One year of the plan."""

    year = Whole(FIRST_DAY.year, LAST_DAY.year, required=True)
    posts = Items(Part(PostSchema), 0, POSTS_MAX, load_default=())
    flat_rates = Items(Part(FlatRateUseSchema), load_default=())
    third_party = Items(Part(ThirdPartySchema), load_default=())

    def made(self, data: Json) -> Any:
        """Return the year, and what is planned for it."""
        return data.pop("year"), YearPlan(**data)


class HeadcountSchema(Form):
    """The size of a Träger: heads in `count`, or full-time equivalents in `hundredths` of one."""

    method = Choice(*get_args(HeadcountMethod), required=True)
    count = Whole(0, EMPLOYEES_MAX)
    hundredths = Whole(0, EMPLOYEES_MAX * 100)

    @ma.validates_schema
    def count_or_hundredths(self, data: Json, **_: Any) -> None:
        """Heads are whole; full-time equivalents need not be."""
        wanted, other = ("count", "hundredths")
        if data["method"] == "fte":
            wanted, other = other, wanted
        if wanted not in data:
            raise ma.ValidationError({wanted: [said("missing", "Diese Angabe fehlt.")]})
        if other in data:
            raise ma.ValidationError({other: [_HEADS_OR_FTE]})

    def made(self, data: Json) -> Any:
        """Both are hundredths inside."""
        hundredths = data.pop("hundredths", None)
        count = data.pop("count", None)
        return Headcount(data["method"], count * 100 if hundredths is None else hundredths)


_HEADS_OR_FTE: Final = said(
    "not-allowed",
    "Köpfe stehen in count, Vollzeitäquivalente in hundredths; beides zugleich geht nicht.",
)
