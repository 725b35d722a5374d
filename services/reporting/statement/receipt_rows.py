"""Receipts as rows beside the log: put there, counted, listed, taken away."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from psycopg.rows import dict_row

from services.reporting import commands
from services.reporting.statement.receipts import Receipt
from shared.canonical import Json
from shared.database import Conn

Key = tuple[str, date, int]
"""Number, day and amount: what a receipt of the same Träger elsewhere would have as well."""

PROGRESS_DAYS: Final = 1
BREATH_ROWS: Final = 2_000
"""After so many rows others have their turn."""
_COLUMNS: Final = (
    "receipt_id, number, paid_on, ordered_on, payee, reason, line, cost_type, year, gross_ct,"
    " counted_ct, rule, disallowed_ct"
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose receipts they are."""

    project_id: str
    traeger_id: str


def known(conn: Conn, project_id: str) -> set[str]:
    """Return the ids of all receipts of a project."""
    rows = conn.execute("select receipt_id from receipt where project_id = %s", [project_id])
    return {str(receipt_id) for (receipt_id,) in rows}


def elsewhere(conn: Conn, owner: Owner, keys: Sequence[Key]) -> set[Key]:
    """Return which of these receipts another project of the same Träger has as well."""
    found: set[Key] = set()
    for first in range(0, len(keys), BREATH_ROWS):
        found |= _elsewhere(conn, owner, keys[first : first + BREATH_ROWS])
        time.sleep(0)
    return found


def _elsewhere(conn: Conn, owner: Owner, keys: Sequence[Key]) -> set[Key]:
    numbers, days, amounts = zip(*keys, strict=True)
    rows = conn.execute(
        "select distinct number, paid_on, gross_ct from receipt"
        " join unnest(%s::text[], %s::date[], %s::bigint[]) as asked (number, paid_on, gross_ct)"
        " using (number, paid_on, gross_ct) where traeger_id = %s and project_id <> %s",
        [list(numbers), list(days), list(amounts), owner.traeger_id, owner.project_id],
    )
    return set(rows.fetchall())


def add(conn: Conn, owner: Owner, receipts: Sequence[tuple[int, Receipt]]) -> None:
    """Put new receipts there, with their places in the file."""
    places = (
        "receipt_id, project_id, traeger_id, place, number, paid_on, ordered_on, payee, reason,"
    )
    rest = "line, cost_type, year, gross_ct, counted_ct, rule, disallowed_ct"
    statement = f"copy receipt ({places} {rest}) from stdin".encode()
    with conn.cursor() as cursor, cursor.copy(statement) as copy:
        for number, (place, it) in enumerate(receipts, start=1):
            if not number % BREATH_ROWS:
                time.sleep(0)
            copy.write_row(
                (
                    it.receipt_id,
                    owner.project_id,
                    owner.traeger_id,
                    place,
                    it.number,
                    it.paid_on,
                    it.ordered_on,
                    it.payee,
                    it.reason,
                    it.line,
                    it.cost_type,
                    it.year,
                    it.gross_ct,
                    it.counted_ct,
                    it.rule,
                    it.disallowed_ct,
                )
            )


def remove(conn: Conn, project_id: str, receipt_ids: Sequence[str]) -> None:
    """Take receipts away."""
    conn.execute(
        "delete from receipt where project_id = %s and receipt_id = any(%s::uuid[])",
        [project_id, list(receipt_ids)],
    )


def find(conn: Conn, project_id: str, receipt_ids: Sequence[str]) -> dict[str, Json]:
    """Return these receipts of a project by their ids, as far as they are there."""
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            f"select {_COLUMNS} from receipt"  # noqa: S608 - our own names
            " where project_id = %s and receipt_id = any(%s::uuid[])".encode(),
            [project_id, list(receipt_ids)],
        )
        return {str(row["receipt_id"]): row for row in rows}


def listed(conn: Conn, project_id: str, asked: Json) -> list[Json]:
    """Return receipts in the order of their files: {skip, most, year, line, disallowed}."""
    given = {**asked, "project_id": project_id}
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            f"select {_COLUMNS} from receipt where project_id = %(project_id)s"  # noqa: S608
            " and (%(year)s::integer is null or year = %(year)s)"
            " and (%(line)s::text is null or line = %(line)s)"
            " and (not %(disallowed)s or rule is not null)"
            " order by year, paid_on, place, receipt_id offset %(skip)s limit %(most)s".encode(),
            given,
        ).fetchall()


def sums(conn: Conn, project_id: str) -> dict[tuple[int, str], commands.ReceiptSum]:
    """Return what the receipts come to by year and line."""
    rows: Any = conn.execute(
        "select year, line, sum(counted_ct)::bigint, sum(disallowed_ct)::bigint from receipt"
        " where project_id = %s group by year, line",
        [project_id],
    )
    return {
        (year, line): commands.ReceiptSum(amount_ct, disallowed_ct)
        for year, line, amount_ct, disallowed_ct in rows
    }


def counted(conn: Conn, project_id: str) -> tuple[int, int]:
    """Return how many receipts a project has, and what they sum up to."""
    row: Any = conn.execute(
        "select count(*), coalesce(sum(counted_ct), 0)::bigint from receipt where project_id = %s",
        [project_id],
    ).fetchone()
    return row[0], row[1]


def doubles(conn: Conn, owner: Owner) -> list[Json]:
    """Return the receipts that another project of the same Träger has as well, the first hundred."""
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "select distinct mine.receipt_id, mine.number, mine.paid_on, mine.gross_ct,"
            " other.project_id as other_project_id from receipt mine join receipt other"
            " using (traeger_id, number, paid_on, gross_ct) where mine.project_id = %s"
            " and mine.traeger_id = %s and other.project_id <> mine.project_id"
            " order by mine.paid_on, mine.number, mine.receipt_id limit 100",
            [owner.project_id, owner.traeger_id],
        ).fetchall()


# ---- how far a file has been read --------------------------------------------------------------


def note_progress(
    conn: Conn, project_id: str, document_id: str, lines: int, *, is_done: bool
) -> None:
    """Keep how far a file has been read."""
    conn.execute(
        "insert into receipt_import (project_id, document_id, lines, is_done)"
        " values (%s, %s, %s, %s) on conflict (project_id, document_id) do update"
        " set lines = excluded.lines, is_done = excluded.is_done, changed_at = clock_timestamp()"
        " where (receipt_import.lines, receipt_import.is_done) is distinct from"
        " (excluded.lines, excluded.is_done)",
        [project_id, document_id, lines, is_done],
    )


def progress(conn: Conn, project_id: str, document_id: str) -> Mapping[str, Any]:
    """Return {lines, is_done} of a file; nothing read while nobody has begun."""
    row: Any = conn.execute(
        "select lines, is_done from receipt_import where project_id = %s and document_id = %s",
        [project_id, document_id],
    ).fetchone()
    return {"lines": row[0], "is_done": row[1]} if row else {"lines": 0, "is_done": False}


def forget_progress(conn: Conn) -> int:
    """Delete what nobody waits for any more; return of how many files."""
    return conn.execute(
        "delete from receipt_import where changed_at < clock_timestamp() - make_interval(days => %s)",
        [PROGRESS_DAYS],
    ).rowcount
