"""A file of receipts row by row, whether it is a text or a spreadsheet."""

from collections.abc import Iterator

from services.reporting.statement.receipts import COLUMNS, LINES_MAX, REQUIRED
from shared import workbook
from shared.table import Row, Table, csv_lines, rows


def file_rows(content: bytes, table: Table) -> Iterator[Row]:
    """Yield the rows without faults of form; the faults are noted in the table."""
    read = workbook.lines if workbook.is_workbook(content) else csv_lines
    return rows(read(content, table, LINES_MAX), COLUMNS, REQUIRED, table)
