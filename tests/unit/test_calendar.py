from datetime import date

import pytest

from shared.calendar import german, last_day, years_of


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        # §§ 187 Abs. 2, 188 Abs. 2 und 3 BGB
        (date(2025, 1, 15), 24, date(2027, 1, 14)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2024, 8, 31), 18, date(2026, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2025, 10, 1), 36, date(2028, 9, 30)),
        (date(2025, 3, 31), 1, date(2025, 4, 30)),
        (date(2025, 1, 1), 12, date(2025, 12, 31)),
        (date(2025, 12, 1), 1, date(2025, 12, 31)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
    ],
)
def test_a_term_in_months_ends_the_day_before_the_same_number(start, months, end):
    assert last_day(start, months) == end


def test_a_period_touches_every_year_from_its_first_to_its_last_day():
    assert years_of(date(2025, 12, 31), date(2027, 1, 1)) == [2025, 2026, 2027]
    assert years_of(date(2026, 1, 1), date(2026, 12, 31)) == [2026]


def test_days_are_written_as_germans_write_them():
    assert german(date(2026, 2, 8)) == "08.02.2026"
