"""Money not used within two months: which days of which payment bear interest, in exact cents."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.guideline import BaseRate, Late, late, late_step, late_use
from shared.refusal import Refused

RATES = (BaseRate(date(2026, 1, 1), 127), BaseRate(date(2026, 7, 1), 337))
PAID = date(2026, 2, 1)


@pytest.mark.parametrize(
    ("used_on", "days"),
    [
        (date(2026, 1, 5), None),  # before the payment came: from own money, and paid for by it
        (date(2026, 4, 1), None),  # the last day in time
        (date(2026, 4, 2), None),  # the first day that would count; the day of the use does not
        (date(2026, 4, 3), 1),
        (date(2026, 5, 2), 30),
    ],
)
def test_two_months_to_the_day_and_the_day_of_the_use_does_not_count(used_on, days):
    found = late({PAID: 100_000}, {used_on: 100_000}, 2)
    if days is None:
        assert found == ()
        return
    assert found == (Late(PAID, date(2026, 4, 2), used_on, 100_000),)
    (span,) = late_use(found, date(2026, 12, 31), RATES).spans
    assert (span.days, span.amount_ct, span.rate_hundredths) == (days, 100_000, 627)


def test_a_term_that_ends_in_a_shorter_month_ends_with_it():
    (it,) = late({date(2025, 12, 31): 1}, {date(2026, 6, 1): 1}, 2)
    assert it.first == date(2026, 3, 1)


def test_the_oldest_payment_is_used_first_and_each_part_bears_its_own_days():
    """10,000.00 on 1 February and 5,000.00 on 1 May; 8,000.00 are spent in March, 7,000.00 on 10 July."""
    paid = {PAID: 1_000_000, date(2026, 5, 1): 500_000}
    spent = {date(2026, 3, 10): 800_000, date(2026, 7, 10): 700_000}
    found = late(paid, spent, 2)
    assert found == (
        Late(PAID, date(2026, 4, 2), date(2026, 7, 10), 200_000),
        Late(date(2026, 5, 1), date(2026, 7, 2), date(2026, 7, 10), 500_000),
    )
    made = late_use(found, date(2026, 12, 31), RATES)
    assert [(it.first, it.until, it.amount_ct, it.rate_hundredths) for it in made.spans] == [
        (date(2026, 4, 2), date(2026, 7, 1), 200_000, 627),
        (date(2026, 7, 1), date(2026, 7, 2), 200_000, 837),
        (date(2026, 7, 2), date(2026, 7, 10), 700_000, 837),
    ]
    # 2,000.00 for 90 days at 6.27 % and one at 8.37 %; 7,000.00 for eight days at 8.37 %.
    assert made.amount_ct == 4_422
    step = late_step(found)
    assert (step.result_ct, sum(it.amount_ct for it in step.parts)) == (700_000, 700_000)
    assert step.parts[0].text == (
        "Gezahlt am 01.02.2026, zu verwenden bis 01.04.2026, verwendet am 10.07.2026"
    )


def test_what_is_never_used_is_left_to_the_settlement():
    assert late({PAID: 100_000}, {date(2026, 3, 1): 99_999}, 2) == ()
    assert late({PAID: 100_000}, {}, 2) == ()
    assert late_step(()).result_ct == 0


def test_what_comes_back_later_was_used_all_the_same():
    spent = {date(2026, 3, 1): 100_000, date(2026, 3, 9): -40_000, date(2026, 8, 1): 40_000}
    assert late({PAID: 100_000}, spent, 2) == ()
    (it,) = late({PAID: 120_000}, {**spent, date(2026, 9, 1): 20_000}, 2)
    assert (it.used_on, it.amount_ct) == (date(2026, 9, 1), 20_000)


def test_more_months_are_more_time():
    assert late({PAID: 1}, {date(2026, 5, 1): 1}, 3) == ()
    assert len(late({PAID: 1}, {date(2026, 5, 3): 1}, 3)) == 1


def test_until_a_day_only_the_days_before_it_count_and_no_rate_is_guessed():
    found = late({PAID: 100_000}, {date(2027, 1, 9): 100_000}, 2)
    assert late_use(found, date(2026, 4, 12), RATES).spans[0].days == 10
    with pytest.raises(Refused, match="base-rate-missing"):
        late_use(found, date(2027, 1, 9), RATES)
    assert late_use(found, date(2026, 4, 12), RATES, earlier_ct=172).amount_ct == 0


DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
PAYMENTS = st.dictionaries(DAYS, st.integers(1, 5_000_00), max_size=8)
SPENT = st.dictionaries(DAYS, st.integers(-2_000_00, 5_000_00), max_size=12)


@given(PAYMENTS, SPENT, st.integers(1, 12))
def test_never_more_is_late_than_was_paid_and_earlier_uses_are_never_worse(paid, spent, months):
    found = late(paid, spent, months)
    for paid_on, cents in paid.items():
        assert sum(it.amount_ct for it in found if it.paid_on == paid_on) <= cents
    assert all(it.paid_on < it.first < it.used_on for it in found)
    assert sum(it.amount_ct for it in found) <= max(0, *spent.values(), sum(paid.values()))
    total = late_step(found).result_ct
    assert total == sum(it.amount_ct for it in found)
    assert sum(it.amount_ct for it in late(paid, spent, months + 1)) <= total
