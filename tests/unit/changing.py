"""One project after its approval, in both services at once, without a wire."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.funding.grant import GRANT, Grant
from services.projects import commands, events
from services.projects.project import PROJECT, Project
from shared.guideline import Decided, YearPlan
from shared.refusal import Refused
from tests.unit.funding.in_memory import Funding
from tests.unit.projects.changes import MOVED, WHAT, WHY, post
from tests.unit.projects.examples import (
    CALCULATED,
    CHECKED,
    CO_SIGNED,
    PROJECT_ID,
    REASON,
    applying,
)

TEAM = commands.Acting("team")
BJL = commands.Acting("bjl", as_head=True)


class Office:
    """One project after its approval, in both services."""

    def __init__(self, budgets_ct: dict[int, int] | None = None, **application: Any) -> None:
        years = budgets_ct or dict.fromkeys(range(2024, 2032), 30_000_000)
        self.funding = Funding(years, PROJECT_ID)
        applied_on = application["start"] - timedelta(days=30)
        asked = applying(
            in_kind=(),
            employees=commands.Headcount(application.pop("heads") * 100, applied_on),
            **application,
        )
        stated = asked.application.stated
        resolved = replace(stated.team_resolution, on=applied_on)
        stated = replace(stated, team_resolution=resolved)
        self.history: list[Any] = []
        self.do(replace(asked, application=replace(asked.application, stated=stated)), applied_on)
        self.history += [CO_SIGNED, CHECKED, CALCULATED]
        approve = commands.Approve(PROJECT_ID, "as-proposed", version=5, acting=BJL)
        (self.approved,) = self.do(approve, applied_on)

    @property
    def project(self) -> Project:
        project = PROJECT.fold(self.history)
        assert project is not None
        return project

    def do(self, command: Any, on: date) -> list[Any]:
        """Decide, have funding reserve what is bound, record, and let funding hear of it."""
        state = PROJECT.fold(self.history)
        made = PROJECT.decide(command, state, on)
        for event in made:
            if isinstance(event, events.Approved):
                self.funding.reserve(event.approval_id, event.grant_ct)
            if isinstance(event, (events.Extended, events.Amended)):
                self.funding.reserve(event.approval_id, event.grant_change_ct)
            self.history.append(event)
            if hasattr(event, "approval_id") or isinstance(event, events.Closed):
                self.funding.hear(event)
        return made

    def request(self, on: date, new_end: date | None = None, **asked: Any) -> str:
        request_id = f"request-{len(self.history)}"
        command = commands.RequestChange(
            *(PROJECT_ID, WHAT, WHY, on),
            new_end=new_end,
            shifts=[
                commands.PlannedShift(year, cents, MOVED)
                for year, cents in asked.get("shift_ct", {}).items()
            ],
            costs=asked.get("costs"),
            request_id=request_id,
            acting=TEAM,
        )
        self.do(command, on)
        return request_id

    def extend(self, on: date, new_end: date, **asked: Any) -> events.Extended:
        request_id = self.request(on, new_end, **asked)
        version = len(self.history) + 1
        command = commands.Extend(
            PROJECT_ID, request_id, "demand-continues", REASON, version=version, acting=BJL
        )
        (made,) = self.do(command, on)
        assert isinstance(made, events.Extended)
        return made

    def terminate(self, on: date, last: date, **how: Any) -> events.Terminated:
        version = len(self.history) + 1
        command = commands.Terminate(
            PROJECT_ID, last, "given-up", REASON, version=version, acting=BJL, **how
        )
        (made,) = self.do(command, on)
        assert isinstance(made, events.Terminated)
        return made

    def revoke(self, on: date, **how: Any) -> None:
        command = commands.Revoke(
            *(PROJECT_ID, "section-47", "part" if "reduction_ct" in how else "whole"),
            **{"effective_from": None, "reason_code": "misused", "reason": REASON, **how},
            known_since=on,
            heard_on=on,
            version=len(self.history) + 1,
            acting=BJL,
        )
        self.do(command, on)

    @property
    def grant(self) -> Grant:
        grant = GRANT.fold(self.funding.grant)
        assert grant is not None
        return grant

    @property
    def decided(self) -> Decided:
        return self.grant.decided


def plan(costs_ct: dict[int, int]) -> dict[int, YearPlan]:
    return {year: YearPlan((post(cents),)) for year, cents in costs_ct.items()}


def refused(act: Any, *asked: Any, **how: Any) -> Refused:
    with pytest.raises(Refused) as no:
        act(*asked, **how)
    return no.value


def two_years(heads: int = 118) -> Office:
    """E 144,000.00 from 1.10.2025 to 30.9.2027; 4 % are 5,760.00, all cash."""
    return Office(
        start=date(2025, 10, 1),
        end=date(2027, 9, 30),
        plan=plan({2025: 1_800_000, 2026: 7_200_000, 2027: 5_400_000}),
        own_cash_ct=576_000,
        heads=heads,
    )


def short_lived(budgets_ct: dict[int, int] | None = None) -> Office:
    """E 120,000.00, 100 employees, 4,800.00 own cash: 57,600.00 in each of two years."""
    return Office(
        budgets_ct,
        start=date(2026, 1, 1),
        end=date(2027, 12, 31),
        plan=plan({2026: 6_000_000, 2027: 6_000_000}),
        own_cash_ct=480_000,
        heads=100,
    )
