"""What has happened to applications, and the numbers they got.

`by` is the random id of the person who acted; "" where an old event did not say.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from services.projects.events.statements import Statements
from shared.documents import DocumentRef
from shared.guideline import HeadcountMethod, InKind, YearPlan


@dataclass(frozen=True, slots=True)
class Indicator:
    """Indikator: a further sign by which a goal shows, and the value to reach."""

    indicator: str
    target: str


@dataclass(frozen=True, slots=True)
class Goal:
    """Ziel: what a project wants to reach, and by what that shows. Numbered from 1.

    A goal that cannot be counted says why in `qualitative`; its indicator and target are empty.
    """

    id: int
    text: DocumentRef
    indicator: str
    target: str
    further: tuple[Indicator, ...]
    qualitative: DocumentRef | None


@dataclass(frozen=True, slots=True)
class PlanYear:
    """One year of the financing plan, in cents."""

    costs_ct: int
    third_party_ct: int
    own_cash_ct: int
    in_kind_ct: int


@dataclass(frozen=True, slots=True)
class Employees:
    """Mitarbeitende: how many the Träger has, how counted, and on which day.

    count       whole, as the table of the own share is asked: 31 for 30.25 full-time equivalents
    hundredths  as it was stated
    """

    count: int
    method: HeadcountMethod
    on: date
    hundredths: int


@dataclass(frozen=True, slots=True)
class Applied:
    """Beantragt: the team of a Sozialraum asks for a project of a Träger.

    plan        the sums of each year; `costs_ct` are the eligible costs as the policy had them
    details     what the sums consist of; empty in events of old, as is `in_kind`
    statements  what else an application says; None in events of old
    """

    VERSION: ClassVar[int] = 2

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
    details: dict[int, YearPlan]
    in_kind: tuple[InKind, ...]
    financing_type: Literal["gap", "full"]
    full_funding_reason: DocumentRef | None
    requested_ct: int | None
    statements: Statements | None
    policy_position: int
    by: str


@dataclass(frozen=True, slots=True)
class NumberAssigned:
    """Aktenzeichen vergeben: the next file number of a year, for people."""

    project_id: str
    year: int
    running: int
    number: str
