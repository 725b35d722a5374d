"""What became of a whole project's money (Verwendungsnachweis): stream `statement-<project_id>`."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.documents import DocumentRef

Reached = Literal["yes", "partly", "no"]
CheckedResult = Literal[
    "accepted",  # wie nachgewiesen anerkannt
    "accepted_with_cuts",  # anerkannt, mit Kürzungen
]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What is recognised of one budget year, in cents."""

    costs_ct: int
    third_party_ct: int
    in_kind_ct: int
    own_cash_ct: int


@dataclass(frozen=True, slots=True)
class GoalReached:
    """How far a goal of the approved application was reached, as the office sees it."""

    id: int
    reached: Reached


@dataclass(frozen=True, slots=True)
class StatementChecked:
    """Verwendungsnachweis geprüft: what the settlement rests on, found by two persons.

    recognised     by budget year
    disallowed_ct  what was stated as costs and is not recognised
    note           the check note (Prüfvermerk): scope, sample, result
    """

    project_id: str
    statement_id: str
    checked_on: date
    recognised: dict[int, Recognised]
    disallowed_ct: int
    goals: tuple[GoalReached, ...]
    result: CheckedResult
    note: DocumentRef
    content_by: str
    arithmetic_by: str
    edition: str
    policy_position: int
