"""What a Träger is told to pay as interest on a recovery (§ 50 Abs. 2a SGB X). Whole cents."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.documents import DocumentRef
from shared.guideline import Span

InterestGround = Literal[
    "recovery",  # auf eine Rückforderung (§ 50 Abs. 2a Satz 1 SGB X)
    "late-use",  # nicht alsbald verwendet (§ 50 Abs. 2a Satz 3 SGB X)
]


@dataclass(frozen=True, slots=True)
class InterestProposed:
    """Zinsen vorgeschlagen: what they come to until a day, which does not count itself.

    claim_id  that bears them; None of money that was used late
    reason    why they are not waived (§ 50 Abs. 2a Satz 2 SGB X)
    """

    project_id: str
    proposal_id: str
    ground: InterestGround
    claim_id: str | None
    until: date
    amount_ct: int
    reason: DocumentRef
    by: str
    proposed_on: date


@dataclass(frozen=True, slots=True)
class InterestFixed:
    """Zinsen festgesetzt: somebody else has decided so, and the Träger is told in a notice.

    spans       the days, what was open or unused on them, and the rate: Basiszinssatz and five points
    earlier_ct  what of it earlier notices have fixed;  amount_ct  what this one adds
    """

    project_id: str
    interest_id: str
    proposal_id: str
    ground: InterestGround
    claim_id: str | None
    until: date
    spans: tuple[Span, ...]
    earlier_ct: int
    amount_ct: int
    due_on: date
    by: str
    as_deputy: bool
    fixed_on: date
