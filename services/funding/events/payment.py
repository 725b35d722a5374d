"""What has become of payments in the money of a year: stream `budget-<year>`. Whole cents.

A payment is named by its project, its year and its number within both. What was planned and
released is told in `payments-<project>`; from the pay list on it is told here, beside the money.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

FailureCode = Literal[
    "no-account",  # Konto unbekannt oder erloschen
    "rejected",  # von der Bank oder der Kasse zurückgewiesen
    "stopped",  # storniert: vom Amt angehalten, bevor Geld floss
    "other",
]
ReversalCode = Literal[
    "returned-by-bank",  # von der Bank zurückgegeben
    "wrong-recipient",  # ging an ein falsches Konto
    "recalled",  # zurückgerufen
    "other",
]


@dataclass(frozen=True, slots=True)
class PaymentOrdered:
    """Angewiesen: a payment stands in a pay list; its money is still bound, and under way.

    reference  what the transfer says, so that bookkeepers can match it
    pay_list   number of the pay list
    by         the random id of who made the list, never that of who released the payment
    """

    year: int
    project_id: str
    number: int
    amount_ct: int
    reference: str
    pay_list: str
    by: str
    ordered_on: date


@dataclass(frozen=True, slots=True)
class PaymentFailed:
    """Fehlgeschlagen: no money has left; it is bound, and no longer under way."""

    year: int
    project_id: str
    number: int
    amount_ct: int
    reason_code: FailureCode
    by: str
    failed_on: date


@dataclass(frozen=True, slots=True)
class Paid:
    """Ausgezahlt, bestätigt: money of a year has gone to the Träger.

    number, paid_on  of the payment; 0 and None in events of old, which name none
    """

    VERSION: ClassVar[int] = 2

    year: int
    project_id: str
    amount_ct: int
    number: int
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class PaymentReversed:
    """Zurückgebucht: what was paid has come back, and is bound for the same project again.

    In a closed year too: the grant still stands, so its money neither lapses nor is free, and as
    all that is bound there it waits for a carry-over. After a settlement it is owed once more in
    full; what was claimed back stays claimed.
    """

    year: int
    project_id: str
    number: int
    amount_ct: int
    reason_code: ReversalCode
    by: str
    reversed_on: date
