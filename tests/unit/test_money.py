import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.money import euros, from_wire, percent_of, split, to_wire

CENTS = st.integers(-(10**14) + 1, 10**14 - 1)
WEIGHTS = st.dictionaries(st.integers(2020, 2040), st.integers(0, 10**12), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("amount_ct", "percent", "cents"),
    [
        (5_000_000, 3, 150_000),
        (49, 1, 0),
        (50, 1, 1),  # Half a cent is rounded away from zero,
        (-50, 1, -1),  # on either side of it.
        (-49, 1, 0),
        (1_666_650, 1, 16_667),
        (10_000_000, 1, 100_000),
    ],
)
def test_a_percentage_is_rounded_once_half_away_from_zero(amount_ct, percent, cents):
    assert percent_of(amount_ct, percent) == cents


def test_the_largest_remainder_gets_the_cent():
    weights = {2025: 3_333_333, 2026: 3_333_333, 2027: 3_333_334}
    assert split(100_000, weights) == {2025: 33_333, 2026: 33_333, 2027: 33_334}


def test_of_equal_remainders_the_earliest_year_gets_the_cent():
    assert split(1, {2027: 1, 2026: 1}) == {2026: 1, 2027: 0}
    assert split(-1, {2026: 1, 2027: 1}) == {2026: -1, 2027: 0}
    assert split(5, {2026: 1, 2027: 1, 2028: 1}) == {2026: 2, 2027: 2, 2028: 1}


def test_without_weights_the_earliest_year_takes_all():
    assert split(7, {2027: 0, 2026: 0}) == {2026: 7, 2027: 0}


@pytest.mark.parametrize("weights", [{}, {2026: -1, 2027: 2}])
def test_weights_are_there_and_not_negative(weights):
    with pytest.raises(ValueError, match="are no weights"):
        split(1, weights)


@given(total_ct=CENTS, weights=WEIGHTS)
def test_no_cent_is_lost_or_made(total_ct, weights):
    parts = split(total_ct, weights)
    assert sum(parts.values()) == total_ct
    assert parts.keys() == weights.keys()


@given(total_ct=CENTS, weights=WEIGHTS)
def test_each_part_is_within_a_cent_of_its_due(total_ct, weights):
    whole = sum(weights.values())
    for year, part_ct in split(total_ct, weights).items():
        assert whole == 0 or abs(part_ct * whole - total_ct * weights[year]) < whole


@given(CENTS)
def test_what_is_written_can_be_read(amount_ct):
    assert from_wire(to_wire(amount_ct)) == amount_ct


@pytest.mark.parametrize(
    ("amount_ct", "amount"),
    [(123_450, "1234.50"), (-1, "-0.01"), (0, "0.00"), (100_000_000, "1000000.00")],
)
def test_the_wire_has_two_decimals_and_a_currency(amount_ct, amount):
    assert to_wire(amount_ct) == {"amount": amount, "currency": "EUR"}


@pytest.mark.parametrize(
    "wire",
    [
        {"amount": "1.5", "currency": "EUR"},
        {"amount": "1,50", "currency": "EUR"},
        {"amount": "+1.50", "currency": "EUR"},
        {"amount": "1.50\n", "currency": "EUR"},
        {"amount": "١.50", "currency": "EUR"},
        {"amount": "1000000000000.00", "currency": "EUR"},
        {"amount": "1.50", "currency": "USD"},
        {"amount": "1.50"},
        {"amount": "1.50", "currency": "EUR", "more": "1"},
    ],
)
def test_no_other_form_is_an_amount(wire):
    with pytest.raises(ValueError, match=r"amount|currency"):
        from_wire(wire)


@pytest.mark.parametrize(
    ("amount_ct", "text"),
    [(123_450, "1.234,50 €"), (1, "0,01 €"), (-123_456_789, "-1.234.567,89 €"), (0, "0,00 €")],
)
def test_people_read_amounts_as_germans_write_them(amount_ct, text):
    assert euros(amount_ct) == text
