"""What can be asked about persons, teams and deputies. Personal data go to the vault, not on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.projects.events import DelegationCode, PersonalDatum, TeamPart
from shared.documents import Document


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """Person erfassen. `personal` are name, e-mail, phone: text by name of the datum."""

    function: str
    personal: Mapping[str, str] = field(repr=False)
    subject: str | None = field(default=None, repr=False)
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class AmendPerson:
    """Person ändern: what is given; a personal datum given as None goes.

    `changed` names the personal data that differ from before: the service has compared them.
    """

    person_id: str
    function: str | None = None
    personal: Mapping[str, str | None] = field(default_factory=dict, repr=False)
    subject: str | None = field(default=None, repr=False)
    changed: tuple[PersonalDatum, ...] = ()


@dataclass(frozen=True, slots=True)
class ErasePerson:
    """Person löschen: the key of the personal data is destroyed."""

    person_id: str


@dataclass(frozen=True, slots=True)
class JoinTeam:
    """Mitglied aufnehmen. The service knows the team of the Sozialraum."""

    sozialraum_id: str
    person_id: str
    part: TeamPart
    function: str
    start: date
    end: date | None = None
    traeger_id: str | None = None
    team_id: str = ""


@dataclass(frozen=True, slots=True)
class LeaveTeam:
    """Mitglied ausscheiden lassen; `end` is the last day."""

    sozialraum_id: str
    person_id: str
    end: date
    team_id: str = ""


@dataclass(frozen=True, slots=True)
class AppointDeputy:
    """Vertretung der Leitung erteilen. `by` is who appoints: nobody appoints oneself."""

    person_id: str
    start: date
    end: date
    reason_code: DelegationCode
    reason: Document | None = None
    delegation_id: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class RevokeDeputy:
    """Vertretung widerrufen, from today on."""

    delegation_id: str


PersonCommand = RegisterPerson | AmendPerson | ErasePerson
TeamCommand = JoinTeam | LeaveTeam
DeputyCommand = AppointDeputy | RevokeDeputy
