"""Verzinsung: what a claim bears until it is paid, § 50 Abs. 2a SGB X.

Five percentage points above the Basiszinssatz a year, by the day: each rate counts on its own days,
365 make a year (Reading, leap years too), and the sum is rounded once. The first day counts, that of
the payment does not. A half-year whose rate nobody has recorded is never guessed at.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from shared.calendar import german
from shared.guideline.edition import Step, Summand
from shared.guideline.policy import BaseRate
from shared.money import portion
from shared.refusal import Refused

BASIS: Final = "§ 50 Abs. 2a SGB X"
POINTS_ABOVE_HUNDREDTHS: Final = 500
DAYS_OF_A_YEAR: Final = 365
_JULY: Final = 7
_WHOLE: Final = 10_000 * DAYS_OF_A_YEAR  # Hundredths of a percent, and days of a year.


@dataclass(frozen=True, slots=True)
class Span:
    """Days that bear one rate on one amount: from the first on, the last not included."""

    first: date
    until: date
    amount_ct: int
    rate_hundredths: int

    @property
    def days(self) -> int:
        """Return how many days bear interest."""
        return (self.until - self.first).days


@dataclass(frozen=True, slots=True)
class Interest:
    """Zinsen in cents, how they come about, and the days that bear them."""

    amount_ct: int
    step: Step
    spans: tuple[Span, ...]


def half_year(day: date) -> date:
    """Return the day from which the Basiszinssatz of a day holds (§ 247 Abs. 1 BGB)."""
    return date(day.year, _JULY if day.month >= _JULY else 1, 1)


def interest(
    owed_ct: Mapping[date, int], until: date, base_rates: Iterable[BaseRate], earlier_ct: int = 0
) -> Interest:
    """Return the interest until a day, which does not count itself.

    `owed_ct` says how much is owed from which day on, `earlier_ct` what of the interest is fixed
    already. Raises Refused where a rate is missing. No rate is as far below zero as the points
    that are added.
    """
    rates = {it.valid_from: it.hundredths for it in base_rates}
    return add_up(_spans(owed_ct, until, rates), earlier_ct)


def add_up(spans: Iterable[Span], earlier_ct: int = 0) -> Interest:
    """Return what days bear, beyond what is fixed already: all of them together, rounded once."""
    spans = tuple(spans)
    exact = sum(it.amount_ct * it.rate_hundredths * it.days for it in spans)
    total_ct = portion(exact, 1, _WHOLE)
    parts = [
        Summand(f"from-{it.first.isoformat()}", _said(it), _whole_cents(it)) for it in spans
    ] or [Summand("nothing", "Noch kein Tag verzinst", 0)]
    rounding_ct = total_ct - sum(it.amount_ct for it in parts)
    if rounding_ct:
        text = "Bruchteile von Cent, zusammen auf den Cent gerundet"
        parts.append(Summand("rounding", text, rounding_ct))
    if earlier_ct:
        parts.append(Summand("earlier", "Schon festgesetzt", -earlier_ct))
    amount_ct = total_ct - earlier_ct
    text = "Zinsen: fünf Prozentpunkte über dem Basiszinssatz, nach Tagen, das Jahr zu 365 Tagen."
    step = Step(
        "interest", text, tuple(parts), amount_ct, BASIS, {"days": sum(it.days for it in spans)}
    )
    return Interest(amount_ct, step, spans)


def _spans(owed_ct: Mapping[date, int], until: date, rates: Mapping[date, int]) -> list[Span]:
    """Cut the time wherever the amount or the rate changes."""
    begins = sorted(day for day in owed_ct if day < until)
    if not begins:
        return []
    cuts = {*begins, *_half_years(begins[0], until)}
    found, amount_ct = [], 0
    for first, end in zip(days := sorted(cuts), [*days[1:], until], strict=True):
        amount_ct = owed_ct.get(first, amount_ct)
        if amount_ct > 0:
            found.append(Span(first, end, amount_ct, _rate(first, rates)))
    return found


def _half_years(first: date, until: date) -> list[date]:
    years = range(first.year, until.year + 1)
    return [
        day
        for year in years
        for day in (date(year, 1, 1), date(year, _JULY, 1))
        if first < day < until
    ]


def _rate(day: date, rates: Mapping[date, int]) -> int:
    begins = half_year(day)
    if begins not in rates:
        raise base_rate_missing(begins)
    return rates[begins] + POINTS_ABOVE_HUNDREDTHS


def base_rate_missing(begins: date) -> Refused:
    """Return the refusal of a sum for which the office has recorded no rate."""
    return Refused(
        "base-rate-missing",
        "Ein Basiszinssatz fehlt",
        f"Für die Zeit ab {german(begins)} ist kein Basiszinssatz festgelegt.",
        facts={"valid_from": begins.isoformat()},
    )


def _whole_cents(span: Span) -> int:
    return span.amount_ct * span.rate_hundredths * span.days // _WHOLE


def _said(span: Span) -> str:
    percent = f"{span.rate_hundredths // 100},{span.rate_hundredths % 100:02} %"
    days = "1 Tag" if span.days == 1 else f"{span.days} Tage"
    return f"{days} ab {german(span.first)} zu {percent}"
