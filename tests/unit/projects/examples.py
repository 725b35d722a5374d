"""One project and its history, typed by hand: no clock, no chance."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

from services.projects import commands, events
from shared.guideline import InKind, Post, Settlement, ThirdParty, Year, YearPlan
from tests.unit.projects.registered import SOZIALRAUM_ID, TEAM_ID, TRAEGER_ID, text

PROJECT_ID = "6d5a1bb4-8a5e-5b1c-9d0e-1f2a3b4c5d6e"

NEED, GOAL_1, GOAL_2 = text("Bedarf"), text("Treffen"), text("Beteiligung")
TARGET_GROUP, MEASURES = text("Zielgruppe"), text("Maßnahmen")
REASON = text("Grund")


def post(cents: int) -> Post:
    """A post that costs so much in its year."""
    return Post("Fachkraft im Treff", "Soziale Arbeit (B. A.)", None, 100, 12, cents)


PLAN = {
    2025: YearPlan((post(1_800_000),)),
    2026: YearPlan((post(7_200_000),), (), (ThirdParty("Stiftung", "donation", 1_000_000, True),)),  # noqa: FBT003
    2027: YearPlan((post(5_400_000),)),
}
IN_KIND = (InKind("goods", "Raum und Ausstattung", value_ct=100_000),)
AUTHOR = "8f3e9d4a-0b57-5c26-9d7e-9a5b4c3f2eb8"
ASD, OTHER = "9a4f0e5b-1c68-5d37-8e8f-0b6c5d4a3fc9", "0b5a1f6c-2d79-5e48-9f90-1c7d6e5b4ada"
STATED = commands.Stated(
    existing_offers=text("Angebote"),
    participation=commands.PlannedParticipation(
        text("Werkstatt"), (events.ParticipationGroup("Mädchen", 24),)
    ),
    aims=(
        commands.PlannedAim("prevention", text("früh")),
        commands.PlannedAim("inclusion", text("alle")),
    ),
    access=commands.PlannedAccess("open"),
    place="Bürgerhaus Kalk",
    partners=("Grundschule",),
    resources=("Bürgerhaus",),
    sustainability=text("danach"),
    team_resolution=commands.Resolved(date(2025, 9, 1), (ASD, OTHER), (OTHER,)),
    declared=commands.Declared(
        no_individual_help=True, other_funding=text("Stiftung"), vat_deduction=False
    ),
)
APPLICATION = commands.Application(
    title="Mädchentreff Kalk",
    need=NEED,
    goals=(
        commands.PlannedGoal(GOAL_1, "Treffen im Jahr", "40"),
        commands.PlannedGoal(GOAL_2, "von Mädchen geplante Angebote", "10"),
    ),
    target_group=TARGET_GROUP,
    measures=MEASURES,
    start=date(2025, 10, 1),
    end=date(2027, 9, 30),
    plan=PLAN,
    own_cash_ct=476_000,
    in_kind=IN_KIND,
    employees=commands.Headcount(11_000, date(2025, 8, 1)),
    stated=STATED,
)
BY_AUTHOR = commands.Acting(AUTHOR)
APPLY = commands.Apply(
    sozialraum_id=SOZIALRAUM_ID,
    traeger_id=TRAEGER_ID,
    application=APPLICATION,
    project_id=PROJECT_ID,
    team_id=TEAM_ID,
    number="2025-8-017",
    acting=BY_AUTHOR,
)


def applying(**changes: Any) -> commands.Apply:
    """The example's application, but for some of what it says."""
    return replace(APPLY, application=replace(APPLICATION, **changes))


APPLIED = events.Applied(
    project_id=PROJECT_ID,
    number="2025-8-017",
    application_version=1,
    sozialraum_id=SOZIALRAUM_ID,
    team_id=TEAM_ID,
    traeger_id=TRAEGER_ID,
    title="Mädchentreff Kalk",
    start=date(2025, 10, 1),
    end=date(2027, 9, 30),
    need=NEED.ref,
    goals=(
        events.Goal(1, GOAL_1.ref, "Treffen im Jahr", "40", (), None),
        events.Goal(2, GOAL_2.ref, "von Mädchen geplante Angebote", "10", (), None),
    ),
    target_group=TARGET_GROUP.ref,
    measures=MEASURES.ref,
    plan={
        2025: events.PlanYear(1_800_000, 0, 59_500, 12_500),
        2026: events.PlanYear(7_200_000, 1_000_000, 238_000, 50_000),
        2027: events.PlanYear(5_400_000, 0, 178_500, 37_500),
    },
    employees=events.Employees(110, "heads", date(2025, 8, 1), 11_000),
    applied_on=date(2025, 9, 15),
    details=PLAN,
    in_kind=IN_KIND,
    financing_type="gap",
    full_funding_reason=None,
    requested_ct=None,
    statements=events.Statements(
        existing_offers=text("Angebote").ref,
        participation=events.Participation(
            text("Werkstatt").ref, (events.ParticipationGroup("Mädchen", 24),)
        ),
        aims=(
            events.Aim("prevention", text("früh").ref),
            events.Aim("inclusion", text("alle").ref),
        ),
        access=events.Access("open", None),
        place="Bürgerhaus Kalk",
        partners=("Grundschule",),
        resources=("Bürgerhaus",),
        sustainability=text("danach").ref,
        team_resolution=events.TeamResolution(date(2025, 9, 1), (ASD, OTHER), (OTHER,)),
        declarations=events.Declarations(
            not_begun=True,
            no_individual_help=True,
            complete_and_true=True,
            subsidy_relevant=True,
            other_funding=text("Stiftung").ref,
            vat_deduction=False,
        ),
    ),
    policy_position=0,
    by=AUTHOR,
)
APPLIED_IN_SUMS = replace(
    APPLIED,
    details={},
    in_kind=(),
    statements=None,
    by="",
)
"""The same application as events of old told it."""

DAY = date(2025, 9, 15)
CHECKER = "5c0b6a1d-7e24-5f93-8a4b-6d2e1f0c9b85"
CLERK = "6d1c7b2e-8f35-5a04-9b5c-7e3f2a1d0c96"
HEAD = "7e2d8c3f-9a46-5b15-8c6d-8f4a3b2e1da7"
BY_CHECKER, BY_CLERK = commands.Acting(CHECKER), commands.Acting(CLERK)
BY_HEAD = commands.Acting(HEAD, as_head=True)

# ---- before the decision -----------------------------------------------------------------------

FIELDS = ("/need", "/goals/1", "/own_cash")
RETURN = commands.ReturnForCompletion(PROJECT_ID, FIELDS, REASON, acting=BY_CHECKER)
RETURNED = events.Returned(
    project_id=PROJECT_ID,
    application_version=1,
    fields=FIELDS,
    text=REASON.ref,
    deadline=date(2025, 10, 6),
    by=CHECKER,
    returned_on=date(2025, 9, 15),
)
MORE_NEED, OTHER_AUTHOR = text("mehr Bedarf"), "1c6b2a7d-3e8a-5f59-8aa1-2d8e7f6c5beb"
COMPLETED = replace(
    APPLICATION,
    need=MORE_NEED,
    goals=(APPLICATION.goals[0], replace(APPLICATION.goals[1], target="12")),
    own_cash_ct=500_000,
)
RESUBMIT = commands.Resubmit(
    PROJECT_ID,
    COMPLETED,
    known=commands.Known(texts=APPLICATION.words),
    acting=commands.Acting(OTHER_AUTHOR),
)
RESUBMITTED = events.Resubmitted(
    **{field.name: getattr(APPLIED, field.name) for field in fields(APPLIED)}
    | {
        "application_version": 2,
        "need": MORE_NEED.ref,
        "goals": (APPLIED.goals[0], replace(APPLIED.goals[1], target="12")),
        "plan": {
            2025: events.PlanYear(1_800_000, 0, 62_500, 12_500),
            2026: events.PlanYear(7_200_000, 1_000_000, 250_000, 50_000),
            2027: events.PlanYear(5_400_000, 0, 187_500, 37_500),
        },
        "by": OTHER_AUTHOR,
    },
    resubmitted_on=date(2025, 9, 15),
)
WITHDRAW = commands.Withdraw(PROJECT_ID, "no-staff", REASON, BY_AUTHOR)
WITHDRAWN = events.Withdrawn(PROJECT_ID, "no-staff", REASON.ref, AUTHOR, date(2025, 9, 15))
CO_SIGN = commands.CoSign(PROJECT_ID, commands.Acting(OTHER, traeger_id=TRAEGER_ID))
CO_SIGNED = events.CoSigned(PROJECT_ID, 1, OTHER, date(2025, 9, 15))

CHECK_CONTENT = commands.CheckContent(
    PROJECT_ID,
    result="passed",
    criteria=(
        commands.JudgedCriterion("need", "yes"),
        commands.JudgedCriterion("goals-measurable", "yes"),
        commands.JudgedCriterion("suitability", "yes"),
        commands.JudgedCriterion("participation", "with-remark", REASON),
        commands.JudgedCriterion("quality", "yes"),
        commands.JudgedCriterion("openness", "yes"),
        commands.JudgedCriterion("double-funding-checked", "yes"),
    ),
    proposal="approve",
    remark=REASON,
    acting=BY_CHECKER,
)
CHECKED = events.ContentChecked(
    project_id=PROJECT_ID,
    application_version=1,
    result="passed",
    criteria=(
        events.Criterion("need", "yes", None),
        events.Criterion("goals-measurable", "yes", None),
        events.Criterion("suitability", "yes", None),
        events.Criterion("participation", "with-remark", REASON.ref),
        events.Criterion("quality", "yes", None),
        events.Criterion("openness", "yes", None),
        events.Criterion("double-funding-checked", "yes", None),
    ),
    proposal="approve",
    priority=None,
    remark=REASON.ref,
    by=CHECKER,
    checked_on=date(2025, 9, 15),
)
CONFIRMED = (
    events.Confirmation("plan-balances", holds=True),
    events.Confirmation("posts-graded", holds=True),
    events.Confirmation("flat-rates", holds=True),
    events.Confirmation("headcount-evidence", holds=True),
    events.Confirmation("budget-available", holds=True),
)
CHECK_ARITHMETIC = commands.CheckArithmetic(PROJECT_ID, "passed", CONFIRMED, acting=BY_CLERK)
CALCULATED = events.ArithmeticChecked(
    PROJECT_ID, 1, "passed", CONFIRMED, remark=None, by=CLERK, checked_on=date(2025, 9, 15)
)
READY = (APPLIED, CO_SIGNED, CHECKED, CALCULATED)

APPROVE = commands.Approve(PROJECT_ID, "as-proposed", version=2, acting=BY_HEAD)
GRANT_CT = {2025: 1_740_500, 2026: 5_962_000, 2027: 5_221_500}
APPROVED = events.Approved(
    project_id=PROJECT_ID,
    approval_id=f"{PROJECT_ID}:2",
    application_version=1,
    start=date(2025, 10, 1),
    end=date(2027, 9, 30),
    eligible_ct=14_400_000,
    own_share=events.OwnShare(4, 576_000, 476_000, 100_000),
    third_party_ct=1_000_000,
    grant_ct=GRANT_CT,
    edition="2026-1",
    policy_position=0,
    approved_on=date(2025, 9, 15),
    by=HEAD,
    as_deputy=False,
    reduced=False,
    plan=APPLIED.plan,
    financing_type="gap",
    conditions=(),
    reservation_clause_years=(),
    reason_code="as-proposed",
    reason=None,
)
RUNNING = (*READY, APPROVED)

APPROVE_REDUCED = commands.ApproveReduced(
    PROJECT_ID,
    plan={2025: Year(1_800_000), 2026: Year(6_000_000, 1_000_000), 2027: Year(5_400_000)},
    own_cash_ct=428_000,
    in_kind_ct=100_000,
    reason_code="costs-unreasonable",
    reason=REASON,
    version=2,
    acting=BY_HEAD,
)
REDUCED = replace(
    APPROVED,
    eligible_ct=13_200_000,
    own_share=events.OwnShare(4, 528_000, 428_000, 100_000),
    grant_ct={2025: 1_741_636, 2026: 4_805_455, 2027: 5_224_909},
    reduced=True,
    plan={
        2025: events.PlanYear(1_800_000, 0, 58_364, 13_636),
        2026: events.PlanYear(6_000_000, 1_000_000, 194_545, 45_455),
        2027: events.PlanYear(5_400_000, 0, 175_091, 40_909),
    },
    reason_code="costs-unreasonable",
    reason=REASON.ref,
)

REJECT = commands.Reject(PROJECT_ID, "no-need", REASON, BY_HEAD)
REJECTED = events.Rejected(
    PROJECT_ID, "no-need", REASON.ref, date(2025, 9, 15), by=HEAD, as_deputy=False
)
POSTPONE = commands.Postpone(PROJECT_ID, "budget-exhausted", 2, REASON, BY_HEAD)
POSTPONED = events.Postponed(
    project_id=PROJECT_ID,
    application_version=1,
    reason_code="budget-exhausted",
    priority=2,
    reason=REASON.ref,
    postponed_on=date(2025, 9, 15),
    by=HEAD,
    as_deputy=False,
)
PRIORITISE = commands.Prioritise(PROJECT_ID, 1, REASON, BY_HEAD)
PRIORITISED = events.Prioritised(PROJECT_ID, 1, REASON.ref, date(2025, 9, 15), HEAD)
REOPEN = commands.Reopen(PROJECT_ID, acting=BY_HEAD)
REOPENED = events.Reopened(PROJECT_ID, "by-hand", None, date(2025, 9, 15), HEAD)
DECLARE_BIAS = commands.DeclareBias(PROJECT_ID, "personal-relation", BY_HEAD)
BIASED = events.BiasDeclared(PROJECT_ID, "personal-relation", date(2025, 9, 15), HEAD)


REQUEST_ID = "1c6d2f8a-5b39-5e4c-8a7d-3f2b1c0d9e8a"


def extended(
    new_end: date,
    old_end: date = date(2027, 9, 30),
    number: int = 1,
    change_ct: dict[int, int] | None = None,
    on: date = date(2027, 5, 3),
) -> events.Extended:
    return events.Extended(
        project_id=PROJECT_ID,
        approval_id=f"{PROJECT_ID}:{number + 2}",
        number=number,
        old_end=old_end,
        new_end=new_end,
        grant_change_ct=change_ct or {},
        own_share=None,
        reason_code="demand-continues",
        reason=REASON.ref,
        edition="2026-1",
        policy_position=0,
        extended_on=on,
        amendment=number,
        amends=APPROVED.approval_id,
        request_id=REQUEST_ID,
        requested_on=date(2027, 4, 26),
        eligible_ct=0,
        third_party_ct=0,
        plan={},
        employees=None,
        reservation_clause_years=(),
        by=HEAD,
        as_deputy=False,
    )


CLOSING_ID = f"{PROJECT_ID}:3"
GOALS = (events.GoalReached(1, "yes"), events.GoalReached(2, "partly"))
FINAL_CT = {2025: 1_713_566, 2026: 5_869_737, 2027: 5_140_697}
SETTLEMENT = Settlement(FINAL_CT, 476_000, 12_724_000, 200_000, 0, 0, ())
STATEMENT = commands.Statement(
    "7d444840-9dc0-51d1-b245-5ffdce74fad2",
    date(2027, 10, 20),
    costs_ct=14_200_000,
    third_party_ct=1_000_000,
    in_kind_ct=100_000,
    goals=GOALS,
)
DESK = "5c9d3a5e-3f0b-4d5c-8a41-0f1f1b1d2c33"
PROPOSAL_ID = "c2f1a6be-4f0a-5d7b-9a55-8d1c2b3a4f50"
PROPOSE = commands.ProposeSettlement(
    PROJECT_ID,
    reason=text("Weniger Kosten"),
    proposal_id=PROPOSAL_ID,
    statement=STATEMENT,
    settlement=SETTLEMENT,
    acting=commands.Acting(DESK),
)
PROPOSED = events.SettlementProposed(
    project_id=PROJECT_ID,
    proposal_id=PROPOSAL_ID,
    statement_id=STATEMENT.statement_id,
    final_grant_ct=FINAL_CT,
    recovery_ct=200_000,
    remaining_ct=0,
    reason=PROPOSE.reason.ref,
    hearing_until=date(2027, 11, 8),
    known_since=date(2027, 10, 20),
    edition="2026-1",
    policy_position=0,
    by=DESK,
    proposed_on=date(2027, 10, 25),
)
ANSWER = commands.RecordHearing(
    PROJECT_ID,
    answer=text("Einverstanden"),
    answered_on=date(2027, 11, 2),
    acting=commands.Acting(DESK),
)
ANSWERED = events.HearingAnswered(
    project_id=PROJECT_ID,
    proposal_id=PROPOSAL_ID,
    answer=ANSWER.answer.ref,
    answered_on=date(2027, 11, 2),
    by=DESK,
    recorded_on=date(2027, 11, 3),
)
CLOSE = commands.Close(
    PROJECT_ID,
    cause="completed",
    closing_id=CLOSING_ID,
    statement=STATEMENT,
    settlement=SETTLEMENT,
    acting=commands.Acting(HEAD, as_head=True),
)
CLOSED = events.Closed(
    closing_id=CLOSING_ID,
    project_id=PROJECT_ID,
    closed_on=date(2027, 11, 15),
    final_grant_ct=FINAL_CT,
    recovery_ct=200_000,
    remaining_ct=0,
    goals=GOALS,
    cause="completed",
    edition="2026-1",
    statement_id=STATEMENT.statement_id,
    proposal_id=PROPOSAL_ID,
    interest_from=date(2027, 11, 15),
    due_on=date(2027, 12, 15),
    by=HEAD,
    as_deputy=False,
)
REOPEN_SETTLEMENT = commands.ReopenSettlement(
    PROJECT_ID,
    basis="section-44",
    reason=text("421,50 statt 412,50"),
    effective_on=date(2027, 12, 31),
    acting=commands.Acting(HEAD, as_head=True),
)
SETTLEMENT_REOPENED = events.SettlementReopened(
    project_id=PROJECT_ID,
    closing_id=CLOSING_ID,
    grant_ct=GRANT_CT,
    status="approved",
    basis="section-44",
    reason=REOPEN_SETTLEMENT.reason.ref,
    by=HEAD,
    as_deputy=False,
    reopened_on=date(2028, 1, 17),
    effective_on=date(2027, 12, 31),
)

LAPSE = commands.Lapse(PROJECT_ID, f"{PROJECT_ID}:2")
LAPSED = events.ApprovalLapsed(PROJECT_ID, f"{PROJECT_ID}:2", date(2025, 9, 15))

NUMBERED = events.NumberAssigned(PROJECT_ID, 2025, 17, "2025-8-017")
