"""What recipients owe after an approval, what the office owes each year: stream `duty-<id>`.

`by` is the random id of the person who acted. Whether a duty is late is told by the day alone;
`DutyOverdue` is said once, so that others can act on it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.documents import DocumentRef

DutyKind = Literal[
    "annual-report",  # Projektbericht je Förderjahr
    "statement-of-use",  # Verwendungsnachweis, mit dem Bericht über das letzte Förderjahr
    "interim-report",  # Zwischenbericht, auf Verlangen
    "steering-meeting",  # Sitzung der Steuerungsgruppe, mindestens eine im Jahr
    "uag-meeting",  # Sitzung der UAG, eine im Jahr
    "uag-report",  # Bericht der UAG an die AG § 78
    "wjh-quarter",  # Quartalsdaten der WJH zu einem Sozialraum
    "wjh-onboarding",  # Einarbeitung einer neuen Person der WJH in das Konzept
    "quality-follow-up",  # Einschätzung, was nach dem Ende eines Projekts davon geblieben ist
]
DutyCause = Literal[
    "approved",
    "extended",
    "terminated",
    "revoked",
    "closed",
    "returned",
    "yearly",
    "quarterly",
    "joined",  # somebody new is in the WJH
    "left",  # and is not any more
    "ended",  # a project is over since a year, or three
]
Reminder = Literal[
    "ahead",  # ein paar Arbeitstage vorher
    "due",  # am Tag selbst
    "one-week",  # eine Woche danach
    "four-weeks",  # vier Wochen danach
]


@dataclass(frozen=True, slots=True)
class DutyPlanned:
    """Pflicht geplant: a report or a statement is owed until a day; `year` is what it is about.

    project_id  "" where no project owes it but the steering group, the UAG, the WJH or its head
    """

    duty_id: str
    project_id: str
    kind: DutyKind
    year: int
    due_on: date
    cause: DutyCause
    planned_on: date


@dataclass(frozen=True, slots=True)
class DutyReplanned:
    """Pflicht neu geplant: it is owed until another day, also if it was done or had fallen away."""

    duty_id: str
    project_id: str
    year: int
    due_on: date
    old_due_on: date
    cause: DutyCause
    replanned_on: date


@dataclass(frozen=True, slots=True)
class DutyDropped:
    """Pflicht entfallen: nothing is owed any more."""

    duty_id: str
    project_id: str
    cause: DutyCause
    dropped_on: date


@dataclass(frozen=True, slots=True)
class DutyReminded:
    """Erinnert: once for each reminder of a due day."""

    duty_id: str
    project_id: str
    reminder: Reminder
    due_on: date
    reminded_on: date


@dataclass(frozen=True, slots=True)
class DutyOverdue:
    """Pflicht überfällig: from now on until it is fulfilled, replanned or dropped, nothing is paid."""

    duty_id: str
    project_id: str
    due_on: date
    overdue_on: date


@dataclass(frozen=True, slots=True)
class DutyFulfilled:
    """Pflicht erfüllt: what was owed has been handed in."""

    duty_id: str
    project_id: str
    fulfilled_on: date


@dataclass(frozen=True, slots=True)
class QuarterOwed:
    """Quartalsdaten geschuldet: about which Sozialraum and quarter a duty of the WJH is."""

    duty_id: str
    sozialraum_id: str
    year: int
    quarter: int


@dataclass(frozen=True, slots=True)
class InterimReportRequested:
    """Zwischenbericht verlangt: answers to questions are owed until a day.

    short_notice  why there is less time than usual; None where there is as much
    """

    duty_id: str
    project_id: str
    questions: tuple[DocumentRef, ...]
    due_on: date
    short_notice: DocumentRef | None
    by: str
    requested_on: date


@dataclass(frozen=True, slots=True)
class InterimReportSubmitted:
    """Zwischenbericht eingereicht: an answer to each question, in their order."""

    duty_id: str
    project_id: str
    answers: tuple[DocumentRef, ...]
    by: str
    submitted_on: date
