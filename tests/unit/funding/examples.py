"""One example of each event of funding, typed by hand; the figures are those of the project."""

from datetime import date

from services.funding import events
from tests.unit.projects.examples import FINAL_CT, GRANT_CT, PROJECT_ID

APPROVAL_ID = f"{PROJECT_ID}:2"
CLOSING_ID = f"{PROJECT_ID}:4"

EXAMPLES = (
    events.BudgetSet(2026, 30_000_000, "Rat 11.12.2025, TOP 4.1"),
    events.Supplemented(2026, -2_500_000, "Rat 18.6.2026, TOP 7"),
    events.Reserved(2026, APPROVAL_ID, PROJECT_ID, 5_962_000),
    events.Released(2026, APPROVAL_ID, PROJECT_ID, 5_962_000),
    events.Debited(2026, APPROVAL_ID, PROJECT_ID, 5_962_000, 5_962_000),
    events.Unfunded(2026, APPROVAL_ID, PROJECT_ID, 5_962_000),
    events.Covered(2026, PROJECT_ID, 5_962_000),
    events.PaymentsHeld(2026, PROJECT_ID, CLOSING_ID),
    events.PaymentsResumed(2026, PROJECT_ID, CLOSING_ID),
    events.Paid(2026, PROJECT_ID, 1_490_500),
    events.Settled(2026, PROJECT_ID, 5_869_737, 92_263),
    events.GrantRecorded(PROJECT_ID, APPROVAL_ID, GRANT_CT, 576_000, 476_000),
    events.GrantChanged(PROJECT_ID, f"{PROJECT_ID}:3", {2027: -1_000_000, 2028: 1_000_000}),
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
    ),
    events.SettlementDropped(PROJECT_ID, CLOSING_ID),
    events.GrantSettled(PROJECT_ID, FINAL_CT, 200_000, 0),
)
