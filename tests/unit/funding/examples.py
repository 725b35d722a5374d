"""One example of each event of funding, typed by hand; the figures are those of the project."""

from dataclasses import replace
from datetime import date

from services.funding import events
from shared.documents import DocumentRef
from shared.guideline import (
    BaseRate,
    FinalityRules,
    FlatRate,
    MeasuredCosts,
    QuarterRules,
    SettlementRules,
    Span,
)
from tests.unit.projects.examples import FINAL_CT, GRANT_CT, PROJECT_ID

APPROVAL_ID = f"{PROJECT_ID}:2"
CLOSING_ID = f"{PROJECT_ID}:4"
CARRY_OVER_ID = "3b241101-e2bb-4255-8caf-4136c566a962"
TRANSFER_ID = "6fa459ea-ee8a-4ca4-894e-db77e160355e"
REASON = DocumentRef("886313e1-3b8a-5372-9b90-0c9aee199e5d", "5f" * 32)
PROPOSER, ADOPTER = "0c1d9b2e-7a0f-4c0e-9a40-3a3f1f0f9b11", "f5a1f2b0-0f65-4d7e-8a8e-6f0d6a2c7d22"
INTEREST_ID = "2d3c4b5a-6978-5a87-8f96-a5b4c3d2e1f0"
PROPOSAL_ID = "16fd2706-8baf-433b-82eb-8c7fada847da"
RULES = events.OfficeRules(
    volunteer_hour_ct=1_500,
    in_kind_cap_percent=20,
    flat_rates={
        "Verwaltung": FlatRate("Verwaltung", "personnel-percent", 700, ("Büromaterial",)),
        "Verpflegung": FlatRate("Verpflegung", "participant-day", 450),
    },
    salaries_ct={"S 11b": 7_020_000, "S 17": 8_640_000},
    future_years="with-reservation",
    headcount_method="heads",
    early_start=False,
    individual_help_gate=True,
    completion_days=21,
    model="net",
    payment_rhythm="half-yearly",
    settlement=SettlementRules("percent-of-actual", 50_000, recovery_refills="on-settlement"),
    base_rates=(BaseRate(date(2026, 1, 1), 127), BaseRate(date(2026, 7, 1), -88)),
    quarters=QuarterRules(smallest_shown=5, due_days=45),
    onboarding_months=6,
    finality=FinalityRules(announced_days=7, appeal_months=2),
    certified_statements=True,
)

EXAMPLES = (
    events.BudgetSet(2026, 30_000_000, "Rat 11.12.2025, TOP 4.1", 0),
    events.Supplemented(2026, -2_500_000, "Rat 18.6.2026, TOP 7"),
    events.Reserved(2026, APPROVAL_ID, PROJECT_ID, 5_962_000),
    events.Released(2026, APPROVAL_ID, PROJECT_ID, 5_962_000),
    events.Debited(2026, APPROVAL_ID, PROJECT_ID, 5_962_000, 5_962_000, 0, 0),
    events.Unfunded(2026, APPROVAL_ID, PROJECT_ID, 5_962_000),
    events.Covered(2026, PROJECT_ID, 5_962_000),
    events.PaymentsHeld(2026, PROJECT_ID, CLOSING_ID),
    events.PaymentsResumed(2026, PROJECT_ID, CLOSING_ID),
    events.PaymentOrdered(
        year=2026,
        project_id=PROJECT_ID,
        number=2,
        amount_ct=1_490_500,
        reference="Sozialraumprojekt 2025-8-017 Rate 2 Haushaltsjahr 2026",
        pay_list="2026-014",
        by=PROPOSER,
        ordered_on=date(2026, 4, 1),
    ),
    events.PaymentFailed(2026, PROJECT_ID, 2, 1_490_500, "no-account", PROPOSER, date(2026, 4, 7)),
    events.Paid(2026, PROJECT_ID, 1_490_500, 2, date(2026, 4, 2)),
    events.PaymentReversed(
        2026, PROJECT_ID, 2, 1_490_500, "returned-by-bank", PROPOSER, date(2026, 4, 9)
    ),
    events.Settled(2026, PROJECT_ID, 5_869_737, 92_263, 0),
    events.CeilingSet(2028, 20_000_000, "Finanzplanung 2026, Anlage 3", 18_000_000),
    events.ClauseApplied(2028, APPROVAL_ID, PROJECT_ID, 1_000_000),
    events.ClauseLifted(2028, 1_000_000),
    events.CarriedOut(
        year=2026,
        carry_over_id=CARRY_OVER_ID,
        to_year=2027,
        source="festgelegt",
        project_id=PROJECT_ID,
        amount_ct=1_000_000,
        reason_code="bound-unpaid",
        reason=REASON,
        resolution="Rat 4.2.2027, TOP 3",
        carried_on=date(2027, 2, 8),
    ),
    events.CarriedIn(2027, CARRY_OVER_ID, 2026, PROJECT_ID, 1_000_000, "Rat 4.2.2027, TOP 3"),
    events.TransferredOut(2026, TRANSFER_ID, 5, 2_000_000, "need", REASON, "Rat 18.6.2026, TOP 8"),
    events.TransferredIn(2026, TRANSFER_ID, 8, 2_000_000, "need", REASON, "Rat 18.6.2026, TOP 8"),
    events.YearClosed(2026, 1_234_567, date(2027, 2, 15)),
    events.GrantRecorded(PROJECT_ID, APPROVAL_ID, GRANT_CT, 576_000, 476_000),
    events.GrantChanged(PROJECT_ID, f"{PROJECT_ID}:3", {2027: -1_000_000, 2028: 1_000_000}, 0, 0),
    events.SettlementHeld(
        project_id=PROJECT_ID,
        closing_id=CLOSING_ID,
        costs_ct=14_200_000,
        third_party_ct=1_000_000,
        in_kind_ct=100_000,
        paid_ct=GRANT_CT,
        final_grant_ct=FINAL_CT,
        recovery_ct=200_000,
        remaining_ct=0,
        edition="2026-1",
        held_on=date(2027, 11, 15),
        carried_ct={2026: -1_000_000, 2027: 1_000_000},
        planned=(MeasuredCosts(4, 14_400_000),),
        policy_position=1,
    ),
    events.SettlementDropped(PROJECT_ID, CLOSING_ID),
    events.GrantSettled(PROJECT_ID, FINAL_CT, 200_000, 0, CLOSING_ID),
    events.SettlementUndone(2027, PROJECT_ID, 81_803, 0, 10_460),
    events.RecoveryBooked(2027, PROJECT_ID, CLOSING_ID, 81_803, 27_934),
    events.RecoveryClaimed(
        project_id=PROJECT_ID,
        claim_id=CLOSING_ID,
        amount_ct={2025: 27_934, 2026: 92_263, 2027: 79_803},
        refilled_ct={2027: 79_803},
        claimed_on=date(2027, 11, 15),
        due_on=date(2027, 12, 15),
        interest_from=date(2027, 11, 15),
    ),
    events.RecoveryReceived(
        PROJECT_ID, CLOSING_ID, "KA 2027-00417", {2025: 27_934}, date(2027, 12, 3), PROPOSER
    ),
    events.WaiverProposed(
        project_id=PROJECT_ID,
        claim_id=CLOSING_ID,
        waiver_id=PROPOSAL_ID,
        kind="remission",
        amount_ct=50_000,
        reason=REASON,
        by=PROPOSER,
        proposed_on=date(2028, 1, 10),
    ),
    events.RecoveryWaived(
        PROJECT_ID,
        CLOSING_ID,
        PROPOSAL_ID,
        "remission",
        {2026: 50_000},
        ADOPTER,
        date(2028, 1, 17),
    ),
    events.InterestClaimed(
        project_id=PROJECT_ID,
        interest_id=INTEREST_ID,
        ground="recovery",
        claim_id=CLOSING_ID,
        until=date(2028, 1, 18),
        spans=(
            Span(date(2027, 11, 15), date(2028, 1, 1), 200_000, 627),
            Span(date(2028, 1, 1), date(2028, 1, 18), 172_066, 837),
        ),
        earlier_ct=100,
        amount_ct=2_186,
        due_on=date(2028, 2, 24),
        fixed_on=date(2028, 1, 25),
    ),
    events.InterestReceived(
        PROJECT_ID, INTEREST_ID, "KA 2028-00031", 2_186, date(2028, 2, 1), PROPOSER
    ),
    events.SettlementReopened(
        PROJECT_ID, CLOSING_ID, {2026: 42_263, 2027: 79_803}, date(2028, 2, 1)
    ),
    events.PolicyProposed(
        proposal_id=PROPOSAL_ID,
        after_position=0,
        valid_from=date(2026, 1, 1),
        rules=RULES,
        reason_code="resolution",
        reason=REASON,
        by=PROPOSER,
        proposed_on=date(2025, 11, 3),
    ),
    events.PolicyAdopted(
        position=1,
        proposal_id=PROPOSAL_ID,
        valid_from=date(2026, 1, 1),
        rules=RULES,
        proposed_by=PROPOSER,
        by=ADOPTER,
        adopted_on=date(2025, 11, 4),
    ),
    events.NoticeNoted(PROJECT_ID, APPROVAL_ID, 1, date(2025, 9, 15)),
    events.PostingRecorded(PROJECT_ID, APPROVAL_ID, date(2025, 9, 16), PROPOSER, date(2025, 9, 18)),
    events.AppealWaived(
        PROJECT_ID, APPROVAL_ID, date(2025, 9, 22), REASON, PROPOSER, date(2025, 9, 24)
    ),
    events.PaymentsPlanned(
        project_id=PROJECT_ID,
        year=2026,
        instalments=(
            events.Instalment(1, date(2026, 1, 1), 2_981_000),
            events.Instalment(2, date(2026, 7, 1), 2_981_000),
        ),
        by_rule=True,
        cause="approved",
        by=PROPOSER,
        planned_on=date(2025, 9, 15),
    ),
    events.DrawdownRequested(
        project_id=PROJECT_ID,
        year=2026,
        number=3,
        amount_ct=500_000,
        first=date(2026, 9, 1),
        last=date(2026, 10, 15),
        expected_ct=720_000,
        own_money_ct=220_000,
        by=PROPOSER,
        requested_on=date(2026, 8, 24),
    ),
    events.PaymentReleased(PROJECT_ID, 2026, 2, 1_490_500, ADOPTER, date(2026, 3, 30)),
    events.PaymentCancelled(
        PROJECT_ID, 2026, 3, 500_000, "no-need", REASON, PROPOSER, date(2026, 8, 31)
    ),
    events.PaymentsBlocked(
        project_id=PROJECT_ID,
        duty_id="8be0a4d7-5e2f-5f0a-9c31-0d1e2f3a4b5c",
        kind="annual-report",
        year=2025,
        due_on=date(2026, 4, 30),
        blocked_on=date(2026, 5, 4),
    ),
    events.PaymentsUnblocked(PROJECT_ID, "8be0a4d7-5e2f-5f0a-9c31-0d1e2f3a4b5c", date(2026, 5, 12)),
    events.PayListMade(
        year=2026,
        number=14,
        name="2026-014",
        count=3,
        total_ct=4_471_500,
        document=REASON,
        by=PROPOSER,
        made_on=date(2026, 4, 1),
    ),
    events.TotalsStated(
        position=1_204,
        years=(
            events.YearTotals(
                year=2026,
                budget_ct=30_000_000,
                supplementary_ct=-2_500_000,
                ceiling_ct=0,
                clause_ct=0,
                carried_in_ct=0,
                refilled_ct=0,
                transferred_in_ct=0,
                free_ct=21_538_000,
                reserved_ct=0,
                bound_ct=4_471_500,
                paid_ct=1_490_500,
                lapsed_ct=0,
                revenue_ct=0,
                carried_out_ct=0,
                transferred_out_ct=0,
            ),
        ),
    ),
)
HELD_OF_OLD, SETTLED_OF_OLD = (
    replace(it, **change)
    for kind, change in (
        (events.SettlementHeld, {"carried_ct": {}, "planned": (), "policy_position": 0}),
        (events.GrantSettled, {"closing_id": ""}),
    )
    for it in EXAMPLES
    if isinstance(it, kind)
)
