"""What has become of interest that a notice fixes: stream `grant-<project>`. Whole cents.

Interest is money of its own: it belongs to no year of the budget, and nothing of it is granted again.
"""

from dataclasses import dataclass
from datetime import date

from shared.guideline import Span


@dataclass(frozen=True, slots=True)
class InterestClaimed:
    """Zinsen gefordert: a notice has fixed what a claim bears until a day, which does not count.

    spans       the days, what was open on them, and the rate, as the notice has them
    earlier_ct  what of it earlier notices have fixed;  amount_ct  what this one adds
    """

    project_id: str
    interest_id: str
    claim_id: str
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
