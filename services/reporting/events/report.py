"""What recipients tell of a funding year, and what the office makes of it: stream `report-<duty>`.

A report is never changed: what is sent back is followed by a new version, linked to the one before.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from services.reporting.events.quality import GroupTookPart
from shared.documents import DocumentRef

GoalOutcome = Literal[
    "pursued",  # wird weiter verfolgt
    "reached",  # erreicht
    "not-reached",  # nicht erreicht, weil
    "given-up",  # aufgegeben, weil
]
MoneyLine = Literal[
    "costs",  # förderfähige Kosten
    "third-party",  # Mittel Dritter
    "own-cash",  # Eigenmittel
    "in-kind",  # Sach- und Arbeitsleistung
]


@dataclass(frozen=True, slots=True)
class ReportedGoal:
    """What became of a goal of the approved application in this year; `value` of its indicator."""

    id: int
    value: str | None
    outcome: GoalOutcome
    explanation: DocumentRef | None


@dataclass(frozen=True, slots=True)
class ReportedActivity:
    """What was done, how often, and how many took part in all: numbers, no names."""

    title: str
    held: int
    participants: int


@dataclass(frozen=True, slots=True)
class ReportedMoney:
    """One line of the year's plan, and what it came to so far, in cents."""

    line: MoneyLine
    planned_ct: int
    actual_ct: int


@dataclass(frozen=True, slots=True)
class ProjectReportSubmitted:
    """Projektbericht eingereicht: about one funding year, goal by goal and line by line.

    report_version  counts from 1
    completes       the version that was sent back and that this one follows
    card_ids        the resources of the network that were opened
    participation   who of those concerned took part in the report; empty in events of old
    """

    VERSION: ClassVar[int] = 2

    duty_id: str
    project_id: str
    year: int
    report_version: int
    completes: int | None
    goals: tuple[ReportedGoal, ...]
    activities: tuple[ReportedActivity, ...]
    reach: DocumentRef
    card_ids: tuple[str, ...]
    money: tuple[ReportedMoney, ...]
    deviations: DocumentRef | None
    outlook: DocumentRef
    participation: tuple[GroupTookPart, ...]
    by: str
    submitted_on: date


@dataclass(frozen=True, slots=True)
class ProjectReportReturned:
    """Projektbericht zurückgegeben: these places (RFC 6901) are to be completed until a day."""

    duty_id: str
    project_id: str
    report_version: int
    places: tuple[str, ...]
    text: DocumentRef
    due_on: date
    by: str
    returned_on: date


@dataclass(frozen=True, slots=True)
class ProjectReportChecked:
    """Projektbericht geprüft: nothing more is asked of this year."""

    duty_id: str
    project_id: str
    report_version: int
    remark: DocumentRef | None
    by: str
    checked_on: date
