"""When a notice is final, by the calendar of the law; no day is computed by what is tested."""

from datetime import date

import pytest

from services.funding.commands import Terms
from services.funding.finality import Notice, announced_on, appeal_until, final_from
from shared.guideline import FinalityRules

NW = Terms("NW")


@pytest.mark.parametrize(
    ("posted", "announced"),
    [
        (date(2026, 1, 5), date(2026, 1, 9)),
        (date(2026, 2, 25), date(2026, 3, 1)),  # A Sunday: the fiction does not move.
        (date(2025, 1, 1), date(2025, 1, 5)),
        (date(2024, 12, 31), date(2025, 1, 3)),  # Posted under the old law: the third day.
        (date(2025, 12, 29), date(2026, 1, 2)),
    ],
)
def test_a_posted_notice_counts_as_announced_on_the_fourth_day(posted, announced):
    assert announced_on(posted, NW) == announced


@pytest.mark.parametrize(
    ("posted", "land", "last"),
    [
        (date(2026, 1, 5), "NW", date(2026, 2, 9)),  # a Monday
        (date(2026, 2, 2), "NW", date(2026, 3, 6)),
        (date(2026, 1, 27), "NW", date(2026, 3, 2)),  # 31.1. → 28.2., a Saturday → Monday
        (date(2027, 1, 27), "NW", date(2027, 3, 1)),  # 31.1. → 28.2., a Sunday → Monday
        (date(2028, 1, 27), "NW", date(2028, 2, 29)),  # 31.1. → 29.2., a Tuesday
        (date(2026, 2, 27), "NW", date(2026, 4, 7)),  # Good Friday → after Easter
        (date(2026, 3, 28), "NW", date(2026, 5, 4)),  # 1 May, a Friday → Monday
        (date(2026, 4, 30), "NW", date(2026, 6, 5)),  # Corpus Christi
        (date(2026, 4, 30), "BE", date(2026, 6, 4)),  # which Berlin does not have
        (date(2026, 11, 21), "NW", date(2026, 12, 28)),  # Christmas and the weekend after it
        (date(2026, 11, 27), "NW", date(2027, 1, 4)),  # New Year's Day, a Friday
        (date(2026, 9, 27), "BB", date(2026, 11, 2)),
    ],
)
def test_one_can_turn_against_it_for_a_month_that_ends_on_a_working_day(posted, land, last):
    assert appeal_until(posted, Terms(land)) == last


def test_it_is_final_on_the_day_after_or_when_appeals_are_waived_whichever_is_first():
    posted = Notice(1, date(2026, 1, 5), date(2026, 1, 5))
    assert final_from(posted, NW) == date(2026, 2, 10)
    waived = Notice(1, date(2026, 1, 5), date(2026, 1, 5), waived_on=date(2026, 1, 20))
    assert final_from(waived, NW) == date(2026, 1, 20)
    late = Notice(1, date(2026, 1, 5), date(2026, 1, 5), waived_on=date(2026, 3, 1))
    assert final_from(late, NW) == date(2026, 2, 10)
    assert final_from(Notice(waived_on=date(2026, 1, 20)), NW) == date(2026, 1, 20)
    assert final_from(Notice(), NW) is None


def test_an_office_may_wait_longer_and_what_it_had_fixed_on_the_day_of_posting_counts():
    rules = (
        (date(2026, 2, 1), FinalityRules(announced_days=10, appeal_months=2)),
        (date(2026, 6, 1), FinalityRules(announced_days=14)),
    )
    terms = Terms("NW", rules)
    assert announced_on(date(2026, 1, 31), terms) == date(2026, 2, 4)
    assert announced_on(date(2026, 2, 2), terms) == date(2026, 2, 12)
    assert appeal_until(date(2026, 2, 2), terms) == date(2026, 4, 13)  # 12.4. is a Sunday
    assert appeal_until(date(2026, 6, 1), terms) == date(2026, 7, 15)
    assert announced_on(date(2024, 12, 31), Terms("NW", ((date(2024, 1, 1), rules[0][1]),))) == (
        date(2025, 1, 3)
    )
