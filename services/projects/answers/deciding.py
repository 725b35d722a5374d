"""What is told to who decides."""

from typing import get_args

import marshmallow as ma

from services.projects import events
from services.projects.answers.parts import LIST_MAX
from services.projects.deciding import Name
from services.projects.master_data.agreements import State, Subject
from services.projects.standing import Status
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part, Text, Whole, YesNo
from shared.guideline.answers import QuoteSchema, YearAmountSchema
from shared.methods import OpenSchema


class OpenApplicationSchema(ma.Schema):
    """An application that waits for its decision, and what the checks of it came to."""

    project_id = Identifier(required=True)
    number = Line(required=True)
    title = Line(required=True)
    sozialraum_id = Identifier(required=True)
    traeger_id = Identifier(required=True)
    status = Choice(*get_args(Status), required=True)
    priority = Whole(required=True, allow_none=True)
    reason_code = Choice(*get_args(events.PostponementCode), required=True, allow_none=True)
    content = Choice(*get_args(events.CheckResult), required=True, allow_none=True)
    arithmetic = Choice(*get_args(events.CheckResult), required=True, allow_none=True)
    is_biased = YesNo(required=True)
    applied_on = Day(required=True)
    first_year = Whole(required=True)
    last_year = Whole(required=True)


class OpenApplicationsAnswer(ma.Schema):
    """Open applications in the order of the waiting list, then by age."""

    applications = Items(Part(OpenApplicationSchema), most=LIST_MAX, required=True)


class OtherProjectSchema(ma.Schema):
    """Another project of the same Träger; `overlaps` if both run on the same day."""

    project_id = Identifier(required=True)
    number = Line(required=True)
    title = Line(required=True)
    status = Choice(*get_args(Status), required=True)
    sozialraum_id = Identifier(required=True)
    start = Day(required=True)
    end = Day(required=True)
    overlaps = YesNo(required=True)
    grant = Items(Part(YearAmountSchema), required=True)


class FiguresSchema(ma.Schema):
    """What is free, reserved, bound, paid and applied for in a year."""

    frei = Money(negative=True, required=True)
    reserviert = Money(required=True)
    festgelegt = Money(required=True)
    ausgezahlt = Money(required=True)
    requested = Money(required=True)


class RefusalSchema(ma.Schema):
    """Why something would be refused now."""

    code = Line(required=True)
    title = Line(required=True)
    detail = Text(required=True)


class BudgetYearSchema(ma.Schema):
    """What an approval would do to a year: as it is and as it would be."""

    year = Whole(required=True)
    amount = Money(negative=True, required=True)
    council_resolved = YesNo(required=True)
    before = Part(FiguresSchema, required=True)
    after = Part(FiguresSchema, required=True)
    missing = Money(required=True)
    refused = Part(RefusalSchema, required=True, allow_none=True)


class DefinitionSchema(ma.Schema):
    """What a figure says, and how it comes about."""

    text = Text(required=True)
    formula = Text(required=True)


class BudgetSchema(ma.Schema):
    """What an approval would do to the years; those under reservation have no council budget."""

    years = Items(Part(BudgetYearSchema), required=True)
    under_reservation = Items(Whole(), required=True)
    definitions = ma.fields.Dict(
        keys=ma.fields.String(), values=Part(DefinitionSchema), required=True
    )


class ProspectSchema(ma.Schema):
    """Whether one decision could be taken now, and all that stands in its way."""

    decision = Choice(*get_args(Name), required=True)
    possible = YesNo(required=True)
    in_the_way = Items(Part(RefusalSchema), required=True)


class RecordedEmployeesSchema(ma.Schema):
    """What is recorded of the Träger's size, as of the day for which the application states it."""

    hundredths = Whole(required=True)
    on = Day(required=True)
    has_evidence = YesNo(required=True)
    differs = YesNo(required=True)


class StandingSchema(ma.Schema):
    """What is missing or over among the recognition and the agreements of a Träger. A flag, no bar.

    subject  the recognition (§ 75 SGB VIII), the agreement about certificates of good conduct
             (§ 72a), or the one about the protection of children (§ 8a)
    state    nobody has recorded it, it begins later, it is over, or it ends before the project does
    since    its first day
    until    its last day
    """

    subject = Choice(*get_args(Subject), required=True)
    state = Choice(*get_args(State), required=True)
    since = Day(required=True, allow_none=True)
    until = Day(required=True, allow_none=True)
    detail = Text(required=True)


class CheckSchema(OpenSchema):
    """A check as it was recorded; a former version's counts no more."""

    result = Choice(*get_args(events.CheckResult), required=True)
    application_version = Whole(required=True)
    is_current = YesNo(required=True)


class DecisionAnswer(ma.Schema):
    """All that a decision needs. Texts are told word for word; one that is deleted is null.

    waits_before   file numbers that an approval would overtake on the waiting list
    reason_needed  why an approval would be: as proposed, or a deviation that needs words
    recorded_employees  the size recorded of the Träger, counted as the application counts; null
                        where none is
    traeger_flags       what of its recognition and its agreements is missing or over; bars nothing
    """

    version = Whole(required=True)
    project_id = Identifier(required=True)
    status = Choice(*get_args(Status), required=True)
    priority = Whole(required=True, allow_none=True)
    is_biased = YesNo(required=True)
    number = Line(required=True)
    sozialraum_id = Identifier(required=True)
    team_id = Identifier(required=True)
    traeger_id = Identifier(required=True)
    applied_on = Day(required=True)
    application_version = Whole(required=True)
    application = Part(OpenSchema, required=True)
    recorded_employees = Part(RecordedEmployeesSchema, required=True, allow_none=True)
    traeger_flags = Items(Part(StandingSchema), required=True)
    co_signed = Part(OpenSchema, required=True, allow_none=True)
    content_check = Part(CheckSchema, required=True, allow_none=True)
    arithmetic_check = Part(CheckSchema, required=True, allow_none=True)
    decided = Part(OpenSchema, required=True, allow_none=True)
    conflicts = Items(Part(RefusalSchema), required=True)
    waits_before = Items(Line(), required=True)
    reason_needed = Choice(*get_args(events.ApprovalCode), required=True)
    calculation = Part(QuoteSchema, required=True, allow_none=True)
    budget = Part(BudgetSchema, required=True, allow_none=True)
    same_traeger = Items(Part(OtherProjectSchema), required=True)
    waiting_list = Items(Part(OpenApplicationSchema), most=LIST_MAX, required=True)
    decisions = Items(Part(ProspectSchema), required=True)
