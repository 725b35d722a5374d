"""What is known of quality, as tables: projects, who took part, assessments, development goals.

Fed by projects and by this service's own events. What is computed from the rows is computed in
`report`, so that each sum has one place.
"""

from collections.abc import Sequence
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import dict_row

from shared.canonical import Json

DDL: Final = """
create table assessed_sozialraum (
    sozialraum_id text primary key,
    name text not null
);
create table assessed_project (
    project_id text primary key,
    number text not null,
    title text not null,
    sozialraum_id text not null,
    traeger_id text not null,
    participation jsonb not null,
    starts_on date,
    ends_on date
);
create index on assessed_project (sozialraum_id);
create table goal_outcomes (
    project_id text not null,
    year integer not null,
    goals jsonb not null,
    participation jsonb not null,
    primary key (project_id, year)
);
create table assessment (
    assessment_id text primary key,
    kind text not null,
    sozialraum_id text not null,
    project_id text not null,
    traeger_id text not null,
    year integer not null,
    months_after_end integer not null,
    assessment_version integer not null,
    catalogue_version integer not null,
    ratings jsonb not null,
    participation jsonb not null,
    assessed_on date not null
);
create index on assessment (year);
create index on assessment (project_id);
create table development_goal (
    goal_id text primary key,
    sozialraum_id text not null,
    project_id text not null,
    traeger_id text not null,
    indicator text not null,
    target integer not null,
    document_id text not null,
    agreed_on date not null,
    due_on date not null,
    standing text not null,
    followed_up_on date
);
"""

_PROJECT: Final = """
    insert into assessed_project
        (project_id, number, title, sozialraum_id, traeger_id, participation)
    values (%(project_id)s, %(number)s, %(title)s, %(sozialraum_id)s, %(traeger_id)s,
        coalesce(%(statements)s::jsonb #> '{participation,groups}', '[]'))
    on conflict (project_id) do update set title = excluded.title,
        sozialraum_id = excluded.sozialraum_id, traeger_id = excluded.traeger_id,
        participation = excluded.participation"""
_SOZIALRAUM: Final = """
    insert into assessed_sozialraum (sozialraum_id, name) values (%(sozialraum_id)s, %(name)s)
    on conflict (sozialraum_id) do update set name = excluded.name"""

OF_PROJECTS: Final = {
    "sozialraum_registered": _SOZIALRAUM,
    "sozialraum_renamed": _SOZIALRAUM,
    "applied": _PROJECT,
    "resubmitted": _PROJECT,
    "approved": """
        update assessed_project set starts_on = %(start)s, ends_on = %(end)s
        where project_id = %(project_id)s""",
    "extended": """
        update assessed_project set ends_on = %(new_end)s where project_id = %(project_id)s""",
    "terminated": """
        update assessed_project set ends_on = %(terminated_on)s
        where project_id = %(project_id)s""",
    "revoked": """
        update assessed_project set ends_on = case when %(extent)s = 'whole'
            and %(effective_from)s::date is null then %(revoked_on)s::date else %(end)s::date end
        where project_id = %(project_id)s""",
    "closed": """
        insert into goal_outcomes (project_id, year, goals, participation)
        select %(project_id)s, extract(year from %(closed_on)s::date),
            coalesce(jsonb_agg(jsonb_build_object('id', g -> 'id', 'outcome', case g ->> 'reached'
                when 'yes' then 'reached' when 'partly' then 'reached-in-part'
                else 'not-reached' end)), '[]'), '[]'
        from jsonb_array_elements(%(goals)s::jsonb) g
        on conflict (project_id, year) do update set goals = excluded.goals""",
}
OF_REPORTING: Final = {
    "project_report_submitted": """
        insert into goal_outcomes (project_id, year, goals, participation)
        values (%(project_id)s, %(year)s, %(goals)s, %(participation)s)
        on conflict (project_id, year) do update set goals = excluded.goals,
            participation = excluded.participation""",
    "quality_assessed": """
        insert into assessment (assessment_id, kind, sozialraum_id, project_id, traeger_id, year,
            months_after_end, assessment_version, catalogue_version, ratings, participation,
            assessed_on)
        values (%(assessment_id)s, %(kind)s, %(sozialraum_id)s, %(project_id)s, %(traeger_id)s,
            %(year)s, %(months_after_end)s, %(assessment_version)s, %(catalogue_version)s,
            %(ratings)s, %(participation)s, %(assessed_on)s)
        on conflict (assessment_id) do update set
            assessment_version = excluded.assessment_version, year = excluded.year,
            catalogue_version = excluded.catalogue_version, ratings = excluded.ratings,
            participation = excluded.participation, assessed_on = excluded.assessed_on""",
    "development_goal_agreed": """
        insert into development_goal (goal_id, sozialraum_id, project_id, traeger_id, indicator,
            target, document_id, agreed_on, due_on, standing)
        values (%(goal_id)s, %(sozialraum_id)s, %(project_id)s, %(traeger_id)s, %(indicator)s,
            %(target)s, %(text)s::jsonb ->> 'document_id', %(agreed_on)s, %(due_on)s, 'open')""",
    "development_goal_followed_up": """
        update development_goal set due_on = %(due_on)s, followed_up_on = %(followed_up_on)s,
            standing = case %(outcome)s when 'continued' then 'open' else %(outcome)s end
        where goal_id = %(goal_id)s""",
}
ON: Final = OF_PROJECTS | OF_REPORTING
VERSIONS: Final = {
    **dict.fromkeys(ON, 1),
    **dict.fromkeys(("applied", "approved", "extended", "closed", "project_report_submitted"), 2),
}

_SCOPE: Final = """
    (%(project_id)s::text is null or project_id = %(project_id)s)
    and (%(sozialraum_id)s::text is null or sozialraum_id = %(sozialraum_id)s)"""
_PROJECTS: Final = f"""
    select project_id, number, title, sozialraum_id, participation, starts_on, ends_on
    from assessed_project
    where {_SCOPE} and extract(year from starts_on) <= %(year)s
        and extract(year from ends_on) >= %(year)s
    order by number, project_id"""  # noqa: S608 - ours
_ASSESSMENTS: Final = f"""
    select a.*, p.number, p.title, s.name as sozialraum_name
    from (select * from assessment where {_SCOPE}) a
    left join assessed_project p using (project_id)
    left join assessed_sozialraum s on s.sozialraum_id = a.sozialraum_id
    where a.months_after_end > 0 or a.year in (%(year)s, %(year)s - 1)
        or (a.kind = 'project' and a.year <= %(year)s)
    order by a.kind desc, p.number, a.sozialraum_id, a.year, a.months_after_end"""  # noqa: S608
_GOALS: Final = f"""
    select goal_id, sozialraum_id, project_id, indicator, target, document_id, agreed_on, due_on,
        standing, followed_up_on
    from development_goal
    where {_SCOPE} and extract(year from agreed_on) <= %(year)s
        and (standing = 'open' or extract(year from followed_up_on) >= %(year)s)
    order by due_on, goal_id"""  # noqa: S608 - ours
_OUTCOMES: Final = f"""
    select distinct on (o.project_id) o.project_id, o.year, o.goals, o.participation
    from goal_outcomes o join (select * from assessed_project where {_SCOPE}) p using (project_id)
    where o.year <= %(year)s
    order by o.project_id, o.year desc"""  # noqa: S608 - ours
_SOZIALRAEUME: Final = """
    select sozialraum_id, name from assessed_sozialraum
    where %(sozialraum_id)s::text is null or sozialraum_id = %(sozialraum_id)s
    order by name, sozialraum_id"""
_ENDED: Final = """
    select p.project_id, p.number, p.title, p.sozialraum_id, p.traeger_id, p.ends_on,
        array(select a.months_after_end from assessment a
            where a.project_id = p.project_id and a.months_after_end > 0) as asked_again
    from assessed_project p
    where ends_on < %(today)s and (%(everywhere)s or sozialraum_id = any(%(sozialraeume)s)
        or traeger_id = %(own_traeger_id)s)
    order by p.ends_on, p.number"""
_LAST_CATALOGUE: Final = """
    select catalogue_version from assessment
    where project_id = %(project_id)s and months_after_end = 0
    order by year desc limit 1"""


def gathered(conn: Connection[Any], asked: Json) -> Json:
    """Return {projects, assessments, goals, outcomes, sozialraeume}: all rows that a report needs.

    asked  year, project_id, sozialraum_id; the last two may be None
    """
    return {
        "projects": _rows(conn, _PROJECTS, asked),
        "assessments": _rows(conn, _ASSESSMENTS, asked),
        "goals": _rows(conn, _GOALS, asked),
        "outcomes": _rows(conn, _OUTCOMES, asked),
        "sozialraeume": _rows(conn, _SOZIALRAEUME, asked),
    }


def ended(conn: Connection[Any], asked: Json) -> Sequence[Json]:
    """Return the projects that are over, and after how many months each was asked again."""
    return _rows(conn, _ENDED, asked)


def sozialraeume(conn: Connection[Any]) -> list[Json]:
    """Return all Sozialräume by name: {sozialraum_id, name}."""
    return _rows(conn, _SOZIALRAEUME, {"sozialraum_id": None})


def sozialraum_name(conn: Connection[Any], sozialraum_id: str) -> str | None:
    """Return what a Sozialraum is called; None if there is none."""
    found = _rows(conn, _SOZIALRAEUME, {"sozialraum_id": sozialraum_id})
    return str(found[0]["name"]) if found else None


def last_catalogue(conn: Connection[Any], project_id: str) -> int | None:
    """Return by which catalogue a project was assessed last before its end."""
    found = _rows(conn, _LAST_CATALOGUE, {"project_id": project_id})
    return int(found[0]["catalogue_version"]) if found else None


def _rows(conn: Connection[Any], statement: str, asked: Json) -> list[Json]:
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(statement.encode(), asked).fetchall()
