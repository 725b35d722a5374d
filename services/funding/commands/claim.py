"""What can be asked of claims. Amounts are cents; `by` is told by the service."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.funding.events import WaiverKind
from shared.documents import Document


@dataclass(frozen=True, slots=True)
class ClaimRecovery:
    """Zurückfordern, as the closing of the project says."""

    project_id: str
    claim_id: str
    amount_ct: Mapping[int, int]
    refilled_ct: Mapping[int, int]
    claimed_on: date
    due_on: date
    interest_from: date


@dataclass(frozen=True, slots=True)
class ReceiveRecovery:
    """Rückzahlung vermerken."""

    project_id: str
    reference: str
    amount_ct: int
    received_on: date
    by: str = ""


@dataclass(frozen=True, slots=True)
class ProposeWaiver:
    """Verzicht vorschlagen. An amount of 0 stands for the interest."""

    project_id: str
    kind: WaiverKind
    amount_ct: int
    reason: Document
    waiver_id: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class WaiveRecovery:
    """Verzichten, as somebody else has proposed."""

    project_id: str
    waiver_id: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class ReopenGrant:
    """Festsetzung aufheben, as projects has decided."""

    project_id: str
    closing_id: str
