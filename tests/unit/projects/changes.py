"""Changes of the example's project: asked for, decided, and ends before the time; typed by hand."""

from dataclasses import replace
from datetime import date

from services.projects import commands, events
from shared.guideline import Headcount, InKind, Post, Year, YearPlan
from tests.unit.projects.examples import (
    APPROVED,
    AUTHOR,
    BY_AUTHOR,
    BY_HEAD,
    HEAD,
    PROJECT_ID,
    REASON,
    REQUEST_ID,
    RUNNING,
    extended,
)
from tests.unit.projects.registered import text

WHAT, WHY, EFFECT = text("Verlängerung"), text("Nachfrage"), text("Wirkung auf die Ziele")
MOVED, COSTLY = text("Miete im neuen Jahr"), text("Treffleitung")
APRIL, MAY = date(2027, 4, 26), date(2027, 5, 3)
NEW_END = date(2028, 3, 31)


def post(cents: int) -> Post:
    return Post("Fachkraft im Treff", "Soziale Arbeit (B. A.)", None, 100, 12, cents)


COSTS = commands.PlannedCosts(
    plan={2027: YearPlan((post(900_000),)), 2028: YearPlan((post(900_000),))},
    reasons={2027: COSTLY, 2028: COSTLY},
    own_cash_ct=60_000,
    in_kind=(InKind("goods", "Raum", value_ct=30_000),),
    employees=Headcount("heads", 14_000),
    counted_on=date(2027, 4, 1),
)
"""18,000.00 euros at 140 employees."""


def request(
    new_end: date | None = NEW_END,
    shift_ct: dict[int, int] | None = None,
    costs: commands.PlannedCosts | None = None,
    request_id: str = REQUEST_ID,
) -> commands.RequestChange:
    return commands.RequestChange(
        project_id=PROJECT_ID,
        what=WHAT,
        why=WHY,
        known_since=date(2027, 4, 1),
        effect_on_goals=EFFECT,
        new_end=new_end,
        shifts=tuple(
            commands.PlannedShift(year, cents, MOVED) for year, cents in (shift_ct or {}).items()
        ),
        costs=costs,
        request_id=request_id,
        acting=BY_AUTHOR,
    )


def requested(
    new_end: date | None = NEW_END,
    shift_ct: dict[int, int] | None = None,
    costs: events.RequestedCosts | None = None,
    request_id: str = REQUEST_ID,
    on: date = APRIL,
) -> events.ChangeRequested:
    return events.ChangeRequested(
        project_id=PROJECT_ID,
        request_id=request_id,
        what=WHAT.ref,
        why=WHY.ref,
        known_since=date(2027, 4, 1),
        effect_on_goals=EFFECT.ref,
        new_end=new_end,
        shifts=tuple(
            events.RequestedShift(year, cents, MOVED.ref)
            for year, cents in (shift_ct or {}).items()
        ),
        costs=costs,
        by=AUTHOR,
        requested_on=on,
    )


REQUESTED_COSTS = events.RequestedCosts(
    plan=dict(COSTS.plan),
    reasons={2027: COSTLY.ref, 2028: COSTLY.ref},
    own_cash_ct=60_000,
    in_kind=(InKind("goods", "Raum", value_ct=30_000),),
    employees=Headcount("heads", 14_000),
    counted_on=date(2027, 4, 1),
)
SHIFT_CT = {2027: -1_000_000, 2028: 1_000_000}
REQUESTED = requested(shift_ct=SHIFT_CT, costs=REQUESTED_COSTS)

EXTEND = commands.Extend(
    PROJECT_ID, REQUEST_ID, "demand-continues", REASON, version=3, acting=BY_HEAD
)
EXTENDED = extended(NEW_END)
EXTENDED_AT_COST = replace(
    EXTENDED,
    grant_change_ct={2027: 870_000, 2028: 870_000},
    own_share=events.OwnShare(5, 90_000, 60_000, 30_000),
    eligible_ct=1_800_000,
    plan={
        2027: events.PlanYear(900_000, 0, 30_000, 15_000),
        2028: events.PlanYear(900_000, 0, 30_000, 15_000),
    },
    employees=Headcount("heads", 14_000),
)

WITHDRAW = commands.WithdrawChange(PROJECT_ID, REQUEST_ID, REASON, BY_AUTHOR)
WITHDRAWN = events.ChangeWithdrawn(PROJECT_ID, REQUEST_ID, REASON.ref, AUTHOR, MAY)
REJECT = commands.RejectChange(PROJECT_ID, REQUEST_ID, "no-need", REASON, BY_HEAD)
REJECTED = events.ChangeRejected(
    PROJECT_ID, REQUEST_ID, "no-need", REASON.ref, MAY, by=HEAD, as_deputy=False
)

MOVE_CT = {2026: -1_000_000, 2027: 1_000_000}
AMEND = commands.Amend(PROJECT_ID, REQUEST_ID, "delayed-payment", REASON, version=3, acting=BY_HEAD)
AMENDED = events.Amended(
    project_id=PROJECT_ID,
    approval_id=f"{PROJECT_ID}:3",
    amendment=1,
    amends=APPROVED.approval_id,
    request_id=REQUEST_ID,
    requested_on=APRIL,
    grant_change_ct=MOVE_CT,
    reason_code="delayed-payment",
    reason=REASON.ref,
    edition="2026-1",
    policy_position=0,
    reservation_clause_years=(),
    amended_on=MAY,
    by=HEAD,
    as_deputy=False,
)

ENDED_ON = date(2026, 9, 30)
TERMINATE = commands.Terminate(PROJECT_ID, ENDED_ON, "given-up", REASON, version=3, acting=BY_HEAD)
TERMINATED = events.Terminated(
    project_id=PROJECT_ID,
    approval_id=f"{PROJECT_ID}:3",
    amendment=1,
    amends=APPROVED.approval_id,
    old_end=date(2027, 9, 30),
    terminated_on=ENDED_ON,
    grant_change_ct={2027: -5_221_500},
    refixed=None,
    cause="given-up",
    reason=REASON.ref,
    heard_on=None,
    edition="2026-1",
    policy_position=0,
    decided_on=date(2026, 9, 14),
    by=HEAD,
    as_deputy=False,
)
SHORTENED = commands.ShortenedPlan(
    {2025: Year(1_800_000), 2026: Year(5_000_000, 500_000)}, 172_000, 100_000
)
REFIXED = events.Refixed(
    eligible_ct=6_800_000,
    own_share=events.OwnShare(4, 272_000, 172_000, 100_000),
    third_party_ct=500_000,
    plan={
        2025: events.PlanYear(1_800_000, 0, 45_529, 26_471),
        2026: events.PlanYear(5_000_000, 500_000, 126_471, 73_529),
    },
)

REVOKE = commands.Revoke(
    project_id=PROJECT_ID,
    basis="section-47",
    extent="whole",
    effective_from=None,
    reason_code="misused",
    reason=REASON,
    known_since=date(2026, 3, 2),
    heard_on=date(2026, 8, 3),
    version=3,
    acting=BY_HEAD,
)
REVOKED = events.Revoked(
    project_id=PROJECT_ID,
    approval_id=f"{PROJECT_ID}:3",
    amendment=1,
    amends=APPROVED.approval_id,
    basis="section-47",
    extent="whole",
    effective_from=None,
    old_end=date(2027, 9, 30),
    end=date(2027, 9, 30),
    grant_change_ct={2025: -1_740_500, 2026: -5_962_000, 2027: -5_221_500},
    reason_code="misused",
    reason=REASON.ref,
    known_since=date(2026, 3, 2),
    heard_on=date(2026, 8, 3),
    edition="2026-1",
    policy_position=0,
    revoked_on=date(2026, 9, 14),
    by=HEAD,
    as_deputy=False,
)
PART = replace(
    REVOKED,
    extent="part",
    effective_from=date(2026, 9, 14),
    grant_change_ct={2027: -1_000_000},
)
ENDED, GONE, LESS = (*RUNNING, TERMINATED), (*RUNNING, REVOKED), (*RUNNING, PART)
CHANGES = (
    REQUESTED,
    WITHDRAWN,
    REJECTED,
    EXTENDED_AT_COST,
    AMENDED,
    replace(TERMINATED, refixed=REFIXED, heard_on=date(2026, 9, 1)),
    REVOKED,
)
