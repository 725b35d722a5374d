"""The statement of use that was checked last, of each project: one row, as reporting has told it."""

from services.projects.commands import Statement
from services.projects.events import GoalReached
from shared.canonical import Json, canonical
from shared.database import Conn

_KEEP = """
    insert into checked_statement values (%s, %s, %s, %s, %s, %s, %s)
    on conflict (project_id) do update set (
            statement_id, checked_on, costs_ct, third_party_ct, in_kind_ct, goals)
        = row(excluded.statement_id, excluded.checked_on, excluded.costs_ct,
            excluded.third_party_ct, excluded.in_kind_ct, excluded.goals)"""


def keep(conn: Conn, told: Json) -> None:
    """Keep a checked statement, loaded; it takes the place of an earlier one of its project."""
    years = told["recognised"].values()
    sums = [sum(it[name] for it in years) for name in ("costs_ct", "third_party_ct", "in_kind_ct")]
    goals = [{"id": it["id"], "reached": it["reached"]} for it in told["goals"]]
    named = [told["project_id"], told["statement_id"], told["checked_on"]]
    conn.execute(_KEEP, [*named, *sums, canonical(goals).decode()])


def forget(conn: Conn, project_id: str) -> None:
    """Forget the statement of a project: it was sent back, and nothing is settled by it."""
    conn.execute("delete from checked_statement where project_id = %s", [project_id])


def find(conn: Conn, project_id: str) -> Statement | None:
    """Return the statement of a project that was checked last; None while there is none."""
    row = conn.execute(
        "select statement_id::text, checked_on, costs_ct, third_party_ct, in_kind_ct, goals"
        " from checked_statement where project_id = %s",
        [project_id],
    ).fetchone()
    if row is None:
        return None
    statement_id, checked_on, costs_ct, third_party_ct, in_kind_ct, goals = row
    reached = tuple(GoalReached(it["id"], it["reached"]) for it in goals)
    return Statement(statement_id, checked_on, costs_ct, third_party_ct, in_kind_ct, reached)
