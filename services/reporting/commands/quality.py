"""What can be asked of indicators, assessments and development goals."""

from dataclasses import dataclass
from datetime import date

from services.reporting.events import (
    AssessedKind,
    GoalFollowUp,
    GroupTookPart,
    QualityIndicator,
)
from shared.documents import Document, DocumentRef


@dataclass(frozen=True, slots=True)
class AdoptCatalogue:
    """Indikatorenkatalog beschließen."""

    valid_from: date
    indicators: tuple[QualityIndicator, ...]
    resolution: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class GivenRating:
    """What somebody says to an indicator; `evidence` are documents that were uploaded before."""

    indicator: str
    value: int | None = None
    text: Document | None = None
    evidence: tuple[DocumentRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessed:
    """What is assessed: a team or a project, about a year or some months after its end."""

    kind: AssessedKind
    sozialraum_id: str
    year: int
    project_id: str = ""
    traeger_id: str = ""
    months_after_end: int = 0
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class AssessQuality:
    """Qualität einschätzen. `asked` are the indicators of `catalogue_version` that apply."""

    subject: Assessed
    ratings: tuple[GivenRating, ...]
    participation: tuple[GroupTookPart, ...] = ()
    assessment_id: str = ""
    catalogue_version: int = 0
    asked: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class AgreeDevelopmentGoal:
    """Entwicklungsziel vereinbaren. `known` are the indicators of the catalogue that holds."""

    sozialraum_id: str
    indicator: str
    target: int
    text: Document
    due_on: date
    project_id: str = ""
    traeger_id: str = ""
    goal_id: str = ""
    known: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpDevelopmentGoal:
    """Entwicklungsziel überprüfen; `due_on` where it goes on."""

    goal_id: str
    outcome: GoalFollowUp
    text: Document
    due_on: date | None = None
    by: str = ""


DevelopmentCommand = AgreeDevelopmentGoal | FollowUpDevelopmentGoal
