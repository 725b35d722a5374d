"""Which Sozialräume there are, in rows beside the log, as they were heard from projects."""

from datetime import date
from typing import Any

from shared.database import Conn


def note(conn: Conn, sozialraum_id: str, name: str, on: date) -> None:
    """Keep what a Sozialraum is called now."""
    conn.execute(
        "insert into known_sozialraum (sozialraum_id, name, registered_on) values (%s, %s, %s)"
        " on conflict (sozialraum_id) do update set name = excluded.name",
        [sozialraum_id, name, on],
    )


def all_since(conn: Conn) -> dict[str, date]:
    """Return by id since when there is each."""
    rows: Any = conn.execute(
        "select sozialraum_id, registered_on from known_sozialraum order by sozialraum_id"
    ).fetchall()
    return dict(rows)


def all_names(conn: Conn) -> dict[str, str]:
    """Return the names by id, in the order of the names."""
    rows: Any = conn.execute(
        "select sozialraum_id, name from known_sozialraum order by name, sozialraum_id"
    ).fetchall()
    return dict(rows)
