"""Shifts between lines of a plan, asked for before money is committed: stream `line_shifts-<project_id>`.

A shift moves cents from lines of the approved plan to others; the grant and its years stay. What is
approved counts when the statement of use is held against the plan.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.documents import DocumentRef

ShiftOutcome = Literal["approved", "rejected"]  # zugestimmt, abgelehnt


@dataclass(frozen=True, slots=True)
class LineMove:
    """So many cents more for a line of the plan or, below zero, less."""

    line: str
    amount_ct: int


@dataclass(frozen=True, slots=True)
class LineShiftRequested:
    """Verschiebung beantragt: money of some lines of the plan is needed in others."""

    project_id: str
    request_id: str
    moves: tuple[LineMove, ...]
    reason: DocumentRef
    by: str
    requested_on: date


@dataclass(frozen=True, slots=True)
class LineShiftDecided:
    """Über eine Verschiebung entschieden: from now on the lines have what was asked for, or not."""

    project_id: str
    request_id: str
    outcome: ShiftOutcome
    reason: DocumentRef
    by: str
    decided_on: date
