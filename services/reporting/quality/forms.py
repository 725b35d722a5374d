"""The forms in which strangers send what concerns quality."""

from typing import Any, Final, get_args

from services.reporting import commands
from services.reporting.events import (
    AppliesTo,
    Basis,
    EvidenceKind,
    GoalFollowUp,
    QualityIndicator,
)
from services.reporting.project_reports.forms import GROUPS_MAX, GroupSchema
from services.reporting.quality.assessment import MONTHS_AFTER_END, VALUE_MAX
from services.reporting.quality.refusals import one_subject
from shared.canonical import Json
from shared.fields import LAST_DAY
from shared.form import (
    Choice,
    CommandSchema,
    Day,
    Form,
    Identifier,
    Items,
    Line,
    Part,
    QuerySchema,
    Text,
    Whole,
    YesNo,
)
from shared.guideline.forms import CaseFreeSchema

FIRST_YEAR: Final = 1990
KEY_MAX: Final = 60
QUESTION_MAX: Final = 300


class IndicatorSchema(Form):
    """A question, what it follows from, and how its answer is shown."""

    makes = QualityIndicator

    key = Line(KEY_MAX, required=True)
    basis = Items(Choice(*get_args(Basis)), least=1, most=len(get_args(Basis)), required=True)
    question = Line(QUESTION_MAX, required=True)
    evidence = Choice(*get_args(EvidenceKind), required=True)
    applies_to = Choice(*get_args(AppliesTo), required=True)
    long_term = YesNo(load_default=False)


class AdoptCatalogueSchema(CommandSchema):
    """A whole catalogue, from when it holds, and by which resolution."""

    makes = commands.AdoptCatalogue

    valid_from = Day(required=True)
    indicators = Items(Part(IndicatorSchema), least=1, required=True)
    resolution = Line(required=True)


class RatingSchema(Form):
    """A value from 0 to 3, null where it does not apply; in words and by documents."""

    indicator = Line(KEY_MAX, required=True)
    value = Whole(0, VALUE_MAX, load_default=None, allow_none=True)
    text = Text(load_default=None, allow_none=True)
    evidence = Items(Identifier(), load_default=(), dump_default=())


class AssessQualitySchema(CaseFreeSchema):
    """A project or, by its Sozialraum, a team; each indicator once; who of those concerned took part.

    months_after_end  where a project is asked again after its end; the year is then that of today
    """

    project_id = Identifier(load_default=None, allow_none=True)
    sozialraum_id = Identifier(load_default=None, allow_none=True)
    year = Whole(FIRST_YEAR, LAST_DAY.year, required=True)
    months_after_end = Whole(0, max(MONTHS_AFTER_END), load_default=0)
    ratings = Items(Part(RatingSchema), least=1, required=True)
    participation = Items(Part(GroupSchema), most=GROUPS_MAX, load_default=(), dump_default=())

    def made(self, data: Json) -> Json:
        """Whose assessment it is, is looked up with the project."""
        return data


class AgreeDevelopmentGoalSchema(CaseFreeSchema):
    """For a project or, by its Sozialraum, for a team: an indicator, its value to be, and how."""

    project_id = Identifier(load_default=None, allow_none=True)
    sozialraum_id = Identifier(load_default=None, allow_none=True)
    indicator = Line(KEY_MAX, required=True)
    target = Whole(1, VALUE_MAX, required=True)
    text = Text(required=True)
    due_on = Day(required=True)

    def made(self, data: Json) -> Json:
        """Whose goal it is, is looked up with the project."""
        return data


class FollowUpDevelopmentGoalSchema(CaseFreeSchema):
    """What became of a goal; until when it goes on, if it does."""

    makes = commands.FollowUpDevelopmentGoal

    goal_id = Identifier(required=True)
    outcome = Choice(*get_args(GoalFollowUp), required=True)
    text = Text(required=True)
    due_on = Day(load_default=None, allow_none=True)


class CatalogueOnSchema(QuerySchema):
    """The day on which the catalogue holds; today, if it is not said."""

    on = Day(load_default=None, allow_none=True)


class AssessmentIdSchema(QuerySchema):
    """One assessment."""

    assessment_id = Identifier(required=True)


class QualityReportSchema(QuerySchema):
    """A year; for one project, one Sozialraum, or the whole district where neither is named."""

    year = Whole(FIRST_YEAR, LAST_DAY.year, required=True)
    project_id = Identifier(load_default=None, allow_none=True)
    sozialraum_id = Identifier(load_default=None, allow_none=True)
    after = Identifier(load_default=None, allow_none=True)


class AfterSchema(QuerySchema):
    """`after`: an event to be shown."""

    after = Identifier(load_default=None, allow_none=True)


def subject_named(asked: Any) -> None:
    """Raise Refused `one-subject` unless exactly one of project and Sozialraum is named."""
    if (asked["project_id"] is None) == (asked["sozialraum_id"] is None):
        raise one_subject()
