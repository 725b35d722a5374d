"""How interest on a recovery is fixed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from services.projects.commands.decision import NOBODY, Acting
from services.projects.events import InterestGround
from shared.documents import Document
from shared.guideline import Policy, Span


@dataclass(frozen=True, slots=True)
class InterestFigures:
    """What interest comes to, in cents, as funding has told it."""

    claim_id: str | None
    spans: Sequence[Span]
    earlier_ct: int
    amount_ct: int


@dataclass(frozen=True, slots=True)
class ProposeInterest:
    """Zinsen vorschlagen, bis zu einem Tag; `reason` says why they are not waived."""

    project_id: str
    ground: InterestGround
    until: date
    reason: Document
    proposal_id: str = ""
    figures: InterestFigures | None = None
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class FixInterest:
    """Zinsen festsetzen, as somebody else has proposed."""

    project_id: str
    proposal_id: str
    interest_id: str = ""
    figures: InterestFigures | None = None
    policy: Policy = field(default_factory=Policy)
    acting: Acting = NOBODY
