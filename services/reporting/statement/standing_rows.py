"""How statements of use stand, in rows that the append keeps: since when nobody has checked one."""

from collections.abc import Callable
from typing import Any

from psycopg.rows import dict_row

from services.reporting import events
from services.reporting.statement.statement import HANDED_OVER
from shared.canonical import Json
from shared.database import Conn


def noting(event: events.StatementEvent) -> Callable[[Conn], None]:
    """Return what keeps how a statement stands after an event."""

    def note(conn: Conn) -> None:
        _note(conn, event)

    return note


def _note(conn: Conn, event: events.StatementEvent) -> None:
    match event:
        case events.StatementSubmitted():
            _note_submitted(conn, event)
        case events.StatementCertified():
            conn.execute(
                "update known_statement set standing = 'submitted', certified_on = %s"
                " where project_id = %s",
                [event.certified_on, event.project_id],
            )
        case events.StatementDeclined():
            conn.execute(
                "update known_statement set standing = 'declined' where project_id = %s",
                [event.project_id],
            )
        case events.StatementReturned():
            conn.execute(
                "update known_statement set standing = 'returned' where project_id = %s",
                [event.project_id],
            )
        case events.StatementContentChecked():
            conn.execute(
                "update known_statement set content_checked_on = %s where project_id = %s",
                [event.checked_on, event.project_id],
            )
        case events.StatementChecked():
            conn.execute(
                "update known_statement set standing = 'checked', checked_on = %s"
                " where project_id = %s",
                [event.checked_on, event.project_id],
            )
        case _:
            pass


def _note_submitted(conn: Conn, event: events.StatementSubmitted) -> None:
    standing = HANDED_OVER[event.needs_certificate]
    conn.execute(
        "insert into known_statement (project_id, statement_id, standing, submitted_on)"
        " values (%s, %s, %s, %s) on conflict (project_id) do update"
        " set standing = excluded.standing, submitted_on = excluded.submitted_on,"
        " certified_on = null, content_checked_on = null, checked_on = null",
        [event.project_id, event.statement_id, standing, event.submitted_on],
    )


def listed(conn: Conn, asked: Json) -> list[Json]:
    """Return the statements that fit, those that wait longest first: {standing, most}; whom it shows."""
    with conn.cursor(row_factory=dict_row) as cursor:
        found: list[Any] = cursor.execute(
            "select s.project_id, s.statement_id, a.number, a.title, s.standing, s.submitted_on,"
            " s.certified_on, s.content_checked_on, s.checked_on"
            " from known_statement s join known_approval a on a.project_id = s.project_id::text"
            " join known_project p on p.project_id = s.project_id::text"
            " where (%(standing)s::text is null or s.standing = %(standing)s)"
            " and (%(everywhere)s or p.sozialraum_id = any(%(sozialraeume)s)"
            " or p.traeger_id = %(own_traeger_id)s)"
            " order by coalesce(s.certified_on, s.submitted_on), s.project_id limit %(most)s",
            asked,
        ).fetchall()
    return found
