"""What an overdue report does to payments, and what lifts it."""

from dataclasses import dataclass
from datetime import date

from services.funding.events import OwedKind


@dataclass(frozen=True, slots=True)
class BlockPayments:
    """Auszahlungen sperren."""

    project_id: str
    duty_id: str
    kind: OwedKind
    year: int
    due_on: date


@dataclass(frozen=True, slots=True)
class UnblockPayments:
    """Sperre aufheben."""

    project_id: str
    duty_id: str
