"""What has become of interest that a notice fixes: stream `grant-<project>`. Whole cents.

Interest is money of its own: it belongs to no year of the budget, and nothing of it is granted again.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.guideline import Span

InterestGround = Literal[
    "recovery",  # auf eine Rückforderung (§ 50 Abs. 2a Satz 1 SGB X)
    "late-use",  # nicht alsbald verwendet (§ 50 Abs. 2a Satz 3 SGB X)
]


@dataclass(frozen=True, slots=True)
class InterestClaimed:
    """Zinsen gefordert: a notice has fixed what money bears until a day, which does not count.

    claim_id    that bears it; None of money that was used late
    spans       the days, what was open or unused on them, and the rate, as the notice has them
    earlier_ct  what of it earlier notices have fixed;  amount_ct  what this one adds
    """

    project_id: str
    interest_id: str
    ground: InterestGround
    claim_id: str | None
    until: date
    spans: tuple[Span, ...]
    earlier_ct: int
    amount_ct: int
    due_on: date
    fixed_on: date


@dataclass(frozen=True, slots=True)
class InterestReceived:
    """Zinsen eingegangen: so much of what one notice has fixed was paid.

    reference  of the booking in the city's cash office; the same one never counts twice
    """

    project_id: str
    interest_id: str
    reference: str
    amount_ct: int
    received_on: date
    by: str
