from datetime import date

import pytest

from shared.calendar import german, last_day, months_after, years_of
from shared.workdays import LAENDER, is_working_day, working_day


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


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        # §§ 187 Abs. 1, 188 Abs. 2 und 3 BGB
        (date(2026, 2, 9), 1, date(2026, 3, 9)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_a_term_that_an_event_starts_ends_on_the_same_number(day, months, end):
    assert months_after(day, months) == end


@pytest.mark.parametrize(
    ("day", "land", "moved"),
    [
        (date(2026, 4, 2), "NW", date(2026, 4, 2)),
        (date(2026, 4, 3), "NW", date(2026, 4, 7)),  # From Good Friday over Easter.
        (date(2026, 12, 24), "NW", date(2026, 12, 24)),
        (date(2026, 12, 25), "NW", date(2026, 12, 28)),
        (date(2026, 6, 4), "NW", date(2026, 6, 5)),  # Corpus Christi
        (date(2026, 6, 4), "BE", date(2026, 6, 4)),
        (date(2027, 3, 8), "BE", date(2027, 3, 9)),  # International Women's Day
        (date(2026, 8, 15), "SL", date(2026, 8, 17)),
        (date(2027, 1, 1), "NW", date(2027, 1, 4)),
    ],
)
def test_a_term_ends_on_a_working_day_of_its_land(day, land, moved):
    assert working_day(day, land) == moved
    assert is_working_day(moved, land)


def test_every_land_rests_on_german_unity_day():
    assert not any(is_working_day(date(2028, 10, 3), land) for land in LAENDER)
    assert len(LAENDER) == 16
