"""In-kind contributions as rows beside the log; the names of volunteers are in the vault."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg.rows import dict_row

from shared.canonical import Json
from shared.database import Conn
from shared.guideline import InKind, InKindKind


@dataclass(frozen=True, slots=True)
class GivenEntry:
    """A line of a time sheet, or goods and work with a value. `name` of the volunteer."""

    kind: InKindKind
    text: str
    on: date
    minutes: int | None = None
    value_ct: int | None = None
    name: str | None = None


def add(
    conn: Conn, project_id: str, entries: Sequence[tuple[str, GivenEntry, int, str | None]]
) -> None:
    """Put entries there: (id, entry, year, id of the volunteer)."""
    with conn.cursor() as cursor:
        cursor.executemany(
            "insert into in_kind_entry"
            " (entry_id, project_id, kind, text, worked_on, year, minutes, value_ct, volunteer)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
            [
                (entry_id, project_id, it.kind, it.text, it.on, year, it.minutes, it.value_ct, who)
                for entry_id, it, year, who in entries
            ],
        )


def remove(conn: Conn, project_id: str, entry_ids: Sequence[str]) -> None:
    """Take entries away."""
    conn.execute(
        "delete from in_kind_entry where project_id = %s and entry_id = any(%s::uuid[])",
        [project_id, list(entry_ids)],
    )


def forget(conn: Conn, volunteers: Sequence[str]) -> None:
    """Let entries stand for nobody any more; what was done still counts."""
    conn.execute(
        "update in_kind_entry set volunteer = null where volunteer = any(%s::uuid[])",
        [list(volunteers)],
    )


def listed(conn: Conn, project_id: str) -> list[Json]:
    """Return all entries of a project in the order in which they came."""
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "select entry_id, kind, text, worked_on, year, minutes, value_ct, volunteer"
            " from in_kind_entry where project_id = %s order by worked_on, place",
            [project_id],
        ).fetchall()


def contribution(row: Json) -> InKind:
    """Return an entry as the guideline asks for it."""
    return InKind(row["kind"], row["text"], row["minutes"], row["value_ct"])


def by_year(rows: Sequence[Json]) -> dict[int, tuple[InKind, ...]]:
    """Return the entries as the guideline asks for them, by year."""
    found: dict[int, tuple[Any, ...]] = {}
    for row in rows:
        found[row["year"]] = (*found.get(row["year"], ()), contribution(row))
    return found


def names_of(rows: Sequence[Json]) -> list[str]:
    """Return the ids of the volunteers."""
    return sorted({str(row["volunteer"]) for row in rows if row["volunteer"]})
