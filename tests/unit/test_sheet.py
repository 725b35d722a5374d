import csv
from datetime import date
from io import StringIO

import pytest

from shared.sheet import as_csv, decimal


@pytest.mark.parametrize(
    ("cents", "text"),
    [(0, "0,00"), (1, "0,01"), (-1, "-0,01"), (123_450, "1234,50"), (-123_450, "-1234,50")],
)
def test_an_amount_has_a_decimal_comma(cents, text):
    assert decimal(cents) == text


def test_a_file_is_read_back_as_it_was_written():
    text = as_csv(("Name", "Tag"), [('Fußball; "Kalk"\nNord', date(2026, 2, 8))])
    assert text.startswith("Name;Tag\r\n")
    assert list(csv.reader(StringIO(text, newline=""), delimiter=";")) == [
        ["Name", "Tag"],
        ['Fußball; "Kalk"\nNord', "08.02.2026"],
    ]


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("x")', "+49 221", "-2+3", "@SUM(A1)", "\tx", "-1,5", "-1,50 "]
)
def test_no_cell_is_a_formula(text):
    _, line = as_csv(("A",), [(text,)]).split("\r\n", 1)
    (cell,) = next(csv.reader(StringIO(line, newline=""), delimiter=";"))
    assert cell == f"'{text}"


def test_a_negative_amount_stays_a_number():
    assert as_csv(("A",), [(decimal(-150),)]) == "A\r\n-1,50\r\n"
