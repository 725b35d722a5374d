"""What the team reads says nothing of what is hidden: two quarters that differ there read the same."""

from dataclasses import replace

from services.reporting.events import HelpRow
from services.reporting.quarters import told
from services.reporting.quarters.figures import complete
from services.reporting.quarters.quarter import QUARTERS
from tests.unit.reporting.quarters.examples import BUDGET, PUBLISHED, ROWS

OTHER_ROWS = (
    HelpRow("p29", 13, 4, 4, 13, 37_400_00, 0),
    *ROWS[1:3],
    HelpRow("p35", 1, 0, -1, 2, 22_900_00, 0),
)


def read(version, *, full):
    quarters = QUARTERS.fold((BUDGET, version, replace(version, quarter=2)))
    last = quarters.published[-1]
    return told.quarter(quarters, last, full=full, csv=True)


def test_what_is_derived_gives_nothing_away():
    other = replace(PUBLISHED, rows=complete(OTHER_ROWS))
    assert read(other, full=True) != read(PUBLISHED, full=True)
    assert read(other, full=False) == read(PUBLISHED, full=False)


def test_a_withheld_version_shows_no_number():
    hidden = tuple(
        f"{name}.{column}"
        for name in (*(it.help for it in PUBLISHED.rows), "total")
        for column in ("opening", "inflow", "cases", "outflow", "closing", "expenditure", "income")
    )
    shown = read(replace(PUBLISHED, hidden=hidden, withheld=True), full=False)
    for row in shown["rows"]:
        for name in ("opening", "inflow", "cases", "outflow", "closing", "net", "year_to_date"):
            assert row[name] is None
