"""How lines of a plan are shifted. `plan`, with what was shifted so far, is told by the service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.reporting.events import LineMove, ShiftOutcome
from shared.documents import Document
from shared.guideline import PlanLines


@dataclass(frozen=True, slots=True)
class RequestLineShift:
    """Verschiebung beantragen, before anything is committed."""

    project_id: str
    moves: Sequence[LineMove]
    reason: Document
    request_id: str = ""
    plan: PlanLines | None = None
    last_day: date = date.max
    by: str = ""


@dataclass(frozen=True, slots=True)
class DecideLineShift:
    """Über eine Verschiebung entscheiden."""

    project_id: str
    request_id: str
    outcome: ShiftOutcome
    reason: Document
    plan: PlanLines | None = None
    last_day: date = date.max
    by: str = ""


LineShiftCommand = RequestLineShift | DecideLineShift
