"""Applications that nobody has decided on yet, and the waiting list (Warteliste) among them.

Rows beside the log: each append about a project keeps its row in its own transaction. On the
waiting list stands what has a priority; 1 comes first, and of equals the older application.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from services.projects.decision import OPEN
from services.projects.events import Postponed
from services.projects.project import PROJECT, Project
from shared.database import Conn
from shared.writer import Turn

LISTED_MAX: Final = 1_000
NAMED_MAX: Final = 20

_FIELDS: Final = (
    "project_id, number, title, sozialraum_id, traeger_id, status, priority, reason_code, content,"
    " arithmetic, is_biased, applied_on, first_year, last_year"
)
_KEEP: Final = f"""
    insert into open_application ({_FIELDS})
    values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    on conflict (project_id) do update set ({_FIELDS}) = row (excluded.*)"""  # noqa: S608 - names
_ORDER: Final = "priority nulls last, applied_on, number, project_id"

# Who waits for something else than money may be overtaken, and who asks of other years.
_AHEAD: Final = """
    select other.number from open_application mine
    join open_application other on other.project_id <> mine.project_id
        and other.first_year <= mine.last_year and other.last_year >= mine.first_year
    where mine.project_id = %s and other.priority is not null and other.status <> 'returned'
        and coalesce(other.reason_code, 'budget-exhausted') = 'budget-exhausted'
        and (other.priority, other.applied_on, other.number)
            < (coalesce(mine.priority, 2147483647), mine.applied_on, mine.number)
    order by other.priority, other.applied_on, other.number limit %s"""

# A budget may help who asks of its year, and, at the turn of the year, who asked of the one before.
_WAITING_FOR_MONEY: Final = f"""
    select project_id from open_application
    where status = 'postponed' and reason_code = 'budget-exhausted' and %s between first_year and last_year + 1
    order by {_ORDER}"""  # noqa: S608 - names


@dataclass(frozen=True, slots=True)
class OpenApplication:
    """An application that waits for its decision."""

    project_id: str
    number: str
    title: str
    sozialraum_id: str
    traeger_id: str
    status: str
    priority: int | None
    reason_code: str | None
    content: str | None
    arithmetic: str | None
    is_biased: bool
    applied_on: date
    first_year: int
    last_year: int


def follow(turn: Turn) -> None:
    """Let the row of each project that a turn has written to change with its events."""
    for stream, made in turn.draft.events.items():
        if stream.startswith("project-"):
            history: list[Any] = turn.histories[stream].events
            added: list[Any] = made
            before, after = PROJECT.fold(history), PROJECT.fold([*history, *added])
            if after is not None and (before is None or before.status in OPEN):
                turn.beside.append(_changed(after))


def listed(conn: Conn, *, waiting: bool) -> list[OpenApplication]:
    """Return the open applications: those on the waiting list in its order, then the oldest."""
    only = "where priority is not null" if waiting else ""
    query = f"select {_FIELDS} from open_application {only} order by {_ORDER} limit %s"  # noqa: S608 - names
    return [_row(row) for row in conn.execute(query.encode(), [LISTED_MAX])]


def of(projects: Iterable[Project | None], *, waiting: bool) -> list[OpenApplication]:
    """Return the same of projects as they once stood."""
    found = [_row(tuple(_values(it))) for it in projects if it is not None and it.status in OPEN]
    return sorted((it for it in found if it.priority is not None or not waiting), key=_place)[
        :LISTED_MAX
    ]


def _place(it: OpenApplication) -> tuple[Any, ...]:
    return it.priority is None, it.priority or 0, it.applied_on, it.number, it.project_id


def ahead(conn: Conn, project_id: str) -> tuple[str, ...]:
    """Return the numbers of those that come first on the waiting list and ask of the same years."""
    return tuple(number for (number,) in conn.execute(_AHEAD.encode(), [project_id, NAMED_MAX]))


def waiting_for_money(conn: Conn, year: int) -> list[str]:
    """Return the projects, in the order of the list, whose wait a new budget may end."""
    rows = conn.execute(_WAITING_FOR_MONEY.encode(), [year])
    return [str(project_id) for (project_id,) in rows]


def _changed(project: Project) -> Callable[[Conn], None]:
    """Return what keeps the row of a project that is or was open."""
    it = project.application
    if project.status not in OPEN:

        def forget(conn: Conn) -> None:
            conn.execute("delete from open_application where project_id = %s", [it.project_id])

        return forget

    def keep(conn: Conn) -> None:
        conn.execute(_KEEP.encode(), _values(project))

    return keep


def _values(project: Project) -> list[Any]:
    it, postponed = project.application, project.decided
    content, arithmetic = project.content_check, project.arithmetic_check
    return [
        it.project_id,
        it.number,
        it.title,
        it.sozialraum_id,
        it.traeger_id,
        project.status,
        project.priority,
        postponed.reason_code if isinstance(postponed, Postponed) else None,
        content.result if content else None,
        arithmetic.result if arithmetic else None,
        project.is_biased,
        it.applied_on,
        it.start.year,
        it.end.year,
    ]


def _row(row: tuple[Any, ...]) -> OpenApplication:
    project_id, number, title, sozialraum_id, traeger_id, *others = row
    return OpenApplication(
        str(project_id), number, title, str(sozialraum_id), str(traeger_id), *others
    )
