"""Quarterly figures of the WJH about one Sozialraum, all quarters in one stream `quarter-<sozialraum>`.

One stream, since what is hidden of a quarter depends on what others have shown: two publications at
once would not know of each other. Figures are numbers of cases and sums of money by kind of help;
nothing in them speaks of one case. `by` is the random id of the person who acted.
"""

from dataclasses import dataclass
from datetime import date

from shared.documents import DocumentRef


@dataclass(frozen=True, slots=True)
class HelpRow:
    """The figures of one kind of help (Hilfeart) in a quarter: opening + inflow = outflow + closing.

    help  its key in the catalogue
    """

    help: str
    opening: int
    inflow: int
    outflow: int
    closing: int
    expenditure_ct: int
    income_ct: int


@dataclass(frozen=True, slots=True)
class QuarterRecorded:
    """Quartal erfasst: figures as the WJH has them, not yet published; they replace any before.

    catalogue  version of the catalogue of kinds of help
    opening    why a stock does not begin as the quarter before has ended; None where it does
    """

    sozialraum_id: str
    year: int
    quarter: int
    catalogue: int
    rows: tuple[HelpRow, ...]
    opening: DocumentRef | None
    by: str
    recorded_on: date


@dataclass(frozen=True, slots=True)
class QuarterPublished:
    """Quartal veröffentlicht: from now on these figures can be read, as this version, for good.

    edition     counts from 1; each later one is a correction and has a reason
    booked_ct   expenditure less income as the bookkeeping has it, and why that differs, if it does
    threshold   numbers from 1 to below it are hidden from whom they could tell of single cases
    hidden      which numbers those do not see, such as `p31.inflow` or `total.closing`
    withheld    nothing of this version can be shown to them
    """

    sozialraum_id: str
    year: int
    quarter: int
    edition: int
    catalogue: int
    rows: tuple[HelpRow, ...]
    opening: DocumentRef | None
    booked_ct: int
    difference: DocumentRef | None
    reason: DocumentRef | None
    threshold: int
    hidden: tuple[str, ...]
    withheld: bool
    due_on: date
    by: str
    published_on: date


@dataclass(frozen=True, slots=True)
class HelpBudgetLine:
    """How much one kind of help may cost in a year, income deducted."""

    help: str
    budget_ct: int


@dataclass(frozen=True, slots=True)
class HelpBudgetRecorded:
    """Jahresansatz der Hilfen erfasst: the year's budget for help in a Sozialraum, as it is now."""

    sozialraum_id: str
    year: int
    catalogue: int
    lines: tuple[HelpBudgetLine, ...]
    by: str
    recorded_on: date
