"""What is told of quality. Means and changes are hundredths of a point: 267 are 2,67."""

from typing import Final, get_args

import marshmallow as ma

from services.reporting.events import AppliesTo, AssessedKind, Basis, EvidenceKind
from services.reporting.project_reports.answers import GroupTold
from services.reporting.quality.development import DevelopmentStanding
from services.reporting.quality.report import OUTCOMES
from shared.fields import Choice, Day, Identifier, Items, Line, Part, Whole, YesNo
from shared.methods import AnswerSchema

LIST_MAX: Final = 100_000


class CatalogueAdoptedAnswer(AnswerSchema):
    """A catalogue was adopted; this is its number."""

    catalogue_version = Whole(required=True)


class AssessedAnswer(AnswerSchema):
    """An assessment was made, or another version of it."""

    assessment_id = Identifier(required=True)
    assessment_version = Whole(required=True)


class DevelopmentGoalAnswer(AnswerSchema):
    """A development goal was agreed or followed up."""

    goal_id = Identifier(required=True)


class IndicatorTold(ma.Schema):
    """An indicator: a question, what it follows from, how its answer is shown, and for whom it is."""

    key = Line(required=True)
    basis = Items(Choice(*get_args(Basis)), required=True)
    question = Line(required=True)
    evidence = Choice(*get_args(EvidenceKind), required=True)
    applies_to = Choice(*get_args(AppliesTo), required=True)
    long_term = YesNo(required=True)


class CatalogueTold(ma.Schema):
    """A catalogue as it was adopted."""

    catalogue_version = Whole(required=True)
    valid_from = Day(required=True)
    adopted_on = Day(required=True)
    adopted_by = Identifier(required=True)
    resolution = Line(required=True)
    indicators = Items(Part(IndicatorTold), required=True)


class SuggestionTold(ma.Schema):
    """A first proposal that comes with the software."""

    title = Line(required=True)
    indicators = Items(Part(IndicatorTold), required=True)


class CatalogueAnswer(ma.Schema):
    """What holds on the day, null if nothing does yet; all versions; and what could be adopted."""

    valid = Part(CatalogueTold, required=True, allow_none=True)
    versions = Items(Part(CatalogueTold), most=LIST_MAX, required=True)
    suggestion = Part(SuggestionTold, required=True)


class RatingTold(ma.Schema):
    """What was said to an indicator; null where it does not apply, or where a text is gone."""

    indicator = Line(required=True)
    value = Whole(required=True, allow_none=True)
    text = ma.fields.String(required=True, allow_none=True)
    evidence = Items(Identifier(), required=True)


class AssessmentVersionTold(ma.Schema):
    """One version of an assessment, as it was made."""

    assessment_version = Whole(required=True)
    catalogue_version = Whole(required=True)
    assessed_on = Day(required=True)
    assessed_by = Identifier(required=True)
    ratings = Items(Part(RatingTold), required=True)
    participation = Items(Part(GroupTold), required=True)


class AssessmentAnswer(ma.Schema):
    """An assessment with all its versions in order; the last one counts."""

    version = Whole(required=True)
    assessment_id = Identifier(required=True)
    kind = Choice(*get_args(AssessedKind), required=True)
    sozialraum_id = Identifier(required=True)
    project_id = Identifier(required=True, allow_none=True)
    year = Whole(required=True)
    months_after_end = Whole(required=True)
    versions = Items(Part(AssessmentVersionTold), most=LIST_MAX, required=True)


class NamedTold(ma.Schema):
    """A project by its title, or a team by its Sozialraum; all of them together have no id."""

    kind = Choice("team", "project", "all", required=True)
    id = Identifier(required=True, allow_none=True)
    title = Line(required=True, allow_none=True)


class MeanTold(ma.Schema):
    """An indicator in a year: how many were rated, their mean, and that of the year before."""

    catalogue_version = Whole(required=True)
    key = Line(required=True)
    question = Line(required=True)
    basis = Items(Choice(*get_args(Basis)), required=True)
    rated = Whole(required=True)
    not_applicable = Whole(required=True)
    mean = Whole(required=True, allow_none=True)
    previous_rated = Whole(required=True)
    previous_mean = Whole(required=True, allow_none=True)
    change = ma.fields.Integer(required=True, allow_none=True)


class BasisTold(ma.Schema):
    """A principle or an aim: the mean of all ratings of its indicators, and how many there are."""

    basis = Choice(*get_args(Basis), required=True)
    rated = Whole(required=True)
    mean = Whole(required=True, allow_none=True)


class AssessmentListed(NamedTold):
    """An assessment of the year, and the mean of its ratings."""

    assessment_id = Identifier(required=True)
    assessment_version = Whole(required=True)
    assessed_on = Day(required=True)
    mean = Whole(required=True, allow_none=True)


class GoalTold(ma.Schema):
    """A development goal: which indicator shall reach what until when, and how it stands."""

    goal_id = Identifier(required=True)
    sozialraum_id = Identifier(required=True)
    project_id = Identifier(required=True, allow_none=True)
    indicator = Line(required=True)
    target = Whole(required=True)
    text = ma.fields.String(required=True, allow_none=True)
    agreed_on = Day(required=True)
    due_on = Day(required=True)
    standing = Choice(*get_args(DevelopmentStanding), required=True)
    followed_up_on = Day(required=True, allow_none=True)
    overdue = YesNo(required=True)


class TookPartTold(NamedTold):
    """Who took part in something."""

    groups = Items(Part(GroupTold), required=True)


class ParticipationTold(ma.Schema):
    """Who of those concerned took part in applications, reports and assessments."""

    application = Items(Part(TookPartTold), most=LIST_MAX, required=True)
    report = Items(Part(TookPartTold), most=LIST_MAX, required=True)
    assessment = Items(Part(TookPartTold), most=LIST_MAX, required=True)


class LastingTold(ma.Schema):
    """An indicator at the end of a project, where the same was asked then, and long after."""

    key = Line(required=True)
    at_end = Whole(required=True, allow_none=True)
    value = Whole(required=True, allow_none=True)


class LongTermTold(NamedTold):
    """What a project was said to have effected, so many months after its end."""

    months_after_end = Whole(required=True)
    assessed_on = Day(required=True)
    comparable = YesNo(required=True)
    indicators = Items(Part(LastingTold), required=True)


class AttainmentTold(ma.Schema):
    """How many goals of projects stand how, by what was said of each last."""

    class Meta:
        """One count for each outcome."""

        include = {it: Whole(required=True) for it in OUTCOMES}  # noqa: RUF012 - marshmallow's form


class QualityReportAnswer(ma.Schema):
    """The quality of a year. `comparable`: the year before was assessed by the same catalogue."""

    year = Whole(required=True)
    is_aggregated = YesNo(required=True)
    catalogue_versions = Items(Whole(), required=True)
    comparable = YesNo(required=True)
    indicators = Items(Part(MeanTold), most=LIST_MAX, required=True)
    bases = Items(Part(BasisTold), required=True)
    assessments = Items(Part(AssessmentListed), most=LIST_MAX, required=True)
    missing = Items(Part(NamedTold), most=LIST_MAX, required=True)
    development_goals = Items(Part(GoalTold), most=LIST_MAX, required=True)
    participation = Part(ParticipationTold, required=True)
    goal_attainment = Part(AttainmentTold, required=True)
    long_term = Items(Part(LongTermTold), most=LIST_MAX, required=True)


class FollowUpTold(ma.Schema):
    """A project that is over, and from when on it is to be asked again; overdue after a month."""

    project_id = Identifier(required=True)
    number = Line(required=True)
    title = Line(required=True)
    ended_on = Day(required=True)
    months_after_end = Whole(required=True)
    due_on = Day(required=True)
    overdue = YesNo(required=True)


class FollowUpsAnswer(ma.Schema):
    """What is to be asked again, the longest due first."""

    follow_ups = Items(Part(FollowUpTold), most=LIST_MAX, required=True)
