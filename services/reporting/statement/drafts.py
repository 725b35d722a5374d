"""Drafts of statements of use: rows that change and go, beside the log and never in it."""

from collections.abc import Callable
from typing import Any, Final

from shared.canonical import Json, canonical, parse
from shared.database import Conn

MONTHS_KEPT: Final = 12


def save(conn: Conn, project_id: str, content: Json) -> int:
    """Keep a draft in place of the one before; return its version."""
    row: Any = conn.execute(
        "insert into statement_draft (project_id, version, content) values (%s, 1, %s)"
        " on conflict (project_id) do update set version = statement_draft.version + 1,"
        " content = excluded.content, saved_at = clock_timestamp() returning version",
        [project_id, canonical(content).decode()],
    ).fetchone()
    return int(row[0])


def find(conn: Conn, project_id: str, *, lock: bool = False) -> tuple[int, Json] | None:
    """Return version and content of a draft, and hold its row if it is to be changed."""
    query = "select version, content from statement_draft where project_id = %s"
    row: Any = conn.execute(
        f"{query}{' for update' if lock else ''}".encode(), [project_id]
    ).fetchone()
    return None if row is None else (row[0], parse(row[1].encode()))


def forget_unused(conn: Conn) -> int:
    """Delete the drafts that nobody has saved for so long; return how many."""
    return conn.execute(
        "delete from statement_draft"
        " where saved_at < clock_timestamp() - make_interval(months => %s)",
        [MONTHS_KEPT],
    ).rowcount


def discarding(project_id: str) -> Callable[[Conn], None]:
    """Return what deletes a draft as its statement is handed in."""

    def discard(conn: Conn) -> None:
        conn.execute("delete from statement_draft where project_id = %s", [project_id])

    return discard
