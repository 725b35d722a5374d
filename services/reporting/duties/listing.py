"""The calendar of duties and the tasks that follow from it, as lists.

Fed by projects, which says whose a project is, and by this service's own events. Whether a duty is
late depends on the day of the question, so no row says it.
"""

from datetime import date
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import dict_row

from shared.canonical import Json

LISTED_MAX: Final = 500

DDL: Final = """
create table listed_project (
    project_id text primary key,
    number text not null,
    title text not null,
    sozialraum_id text not null,
    traeger_id text not null
);
create index on listed_project (sozialraum_id);
create index on listed_project (traeger_id);
create table listed_duty (
    duty_id text primary key,
    project_id text,
    kind text not null,
    year integer not null,
    due_on date not null,
    standing text not null,
    changed_at text not null,
    fulfilled_on date,
    reminded text,
    reminded_on date,
    told_overdue boolean not null default false,
    questions jsonb,
    person_id text,
    sozialraum_id text,
    quarter integer
);
create table listed_sozialraum (
    sozialraum_id text primary key,
    name text not null
);
create index on listed_duty (project_id);
create index on listed_duty (due_on, duty_id) where standing = 'open';
create table former_day (
    duty_id text not null,
    version integer not null,
    due_on date not null,
    cause text not null,
    replanned_on date not null,
    primary key (duty_id, version)
);
create view seen_duty as
    select d.duty_id, d.project_id, d.kind, d.year, d.quarter, d.due_on, d.standing, d.changed_at,
        d.fulfilled_on, d.reminded, d.reminded_on, d.questions, d.person_id,
        p.number, coalesce(p.title, s.name) as title, p.traeger_id,
        coalesce(p.sozialraum_id, d.sozialraum_id) as sozialraum_id
    from listed_duty d left join listed_project p using (project_id)
        left join listed_sozialraum s on s.sozialraum_id = d.sozialraum_id
    where d.project_id is null or p.project_id is not null;
"""

_PROJECT: Final = """
    insert into listed_project (project_id, number, title, sozialraum_id, traeger_id)
    values (%(project_id)s, %(number)s, %(title)s, %(sozialraum_id)s, %(traeger_id)s)
    on conflict (project_id) do update set title = excluded.title,
        sozialraum_id = excluded.sozialraum_id, traeger_id = excluded.traeger_id"""

_SOZIALRAUM: Final = """
    insert into listed_sozialraum (sozialraum_id, name) values (%(sozialraum_id)s, %(name)s)
    on conflict (sozialraum_id) do update set name = excluded.name"""

OF_PROJECTS: Final = {
    "applied": _PROJECT,
    "resubmitted": _PROJECT,
    "sozialraum_registered": _SOZIALRAUM,
    "sozialraum_renamed": _SOZIALRAUM,
}
OF_DUTIES: Final = {
    "duty_planned": """
        insert into listed_duty
            (duty_id, project_id, kind, year, due_on, standing, changed_at)
        values (%(duty_id)s, nullif(%(project_id)s, ''), %(kind)s, %(year)s, %(due_on)s, 'open',
            %(occurred_at)s)""",
    "interim_report_requested": """
        insert into listed_duty
            (duty_id, project_id, kind, year, due_on, standing, changed_at, questions)
        values (%(duty_id)s, %(project_id)s, 'interim-report',
            extract(year from %(requested_on)s::date), %(due_on)s, 'open', %(occurred_at)s,
            %(questions)s)""",
    "duty_replanned": """
        with moved as (
            insert into former_day (duty_id, version, due_on, cause, replanned_on)
            values (%(duty_id)s, %(version)s, %(old_due_on)s, %(cause)s, %(replanned_on)s))
        update listed_duty set year = %(year)s, due_on = %(due_on)s, standing = 'open',
            changed_at = %(occurred_at)s, fulfilled_on = null, reminded = null, reminded_on = null,
            told_overdue = false
        where duty_id = %(duty_id)s""",
    "duty_dropped": """
        update listed_duty set standing = 'dropped', changed_at = %(occurred_at)s
        where duty_id = %(duty_id)s""",
    "duty_reminded": """
        update listed_duty set reminded = %(reminder)s, reminded_on = %(reminded_on)s
        where duty_id = %(duty_id)s""",
    "duty_overdue": """
        update listed_duty set told_overdue = true where duty_id = %(duty_id)s""",
    "duty_fulfilled": """
        update listed_duty set standing = 'fulfilled', changed_at = %(occurred_at)s,
            fulfilled_on = %(fulfilled_on)s
        where duty_id = %(duty_id)s""",
    "quarter_owed": """
        update listed_duty set sozialraum_id = %(sozialraum_id)s, quarter = %(quarter)s
        where duty_id = %(duty_id)s""",
    "onboarding_owed": """
        update listed_duty set person_id = %(person_id)s where duty_id = %(duty_id)s""",
}
ON: Final = OF_PROJECTS | OF_DUTIES
VERSIONS: Final = {**dict.fromkeys(ON, 1), "applied": 2}

FILTERS: Final = ("project_id", "traeger_id", "kind", "due_from", "due_to", "standing")
"""By which duties are found; None does not matter."""

_LIST: Final = """
    select duty_id, project_id, number, title, sozialraum_id, traeger_id, kind, year, quarter, due_on,
        standing, changed_at, fulfilled_on, standing = 'open' and due_on < %(today)s as overdue,
        reminded, reminded_on, coalesce(questions, '[]') as questions, person_id,
        (select coalesce(jsonb_agg(jsonb_build_object('due_on', f.due_on, 'cause', f.cause,
                'replanned_on', f.replanned_on) order by f.version), '[]')
            from former_day f where f.duty_id = d.duty_id) as former_days
    from seen_duty d
    where (%(everywhere)s or sozialraum_id = any(%(sozialraeume)s)
            or traeger_id = %(own_traeger_id)s)
        and (%(project_id)s::text is null or project_id = %(project_id)s)
        and (%(traeger_id)s::text is null or traeger_id = %(traeger_id)s)
        and (%(due_from)s::date is null or due_on >= %(due_from)s)
        and (%(due_to)s::date is null or due_on <= %(due_to)s)
        and (%(standing)s::text is null or standing = %(standing)s)
        and (%(kind)s::text is null or kind = %(kind)s)
        and (not %(overdue)s or (standing = 'open' and due_on < %(today)s))
    order by due_on, duty_id limit %(most)s"""

_TASKS: Final = """
    select duty_id, project_id, number, title, person_id, kind as duty_kind, year,
        quarter, due_on,
        due_on < %(today)s as overdue, reminded as because, reminded_on as since
    from seen_duty
    where (%(everywhere)s or sozialraum_id = any(%(sozialraeume)s)
            or traeger_id = %(own_traeger_id)s)
        and standing = 'open' and reminded = any(%(reminders)s) and kind = any(%(kinds)s)
    order by due_on, duty_id limit %(most)s"""

_DUE: Final = """
    select duty_id, kind, due_on, reminded, told_overdue from listed_duty
    where standing = 'open' and due_on <= %(latest)s order by due_on, duty_id"""


def duties(conn: Connection[Any], asked: Json) -> list[Json]:
    """Return the duties that fit all that is not None, the one due first before all others.

    asked  those of FILTERS, overdue, most; today; whom the
           question may show: everywhere, sozialraeume, own_traeger_id
    """
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(_LIST, asked).fetchall()


def tasks(conn: Connection[Any], asked: Json) -> list[Json]:
    """Return what somebody has to do about duties of these kinds, reminded of so last."""
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(_TASKS, asked).fetchall()


def duty(conn: Connection[Any], duty_id: str) -> Json | None:
    """Return what is owed: {number, kind, year, due_on, standing}; None for what is not known."""
    asked = "select number, kind, year, due_on, standing from seen_duty where duty_id = %s"
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(asked, [duty_id]).fetchone()


def open_until(conn: Connection[Any], latest: date) -> list[Json]:
    """Return what is owed until a day: {duty_id, kind, due_on, reminded, told_overdue}."""
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(_DUE, {"latest": latest}).fetchall()
