"""What an application says besides need, goals, target group, measures, period and money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.projects.events.statements import AccessKind, AimName, ParticipationGroup
from shared.documents import Document


@dataclass(frozen=True, slots=True)
class PlannedParticipation:
    """How those concerned took part, and who."""

    text: Document
    groups: Sequence[ParticipationGroup]


@dataclass(frozen=True, slots=True)
class PlannedAim:
    """An aim of the concept, and how the project serves it."""

    aim: AimName
    how: Document


@dataclass(frozen=True, slots=True)
class PlannedAccess:
    """How people come to the project."""

    kind: AccessKind
    reason: Document | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """The resolution of the team: persons by their ids."""

    on: date
    present: Sequence[str]
    abstained: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Declared:
    """What the applicants declare; what everybody must affirm has been."""

    no_individual_help: bool
    other_funding: Document | None
    vat_deduction: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """All further statements of an application."""

    existing_offers: Document
    participation: PlannedParticipation
    aims: Sequence[PlannedAim]
    access: PlannedAccess
    place: str
    partners: Sequence[str]
    team_resolution: Resolved
    declared: Declared
    sustainability: Document
    resources: Sequence[str] = ()

    @property
    def texts(self) -> tuple[Document, ...]:
        """Return the texts that are kept beside the log."""
        perhaps = (self.access.reason, self.declared.other_funding)
        return (
            self.existing_offers,
            self.participation.text,
            self.sustainability,
            *(aim.how for aim in self.aims),
            *(text for text in perhaps if text is not None),
        )
