"""How projects can end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from services.projects.commands.decision import NOBODY, Acting
from services.projects.events import Cause, GoalReached, ReopeningBasis
from shared.documents import Document
from shared.guideline import Policy, Settlement


@dataclass(frozen=True, slots=True)
class Statement:
    """What a checked statement of use comes to, in cents, as reporting has told it."""

    statement_id: str
    checked_on: date
    costs_ct: int
    third_party_ct: int
    in_kind_ct: int
    goals: Sequence[GoalReached]


@dataclass(frozen=True, slots=True)
class ProposeSettlement:
    """Abrechnung vorschlagen. `known_since` is the day of the check unless another is named."""

    project_id: str
    reason: Document
    known_since: date | None = None
    proposal_id: str = ""
    statement: Statement | None = None
    settlement: Settlement | None = None
    policy: Policy = field(default_factory=Policy)
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class RecordHearing:
    """Äußerung vermerken."""

    project_id: str
    answer: Document
    answered_on: date
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class Close:
    """Abschließen, as the checked statement of use says. `settlement` is what funding makes of it."""

    project_id: str
    cause: Cause
    interest_from: date | None = None
    closing_id: str = ""
    statement: Statement | None = None
    settlement: Settlement | None = None
    policy: Policy = field(default_factory=Policy)
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class ReopenSettlement:
    """Abrechnung wieder aufnehmen. `effective_on` is the day for which the correction counts."""

    project_id: str
    basis: ReopeningBasis
    reason: Document
    effective_on: date | None = None
    acting: Acting = NOBODY
