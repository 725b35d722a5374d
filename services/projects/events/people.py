"""What has happened to persons, to the teams they belong to, and to those who deputise.

A person is a random id: name and ways to reach the person lie in the vault. Periods are inclusive.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.documents import DocumentRef

PersonalDatum = Literal["name", "email", "phone", "subject"]  # what lies in the vault
TeamPart = Literal["asd", "wjh", "traeger"]  # for whom a member belongs to the team
DelegationCode = Literal["holiday", "illness", "vacancy", "standing", "other"]
# Urlaub, Krankheit, unbesetzte Stelle, ständige Vertretung, Anderes


@dataclass(frozen=True, slots=True)
class PersonRegistered:
    """Person erfasst: somebody with a function, known here by a random id only."""

    person_id: str
    function: str


@dataclass(frozen=True, slots=True)
class PersonAmended:
    """Person geändert: the function now, and which personal data are new, but not to what."""

    person_id: str
    function: str
    changed: tuple[PersonalDatum, ...]


@dataclass(frozen=True, slots=True)
class PersonErased:
    """Person gelöscht: the key of the personal data is destroyed; what they were nobody knows."""

    person_id: str
    erased_on: date


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """Mitglied aufgenommen: a person belongs to a team from a day on; no `end` is open."""

    team_id: str
    person_id: str
    part: TeamPart
    traeger_id: str | None
    function: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """Mitglied ausgeschieden: the membership that began on `start` ends with `end`."""

    team_id: str
    person_id: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class DeputyAppointed:
    """Vertretung erteilt: a person may decide in place of the district head, on these days."""

    delegation_id: str
    person_id: str
    start: date
    end: date
    reason_code: DelegationCode
    reason: DocumentRef | None


@dataclass(frozen=True, slots=True)
class DeputyRevoked:
    """Vertretung widerrufen: from this day on the person does not deputise any more."""

    delegation_id: str
    person_id: str
    revoked_on: date


PersonEvent = PersonRegistered | PersonAmended | PersonErased
TeamEvent = MemberJoined | MemberLeft
DeputyEvent = DeputyAppointed | DeputyRevoked
