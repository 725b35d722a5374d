"""The annual report (Jahresbericht): applications, approvals, changes, closings of a year.

Fed by events of projects and by nothing else, in the order of the log, each once: a table, a
statement per event, a query. Träger and Sozialräume have the names of now, not of then. Amounts are cents. Business dates decide which year an act belongs
to; money belongs to the budget year it was granted for.
"""

from typing import Any, Final

from psycopg import Connection
from psycopg.rows import dict_row

from shared.canonical import Json

NAME: Final = "annual_report"
DDL: Final = """
create table report_project (
    project_id text primary key,
    number text not null,
    title text not null,
    sozialraum_id text not null,
    traeger_id text not null,
    status text not null,
    starts_on date not null,
    ends_on date not null,
    goals jsonb not null,
    own_share_ct bigint not null default 0,
    recovery_ct bigint not null default 0,
    applied_on date not null,
    approved_on date,
    closed_on date
);
create table report_grant (
    project_id text not null,
    year integer not null,
    grant_ct bigint not null,
    primary key (project_id, year)
);
create index on report_grant (year);
create table report_traeger (
    traeger_id text primary key,
    name text not null
);
create table report_sozialraum (
    sozialraum_id text primary key,
    name text not null
);
create table report_extension (
    project_id text not null,
    number integer not null,
    extended_on date not null,
    primary key (project_id, number)
);
"""

_TRAEGER: Final = """
        insert into report_traeger (traeger_id, name) values (%(traeger_id)s, %(name)s)
        on conflict (traeger_id) do update set name = excluded.name"""
_SOZIALRAUM: Final = """
        insert into report_sozialraum (sozialraum_id, name) values (%(sozialraum_id)s, %(name)s)
        on conflict (sozialraum_id) do update set name = excluded.name"""

_CHANGED: Final = """
        insert into report_grant as g (project_id, year, grant_ct)
        select %(project_id)s, key::integer, value::bigint
        from jsonb_each_text(%(grant_change_ct)s::jsonb)
        on conflict (project_id, year) do update set grant_ct = g.grant_ct + excluded.grant_ct"""


def _status(name: str) -> str:
    return f"update report_project set status = '{name}' where project_id = %(project_id)s"  # noqa: S608 - ours


ON: Final = {
    "traeger_registered": _TRAEGER,
    "traeger_amended": _TRAEGER,
    "sozialraum_registered": _SOZIALRAUM,
    "sozialraum_renamed": _SOZIALRAUM,
    "applied": """
        insert into report_project (project_id, number, title, sozialraum_id, traeger_id, status,
            starts_on, ends_on, goals, applied_on)
        values (%(project_id)s, %(number)s, %(title)s, %(sozialraum_id)s, %(traeger_id)s,
            'applied', %(start)s, %(end)s, %(goals)s, %(applied_on)s)""",
    "resubmitted": """
        update report_project set status = 'applied', title = %(title)s, starts_on = %(start)s,
            ends_on = %(end)s, goals = %(goals)s
        where project_id = %(project_id)s""",
    "approved": """
        with approved as (
            update report_project set status = 'approved', approved_on = %(approved_on)s,
                own_share_ct = (%(own_share)s::jsonb ->> 'amount_ct')::bigint
            where project_id = %(project_id)s)
        insert into report_grant (project_id, year, grant_ct)
        select %(project_id)s, key::integer, value::bigint
        from jsonb_each_text(%(grant_ct)s::jsonb)""",
    "returned": _status("returned"),
    "withdrawn": _status("withdrawn"),
    "postponed": _status("postponed"),
    "reopened": _status("applied"),
    "rejected": _status("rejected"),
    "amended": _CHANGED,
    "terminated": f"""
        with ended as (
            update report_project set status = 'terminated', ends_on = %(terminated_on)s
            where project_id = %(project_id)s)
        {_CHANGED}""",  # noqa: S608 - ours
    "revoked": f"""
        with ended as (
            update report_project set ends_on = %(end)s,
                status = case %(extent)s when 'whole' then 'revoked' else status end
            where project_id = %(project_id)s)
        {_CHANGED}""",  # noqa: S608 - ours
    "extended": f"""
        with extended as (
            update report_project set ends_on = %(new_end)s where project_id = %(project_id)s),
        counted as (
            insert into report_extension (project_id, number, extended_on)
            values (%(project_id)s, %(number)s, %(extended_on)s))
        {_CHANGED}""",  # noqa: S608 - ours
    "closed": """
        with closed as (
            update report_project set status = 'closed', closed_on = %(closed_on)s,
                recovery_ct = %(recovery_ct)s,
                goals = (
                    select coalesce(jsonb_agg(planned || coalesce(given, '{}') order by nr), '[]')
                    from jsonb_array_elements(goals) with ordinality as p (planned, nr)
                    left join jsonb_array_elements(%(goals)s::jsonb) as r (given)
                        on given -> 'id' = planned -> 'id')
            where project_id = %(project_id)s)
        insert into report_grant (project_id, year, grant_ct)
        select %(project_id)s, key::integer, value::bigint
        from jsonb_each_text(%(final_grant_ct)s::jsonb)
        on conflict (project_id, year) do update set grant_ct = excluded.grant_ct""",
    "settlement_reopened": """
        with reopened as (
            update report_project set status = %(status)s, closed_on = null, recovery_ct = 0
            where project_id = %(project_id)s),
        gone as (
            delete from report_grant where project_id = %(project_id)s and not exists (
                select from jsonb_object_keys(%(grant_ct)s::jsonb) as key where key = year::text))
        insert into report_grant (project_id, year, grant_ct)
        select %(project_id)s, key::integer, value::bigint
        from jsonb_each_text(%(grant_ct)s::jsonb)
        on conflict (project_id, year) do update set grant_ct = excluded.grant_ct""",
}
"""Parameters: stream, version, event_id, occurred_at and the event's data; objects and lists as
jsonb."""

# A project belongs to a year in which it was asked for, runs, gets money or is closed.
_PROJECTS: Final = """
    select p.project_id, p.number, p.title, p.sozialraum_id, s.name as sozialraum_name,
        p.traeger_id, t.name as traeger_name, p.status,
        p.starts_on as start, p.ends_on as "end", p.applied_on, p.approved_on, p.closed_on,
        coalesce(g.grant_ct, 0) as grant_ct, p.own_share_ct, p.recovery_ct, p.goals,
        (select count(*) from report_extension e
            where e.project_id = p.project_id
            and extract(year from e.extended_on) = %(year)s) as extensions
    from report_project p
    left join report_grant g on g.project_id = p.project_id and g.year = %(year)s
    left join report_sozialraum s on s.sozialraum_id = p.sozialraum_id
    left join report_traeger t on t.traeger_id = p.traeger_id
    where extract(year from p.applied_on) = %(year)s
        or extract(year from p.closed_on) = %(year)s
        or g.grant_ct <> 0
        or (p.approved_on is not null
            and %(year)s between extract(year from p.starts_on) and extract(year from p.ends_on))
        or exists (select from report_extension e where e.project_id = p.project_id
            and extract(year from e.extended_on) = %(year)s)
    order by p.number, p.project_id"""

COUNTS: Final = ("id", "indicator", "target", "reached")

_OPEN: Final = """
    select count(*) as open from report_project
    where approved_on < make_date(%(year)s + 1, 1, 1)
        and (closed_on is null or closed_on >= make_date(%(year)s + 1, 1, 1))"""


def annual_report(conn: Connection[Any], year: int) -> Json:
    """Return the report of a year: {year, totals, by_sozialraum, by_traeger, projects}.

    totals  {applications, approvals, extensions, closings, grant_ct, own_share_ct, open}; acts by
            their day, grant_ct for that budget year, own_share_ct of the year's approvals, open:
            approved and not closed at the end of the year
    by_…    a list of the same figures without `open`, with id and name
    projects  {project_id, number, title, ids and names of Sozialraum and Träger, status, start,
            end, grant_ct (of that year), goals [{id, indicator, target, reached?}], …}, by file number
    """
    with conn.cursor(row_factory=dict_row) as cursor:
        projects = cursor.execute(_PROJECTS, {"year": year}).fetchall()
        (still,) = cursor.execute(_OPEN, {"year": year}).fetchall()
    return {
        "year": year,
        "totals": _sums(projects, year) | {"open": still["open"]},
        "by_sozialraum": _grouped(projects, "sozialraum", year),
        "by_traeger": _grouped(projects, "traeger", year),
        "projects": [_plain(project) for project in projects],
    }


def _grouped(projects: list[Json], kind: str, year: int) -> list[Json]:
    key, name = f"{kind}_id", f"{kind}_name"
    names = {it[key]: it[name] for it in projects}
    return [
        {key: one, name: names[one], **_sums([it for it in projects if it[key] == one], year)}
        for one in sorted(names)
    ]


def _sums(projects: list[Json], year: int) -> Json:
    approved = [it for it in projects if _in(it["approved_on"], year)]
    return {
        "applications": sum(_in(it["applied_on"], year) for it in projects),
        "approvals": len(approved),
        "extensions": sum(it["extensions"] for it in projects),
        "closings": sum(_in(it["closed_on"], year) for it in projects),
        "grant_ct": sum(it["grant_ct"] for it in projects),
        "own_share_ct": sum(it["own_share_ct"] for it in approved),
    }


def _in(day: Any, year: int) -> bool:
    return day is not None and day.year == year


def _plain(project: Json) -> Json:
    """Days leave as ISO text; the goals' texts are documents, and not part of a report.

    Of a goal only what counts: its first indicator, empty where it cannot be counted.
    """
    days = ("start", "end", "applied_on", "approved_on", "closed_on")
    written = {name: project[name] and project[name].isoformat() for name in days}
    goals = [{k: v for k, v in goal.items() if k in COUNTS} for goal in project["goals"]]
    return project | written | {"goals": goals}
