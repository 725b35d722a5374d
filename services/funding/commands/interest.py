"""What can be asked of interest. Amounts are cents; `by` is told by the service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.funding.events import InterestGround
from shared.guideline import Span


@dataclass(frozen=True, slots=True)
class ClaimInterest:
    """Zinsen fordern, as the notice of projects says."""

    project_id: str
    interest_id: str
    ground: InterestGround
    claim_id: str | None
    until: date
    spans: Sequence[Span]
    earlier_ct: int
    amount_ct: int
    due_on: date
    fixed_on: date


@dataclass(frozen=True, slots=True)
class ReceiveInterest:
    """Zinseingang vermerken."""

    project_id: str
    interest_id: str
    reference: str
    amount_ct: int
    received_on: date
    by: str = ""
