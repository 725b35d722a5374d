"""What was shifted between lines of plans, in rows that the append keeps beside the log."""

from collections.abc import Callable, Mapping
from typing import Any

from shared.database import Conn


def noting(project_id: str, moved_ct: Mapping[str, int]) -> Callable[[Conn], None]:
    """Return what keeps an approved shift."""

    def note(conn: Conn) -> None:
        for line, cents in moved_ct.items():
            conn.execute(
                "insert into line_shift (project_id, line, amount_ct) values (%s, %s, %s)"
                " on conflict (project_id, line) do update"
                " set amount_ct = line_shift.amount_ct + excluded.amount_ct",
                [project_id, line, cents],
            )

    return note


def of(conn: Conn, project_id: str) -> dict[str, int]:
    """Return what lines have more or, below zero, less than was approved at first."""
    rows: Any = conn.execute(
        "select line, amount_ct from line_shift where project_id = %s", [project_id]
    )
    return dict(rows.fetchall())
