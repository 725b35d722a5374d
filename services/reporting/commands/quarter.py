"""What can be asked of the quarterly figures of a Sozialraum."""

from dataclasses import dataclass, field
from datetime import date

from services.reporting.events import HelpBudgetLine, HelpRow
from shared.documents import Document
from shared.guideline import SMALLEST_SHOWN_MIN


@dataclass(frozen=True, slots=True)
class RecordQuarter:
    """Quartal erfassen. `opening` says why a stock begins otherwise than the last one has ended."""

    sozialraum_id: str
    year: int
    quarter: int
    rows: tuple[HelpRow, ...]
    opening: Document | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class PublishQuarter:
    """Quartal veröffentlichen, or correct what was published, for a reason.

    booked_ct   expenditure less income as the bookkeeping has it
    difference  why that differs from the figures, where it does
    due_on      until when it was to be published
    """

    sozialraum_id: str
    year: int
    quarter: int
    booked_ct: int
    difference: Document | None = None
    reason: Document | None = None
    by: str = ""
    smallest_shown: int = SMALLEST_SHOWN_MIN
    due_on: date = date.max


@dataclass(frozen=True, slots=True)
class RecordHelpBudget:
    """Jahresansatz der Hilfen erfassen."""

    sozialraum_id: str
    year: int
    lines: tuple[HelpBudgetLine, ...]
    by: str = ""


@dataclass(frozen=True, slots=True)
class ImportQuarters:
    """Quartale einlesen: a CSV file as it was sent."""

    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ImportHelpBudgets:
    """Jahresansätze der Hilfen einlesen: a CSV file as it was sent."""

    content: bytes = field(repr=False)


QuarterCommand = RecordQuarter | PublishQuarter | RecordHelpBudget
