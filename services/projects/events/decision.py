"""What was checked and decided about applications.

`by` is the random id of the person who acted; "" where an old event did not say.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from services.projects.events.application import PlanYear
from shared.documents import DocumentRef

YearlyCents = dict[int, int]

CheckResult = Literal["passed", "failed"]  # bestanden, nicht bestanden
Proposal = Literal["approve", "reduce", "reject", "postpone"]
CriterionName = Literal[
    "need",  # Bedarf
    "goals-measurable",  # Ziele messbar
    "suitability",  # Maßnahmen geeignet, Träger fachlich geeignet
    "participation",  # Beteiligung
    "quality",  # Qualität, § 79a SGB VIII
    "openness",  # offener Zugang, keine Einzelfallhilfe
    "double-funding-checked",  # Doppelförderung geprüft
]
Met = Literal["yes", "with-remark", "no"]
ConfirmationName = Literal[
    "plan-balances",  # Finanzierungsplan geht auf
    "posts-graded",  # Stellen eingruppiert, Besserstellung geprüft
    "flat-rates",  # Pauschalen nach der geltenden Tabelle
    "headcount-evidence",  # Nachweis der Mitarbeitenden gesehen
    "budget-available",  # Mittel vorhanden
]
ApprovalCode = Literal[
    "as-proposed",  # wie geprüft und vorgeschlagen
    "deviates-from-check",  # anders als die fachliche Prüfung
    "deviates-from-priority",  # anders als die Reihenfolge der Warteliste
]
ReductionCode = Literal["budget-exhausted", "costs-unreasonable", "scope-reduced"]
RejectionCode = Literal[
    "no-need",
    "goals-unclear",
    "measures-unsuitable",
    "costs-unreasonable",
    "no-priority",
    "double-funding",
    "formal-fault",
]
PostponementCode = Literal["budget-exhausted", "needs-discussion", "awaits-other-decision"]
BiasCode = Literal["belongs-to-recipient", "took-part", "personal-relation", "other"]
ReopeningCause = Literal["budget-set", "by-hand"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the content check and how far it is met; a remark says why."""

    name: CriterionName
    met: Met
    remark: DocumentRef | None


@dataclass(frozen=True, slots=True)
class ContentChecked:
    """Fachlich geprüft: need, goals, suitability and openness of one version (§ 74 SGB VIII)."""

    project_id: str
    application_version: int
    result: CheckResult
    criteria: tuple[Criterion, ...]
    proposal: Proposal
    priority: int | None
    remark: DocumentRef
    by: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One thing that the arithmetical check confirms, or cannot confirm."""

    name: ConfirmationName
    holds: bool


@dataclass(frozen=True, slots=True)
class ArithmeticChecked:
    """Rechnerisch geprüft: the figures of one version of the application."""

    project_id: str
    application_version: int
    result: CheckResult
    confirmations: tuple[Confirmation, ...]
    remark: DocumentRef | None
    by: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class OwnShare:
    """Eigenanteil: percent of the eligible costs, its cents, and what it consists of."""

    percent: int
    amount_ct: int
    cash_ct: int
    in_kind_ct: int


@dataclass(frozen=True, slots=True)
class Approved:
    """Genehmigt: the rules are met and the grant is fixed, in cents by budget year.

    plan                      the plan that is approved, by year; empty in events of old
    reservation_clause_years  years bound only as far as the council provides money for them
    conditions                what the recipient has to observe besides the standard conditions
    as_deputy                 "i. V.": who stands behind it is named in the envelope
    """

    VERSION: ClassVar[int] = 2

    project_id: str
    approval_id: str
    application_version: int
    start: date
    end: date
    eligible_ct: int
    own_share: OwnShare
    third_party_ct: int
    grant_ct: YearlyCents
    edition: str
    policy_position: int
    approved_on: date
    by: str
    as_deputy: bool
    reduced: bool
    plan: dict[int, PlanYear]
    financing_type: Literal["gap", "full"]
    conditions: tuple[DocumentRef, ...]
    reservation_clause_years: tuple[int, ...]
    reason_code: Literal[ApprovalCode, ReductionCode]
    reason: DocumentRef | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """Abgelehnt: the district head says no; reservations for the project are void."""

    VERSION: ClassVar[int] = 2

    project_id: str
    reason_code: RejectionCode
    reason: DocumentRef
    rejected_on: date
    by: str
    as_deputy: bool


@dataclass(frozen=True, slots=True)
class Postponed:
    """Zurückgestellt: neither yes nor no; the application waits for its turn."""

    project_id: str
    application_version: int
    reason_code: PostponementCode
    priority: int
    reason: DocumentRef
    postponed_on: date
    by: str
    as_deputy: bool


@dataclass(frozen=True, slots=True)
class Prioritised:
    """Priorität gesetzt: where the application stands on the waiting list; 1 comes first."""

    project_id: str
    priority: int
    reason: DocumentRef
    prioritised_on: date
    by: str


@dataclass(frozen=True, slots=True)
class Reopened:
    """Wieder aufgenommen: what was postponed is to be decided again.

    `year` is the budget year whose budget was set; None where a person reopened it.
    """

    project_id: str
    cause: ReopeningCause
    year: int | None
    reopened_on: date
    by: str


@dataclass(frozen=True, slots=True)
class BiasDeclared:
    """Befangenheit angezeigt: the district head leaves the decision to others."""

    project_id: str
    reason_code: BiasCode
    declared_on: date
    by: str


@dataclass(frozen=True, slots=True)
class ApprovalLapsed:
    """Genehmigung verfallen: a decision was prepared but never taken; its reservation is void."""

    project_id: str
    approval_id: str
    lapsed_on: date
