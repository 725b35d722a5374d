"""What else a Träger has applied for: the hint that something may be funded twice."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.projects import events
from services.projects.project import PROJECT, Project
from shared.database import Conn
from shared.log import Log

READ_MAX: Final = 100  # The youngest; a Träger with more would be an institution.
YEARS_BACK: Final = 1
VOID: Final = ("rejected", "withdrawn")

_APPLIED: Final = """
    select stream from event
    where type in ('applied', 'resubmitted') and line::jsonb -> 'data' ->> 'traeger_id' = %s
    group by stream order by max(id) desc limit %s"""


@dataclass(frozen=True, slots=True)
class OtherProject:
    """Another project of the same Träger; `overlaps` if both run on the same day."""

    project_id: str
    number: str
    title: str
    status: str
    sozialraum_id: str
    start: date
    end: date
    overlaps: bool
    grant_ct: events.YearlyCents


def others(conn: Conn, log: Log, project: Project) -> list[OtherProject]:
    """Return what the Träger of a project has under way, or had until a year before, youngest first."""
    mine = project.application
    streams = [row[0] for row in conn.execute(_APPLIED, [mine.traeger_id, READ_MAX])]
    histories = log.read(conn, *streams) if streams else {}
    known = [PROJECT.fold(histories[stream].events) for stream in streams]
    return [_other(it, mine) for it in known if it is not None and _concerns(it, mine)]


def _concerns(it: Project, mine: events.Applied) -> bool:
    return (
        it.application.project_id != mine.project_id
        and it.application.traeger_id == mine.traeger_id
        and it.status not in VOID
        and it.end.year >= mine.start.year - YEARS_BACK
    )


def _other(it: Project, mine: events.Applied) -> OtherProject:
    application = it.application
    return OtherProject(
        application.project_id,
        application.number,
        application.title,
        it.status,
        application.sozialraum_id,
        application.start,
        it.end,
        overlaps=application.start <= mine.end and mine.start <= it.end,
        grant_ct=it.grant_ct,
    )
