"""By when is to be reported."""

from datetime import date

import pytest

from services.projects.notices import deadlines


@pytest.mark.parametrize(
    ("end", "due"),
    [
        (date(2027, 9, 30), date(2028, 3, 31)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 8, 1), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2026, 6, 30), date(2026, 12, 31)),
    ],
)
def test_the_statement_of_use_is_due_with_the_end_of_the_sixth_month(end, due):
    assert deadlines.statement_due(end) == due


def test_a_report_for_each_year_and_the_statement_as_they_fall_due():
    assert deadlines.reports(date(2025, 10, 1), date(2026, 9, 30)) == [
        deadlines.Report(2025, date(2025, 10, 1), date(2025, 12, 31), date(2026, 4, 30)),
        deadlines.Report(None, date(2025, 10, 1), date(2026, 9, 30), date(2027, 3, 31)),
        deadlines.Report(2026, date(2026, 1, 1), date(2026, 9, 30), date(2027, 4, 30)),
    ]
