"""What has become of money that a settlement claims back: stream `grant-<project>`. Whole cents.

A claim is named by the closing that made it. Amounts by year say to which year's money they belong.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.funding.events.grant import YearlyCents
from shared.documents import DocumentRef

WaiverKind = Literal[
    "remission",  # Erlass
    "write-off",  # Niederschlagung
    "interest",  # von der Verzinsung wird abgesehen (§ 50 Abs. 2a Satz 2 SGB X)
]


@dataclass(frozen=True, slots=True)
class RecoveryClaimed:
    """Zurückgefordert: so much of what was paid has to come back.

    refilled_ct    of it, what can be granted again at once, as the office's policy had it
    interest_from  the day on which the grant became ineffective so far (§ 50 Abs. 2a SGB X)
    """

    project_id: str
    claim_id: str
    amount_ct: YearlyCents
    refilled_ct: YearlyCents
    claimed_on: date
    due_on: date
    interest_from: date


@dataclass(frozen=True, slots=True)
class RecoveryReceived:
    """Rückzahlung eingegangen: the Träger has paid back, in whole or in part.

    reference  of the booking in the city's cash office; the same one never counts twice
    """

    project_id: str
    claim_id: str
    reference: str
    amount_ct: YearlyCents
    received_on: date
    by: str


@dataclass(frozen=True, slots=True)
class WaiverProposed:
    """Verzicht vorgeschlagen: it holds nothing until somebody else decides on it."""

    project_id: str
    claim_id: str
    waiver_id: str
    kind: WaiverKind
    amount_ct: int
    reason: DocumentRef
    by: str
    proposed_on: date


@dataclass(frozen=True, slots=True)
class RecoveryWaived:
    """Verzichtet: so much of the claim, or its interest, will not come back."""

    project_id: str
    claim_id: str
    waiver_id: str
    kind: WaiverKind
    amount_ct: YearlyCents
    by: str
    waived_on: date


@dataclass(frozen=True, slots=True)
class SettlementReopened:
    """Festsetzung aufgehoben: the project is settled anew; of its claim only what came back counts.

    cancelled_ct  what has not come back of the claim, waived or still open
    """

    project_id: str
    closing_id: str
    cancelled_ct: YearlyCents
    reopened_on: date
