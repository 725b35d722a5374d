"""What can be asked of a statement of use, and what it is held against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.reporting.commands.report import ApprovedGoal, GivenGoal
from services.reporting.events import (
    CheckScope,
    DisallowanceRule,
    GoalReached,
    Reached,
    ReportedActivity,
    StatedIncome,
    StatedPost,
)
from shared.documents import Document, DocumentRef
from shared.guideline import FlatRateUse, InKind, PlanLines, Policy
from shared.workdays import Land


@dataclass(frozen=True, slots=True)
class ReceiptSum:
    """What the receipts of a line come to in a year, and what of it their days forbid."""

    amount_ct: int = 0
    disallowed_ct: int = 0


@dataclass(frozen=True, slots=True)
class StatementBasis:
    """What a statement is held against.

    years        those in which the project ran
    receipts     by year and line
    in_kind      entries by year
    receipts_*   of all receipts together
    """

    lines: PlanLines
    policy: Policy
    edition: str
    goals: tuple[ApprovedGoal, ...]
    last_day: date
    years: tuple[int, ...]
    receipts: Mapping[tuple[int, str], ReceiptSum] = field(default_factory=dict)
    in_kind: Mapping[int, tuple[InKind, ...]] = field(default_factory=dict)
    receipts_count: int = 0
    receipts_ct: int = 0


@dataclass(frozen=True, slots=True)
class ImportReceipts:
    """Belege einlesen: what a file has brought, once it was read."""

    project_id: str
    file: DocumentRef
    new: int
    known: int
    refused: int
    sum_ct: int
    disallowed_ct: int
    by: str


@dataclass(frozen=True, slots=True)
class RemoveReceipts:
    """Belege entfernen."""

    project_id: str
    count: int
    sum_ct: int
    by: str


@dataclass(frozen=True, slots=True)
class RecordInKind:
    """Sach- und Arbeitsleistungen erfassen."""

    project_id: str
    count: int
    minutes: int
    value_ct: int
    by: str


@dataclass(frozen=True, slots=True)
class RemoveInKind:
    """Sach- und Arbeitsleistungen entfernen."""

    project_id: str
    count: int
    by: str


@dataclass(frozen=True, slots=True)
class GivenYear:
    """Income and expenditure of a year, as they are stated."""

    year: int
    posts: tuple[StatedPost, ...]
    flat_rates: tuple[FlatRateUse, ...]
    other_ct: int
    third_party: tuple[StatedIncome, ...]
    own_cash_ct: int


@dataclass(frozen=True, slots=True)
class Assured:
    """What the Träger stands for: it was needed, used sparingly, and agrees with books and receipts."""

    necessary: bool
    economical: bool
    books_agree: bool


@dataclass(frozen=True, slots=True)
class SubmitStatement:
    """Verwendungsnachweis einreichen.

    to_certify  whether a second person at the Träger shall certify it before it reaches the office
    """

    project_id: str
    years: tuple[GivenYear, ...]
    goals: tuple[GivenGoal, ...]
    activities: tuple[ReportedActivity, ...]
    reach: Document
    card_ids: tuple[str, ...]
    success: Document
    deviations: Document | None
    confirmed: Assured
    to_certify: bool = False
    statement_id: str = ""
    duty_id: str = ""
    receipts: Document | None = None
    basis: StatementBasis | None = None
    by: str = ""

    @property
    def documents(self) -> list[Document]:
        """Return the texts, and the list of receipts."""
        found = [self.reach, self.success, self.deviations, self.receipts]
        return [it for it in [*found, *(goal.explanation for goal in self.goals)] if it is not None]


@dataclass(frozen=True, slots=True)
class CertifyStatement:
    """Verwendungsnachweis bestätigen."""

    project_id: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class DeclineStatement:
    """Bestätigung ablehnen."""

    project_id: str
    reason: Document
    by: str = ""


@dataclass(frozen=True, slots=True)
class ReturnStatement:
    """Verwendungsnachweis zurückgeben: which places, why, until when.

    closed        whether the project is closed: then what was checked stays as it is
    effective_on  the day for which a correction counts, if it is an earlier one
    """

    project_id: str
    places: tuple[str, ...]
    text: Document
    due_on: date
    effective_on: date | None = None
    by: str = ""
    land: Land = "NW"
    closed: bool = True


@dataclass(frozen=True, slots=True)
class CheckStatementContent:
    """Verwendungsnachweis fachlich prüfen."""

    project_id: str
    purpose: Reached
    goals: tuple[GoalReached, ...]
    remark: Document | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Disallow:
    """Nicht anerkennen: what of a receipt or an in-kind entry, by which rule and why.

    amount_ct  None for all of it
    """

    id: str
    rule: DisallowanceRule
    reason: Document
    amount_ct: int | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A receipt or in-kind entry that is not to be recognised: where it counts, and how much."""

    year: int
    line: str
    open_ct: int
    in_kind: InKind | None = None


@dataclass(frozen=True, slots=True)
class CheckStatement:
    """Verwendungsnachweis rechnerisch prüfen: with the check note, and what is not recognised.

    found     of what is not recognised, by its id; what is not among it does not exist
    has_paid  whether who checks has paid this project's money
    """

    project_id: str
    scope: CheckScope
    receipts_checked: int
    receipts_checked_ct: int
    note: Document
    receipts: tuple[Disallow, ...] = ()
    in_kind: tuple[Disallow, ...] = ()
    found: Mapping[str, Claimed] = field(default_factory=dict)
    basis: StatementBasis | None = None
    has_paid: bool = False
    by: str = ""


StatementCommand = (
    ImportReceipts
    | RemoveReceipts
    | RecordInKind
    | RemoveInKind
    | SubmitStatement
    | CertifyStatement
    | DeclineStatement
    | ReturnStatement
    | CheckStatementContent
    | CheckStatement
)
