"""Closing book years: in order, each once, when it is over and all of it has a position."""

from datetime import date

import pytest

from shared.bookyear.closing import CLOSING, BookYears, CloseBookYear, Found
from shared.bookyear.events import BookYearClosed
from shared.refusal import Refused

TODAY = date(2028, 1, 17)
ANNA = "1e2d3c4b-5a69-5788-8695-a4b3c2d1eaf9"
CLOSED_2026 = BookYearClosed(
    2026, 1204, "c2" * 32, "2026-12-31T23:00:00.000000Z", date(2027, 1, 18), ANNA
)


def found(**other):
    known = {
        "last_position": 2410,
        "root": "d4" * 32,
        "ended_at": "2027-12-31T23:00:00.000000Z",
        "is_over": True,
        "open_since": 2027,
        "unsealed": 0,
    }
    return Found(**{**known, **other})


def close(year, *history, **other):
    command = CloseBookYear(year, found(**other), ANNA)
    return CLOSING.decide(command, CLOSING.fold(history), TODAY)


def refusal(*args, **other):
    with pytest.raises(Refused) as no:
        close(*args, **other)
    return no.value.code, no.value.detail


def test_the_end_of_the_year_and_the_root_there_become_a_fact():
    assert close(2027, CLOSED_2026) == [
        BookYearClosed(2027, 2410, "d4" * 32, "2027-12-31T23:00:00.000000Z", TODAY, ANNA)
    ]


def test_a_year_is_closed_once():
    code, detail = refusal(2026, CLOSED_2026)
    assert code == "book-year-closed"
    assert detail == "2026 wurde am 18.01.2027 mit Position 1204 abgeschlossen."


def test_a_year_that_is_not_over_stays_open():
    assert refusal(2028, CLOSED_2026, is_over=False)[0] == "book-year-not-over"


def test_a_year_in_which_something_happened_is_not_passed_over():
    out_of_order = ("book-year-out-of-order", "Zuerst ist 2026 abzuschließen.")
    assert refusal(2027, open_since=2026) == out_of_order


@pytest.mark.parametrize("open_since", [2028, None])
def test_a_year_in_which_nothing_happened_may_be(open_since):
    (closed,) = close(2027, open_since=open_since, last_position=0)
    assert (closed.year, closed.last_position) == (2027, 0)


def test_no_year_before_one_that_is_closed():
    assert refusal(2025, CLOSED_2026) == (
        "book-year-out-of-order",
        "Abgeschlossen ist schon 2026.",
    )


def test_not_while_something_of_the_year_has_no_position():
    code, detail = refusal(2027, CLOSED_2026, unsealed=3)
    assert code == "book-year-unsealed"
    assert "3 Ereignissen" in detail


def test_years_are_kept_in_the_order_of_their_closing():
    state = CLOSING.fold([CLOSED_2026, *close(2027, CLOSED_2026)])
    assert list(state.closed) == [2026, 2027]
    assert state.newest is not None
    assert state.newest.year == 2027
    assert BookYears().newest is None
