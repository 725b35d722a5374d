"""What this service knows of projects and their duties, in rows beside the log.

They are written in the transaction of what they follow from, so they never lag behind the log.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.database import Conn


@dataclass(frozen=True, slots=True)
class KnownProject:
    """A project: whose it is, and its days once it is approved."""

    project_id: str
    sozialraum_id: str
    traeger_id: str
    first_day: date | None
    last_day: date | None
    closed: bool = False


def project_of(conn: Conn, project_id: str) -> KnownProject | None:
    """Return what is known of a project."""
    row: Any = conn.execute(
        "select project_id, sozialraum_id, traeger_id, first_day, last_day, closed"
        " from known_project where project_id = %s",
        [project_id],
    ).fetchone()
    return None if row is None else KnownProject(*row)


def note_applied(conn: Conn, project_id: str, sozialraum_id: str, traeger_id: str) -> None:
    """Keep whose an applied project is."""
    conn.execute(
        "insert into known_project (project_id, sozialraum_id, traeger_id) values (%s, %s, %s)"
        " on conflict (project_id) do update"
        " set sozialraum_id = excluded.sozialraum_id, traeger_id = excluded.traeger_id",
        [project_id, sozialraum_id, traeger_id],
    )


def note_days(conn: Conn, project_id: str, first_day: date, last_day: date) -> None:
    """Keep the days that a project lasts. Raises LookupError for one that nobody applied for."""
    done = conn.execute(
        "update known_project set first_day = %s, last_day = %s where project_id = %s",
        [first_day, last_day, project_id],
    )
    if done.rowcount != 1:
        raise LookupError(f"project {project_id} was never applied for")


def note_closed(conn: Conn, project_id: str, *, closed: bool) -> None:
    """Keep whether a project is closed, or its settlement was taken up again."""
    conn.execute("update known_project set closed = %s where project_id = %s", [closed, project_id])


def duties_of(conn: Conn, project_id: str) -> list[str]:
    """Return the ids of all duties that a project ever had."""
    rows = conn.execute(
        "select duty_id from known_duty where project_id = %s order by duty_id", [project_id]
    )
    return [duty_id for (duty_id,) in rows.fetchall()]


def noting(project_id: str, duty_ids: Iterable[str]) -> Callable[[Conn], None]:
    """Return what keeps these duties of a project, in the transaction that it gets."""
    rows = [(duty_id, project_id) for duty_id in duty_ids]

    def note(conn: Conn) -> None:
        with conn.cursor() as cursor:
            cursor.executemany(
                "insert into known_duty (duty_id, project_id) values (%s, %s)"
                " on conflict do nothing",
                rows,
            )

    return note
