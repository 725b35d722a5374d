"""What stands in the way of a project's payments: stream `payments-<project>`."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

OwedKind = Literal[
    "annual-report",  # Projektbericht
    "statement-of-use",  # Verwendungsnachweis
    "interim-report",  # Zwischenbericht
]


@dataclass(frozen=True, slots=True)
class PaymentsBlocked:
    """Auszahlungen gesperrt: a report is overdue; nothing is released or ordered until it is there.

    year  what the report is about
    """

    project_id: str
    duty_id: str
    kind: OwedKind
    year: int
    due_on: date
    blocked_on: date


@dataclass(frozen=True, slots=True)
class PaymentsUnblocked:
    """Sperre aufgehoben: this report is handed in, owed until another day, or not owed any more."""

    project_id: str
    duty_id: str
    unblocked_on: date
