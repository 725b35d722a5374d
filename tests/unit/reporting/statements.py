"""The statement of use of the example's project, typed by hand."""

from datetime import date

from services.reporting import events
from tests.unit.reporting.examples import HEAD, PROJECT_ID, text

CONTENT_BY = "9a4f0e5b-1c68-5d37-8e8f-ab6c5d4f3fc9"
STATEMENT_ID = "5dae4072-9168-5ebf-80d1-4c5d6e7f8091"
NOTE = text("Prüfvermerk: Stichprobe von 60 Belegen, keine Beanstandung.")

STATEMENT_CHECKED = events.StatementChecked(
    project_id=PROJECT_ID,
    statement_id=STATEMENT_ID,
    checked_on=date(2028, 5, 22),
    recognised={
        2025: events.Recognised(1_790_000, 0, 12_500, 59_500),
        2026: events.Recognised(7_200_000, 60_000, 50_000, 238_000),
        2027: events.Recognised(5_310_000, 0, 37_500, 178_500),
    },
    disallowed_ct=35_000,
    goals=(
        events.GoalReached(1, "yes"),
        events.GoalReached(2, "partly"),
        events.GoalReached(3, "no"),
    ),
    result="accepted_with_cuts",
    note=NOTE.ref,
    content_by=CONTENT_BY,
    arithmetic_by=HEAD,
    edition="2026-1",
    policy_position=3,
)
STATEMENT_EXAMPLES = (STATEMENT_CHECKED,)
