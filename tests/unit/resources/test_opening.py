from dataclasses import replace
from datetime import date

import pytest

from services.resources import opening
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
