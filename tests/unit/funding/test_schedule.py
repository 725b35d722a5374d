from datetime import date

import pytest
from hypothesis import given as chance
from hypothesis import strategies as st

from services.funding.schedule import MONTHS, by_rule

BEFORE = date(2025, 12, 1)
WHOLE = (date(2026, 1, 1), date(2026, 12, 31))
ELEVEN = (date(2026, 2, 1), date(2028, 1, 31))


def told(year, amount_ct, period, rhythm, today=BEFORE):
    return [(it.due_on, it.amount_ct) for it in by_rule(year, amount_ct, period, rhythm, today)]


@pytest.mark.parametrize(
    ("rhythm", "period", "today", "dues"),
    [
        (
            "quarterly",
            WHOLE,
            BEFORE,
            [
                (date(2026, 1, 1), 2_501),
                (date(2026, 4, 1), 2_501),
                (date(2026, 7, 1), 2_500),
                (date(2026, 10, 1), 2_500),
            ],
        ),
        ("half-yearly", WHOLE, BEFORE, [(date(2026, 1, 1), 5_001), (date(2026, 7, 1), 5_001)]),
        ("yearly", WHOLE, BEFORE, [(date(2026, 1, 1), 10_002)]),
        # 11 months: 2 of the first quarter, 3 of each other. 10,002 × 2/11 = 1,818.54…
        (
            "quarterly",
            ELEVEN,
            BEFORE,
            [
                (date(2026, 2, 1), 1_818),
                (date(2026, 4, 1), 2_728),
                (date(2026, 7, 1), 2_728),
                (date(2026, 10, 1), 2_728),
            ],
        ),
        # The second quarter has begun: its part is due at once, the first has passed.
        (
            "quarterly",
            WHOLE,
            date(2026, 5, 20),
            [(date(2026, 5, 20), 3_334), (date(2026, 7, 1), 3_334), (date(2026, 10, 1), 3_334)],
        ),
        ("quarterly", WHOLE, date(2026, 12, 31), [(date(2026, 12, 31), 10_002)]),
        # The project, or its year, is over: what is left is owed at once.
        ("quarterly", (date(2026, 1, 1), date(2026, 3, 31)), date(2026, 5, 4), [(date(2026, 5, 4), 10_002)]),
        ("monthly", WHOLE, date(2027, 2, 1), [(date(2027, 2, 1), 10_002)]),
        # One day of a month is a month.
        (
            "monthly",
            (date(2026, 10, 31), date(2026, 12, 1)),
            BEFORE,
            [(date(2026, 10, 31), 3_334), (date(2026, 11, 1), 3_334), (date(2026, 12, 1), 3_334)],
        ),
        ("on-request", WHOLE, BEFORE, []),
    ],
)  # fmt: skip
def test_a_year_is_paid_in_equal_parts_as_far_as_they_lie_ahead(rhythm, period, today, dues):
    assert told(2026, 10_002, period, rhythm, today) == dues


def test_a_cent_is_one_instalment_and_nothing_is_none():
    assert told(2026, 1, WHOLE, "monthly") == [(date(2026, 1, 1), 1)]
    assert told(2026, 0, WHOLE, "monthly") == []


DAYS = st.dates(date(2025, 6, 1), date(2028, 6, 30))


@chance(
    st.integers(2025, 2028),
    st.integers(1, 10**9),
    st.tuples(DAYS, DAYS).map(sorted).map(tuple),
    st.sampled_from(sorted(MONTHS)),
    DAYS,
)
def test_no_cent_is_lost_and_no_instalment_lies_in_the_past(year, cents, period, rhythm, today):
    dues = by_rule(year, cents, period, rhythm, today)
    assert sum(it.amount_ct for it in dues) == cents
    assert all(it.amount_ct > 0 and it.due_on >= today for it in dues)
    assert [it.due_on for it in dues] == sorted(it.due_on for it in dues)
