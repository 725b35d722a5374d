"""Who belongs to a team for the WJH, in rows beside the log, as it was heard from projects."""

from datetime import date
from typing import Any

from services.reporting.onboarding.owed import Membership
from shared.canonical import Json
from shared.database import Conn


def note_joined(conn: Conn, told: Json, heard_on: date) -> None:
    """Keep a membership; {team_id, person_id, start, end}."""
    conn.execute(
        "insert into wjh_member (team_id, person_id, started_on, ended_on, heard_on)"
        " values (%s, %s, %s, %s, %s) on conflict do nothing",
        [told["team_id"], told["person_id"], told["start"], told["end"], heard_on],
    )


def note_left(conn: Conn, told: Json) -> None:
    """End a membership; whoever belongs to the team for others has no row."""
    conn.execute(
        "update wjh_member set ended_on = %s"
        " where team_id = %s and person_id = %s and started_on = %s",
        [told["end"], told["team_id"], told["person_id"], told["start"]],
    )


def of_each(conn: Conn) -> dict[str, list[Membership]]:
    """Return all memberships that there ever were, by person."""
    found: dict[str, list[Membership]] = {}
    rows: Any = conn.execute(
        "select person_id, started_on, ended_on, heard_on from wjh_member"
        " order by person_id, started_on, team_id"
    )
    for person_id, start, end, heard_on in rows:
        found.setdefault(person_id, []).append(Membership(start, end, heard_on))
    return found
