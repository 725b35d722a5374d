"""Whole cents: the only places where one could be lost, and how amounts are read and written."""

import re
from collections.abc import Mapping
from typing import Final

Wire = dict[str, str]
"""An amount at the edge: `{"amount": "1234.50", "currency": "EUR"}`."""

CURRENCY: Final = "EUR"
AMOUNT: Final = re.compile(r"(-?)([0-9]{1,12})\.([0-9]{2})")
"""A dot, two decimals, no thousands: at most 999,999,999,999.99 euros, far below 2^53 cents."""
AMOUNT_CT_MAX: Final = 10**14 - 1
"""The same in cents. Sums that are asked for again as an amount must not be larger either."""


def portion(amount_ct: int, numerator: int, denominator: int) -> int:
    """Return a fraction of an amount in cents, half a cent rounded away from zero.

    The denominator is above zero.
    """
    exact = abs(amount_ct * numerator)
    cents = (2 * exact + denominator) // (2 * denominator)
    return cents if amount_ct * numerator >= 0 else -cents


def percent_of(amount_ct: int, percent: int) -> int:
    """Return so many percent of an amount in cents, half a cent rounded away from zero."""
    return portion(amount_ct, percent, 100)


def split(total_ct: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Split cents over years in proportion to weights: year → cents, summing to the total.

    Largest remainder; of equal remainders the earliest year gets the cent. Weights are whole
    numbers and not negative (ValueError otherwise). Without any weight the earliest year takes all.
    """
    years = sorted(weights)
    whole = sum(weights.values())
    if not years or min(weights.values()) < 0:
        raise ValueError(f"{dict(weights)} are no weights")
    if whole == 0:
        return {year: total_ct if year == years[0] else 0 for year in years}
    sign, amount_ct = (-1 if total_ct < 0 else 1), abs(total_ct)
    parts = {year: amount_ct * weights[year] // whole for year in years}
    by_remainder = sorted(years, key=lambda year: (-(amount_ct * weights[year] % whole), year))
    for year in by_remainder[: amount_ct - sum(parts.values())]:
        parts[year] += 1
    return {year: sign * part_ct for year, part_ct in parts.items()}


def plus(first: Mapping[int, int], second: Mapping[int, int]) -> dict[int, int]:
    """Add cents year by year; a year that only one of them has counts as nothing in the other."""
    years = sorted(first.keys() | second.keys())
    return {year: first.get(year, 0) + second.get(year, 0) for year in years}


def euros(amount_ct: int) -> str:
    """Return an amount as Germans write it: `-1.234,50 €`."""
    whole, cents = divmod(abs(amount_ct), 100)
    grouped = f"{whole:,}".replace(",", ".")
    return f"{'-' if amount_ct < 0 else ''}{grouped},{cents:02} €"


def to_wire(amount_ct: int) -> Wire:
    """Return cents in the form of the edge."""
    whole, cents = divmod(abs(amount_ct), 100)
    return {"amount": f"{'-' if amount_ct < 0 else ''}{whole}.{cents:02}", "currency": CURRENCY}


def from_wire(wire: Mapping[str, str]) -> int:
    """Return the cents of an amount in the form of the edge. Raises ValueError for another."""
    match = AMOUNT.fullmatch(wire.get("amount", ""))
    if match is None or dict(wire).keys() != {"amount", "currency"}:
        raise ValueError("an amount is a string with two decimals, beside its currency")
    if wire["currency"] != CURRENCY:
        raise ValueError("the only currency is EUR")
    sign, whole, cents = match.groups()
    amount_ct = int(whole) * 100 + int(cents)
    return -amount_ct if sign else amount_ct
