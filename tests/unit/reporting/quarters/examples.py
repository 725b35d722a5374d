"""Two quarters of a Sozialraum and a budget, typed by hand."""

from dataclasses import replace
from datetime import date

from services.reporting import events
from services.reporting.events import HelpRow
from services.reporting.quarters.figures import complete
from tests.unit.projects.registered import SOZIALRAUM_ID
from tests.unit.reporting.examples import AUTHOR, text

ROWS = (
    HelpRow("p29", 12, 4, 3, 13, 38_400_00, 0),
    HelpRow("p31", 42, 9, 6, 45, 183_600_00, 1_250_00),
    HelpRow("p34", 20, 3, 5, 18, 402_111_05, 20_340_00),
    HelpRow("p35", 2, 0, 0, 2, 21_900_00, 0),
)
NET_CT = 624_421_05
LATE = text("Die Rechnung des Trägers kam im April.")
WHY_OTHER = text("Die Buchhaltung hat eine Rechnung schon im nächsten Quartal.")

RECORDED = events.QuarterRecorded(
    sozialraum_id=SOZIALRAUM_ID,
    year=2026,
    quarter=1,
    catalogue=1,
    rows=complete(ROWS),
    opening=None,
    by=AUTHOR,
    recorded_on=date(2026, 4, 20),
)
HIDDEN = (
    *(f"p29.{it}" for it in ("cases", "closing", "expenditure", "income", "opening", "outflow")),
    *(f"p35.{it}" for it in ("cases", "closing", "expenditure", "income", "opening", "outflow")),
)
PUBLISHED = events.QuarterPublished(
    sozialraum_id=SOZIALRAUM_ID,
    year=2026,
    quarter=1,
    edition=1,
    catalogue=1,
    rows=complete(ROWS),
    opening=None,
    booked_ct=NET_CT,
    difference=None,
    reason=None,
    threshold=3,
    hidden=HIDDEN,
    withheld=False,
    due_on=date(2026, 4, 30),
    by=AUTHOR,
    published_on=date(2026, 4, 28),
)
CORRECTED = replace(
    PUBLISHED,
    edition=2,
    booked_ct=NET_CT - 500_00,
    difference=WHY_OTHER.ref,
    reason=LATE.ref,
    published_on=date(2026, 5, 11),
)
BUDGET = events.HelpBudgetRecorded(
    sozialraum_id=SOZIALRAUM_ID,
    year=2026,
    catalogue=1,
    lines=(events.HelpBudgetLine("p31", 720_000_00), events.HelpBudgetLine("p34", 1_500_000_00)),
    by=AUTHOR,
    recorded_on=date(2026, 1, 12),
)
QUARTER_EXAMPLES = (RECORDED, CORRECTED, BUDGET)
