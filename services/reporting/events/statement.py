"""What became of a whole project's money (Verwendungsnachweis): stream `statement-<project_id>`.

Receipts, hours of volunteers and their names lie in rows beside the log; an event tells how many there
are and what they sum up to. A statement is never changed: what is sent back is followed by a new
version, linked to the one before.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.reporting.events.report import ReportedActivity, ReportedGoal
from shared.documents import DocumentRef
from shared.guideline import FlatRateUse, ThirdPartyKind

Reached = Literal["yes", "partly", "no"]
CheckedResult = Literal[
    "accepted",  # wie nachgewiesen anerkannt
    "accepted_with_cuts",  # anerkannt, mit Kürzungen
]
CheckScope = Literal[
    "full",  # alle Belege
    "sample",  # eine Stichprobe
    "files",  # nach Aktenlage, ohne Belege anzufordern
]
DisallowanceRule = Literal[
    "before-start",  # vor dem Beginn beauftragt oder gezahlt
    "outside-period",  # nach dem Ende beauftragt
    "not-necessary",  # nicht notwendig oder nicht sparsam
    "not-for-the-project",  # gehört nicht zum Projekt
    "no-proof",  # der Beleg fehlt oder trägt nicht
    "paid-twice",  # schon anderswo abgerechnet
    "other",
]


@dataclass(frozen=True, slots=True)
class ReceiptsImported:
    """Belege eingelesen: what a file has added to the receipts of a project.

    file            the list as it came
    sum_ct          of the receipts that are new, as far as they count (net for who deducts VAT)
    disallowed_ct   what of it is not recognised by the days of the receipts
    """

    project_id: str
    file: DocumentRef
    new: int
    known: int
    refused: int
    sum_ct: int
    disallowed_ct: int
    by: str
    imported_on: date


@dataclass(frozen=True, slots=True)
class ReceiptsRemoved:
    """Belege entfernt: they were wrong, and were never handed in like this."""

    project_id: str
    count: int
    sum_ct: int
    by: str
    removed_on: date


@dataclass(frozen=True, slots=True)
class InKindRecorded:
    """Sach- und Arbeitsleistungen erfasst: so many entries, minutes of volunteers, and values."""

    project_id: str
    count: int
    minutes: int
    value_ct: int
    by: str
    recorded_on: date


@dataclass(frozen=True, slots=True)
class InKindRemoved:
    """Sach- und Arbeitsleistungen entfernt: they were wrong."""

    project_id: str
    count: int
    by: str
    removed_on: date


@dataclass(frozen=True, slots=True)
class StatedPost:
    """What was paid for the posts of a line in a year, and hundredths of months of a full post."""

    line: str
    paid_ct: int
    fte_months: int


@dataclass(frozen=True, slots=True)
class StatedIncome:
    """Money of others that came in a year."""

    source: str
    kind: ThirdPartyKind
    amount_ct: int


@dataclass(frozen=True, slots=True)
class StatedYear:
    """Income and expenditure of a year in the structure of the plan.

    other_ct    what belongs to no post and no flat rate
    in_kind_ct  what the entries of the year are worth
    """

    posts: tuple[StatedPost, ...]
    flat_rates: tuple[FlatRateUse, ...]
    other_ct: int
    third_party: tuple[StatedIncome, ...]
    own_cash_ct: int
    in_kind_ct: int


@dataclass(frozen=True, slots=True)
class StatementSubmitted:
    """Verwendungsnachweis eingereicht: all income and expenditure, and what became of the goals.

    completes          the version that was sent back and that this one follows
    receipts           the list of receipts as it was handed in
    receipts_ct        what they sum up to
    needs_certificate  whether it reaches the office only once a second person has certified it
    """

    project_id: str
    statement_id: str
    duty_id: str
    statement_version: int
    completes: int | None
    years: dict[int, StatedYear]
    goals: tuple[ReportedGoal, ...]
    activities: tuple[ReportedActivity, ...]
    reach: DocumentRef
    card_ids: tuple[str, ...]
    success: DocumentRef
    deviations: DocumentRef | None
    receipts: DocumentRef
    receipts_count: int
    receipts_ct: int
    needs_certificate: bool
    by: str
    submitted_on: date


@dataclass(frozen=True, slots=True)
class StatementCertified:
    """Verwendungsnachweis bestätigt: a second person at the Träger stands for it; now it is handed in."""

    project_id: str
    statement_id: str
    statement_version: int
    by: str
    certified_on: date


@dataclass(frozen=True, slots=True)
class StatementDeclined:
    """Bestätigung abgelehnt: a second person at the Träger does not stand for it, and says why."""

    project_id: str
    statement_id: str
    statement_version: int
    reason: DocumentRef
    by: str
    declined_on: date


@dataclass(frozen=True, slots=True)
class StatementReturned:
    """Verwendungsnachweis zurückgegeben: these places (RFC 6901) are to be completed until a day.

    effective_on  the day for which the correction counts, up to its check; None: as it happens
    """

    project_id: str
    statement_id: str
    statement_version: int
    places: tuple[str, ...]
    text: DocumentRef
    due_on: date
    by: str
    returned_on: date
    effective_on: date | None


@dataclass(frozen=True, slots=True)
class Recognised:
    """What is recognised of one budget year, in cents."""

    costs_ct: int
    third_party_ct: int
    in_kind_ct: int
    own_cash_ct: int


@dataclass(frozen=True, slots=True)
class GoalReached:
    """How far a goal of the approved application was reached, as the office sees it."""

    id: int
    reached: Reached


@dataclass(frozen=True, slots=True)
class StatementContentChecked:
    """Verwendungsnachweis fachlich geprüft: whether the purpose was reached, goal by goal."""

    project_id: str
    statement_id: str
    statement_version: int
    purpose: Reached
    goals: tuple[GoalReached, ...]
    remark: DocumentRef | None
    by: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Disallowed:
    """What of a receipt, or of an in-kind contribution, is not recognised, by which rule and why."""

    id: str
    rule: DisallowanceRule
    amount_ct: int
    reason: DocumentRef


@dataclass(frozen=True, slots=True)
class ReceiptsDisallowed:
    """Belege nicht anerkannt: what the check has found, receipt by receipt."""

    project_id: str
    statement_id: str
    receipts: tuple[Disallowed, ...]
    in_kind: tuple[Disallowed, ...]
    by: str
    disallowed_on: date


@dataclass(frozen=True, slots=True)
class StatementChecked:
    """Verwendungsnachweis geprüft: what the settlement rests on, found by two persons.

    recognised        by budget year
    disallowed_ct     what was stated as costs and is not recognised
    note              the check note (Prüfvermerk)
    receipts_checked  how many of the receipts were looked at, and what these sum up to
    """

    project_id: str
    statement_id: str
    checked_on: date
    recognised: dict[int, Recognised]
    disallowed_ct: int
    goals: tuple[GoalReached, ...]
    result: CheckedResult
    note: DocumentRef
    scope: CheckScope
    receipts_count: int
    receipts_checked: int
    receipts_checked_ct: int
    content_by: str
    arithmetic_by: str
    edition: str
    policy_position: int
