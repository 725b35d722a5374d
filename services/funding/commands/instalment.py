"""What can be asked of the plan of a project's payments. Amounts are cents.

`by` and `room` are told by the service: who asks, and what the money allows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.funding.events import CancellationCode, PlanCause
from shared.calendar import newest_begun
from shared.documents import Document, DocumentRef
from shared.guideline import FinalityRules, PaymentRhythm
from shared.workdays import Land

Key = tuple[int, int]
"""A payment within its project: year and number."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides when a notice is final: whose holidays count, and the rules by their first days."""

    land: Land
    rules: tuple[tuple[date, FinalityRules], ...] = ()

    def on(self, day: date) -> FinalityRules:
        """Return the rules of a day: the newest begun, those of the law before the first."""
        return newest_begun(self.rules, day) or FinalityRules()


@dataclass(frozen=True, slots=True)
class Room:
    """Spielraum: what the money of a project allows for payments.

    left_ct     by year: bound, and not under way
    ordered     the payments that stand in pay lists, whatever has become of them
    gone_ct     paid and under way, of all years, less what has come back or is waived after a claim
    granted_ct  by decision: what it added to the grant, below zero what it took back
    is_held     whether the project is being settled
    """

    left_ct: Mapping[int, int] = field(default_factory=dict)
    ordered: frozenset[Key] = frozenset()
    gone_ct: int = 0
    granted_ct: Mapping[str, int] = field(default_factory=dict)
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """Fälligkeit: so much is due on a day."""

    due_on: date
    amount_ct: int


@dataclass(frozen=True, slots=True)
class NoteNotice:
    """Bescheid vermerken."""

    project_id: str
    approval_id: str
    number: int
    issued_on: date


@dataclass(frozen=True, slots=True)
class RecordPosting:
    """Aufgabe zur Post vermerken."""

    project_id: str
    approval_id: str
    posted_on: date
    by: str = ""
    room: Room = field(default_factory=Room)


@dataclass(frozen=True, slots=True)
class WaiveAppeal:
    """Rechtsbehelfsverzicht vermerken."""

    project_id: str
    approval_id: str
    waived_on: date
    document: Document
    by: str = ""
    room: Room = field(default_factory=Room)


@dataclass(frozen=True, slots=True)
class PlanPayments:
    """Zahlungsplan aufstellen, by hand: for what is not yet released or asked for."""

    project_id: str
    year: int
    dues: tuple[Due, ...]
    by: str = ""
    room: Room = field(default_factory=Room)


@dataclass(frozen=True, slots=True)
class PlanByRule:
    """Zahlungsplan nach der Regel aufstellen: all that is bound, in the rhythm of the policy.

    period  first and last day of the project
    """

    project_id: str
    year: int
    period: tuple[date, date]
    rhythm: PaymentRhythm
    cause: PlanCause
    by: str
    room: Room


@dataclass(frozen=True, slots=True)
class RepeatPayment:
    """Zahlung erneut planen: what failed or came back is due once more."""

    project_id: str
    year: int
    amount_ct: int
    by: str


@dataclass(frozen=True, slots=True)
class RequestDrawdown:
    """Mittel anfordern."""

    project_id: str
    year: int
    amount_ct: int
    first: date
    last: date
    expected_ct: int
    own_money_ct: int
    by: str = ""
    room: Room = field(default_factory=Room)


@dataclass(frozen=True, slots=True)
class ReleasePayment:
    """Zahlung freigeben: `amount_ct` is the amount that was seen."""

    project_id: str
    year: int
    number: int
    amount_ct: int
    by: str
    room: Room
    terms: Terms


@dataclass(frozen=True, slots=True)
class CancelPayment:
    """Zahlung stornieren."""

    project_id: str
    year: int
    number: int
    reason_code: CancellationCode
    reason: Document
    by: str = ""
    room: Room = field(default_factory=Room)


@dataclass(frozen=True, slots=True)
class MakePayList:
    """Zahlliste erstellen."""

    year: int
    count: int
    total_ct: int
    document: DocumentRef
    by: str
