"""What has happened to applications, and the numbers they got."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.documents import DocumentRef


@dataclass(frozen=True, slots=True)
class Goal:
    """Ziel: what a project wants to reach, and by what that shows. Numbered from 1."""

    id: int
    text: DocumentRef
    indicator: str
    target: str


@dataclass(frozen=True, slots=True)
class PlanYear:
    """One year of the financing plan, in cents."""

    costs_ct: int
    third_party_ct: int
    own_cash_ct: int
    in_kind_ct: int


@dataclass(frozen=True, slots=True)
class Employees:
    """Mitarbeitende: how many the Träger has, how counted, and on which day."""

    count: int
    method: Literal["heads"]
    on: date


@dataclass(frozen=True, slots=True)
class Applied:
    """Beantragt: the team of a Sozialraum asks for a project of a Träger."""

    project_id: str
    number: str
    application_version: int
    sozialraum_id: str
    team_id: str
    traeger_id: str
    title: str
    start: date
    end: date
    need: DocumentRef
    goals: tuple[Goal, ...]
    target_group: DocumentRef
    measures: DocumentRef
    plan: dict[int, PlanYear]
    employees: Employees
    applied_on: date


@dataclass(frozen=True, slots=True)
class NumberAssigned:
    """Aktenzeichen vergeben: the next file number of a year, for people."""

    project_id: str
    year: int
    running: int
    number: str
