"""Who gets the money of a project, as it was heard from projects: rows beside the log.

An account number stands here and in pay lists, and in no event and no log line of funding.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from services.funding.recipient import Recipient
from shared.canonical import Json
from shared.database import Conn

_KEEP_PROJECT: Final = """
    insert into project values (%(project_id)s, %(number)s, %(title)s, %(sozialraum_id)s,
        %(traeger_id)s, %(start)s, %(end)s)
    on conflict (project_id) do update set (number, title, sozialraum_id, traeger_id, first_day,
        last_day) = row (excluded.number, excluded.title, excluded.sozialraum_id,
        excluded.traeger_id, excluded.first_day, excluded.last_day)"""
_KEEP_TRAEGER: Final = """
    insert into traeger values (%(traeger_id)s, %(name)s, %(iban)s)
    on conflict (traeger_id) do update set (name, iban) = row (excluded.name, excluded.iban)"""
_FIND: Final = """
    select p.project_id, p.number, p.title, p.sozialraum_id, p.traeger_id, p.first_day, p.last_day,
        t.name, t.iban
    from project p left join traeger t using (traeger_id) where p.project_id = any(%s::uuid[])"""


def keep_project(conn: Conn, told: Json) -> None:
    """Keep what an application says of its project, as loaded."""
    conn.execute(_KEEP_PROJECT, told)


def keep_days(conn: Conn, project_id: str, first_day: date | None, last_day: date) -> None:
    """Keep from when to when a project was approved; without a first day it stays."""
    conn.execute(
        "update project set first_day = coalesce(%s, first_day), last_day = %s"
        " where project_id = %s",
        [first_day, last_day, project_id],
    )


def keep_traeger(conn: Conn, told: Json) -> None:
    """Keep name and account of a Träger, as loaded."""
    profile = {"iban": told["profile"]["iban"]}
    conn.execute(_KEEP_TRAEGER, {**told, **profile})


def find(conn: Conn, project_ids: Iterable[str]) -> dict[str, Recipient]:
    """Return the recipients of these projects, as far as they are known."""
    rows = conn.execute(_FIND, [list(project_ids)])
    return {
        str(project_id): Recipient(
            str(project_id), number, title, str(sozialraum_id), str(traeger_id), *others
        )
        for project_id, number, title, sozialraum_id, traeger_id, *others in rows
    }


def by_number(conn: Conn, numbers: Iterable[str]) -> dict[str, str]:
    """Return the ids of projects by their file numbers, as far as they are known."""
    rows = conn.execute(
        "select number, project_id from project where number = any(%s)", [list(numbers)]
    )
    return {number: str(project_id) for number, project_id in rows}


def period(conn: Conn, project_id: str) -> tuple[date, date]:
    """Return the first and last day of a project; of one that is not known, all time."""
    found = find(conn, [project_id]).get(project_id)
    return (found.first_day, found.last_day) if found else (date.min, date.max)
