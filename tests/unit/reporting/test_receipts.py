"""Receipts from files as offices and strangers send them: CSV in all its forms, XLSX, bombs."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from services.reporting.statement.receipt_file import file_rows
from services.reporting.statement.receipts import (
    COLUMNS,
    LINES_MAX,
    Read,
    Rules,
    read_row,
)
from shared import workbook
from shared.table import Table
from tests.unit.reporting.examples import PROJECT_ID

RULES = Rules(
    project_id=PROJECT_ID,
    first_day=date(2026, 3, 10),
    last_day=date(2027, 9, 30),
    today=date(2028, 3, 1),
    deducts_vat=False,
    lines={"fachkraft": "Fachkraft", "kosten": "Kosten", "stiftung": "Stiftung"},
    covered={"büromaterial": "Verwaltung", "verwaltung": "Verwaltung"},
)
HEADING = list(COLUMNS)
LINE = ["17", "05.01.2027", "", "Müller & Söhne", "Gehalt", "Fachkraft", "", "1.234,50", ""]


def line(**changes):
    """A good line, but for some cells by the names of their fields."""
    cells = dict(zip(COLUMNS.values(), LINE, strict=True)) | changes
    return [cells[name] for name in COLUMNS.values()]


def csv(*lines, delimiter=";", heading=HEADING, end="\r\n"):
    return "".join(delimiter.join(cells) + end for cells in [heading, *lines])


def xlsx(*lines, heading=HEADING):
    book = Workbook()
    sheet = book.create_sheet(index=0)
    for cells in [heading, *lines]:
        sheet.append(cells)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read(content, rules=RULES):
    table, found = Table(), Read()
    for row in file_rows(content, table):
        read_row(row, rules, found)
    found.errors.extend(table.faults)
    return found


def receipts(content, rules=RULES):
    found = read(content, rules)
    assert found.errors == []
    return [it for _, it in found.receipts.values()]


def errors(content, rules=RULES):
    return [(it.line, it.column, it.code) for it in read(content, rules).errors]


def judged(rules=RULES, **changes):
    """What becomes of one line: (rule, cents not recognised, codes of warnings)."""
    found = read(csv(line(**changes)).encode(), rules)
    ((_, receipt),) = found.receipts.values()
    return receipt.rule, receipt.disallowed_ct, [it.code for it in found.warnings]


# ---- files -------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_a_list_is_read_in_the_encodings_and_delimiters_that_offices_use(encoding, delimiter):
    cells = line(amount="1234,50" if delimiter != "," else '"1.234,50"')
    (receipt,) = receipts(csv(cells, delimiter=delimiter).encode(encoding))
    assert (receipt.payee, receipt.gross_ct) == ("Müller & Söhne", 123_450)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_another_encoding_is_refused_and_not_guessed(encoding):
    found = errors(csv(line()).encode(encoding))
    assert {code for _, _, code in found} <= {"invalid-encoding", "unknown-column", "missing"}
    assert {number for number, _, _ in found} == {1}


def test_lines_without_content_are_passed_over_and_the_others_keep_their_numbers():
    content = csv(line(), [""] * 9, [" "] * 9, line(number="18", paid_on="gestern"))
    assert errors(content.encode()) == [(5, "Gezahlt am", "invalid-date")]


def test_a_quote_that_is_never_closed_is_told():
    assert errors(csv(line(payee='"Müller')).encode())[-1][2] == "unreadable"


def test_more_lines_than_a_list_may_have_are_refused_and_so_many_are_read():
    many = [line(number=str(number)) for number in range(LINES_MAX)]
    found = read(csv(*many).encode())
    assert (len(found.receipts), found.errors) == (LINES_MAX, [])
    assert errors(csv(*many, line()).encode()) == [(LINES_MAX + 2, "", "too-many")]


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_says_nothing(content):
    assert errors(content) == [(1, "", "empty-file")]


def test_columns_that_are_missing_twice_or_unknown_are_named():
    heading = ["Nr.", "Gezahlt am", "Nr.", "Empfänger", "Grund", "Farbe", "Betrag"]
    assert errors(csv(heading=heading).encode()) == [
        (1, "Nr.", "column-twice"),
        (1, "Nr.", "column-twice"),
        (1, "Farbe", "unknown-column"),
        (1, "Zeile", "missing"),
    ]


# ---- XLSX --------------------------------------------------------------------------------------


def test_a_workbook_says_the_same_as_a_text_with_real_days_and_numbers():
    cells = line(number=17, paid_on=datetime(2027, 1, 5), amount=1234.5)  # noqa: DTZ001 - a cell
    (from_workbook,) = receipts(xlsx([it if it != "" else None for it in cells]))
    (from_text,) = receipts(csv(line()).encode())
    assert from_workbook == from_text


@pytest.mark.parametrize(
    ("number", "cents"),
    [
        (421.5, 42_150),
        (0.1 + 0.2, 30),
        (412, 41_200),
        (1e3, 100_000),
        (-12.5, -1_250),
        (33.333333333333336, None),
    ],
)
def test_a_number_of_a_workbook_is_an_amount_if_it_has_whole_cents(number, cents):
    found = read(xlsx(line(amount=number)))
    assert [it.gross_ct for _, it in found.receipts.values()] == ([] if cents is None else [cents])
    assert [it.code for it in found.errors] == ([] if cents is not None else ["invalid-amount"])


def test_columns_right_of_the_heading_and_empty_rows_of_a_workbook_do_not_matter():
    blank = [None] * 12
    (receipt,) = receipts(xlsx(blank, [*line(), None, None], blank))
    assert receipt.number == "17"


@pytest.mark.parametrize("cell", ["=1+1", "=HYPERLINK(A1)", "+49", "@SUM(A1)", "-1+2", "\t=1"])
@pytest.mark.parametrize("write", [lambda it: csv(it).encode(), xlsx], ids=["csv", "xlsx"])
def test_what_a_spreadsheet_would_run_is_not_taken(write, cell):
    assert {code for _, _, code in errors(write(line(payee=cell)))} <= {
        "formula",
        "wrong-columns",
    }
    if "\t" not in cell:
        assert errors(write(line(payee=cell))) == [(2, "Empfänger", "formula")]


def bomb(size, *, name="xl/worksheets/sheet1.xml", members=1):
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for number in range(members):
            archive.writestr(f"{number}{name}" if number else name, b"0" * size)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(bomb(workbook.UNPACKED_MAX + 1), id="too much"),
        pytest.param(bomb(2 * 1024 * 1024), id="packed too tightly"),
        pytest.param(bomb(1, members=workbook.MEMBERS_MAX + 1), id="too many parts"),
    ],
)
def test_a_bomb_is_not_unpacked(content):
    assert errors(content) == [(1, "", "too-large")]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"PK\x03\x04", id="cut off"),
        pytest.param(xlsx(line())[:-40], id="without its end"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"\0" * 512, id="the old format"),
        pytest.param(bomb(10), id="no workbook"),
        pytest.param(bomb(10, name="word/document.xml"), id="a letter"),
    ],
)
def test_what_is_no_workbook_is_told_to_be_unreadable(content):
    assert errors(content) == [(1, "", "unreadable")]


def rewritten(content, part, change):
    """A workbook of which one part says something else."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for it in old.infolist():
            data = old.read(it.filename)
            new.writestr(it.filename, change(data) if it.filename == part else data)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_entities_that_grow_are_not_followed():
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 100}">' for n in range(12)
    )
    dtd = f"<!DOCTYPE worksheet [{entities}]>".encode()

    def grown(sheet):
        assert b"HIER" in sheet
        return dtd + sheet.replace(b"HIER", b"&e11;")

    assert errors(rewritten(xlsx(line(reason="HIER")), SHEET, grown)) == [(1, "", "unreadable")]


def test_a_row_that_claims_to_stand_far_below_does_not_keep_anybody_busy():
    far = rewritten(
        xlsx(line()), SHEET, lambda data: data.replace(b'<row r="2"', b'<row r="900000000000"')
    )
    assert errors(far) == [(LINES_MAX + 2, "", "too-many")]


def test_what_a_sheet_says_of_its_size_is_not_believed():
    small = rewritten(
        xlsx(line(), line(number="18")),
        SHEET,
        lambda data: data.replace(b'ref="A1:I3"', b'ref="A1"'),
    )
    assert len(receipts(small)) == 2


# ---- lines -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1.234,50", 123_450),
        ("1234,5", 123_450),
        ("1234", 123_400),
        ("0,01", 1),
        ("-12,50", -1_250),
        ("1.234.567,89 €", 123_456_789),
        ("12,50 EUR", 1_250),
    ],
)
def test_amounts_are_read_as_germans_write_them(text, cents):
    (receipt,) = receipts(csv(line(amount=text)).encode())
    assert receipt.gross_ct == cents


@pytest.mark.parametrize(
    "text", ["1234.50", "1.23,4", "12,345", "zwölf", "0,00", "1,5,0", "99999999999999,00", "1e3"]
)
def test_what_is_no_amount_is_not_guessed(text):
    assert errors(csv(line(amount=text)).encode()) == [(2, "Betrag", "invalid-amount")]


@pytest.mark.parametrize("field", ["number", "paid_on", "payee", "reason", "line", "amount"])
def test_each_needed_cell_is_asked_for(field):
    (found,) = errors(csv(line(**{field: ""})).encode())
    assert found[2] == "missing"


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"paid_on": "30.02.2027"}, "Gezahlt am", "invalid-date"),
        ({"paid_on": "02.03.2028"}, "Gezahlt am", "in-future"),
        ({"ordered_on": "1/2/2026"}, "Beauftragt am", "invalid-date"),
        ({"line": "Raum"}, "Zeile", "line-unknown"),
        ({"line": "Verwaltung"}, "Zeile", "covered-by-flat-rate"),
        ({"cost_type": "BÜROMATERIAL"}, "Kostenart", "covered-by-flat-rate"),
        ({"net": "1.234,51"}, "Netto", "net-too-large"),
        ({"net": "-1,00"}, "Netto", "net-too-large"),
        ({"reason": "x" * 201}, "Grund", "too-long"),
        ({"reason": "a\u202eb"}, "Grund", "invalid-character"),
    ],
)
def test_a_line_with_an_error_says_where_and_which(changes, column, code):
    assert errors(csv(line(**changes)).encode()) == [(2, column, code)]


def test_all_errors_of_a_line_are_told_and_the_line_is_left_out():
    found = read(csv(line(paid_on="x", amount="y", line="z"), line()).encode())
    assert [it.code for it in found.errors] == ["invalid-date", "invalid-amount", "line-unknown"]
    assert len(found.receipts) == 1


@pytest.mark.scenario("start before approval")
@pytest.mark.clause("START")
def test_a_contract_of_the_day_before_the_start_is_not_recognised_at_all():
    """The project begins on 10 March 2026."""
    assert judged(ordered_on="09.03.2026", amount="350,00") == (
        "before-start",
        35_000,
        ["before-start"],
    )
    assert judged(ordered_on="10.03.2026", amount="350,00") == (None, 0, [])


@pytest.mark.clause("REPORT")
@pytest.mark.parametrize(
    ("paid_on", "ordered_on", "expected"),
    [
        ("09.03.2026", "", ("before-start", 123_450, ["before-start"])),
        ("10.03.2026", "", (None, 0, [])),
        ("30.09.2027", "", (None, 0, [])),
        ("01.10.2027", "30.09.2027", (None, 0, ["paid-after-end"])),
        ("01.10.2027", "01.10.2027", ("outside-period", 123_450, ["outside-period"])),
    ],
)
def test_only_what_was_caused_in_the_period_is_recognised(paid_on, ordered_on, expected):
    assert judged(paid_on=paid_on, ordered_on=ordered_on) == expected


def test_a_refund_counts_on_whatever_day_it_comes():
    assert judged(paid_on="09.03.2026", amount="-10,00") == (None, 0, [])


def test_who_deducts_vat_accounts_for_net_amounts():
    deducting = replace(RULES, deducts_vat=True)
    (receipt,) = receipts(csv(line(amount="119,00", net="100,00")).encode(), deducting)
    assert (receipt.gross_ct, receipt.counted_ct) == (11_900, 10_000)
    assert errors(csv(line()).encode(), deducting) == [(2, "Netto", "net-missing")]
    (gross,) = receipts(csv(line(amount="119,00", net="100,00")).encode())
    assert gross.counted_ct == 11_900


@pytest.mark.parametrize(
    ("paid_on", "year"), [("01.01.2026", 2026), ("31.12.2026", 2026), ("15.01.2028", 2027)]
)
def test_a_receipt_lies_in_the_year_of_its_payment_within_the_project(paid_on, year):
    (receipt,) = receipts(csv(line(paid_on=paid_on)).encode())
    assert receipt.year == year


def test_the_same_receipt_twice_in_a_file_is_an_error_of_the_second():
    same = line(payee="Meier", reason="Anders geschrieben", number="17")
    assert errors(csv(line(), same).encode()) == [(3, "Nr.", "line-twice")]
    other = [
        line(number="18"),
        line(line="Kosten"),
        line(amount="1,00"),
        line(paid_on="06.01.2027"),
    ]
    assert len(receipts(csv(line(), *other).encode())) == 5


@given(st.binary(max_size=400))
def test_whatever_comes_is_read_or_told(content):
    for start in (b"", workbook.MAGIC, csv(line()).encode()):
        found = read(start + content)
        assert all(it.code and it.message for it in found.errors)


CELL = st.text(st.characters(exclude_characters='\r\n;"', codec="utf-8"), max_size=12)


@given(st.lists(st.lists(CELL, min_size=9, max_size=9), max_size=5))
def test_no_line_is_both_taken_and_refused(lines):
    found = read(csv(*lines).encode())
    taken = {number for number, _ in found.receipts.values()}
    assert taken & {it.line for it in found.errors} == set()


def test_a_post_that_is_called_like_a_flat_rate_has_receipts_of_its_own():
    rules = replace(RULES, lines={**RULES.lines, "verwaltung": "Verwaltung"})
    assert judged(rules, line="Verwaltung") == (None, 0, [])
