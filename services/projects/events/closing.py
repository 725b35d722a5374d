"""How projects have ended."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.projects.events.decision import YearlyCents

Reached = Literal["yes", "partly", "no"]  # erreicht, teilweise erreicht, nicht erreicht


Cause = Literal["completed", "terminated"]  # planmäßig beendet, vorzeitig beendet


@dataclass(frozen=True, slots=True)
class GoalReached:
    """How far a goal of the application was reached."""

    id: int
    reached: Reached


@dataclass(frozen=True, slots=True)
class Closed:
    """Abgeschlossen: income and expenditure are known, and the final grant with them."""

    project_id: str
    closing_id: str
    closed_on: date
    final_grant_ct: YearlyCents
    recovery_ct: int
    remaining_ct: int
    goals: tuple[GoalReached, ...]
    cause: Cause
    edition: str
