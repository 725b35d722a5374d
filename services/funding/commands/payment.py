"""What can be asked of the payments of a year that stand in a pay list. Amounts are cents."""

from dataclasses import dataclass
from datetime import date

from services.funding.events import FailureCode, ReversalCode


@dataclass(frozen=True, slots=True)
class OrderPayment:
    """Anweisen: take a payment into a pay list."""

    year: int
    project_id: str
    number: int
    amount_ct: int
    reference: str
    pay_list: str
    by: str


@dataclass(frozen=True, slots=True)
class Pay:
    """Auszahlung bestätigen: the money has left on a day."""

    year: int
    project_id: str
    number: int
    amount_ct: int
    paid_on: date


@dataclass(frozen=True, slots=True)
class FailPayment:
    """Fehlschlag vermerken: what was ordered has not left."""

    year: int
    project_id: str
    number: int
    reason_code: FailureCode
    by: str = ""


@dataclass(frozen=True, slots=True)
class ReversePayment:
    """Rückbuchung vermerken: what was paid has come back on a day."""

    year: int
    project_id: str
    number: int
    reversed_on: date
    reason_code: ReversalCode
    by: str = ""
