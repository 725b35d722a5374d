"""What was asked to change about approved projects, and what has changed.

`amendment` counts all acts that change an approval from 1 (1. Änderungsbescheid, …), `amends` is the
id of that approval: it is never edited. `by` is the random id of the person who acted; "" where an
old event did not say.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from services.projects.events.application import PlanYear
from services.projects.events.decision import OwnShare, YearlyCents
from shared.documents import DocumentRef
from shared.guideline import Headcount, InKind, YearPlan

ExtensionCode = Literal["delayed-start", "staff-shortage", "demand-continues", "external-cause"]
AmendmentCode = Literal[
    "delayed-work",  # es wird später gearbeitet als geplant
    "delayed-payment",  # es wird später bezahlt als geplant
    "earlier-need",  # Geld wird früher gebraucht
    "other",
]
ChangeRejectionCode = Literal["no-need", "costs-unreasonable", "no-budget", "formal-fault", "other"]


@dataclass(frozen=True, slots=True)
class RequestedShift:
    """Verschiebung: cents that a year gains or, below zero, gives to others, and why."""

    year: int
    amount_ct: int
    reason: DocumentRef


@dataclass(frozen=True, slots=True)
class RequestedCosts:
    """Kosten der Verlängerung: the plan of the added time, why each year costs it, and the Träger's size.

    employees  of the day `counted_on`: the added costs have an own share by it
    """

    plan: dict[int, YearPlan]
    reasons: dict[int, DocumentRef]
    own_cash_ct: int
    in_kind: tuple[InKind, ...]
    employees: Headcount
    counted_on: date


@dataclass(frozen=True, slots=True)
class ChangeRequested:
    """Änderung beantragt: who runs a project asks for another end, other years, more money.

    new_end          None asks for no extension
    known_since      the day since when its reason is known
    effect_on_goals  None leaves the goals as they are
    """

    project_id: str
    request_id: str
    what: DocumentRef
    why: DocumentRef
    known_since: date
    effect_on_goals: DocumentRef | None
    new_end: date | None
    shifts: tuple[RequestedShift, ...]
    costs: RequestedCosts | None
    by: str
    requested_on: date


@dataclass(frozen=True, slots=True)
class ChangeWithdrawn:
    """Änderungsantrag zurückgezogen: nothing is to be decided any more."""

    project_id: str
    request_id: str
    reason: DocumentRef
    by: str
    withdrawn_on: date


@dataclass(frozen=True, slots=True)
class ChangeRejected:
    """Änderungsantrag abgelehnt: the project stays as it is."""

    project_id: str
    request_id: str
    reason_code: ChangeRejectionCode
    reason: DocumentRef
    rejected_on: date
    by: str
    as_deputy: bool


@dataclass(frozen=True, slots=True)
class Extended:
    """Verlängert: the project ends later; `number` counts its extensions from 1.

    grant_change_ct           cents by year: moved, or added for costs of its own
    own_share                 of the added costs alone, as are `eligible_ct`, `third_party_ct` and
                              `plan`; None at no extra cost
    requested_on              the day that counts for being in time; None in events of old
    reservation_clause_years  years bound only as far as the council provides money for them
    """

    VERSION: ClassVar[int] = 2

    project_id: str
    approval_id: str
    number: int
    old_end: date
    new_end: date
    grant_change_ct: YearlyCents
    own_share: OwnShare | None
    reason_code: ExtensionCode
    reason: DocumentRef
    edition: str
    policy_position: int
    extended_on: date
    amendment: int
    amends: str
    request_id: str | None
    requested_on: date | None
    eligible_ct: int
    third_party_ct: int
    plan: dict[int, PlanYear]
    employees: Headcount | None
    reservation_clause_years: tuple[int, ...]
    by: str
    as_deputy: bool


@dataclass(frozen=True, slots=True)
class Amended:
    """Geändert: money of the grant lies on other years; the project ends when it did."""

    project_id: str
    approval_id: str
    amendment: int
    amends: str
    request_id: str
    requested_on: date
    grant_change_ct: YearlyCents
    reason_code: AmendmentCode
    reason: DocumentRef
    edition: str
    policy_position: int
    reservation_clause_years: tuple[int, ...]
    amended_on: date
    by: str
    as_deputy: bool
