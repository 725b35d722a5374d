"""The projects of a year, out of the read model of the annual report, with their names of now."""

from collections.abc import Sequence
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import dict_row

from shared.canonical import Json

_PROJECTS: Final = """
    select p.project_id, p.number, p.title, p.sozialraum_id, s.name as sozialraum_name,
        p.traeger_id, t.name as traeger_name, p.status, p.goals
    from report_project p
    left join report_sozialraum s on s.sozialraum_id = p.sozialraum_id
    left join report_traeger t on t.traeger_id = p.traeger_id
    where p.project_id = any(%(project_ids)s)
        or extract(year from p.closed_on) = %(year)s
        or (p.approved_on is not null
            and %(year)s between extract(year from p.starts_on) and extract(year from p.ends_on))
    order by p.number, p.project_id"""


def projects(conn: Connection[Any], year: int, project_ids: Sequence[str]) -> list[Json]:
    """Return the approved projects that run or are closed in a year, and these, by file number."""
    asked = {"year": year, "project_ids": list(project_ids)}
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(_PROJECTS, asked).fetchall()
