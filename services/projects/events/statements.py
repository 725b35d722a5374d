"""What an application says besides need, goals, target group, measures, period and money."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.documents import DocumentRef

AimName = Literal["prevention", "activation", "inclusion", "lifeworld"]
# Prävention und Intervention, Aktivierung, Teilhabe, Lebensweltorientierung
AccessKind = Literal["open", "registration", "referral"]
# offen, mit Anmeldung, durch Vermittlung


@dataclass(frozen=True, slots=True)
class ParticipationGroup:
    """Beteiligte Gruppe: which of those concerned took part, and how many."""

    group: str
    number: int


@dataclass(frozen=True, slots=True)
class Participation:
    """Beteiligung: how those concerned took part in planning the project."""

    text: DocumentRef
    groups: tuple[ParticipationGroup, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """Ziel des Konzepts: which of its four aims the project serves, and how."""

    aim: AimName
    how: DocumentRef


@dataclass(frozen=True, slots=True)
class Access:
    """Zugang: how young people and families come to the project; a reason where not openly."""

    kind: AccessKind
    reason: DocumentRef | None


@dataclass(frozen=True, slots=True)
class TeamResolution:
    """Beschluss des Sozialraumteams: who was there, and who did not vote for bias; ids of persons."""

    on: date
    present: tuple[str, ...]
    abstained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Declarations:
    """Erklärungen: what the applicants affirm, other funding they seek, deduction of input tax."""

    not_begun: bool
    no_individual_help: bool
    complete_and_true: bool
    subsidy_relevant: bool
    other_funding: DocumentRef | None
    vat_deduction: bool


@dataclass(frozen=True, slots=True)
class Statements:
    """Weitere Angaben: all of an application that events of the first form did not hold.

    place      where the project happens
    partners   who takes part besides the Träger
    resources  offers and contacts of the network that the project uses
    """

    existing_offers: DocumentRef
    participation: Participation
    aims: tuple[Aim, ...]
    access: Access
    place: str
    partners: tuple[str, ...]
    resources: tuple[str, ...]
    sustainability: DocumentRef
    team_resolution: TeamResolution
    declarations: Declarations
