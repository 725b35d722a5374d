from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.resources import opening
from services.resources.events import OpeningRule
from tests.unit.resources.examples import SUMMER, TRAINING

MORNING = replace(TRAINING, opens="09:00", closes="12:00")


def overlap(*rules):
    return list(opening.overlaps(rules))


def test_two_rules_for_one_hour_of_one_day_overlap():
    assert overlap(TRAINING, replace(TRAINING, days=("friday",), opens="19:29")) == [(0, 1)]
    assert overlap(MORNING, TRAINING, replace(MORNING, opens="11:59")) == [(0, 2)]


@pytest.mark.parametrize(
    "other",
    [
        {"days": ("wednesday",)},
        {"opens": "19:30", "closes": "20:00"},
        {"opens": "15:00", "closes": "16:00"},
    ],
)
def test_what_only_touches_does_not_overlap(other):
    assert overlap(TRAINING, replace(TRAINING, **other)) == []


def test_rules_that_are_never_valid_on_the_same_day_do_not_overlap():
    june = replace(TRAINING, valid_from=date(2026, 6, 1), valid_to=date(2026, 6, 30))
    july = replace(TRAINING, valid_from=date(2026, 7, 1))
    assert overlap(june, july) == []
    assert overlap(june, replace(july, valid_from=date(2026, 6, 30))) == [(0, 1)]
    assert overlap(june, TRAINING) == [(0, 1)]
    assert overlap(replace(TRAINING, valid_to=date(2026, 5, 31)), june) == []


def test_a_day_ends_at_24_hours():
    assert overlap(SUMMER, replace(SUMMER, opens="23:59")) == [(0, 1)]


def test_the_next_day_of_a_name_may_be_today():
    thursday = date(2026, 1, 1)
    assert opening.next_day("thursday", thursday) == thursday
    assert opening.next_day("friday", thursday) == date(2026, 1, 2)
    assert opening.next_day("wednesday", thursday) == date(2026, 1, 7)


HOURS = [f"{hour:02}:00" for hour in range(8, 13)]
FIRST = date(2026, 6, 1)
DAYS = st.none() | st.integers(0, 13).map(lambda days: FIRST + timedelta(days=days))


@st.composite
def rules(draw):
    opens, closes = sorted(
        draw(st.lists(st.sampled_from(HOURS), min_size=2, max_size=2, unique=True))
    )
    days = draw(st.lists(st.sampled_from(opening.WEEKDAYS[:3]), min_size=1, unique=True))
    start, end = draw(DAYS), draw(DAYS)
    if start is not None and end is not None and end < start:
        start, end = end, start
    return OpeningRule(tuple(days), opens, closes, start, end)


def hours_of(rule):
    """Each hour of a fortnight and a week after it in which a rule says that it is open."""
    return {
        (day, hour)
        for day in (FIRST + timedelta(days=days) for days in range(-7, 21))
        for hour in HOURS
        if opening.WEEKDAYS[day.weekday()] in rule.days
        and (rule.valid_from is None or rule.valid_from <= day)
        and (rule.valid_to is None or day <= rule.valid_to)
        and rule.opens <= hour < rule.closes
    }


@given(rules(), rules())
def test_no_hour_has_two_rules_unless_it_is_told(one, other):
    if hours_of(one) & hours_of(other):
        assert overlap(one, other) == [(0, 1)]
    assert overlap(one, other) == overlap(other, one)
