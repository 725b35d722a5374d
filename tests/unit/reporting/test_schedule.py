from datetime import date

import pytest

from services.reporting.duties.schedule import Owed, owed, reminder_day, reminder_for
from shared.workdays import working_days_after

PROJECT_ID = "6d5a1bb4-8a5e-5b1c-9d0e-1f2a3b4c5d6e"


def days(start, end, land="NW"):
    return [(it.kind, it.year, it.due_on) for it in owed(start, end, land)]


def test_two_years_from_october_owe_two_reports_and_a_statement():
    assert days(date(2025, 10, 1), date(2027, 9, 30)) == [
        ("annual-report", 2025, date(2026, 4, 30)),
        ("annual-report", 2026, date(2027, 4, 30)),
        ("statement-of-use", 2027, date(2028, 3, 31)),
    ]


def test_a_project_within_one_year_owes_only_a_statement():
    assert days(date(2026, 1, 1), date(2026, 12, 31)) == [
        ("statement-of-use", 2026, date(2027, 6, 30)),
    ]


@pytest.mark.parametrize(
    ("end", "land", "due_on"),
    [
        (date(2025, 8, 31), "NW", date(2026, 3, 2)),  # 28.2. is a Saturday.
        (date(2027, 8, 31), "NW", date(2028, 2, 29)),  # A leap year.
        (date(2027, 8, 1), "NW", date(2028, 2, 29)),
        (date(2028, 3, 31), "NW", date(2028, 10, 2)),  # 30.9. is a Saturday; 3.10. is not reached.
        (date(2026, 4, 15), "NW", date(2026, 11, 2)),  # 31.10. is a Saturday, 1.11. a Sunday.
        (date(2025, 4, 30), "NW", date(2025, 10, 31)),  # Reformation Day is none in NRW,
        (date(2025, 4, 30), "NI", date(2025, 11, 3)),  # but in Lower Saxony.
        (date(2026, 6, 30), "NW", date(2026, 12, 31)),
    ],
)
def test_a_statement_is_due_at_the_end_of_the_sixth_month_on_a_working_day(end, land, due_on):
    assert days(end.replace(month=1, day=1), end, land)[-1][2] == due_on


@pytest.mark.parametrize(
    ("year", "due_on"),
    [
        (2021, date(2022, 5, 2)),  # Saturday; 1.5. is a Sunday.
        (2022, date(2023, 5, 2)),  # Sunday; 1.5. is Labour Day.
        (2027, date(2028, 5, 2)),
        (2024, date(2025, 4, 30)),
        (2025, date(2026, 4, 30)),
    ],
)
def test_a_report_is_due_by_the_end_of_april_on_a_working_day(year, due_on):
    (report, _) = owed(date(year, 12, 1), date(year + 1, 1, 31), "NW")
    assert report == Owed("annual-report", year, due_on)


def test_a_year_has_one_report_and_a_project_one_statement_wherever_they_are_asked_for():
    first, second = (
        owed(date(2025, 10, 1), end, "NW") for end in (date(2027, 9, 30), date(2028, 3, 31))
    )
    names = [it.id_in(PROJECT_ID) for it in first]
    assert len(set(names)) == 3
    assert [it.id_in(PROJECT_ID) for it in second if it.year in (2025, 2026)] == names[:2]
    assert second[-1].id_in(PROJECT_ID) == names[-1]
    assert first[0].id_in("90ea7f3c-0c4e-5a1b-8d2f-3e4f5a6b7c8d") not in names


@pytest.mark.parametrize(
    ("reminder", "due_on", "day"),
    [
        ("ahead", date(2026, 4, 30), date(2026, 4, 23)),
        ("ahead", date(2026, 4, 10), date(2026, 4, 1)),  # Over Easter: 3.4. and 6.4. are free.
        ("ahead", date(2027, 1, 4), date(2026, 12, 24)),  # Over Christmas and New Year.
        ("due", date(2026, 4, 30), date(2026, 4, 30)),
        ("one-week", date(2026, 4, 30), date(2026, 5, 7)),
        ("four-weeks", date(2026, 4, 30), date(2026, 5, 28)),
        ("four-weeks", date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_somebody_is_reminded_around_the_day(reminder, due_on, day):
    assert reminder_day(reminder, due_on, "NW") == day


@pytest.mark.parametrize(
    ("today", "reminder"),
    [
        (date(2026, 4, 22), None),
        (date(2026, 4, 23), "ahead"),
        (date(2026, 4, 29), "ahead"),
        (date(2026, 4, 30), "due"),
        (date(2026, 5, 6), "due"),
        (date(2026, 5, 7), "one-week"),
        (date(2026, 5, 27), "one-week"),
        (date(2026, 5, 28), "four-weeks"),
        (date(2029, 1, 1), "four-weeks"),
    ],
)
def test_the_last_reminder_whose_day_has_come_counts(today, reminder):
    assert reminder_for(date(2026, 4, 30), today, "NW") == reminder


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2026, 5, 1), 10, date(2026, 5, 18)),  # Labour Day, Ascension on 14.5.
        (date(2026, 5, 1), 0, date(2026, 5, 1)),
        (date(2026, 5, 3), 1, date(2026, 5, 4)),
        (date(2026, 5, 3), -1, date(2026, 4, 30)),
    ],
)
def test_working_days_are_counted_without_the_first(day, count, found):
    assert working_days_after(day, count, "NW") == found
