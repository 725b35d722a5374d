"""What can be asked about applications."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from shared.documents import Document
from shared.guideline import Policy, Year


@dataclass(frozen=True, slots=True)
class AssignNumber:
    """Aktenzeichen vergeben. The service asks for it when an application arrives."""

    project_id: str
    district: str
    year: int


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """A goal as it is applied for."""

    text: Document
    indicator: str
    target: str


@dataclass(frozen=True, slots=True)
class Headcount:
    """The employees of the Träger on a day."""

    count: int
    on: date


@dataclass(frozen=True, slots=True)
class Apply:
    """Projekt beantragen."""

    sozialraum_id: str
    traeger_id: str
    title: str
    need: Document
    goals: Sequence[PlannedGoal]
    target_group: Document
    measures: Document
    start: date
    end: date
    plan: Mapping[int, Year]
    own_cash_ct: int
    in_kind_ct: int
    employees: Headcount
    project_id: str = ""
    team_id: str = ""
    number: str = ""
    policy: Policy = field(default_factory=Policy)
