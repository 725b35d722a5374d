"""What was planned, asked for and released of a project's payments: stream `payments-<project>`.

A payment is named by its year and its number within the project and year. What happens to it from
the pay list on stands in `budget-<year>`, beside the money.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.documents import DocumentRef

PlanCause = Literal[
    "approved",
    "changed",  # the grant was extended, amended, terminated or revoked
    "settled",
    "carried-over",
    "failed",  # a payment that failed or came back is planned once more
    "by-hand",
]
CancellationCode = Literal[
    "no-need",  # wird nicht oder später gebraucht
    "wrong-amount",
    "refused",  # angefordert, aber nicht begründet
    "other",
]


@dataclass(frozen=True, slots=True)
class NoticeNoted:
    """Bescheid vermerkt: the recipient was told of a decision; it counts as posted that day."""

    project_id: str
    approval_id: str
    number: int
    issued_on: date


@dataclass(frozen=True, slots=True)
class PostingRecorded:
    """Aufgabe zur Post vermerkt: on this day the notice of a decision left the house."""

    project_id: str
    approval_id: str
    posted_on: date
    by: str
    recorded_on: date


@dataclass(frozen=True, slots=True)
class AppealWaived:
    """Rechtsbehelfsverzicht vermerkt: the recipient will not turn against the notice."""

    project_id: str
    approval_id: str
    waived_on: date
    document: DocumentRef
    by: str
    recorded_on: date


@dataclass(frozen=True, slots=True)
class Instalment:
    """Rate: so much is due on a day."""

    number: int
    due_on: date
    amount_ct: int


@dataclass(frozen=True, slots=True)
class PaymentsPlanned:
    """Zahlungsplan aufgestellt: these are all instalments of the year now, paid ones included.

    by_rule  whether all that is bound is planned as the policy says; if not, a person chose
    """

    project_id: str
    year: int
    instalments: tuple[Instalment, ...]
    by_rule: bool
    cause: PlanCause
    by: str
    planned_on: date


@dataclass(frozen=True, slots=True)
class DrawdownRequested:
    """Mittel angefordert: the recipient needs money for payments that fall due within two months.

    first, last   of the period in which they fall due
    expected_ct   what falls due
    own_money_ct  what the recipient has for it; that comes first
    """

    project_id: str
    year: int
    number: int
    amount_ct: int
    first: date
    last: date
    expected_ct: int
    own_money_ct: int
    by: str
    requested_on: date


@dataclass(frozen=True, slots=True)
class PaymentReleased:
    """Zahlung freigegeben: by somebody who has not planned it."""

    project_id: str
    year: int
    number: int
    amount_ct: int
    by: str
    released_on: date


@dataclass(frozen=True, slots=True)
class PaymentCancelled:
    """Zahlung storniert: before it stood in a pay list; its money can be planned anew."""

    project_id: str
    year: int
    number: int
    amount_ct: int
    reason_code: CancellationCode
    reason: DocumentRef
    by: str
    cancelled_on: date


@dataclass(frozen=True, slots=True)
class PayListMade:
    """Zahlliste erstellt: these payments go to the city's finance system, as this file says.

    number  running within the year of its making; `name` is how people call it: 2026-014
    """

    year: int
    number: int
    name: str
    count: int
    total_ct: int
    document: DocumentRef
    by: str
    made_on: date
