"""The list of receipts (Belegliste) as a file that any spreadsheet reads, and none runs. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from services.reporting.statement.receipts import COLUMNS
from shared.canonical import Json
from shared.documents import CSV, Document
from shared.sheet import as_csv, decimal


def as_document(rows: Sequence[Json]) -> Document:
    """Return the list of receipts as it is handed in: it stays, whatever becomes of the rows."""
    columns = [*COLUMNS, "Zählt", "Nicht anerkannt"]
    lines = [
        [
            it["number"],
            it["paid_on"],
            it["ordered_on"] or "",
            it["payee"],
            it["reason"],
            it["line"],
            it["cost_type"] or "",
            decimal(it["gross_ct"]),
            decimal(it["counted_ct"]) if it["counted_ct"] != it["gross_ct"] else "",
            decimal(it["counted_ct"]),
            it["rule"] or "",
        ]
        for it in rows
    ]
    return replace(Document.of_text(as_csv(columns, lines)), media_type=CSV)
