"""What was approved for the years of a project, in rows beside the log: goals, and plan lines."""

from collections.abc import Mapping
from typing import Any, Final

from services.reporting import commands
from services.reporting.events import MoneyLine
from shared.canonical import Json, canonical, parse
from shared.database import Conn

COLUMNS: Final[Mapping[MoneyLine, str]] = {
    "costs": "costs_ct",
    "third-party": "third_party_ct",
    "own-cash": "own_cash_ct",
    "in-kind": "in_kind_ct",
}


def note_goals(conn: Conn, project_id: str, goals: list[Json]) -> None:
    """Keep the goals of the last application."""
    _keep(conn, "goals", project_id, goals)


def note_plan(conn: Conn, project_id: str, plan: Mapping[int, Json]) -> None:
    """Keep the plan that is approved, in place of any before."""
    _keep(conn, "plan", project_id, {str(year): it for year, it in plan.items()})


def add_to_plan(conn: Conn, project_id: str, more: Mapping[int, Json]) -> None:
    """Add the plan of an extension to the one that was approved."""
    plan = _kept(conn, project_id)[1]
    for year, added in more.items():
        before = plan.get(str(year), {})
        plan[str(year)] = {it: before.get(it, 0) + cents for it, cents in added.items()}
    _keep(conn, "plan", project_id, plan)


def approved_year(conn: Conn, project_id: str, year: int) -> commands.ApprovedYear:
    """Return what a report about a year of this project has to answer."""
    goals, plan = _kept(conn, project_id)
    return _year(goals, plan.get(str(year), {}))


def approved_years(conn: Conn, project_id: str) -> dict[int, commands.ApprovedYear]:
    """Return what was approved for each year."""
    goals, plan = _kept(conn, project_id)
    return {int(year): _year(goals, lines) for year, lines in sorted(plan.items())}


def _year(goals: Any, lines: Json) -> commands.ApprovedYear:
    return commands.ApprovedYear(
        tuple(commands.ApprovedGoal(it["id"], it["indicator"], it["target"]) for it in goals),
        {line: lines.get(column, 0) for line, column in COLUMNS.items()},
    )


def _kept(conn: Conn, project_id: str) -> tuple[Any, Any]:
    row: Any = conn.execute(
        "select goals, plan from known_project where project_id = %s", [project_id]
    ).fetchone()
    if row is None:
        raise LookupError(f"project {project_id} was never applied for")
    return parse(row[0].encode()), parse(row[1].encode())


def _keep(conn: Conn, column: str, project_id: str, content: Any) -> None:
    statement = {
        "goals": "update known_project set goals = %s where project_id = %s",
        "plan": "update known_project set plan = %s where project_id = %s",
    }[column]
    conn.execute(statement, [canonical(content).decode(), project_id])
