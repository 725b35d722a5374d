"""By what quality shows, how teams and projects see themselves, and what they want to do better.

Streams `indicators`, `assessment-<id>`, `development-<id>`. `by` is the random id of the person who
acted. A catalogue and an assessment are never changed: a new version follows.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.documents import DocumentRef

Basis = Literal[
    # the five principles of the concept
    "will",  # Wille und Interesse der Menschen
    "initiative",  # Eigeninitiative und Selbsthilfe vor Betreuung
    "resources",  # Ressourcen der Menschen und des Sozialraums
    "across",  # zielgruppen- und bereichsübergreifend
    "cooperation",  # Kooperation und Vernetzung
    # the aims of the guideline
    "need",  # Bedürfnisorientierung
    "resource-activation",  # Ressourcenaktivierung
    "participation",  # Partizipation
    "prevention",  # Prävention und Intervention
    "activation",  # Aktivierung
    "inclusion",  # Teilhabe
    "lifeworld",  # Lebensweltorientierung
    "self-help",  # Stärkung der Selbsthilfekräfte
    "stigma",  # weniger Stigmatisierung durch niedrigschwellige Angebote
]
EvidenceKind = Literal[
    "document",  # Unterlage
    "figure",  # Zählung
    "survey",  # Befragung
    "conversation",  # Gespräch mit Beteiligten
]
AssessedKind = Literal["team", "project"]
AppliesTo = Literal["team", "project", "both"]
GoalFollowUp = Literal[
    "reached",  # erreicht
    "continued",  # wird weiter verfolgt
    "given-up",  # aufgegeben
]


@dataclass(frozen=True, slots=True)
class QualityIndicator:
    """Qualitätsindikator: a question, what it follows from, and how its answer is shown.

    key        stays the same over versions as long as the question means the same
    long_term  whether a project is asked again after its end
    """

    key: str
    basis: tuple[Basis, ...]
    question: str
    evidence: EvidenceKind
    applies_to: AppliesTo
    long_term: bool


@dataclass(frozen=True, slots=True)
class CatalogueAdopted:
    """Indikatorenkatalog beschlossen: the whole catalogue, numbered, and from which day it holds."""

    catalogue_version: int
    valid_from: date
    indicators: tuple[QualityIndicator, ...]
    resolution: str
    by: str
    adopted_on: date


@dataclass(frozen=True, slots=True)
class Rating:
    """Einschätzung: 0 not at all, 1 in part, 2 mostly, 3 in full; None where it does not apply."""

    indicator: str
    value: int | None
    text: DocumentRef | None
    evidence: tuple[DocumentRef, ...]


@dataclass(frozen=True, slots=True)
class GroupTookPart:
    """Gruppe der Beteiligten: which of those concerned took part, and how many; no names."""

    group: str
    number: int


@dataclass(frozen=True, slots=True)
class QualityAssessed:
    """Qualität eingeschätzt: a team or a project about a year, or a project after its end.

    traeger_id        "" where a team is assessed
    project_id        "" where a team is assessed
    months_after_end  0 for a year; else how long after the end a project was asked again
    assessment_version  counts from 1; a later one takes the place of those before
    """

    assessment_id: str
    kind: AssessedKind
    sozialraum_id: str
    project_id: str
    traeger_id: str
    year: int
    months_after_end: int
    assessment_version: int
    catalogue_version: int
    ratings: tuple[Rating, ...]
    participation: tuple[GroupTookPart, ...]
    by: str
    assessed_on: date


@dataclass(frozen=True, slots=True)
class DevelopmentGoalAgreed:
    """Entwicklungsziel vereinbart: to which value an indicator shall rise until when, and how."""

    goal_id: str
    sozialraum_id: str
    project_id: str
    traeger_id: str
    indicator: str
    target: int
    text: DocumentRef
    due_on: date
    by: str
    agreed_on: date


@dataclass(frozen=True, slots=True)
class DevelopmentGoalFollowedUp:
    """Entwicklungsziel überprüft: what became of it; a goal that goes on has a later day."""

    goal_id: str
    outcome: GoalFollowUp
    text: DocumentRef
    due_on: date
    by: str
    followed_up_on: date
