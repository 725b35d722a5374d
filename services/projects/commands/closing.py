"""How projects can end."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.projects.events import Cause, GoalReached
from shared.guideline import Settlement


@dataclass(frozen=True, slots=True)
class Close:
    """Abschließen, with recognised costs, income of third parties and in-kind contributions.

    `settlement` is what funding made of these figures.
    """

    project_id: str
    costs_ct: int
    third_party_ct: int
    in_kind_ct: int
    goals: Sequence[GoalReached]
    cause: Cause
    closing_id: str = ""
    settlement: Settlement | None = None
