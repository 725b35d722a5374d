"""The two bodies that look after the concept: their members, their meetings, whom they accompany.

Streams `body-<name>`, `meeting-<id>`. Members are named by the random id of a person and by their
function; `by` is the random id of the person who acted.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.documents import DocumentRef

Body = Literal[
    "steering-group",  # Bezirkliche Steuerungsgruppe
    "uag",  # UAG Sozialraumarbeit
]
MemberPart = Literal[
    "youth-office",  # Jugendamt
    "traeger",  # freier Träger
    "coordination",  # Stadtteilkoordination
]
ResolutionKind = Literal[
    "resolution",  # Beschluss
    "recommendation",  # Empfehlung
    "proposal",  # Vorschlag zu Konzept oder Indikatoren
]
Implementation = Literal["as-planned", "deviating", "at-risk"]  # wie geplant, anders, gefährdet
Effect = Literal["visible", "in-part", "not-visible", "too-early"]
# erkennbar, teilweise, nicht erkennbar, zu früh


@dataclass(frozen=True, slots=True)
class BodyMemberAppointed:
    """Mitglied berufen: somebody belongs to a body in a function, from a day on."""

    body: Body
    member_id: str
    person_id: str
    part: MemberPart
    function: str
    traeger_id: str
    start: date
    by: str
    appointed_on: date


@dataclass(frozen=True, slots=True)
class BodyMemberDismissed:
    """Mitglied ausgeschieden: the last day on which somebody belongs to a body."""

    body: Body
    member_id: str
    end: date
    by: str
    dismissed_on: date


@dataclass(frozen=True, slots=True)
class TeamAccompanied:
    """Begleitung eines Teams: which member of the steering group sees to a Sozialraumteam."""

    sozialraum_id: str
    member_id: str
    by: str
    accompanied_on: date


@dataclass(frozen=True, slots=True)
class TeamContacted:
    """Kontakt der Begleitung: when a team was spoken with, what about, and when the next time is."""

    sozialraum_id: str
    member_id: str
    contact_on: date
    next_on: date
    text: DocumentRef | None
    by: str
    recorded_on: date


@dataclass(frozen=True, slots=True)
class MeetingPlanned:
    """Sitzung geplant: on which day, and what is on the agenda."""

    meeting_id: str
    body: Body
    on: date
    agenda: tuple[str, ...]
    by: str
    planned_on: date


@dataclass(frozen=True, slots=True)
class BodyResolution:
    """Beschluss eines Gremiums: its number in the meeting, what kind, and in full in a document."""

    number: int
    kind: ResolutionKind
    title: str
    text: DocumentRef | None


@dataclass(frozen=True, slots=True)
class BodyAction:
    """Maßnahme eines Gremiums: what somebody in a function does until a day."""

    number: int
    title: str
    responsible: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ProjectReviewed:
    """Überprüfung eines Projekts: how it is carried out, and what effect shows."""

    project_id: str
    implementation: Implementation
    effect: Effect
    text: DocumentRef | None


@dataclass(frozen=True, slots=True)
class MeetingHeld:
    """Sitzung gehalten: who was there, what was resolved, who does what, which projects were seen."""

    meeting_id: str
    body: Body
    held_on: date
    present: tuple[str, ...]
    agenda: tuple[str, ...]
    resolutions: tuple[BodyResolution, ...]
    actions: tuple[BodyAction, ...]
    reviews: tuple[ProjectReviewed, ...]
    by: str
    recorded_on: date


@dataclass(frozen=True, slots=True)
class MeetingCorrected:
    """Niederschrift berichtigt: the whole record anew, and why; the one before stays in the log."""

    meeting_id: str
    body: Body
    record_version: int
    held_on: date
    present: tuple[str, ...]
    agenda: tuple[str, ...]
    resolutions: tuple[BodyResolution, ...]
    actions: tuple[BodyAction, ...]
    reviews: tuple[ProjectReviewed, ...]
    reason: DocumentRef
    by: str
    recorded_on: date


@dataclass(frozen=True, slots=True)
class MeetingCancelled:
    """Sitzung abgesagt, or its record taken back: it does not count, and why."""

    meeting_id: str
    body: Body
    reason: DocumentRef
    by: str
    cancelled_on: date


@dataclass(frozen=True, slots=True)
class BodyActionDone:
    """Maßnahme erledigt: one action of a meeting is done; a remark where there is one."""

    meeting_id: str
    body: Body
    number: int
    remark: DocumentRef | None
    by: str
    done_on: date


@dataclass(frozen=True, slots=True)
class UagReported:
    """Bericht der UAG: to the AG § 78 about a year; a correction is a new version."""

    year: int
    report_version: int
    report: DocumentRef
    by: str
    reported_on: date
