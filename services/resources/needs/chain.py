"""The chain from an observation to the resource that answers it, as rows that can be walked.

Fed by this service's own events, and by projects, which says what became of a project.
"""

from collections.abc import Sequence
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import dict_row

from shared.canonical import Json

DDL: Final = """
create table seen_project (
    project_id text primary key,
    number text not null,
    title text not null,
    sozialraum_id text not null,
    status text not null
);
create table observation (
    observation_id text primary key,
    sozialraum_id text not null,
    seen_by text not null,
    observed_on date not null,
    text_id text not null,
    subjects jsonb not null,
    age_from integer,
    age_to integer,
    took_part jsonb not null,
    withdrawn boolean not null default false
);
create index on observation (sozialraum_id, observed_on desc) where not withdrawn;
create table topic (
    topic_id text primary key,
    version integer not null,
    sozialraum_id text not null,
    title text not null,
    subject text not null,
    age_from integer,
    age_to integer,
    status text not null,
    opened_on date not null,
    changed_on date not null
);
create index on topic (sozialraum_id, changed_on desc);
create table topic_observation (
    topic_id text not null,
    observation_id text not null,
    primary key (topic_id, observation_id)
);
create index on topic_observation (observation_id);
create table topic_step (
    topic_id text not null,
    version integer not null,
    kind text not null,
    step_on date not null,
    texts jsonb not null,
    took_part jsonb not null,
    primary key (topic_id, version)
);
create table topic_project (
    topic_id text not null,
    project_id text not null,
    primary key (topic_id, project_id)
);
create index on topic_project (project_id);
create table topic_card (
    topic_id text not null,
    card_id text not null,
    covers boolean not null,
    project_id text,
    primary key (topic_id, card_id, covers)
);
create index on topic_card (card_id);
"""

_PROJECT: Final = """
    insert into seen_project values (%(project_id)s, %(number)s, %(title)s, %(sozialraum_id)s,
        'applied')
    on conflict (project_id) do update set title = excluded.title,
        sozialraum_id = excluded.sozialraum_id, status = excluded.status"""


def _status(status: str) -> str:
    return f"update seen_project set status = '{status}' where project_id = %(project_id)s"  # noqa: S608


def _turned(status: str, on: str) -> str:
    return f"""
        update topic set status = {status}, version = %(version)s, changed_on = {on}
        where topic_id = %(topic_id)s"""  # noqa: S608 - words of this file


def _step(kind: str, on: str, texts: str, took_part: str = "'[]'") -> str:
    return f"""
        insert into topic_step values (%(topic_id)s, %(version)s, '{kind}', {on},
            jsonb_build_object({texts}), {took_part})"""  # noqa: S608 - words of this file


def _text(name: str) -> str:
    return f"'{name}', %({name})s::jsonb ->> 'document_id'"


_BUNDLE: Final = """
    insert into topic_observation
        select %(topic_id)s, jsonb_array_elements_text(%(observations)s) on conflict do nothing"""

OF_PROJECTS: Final = {
    "applied": _PROJECT,
    "resubmitted": _PROJECT,
    "rejected": _status("rejected"),
    "withdrawn": _status("withdrawn"),
    "approved": _status("approved"),
    "terminated": _status("terminated"),
    "revoked": _status("revoked"),
    "closed": _status("closed"),
}
OF_NEEDS: Final[dict[str, str | Sequence[str]]] = {
    "observation_recorded": """
        insert into observation values (%(observation_id)s, %(sozialraum_id)s, %(seen_by)s,
            %(observed_on)s, %(text)s::jsonb ->> 'document_id', %(subjects)s, %(age_from)s,
            %(age_to)s, %(took_part)s)""",
    "observation_withdrawn": """
        update observation set withdrawn = true where observation_id = %(observation_id)s""",
    "topic_opened": (
        """
        insert into topic values (%(topic_id)s, %(version)s, %(sozialraum_id)s, %(title)s,
            %(subject)s, %(age_from)s, %(age_to)s, 'observed', %(opened_on)s, %(opened_on)s)""",
        _BUNDLE,
        _step("opened", "%(opened_on)s", ""),
    ),
    "observations_bundled": (
        _BUNDLE,
        "update topic set version = %(version)s where topic_id = %(topic_id)s",
    ),
    "topic_discussed": (
        _turned(
            "case status when 'observed' then 'discussed' else status end",
            "greatest(changed_on, %(on)s)",
        ),
        _step("discussed", "%(on)s", _text("result"), "%(took_part)s"),
    ),
    "idea_found": (
        _turned("'idea'", "%(on)s"),
        _step("idea", "%(on)s", f"{_text('gap')}, {_text('idea')}", "%(took_part)s"),
        """
        insert into topic_card select %(topic_id)s, jsonb_array_elements_text(%(checked_cards)s),
            false, null on conflict do nothing""",
    ),
    "project_linked": (
        "update topic set version = %(version)s where topic_id = %(topic_id)s",
        "insert into topic_project values (%(topic_id)s, %(project_id)s) on conflict do nothing",
    ),
    "topic_covered": (
        _turned("'covered'", "%(on)s"),
        _step("covered", "%(on)s", "", "%(took_part)s"),
        """
        insert into topic_card select %(topic_id)s, jsonb_array_elements_text(%(cards)s), true,
            %(project_id)s::text
        on conflict (topic_id, card_id, covers) do update set project_id = excluded.project_id""",
    ),
    "topic_set_aside": (
        _turned("'set-aside'", "%(on)s"),
        _step("set-aside", "%(on)s", _text("reason")),
    ),
    "topic_reopened": (
        _turned("'observed'", "%(on)s"),
        _step("reopened", "%(on)s", _text("reason")),
        "delete from topic_card where topic_id = %(topic_id)s and covers",
    ),
    "card_absorbed": (
        """
        insert into topic_card select topic_id, %(card_id)s, covers, project_id from topic_card
        where %(absorbed)s::jsonb ? card_id on conflict do nothing""",
        "delete from topic_card where %(absorbed)s::jsonb ? card_id",
    ),
}
ON: Final = {**OF_PROJECTS, **OF_NEEDS}
VERSIONS: Final = {
    **dict.fromkeys(OF_NEEDS, 1),
    **dict.fromkeys(OF_PROJECTS, 1),
    **dict.fromkeys(("applied", "approved", "rejected", "closed"), 2),
}

_SEEN: Final = "(%(everywhere)s or o.sozialraum_id = any(%(sozialraeume)s))"
_WANTED: Final = "(%(sozialraum_id)s::text is null or o.sozialraum_id = %(sozialraum_id)s)"
_OBSERVATION: Final = """
    select o.observation_id, o.sozialraum_id, o.seen_by, o.observed_on, o.text_id, o.subjects,
        o.age_from, o.age_to, o.took_part, array(select b.topic_id from topic_observation b
            where b.observation_id = o.observation_id order by b.topic_id) as topics
    from observation o where not o.withdrawn"""
_OBSERVATIONS: Final = f"""
    {_OBSERVATION} and {_SEEN} and {_WANTED}
        and (%(subject)s::text is null or o.subjects ? %(subject)s)
        and (not %(unbundled)s or not exists
            (select from topic_observation b where b.observation_id = o.observation_id))
    order by o.observed_on desc, o.observation_id limit %(limit)s offset %(offset)s"""
_TOPIC: Final = """
    select o.topic_id, o.version, o.sozialraum_id, o.title, o.subject, o.age_from, o.age_to,
        o.status, o.opened_on, o.changed_on,
        array(select distinct s.seen_by from topic_observation b join observation s
            using (observation_id) where b.topic_id = o.topic_id and not s.withdrawn order by 1)
            as seen_by,
        (select count(*) from topic_observation b join observation s using (observation_id)
            where b.topic_id = o.topic_id and not s.withdrawn) as observations
    from topic o where """
_TOPICS: Final = f"""
    {_TOPIC} {_SEEN} and {_WANTED}
        and (%(subject)s::text is null or o.subject = %(subject)s)
        and (%(status)s::text is null or o.status = %(status)s)
    order by o.changed_on desc, o.topic_id limit %(limit)s offset %(offset)s"""
_CHAINED: Final = f"""
    {_TOPIC} {_SEEN} and (o.topic_id = %(topic_id)s
        or exists (select from topic_observation b
            where b.topic_id = o.topic_id and b.observation_id = %(observation_id)s)
        or exists (select from topic_project b
            where b.topic_id = o.topic_id and b.project_id = %(project_id)s)
        or exists (select from topic_card b
            where b.topic_id = o.topic_id and b.card_id = %(card_id)s))
    order by o.opened_on, o.topic_id limit %(limit)s"""  # noqa: S608 - words of this file
_BUNDLED: Final = f"""
    {_OBSERVATION} and exists (select from topic_observation b
        where b.topic_id = %(topic_id)s and b.observation_id = o.observation_id)
    order by o.observed_on, o.observation_id"""
_STEPS: Final = """
    select kind, step_on as "on", texts, took_part from topic_step
    where topic_id = %(topic_id)s order by version"""
_PROJECTS: Final = """
    select p.project_id, p.number, p.title, p.status
    from topic_project t join seen_project p using (project_id)
    where t.topic_id = %(topic_id)s order by p.number"""
_CARDS: Final = """
    select card_id, covers, project_id from topic_card
    where topic_id = %(topic_id)s order by card_id"""


def observations(conn: Connection[Any], asked: Json) -> list[Json]:
    """Return observations, the newest first: {sozialraum_id, subject, unbundled, limit, offset}."""
    return _rows(conn, _OBSERVATIONS, asked)


def topics(conn: Connection[Any], asked: Json) -> list[Json]:
    """Return topics, what changed last first: {sozialraum_id, subject, status, limit, offset}."""
    return _rows(conn, _TOPICS, asked)


def chained(conn: Connection[Any], asked: Json) -> list[Json]:
    """Return the topics at {topic_id, observation_id, project_id, card_id}, with all around them."""
    found = _rows(conn, _CHAINED, asked)
    for topic in found:
        topic["of_observations"] = _rows(conn, _BUNDLED, topic)
        topic["steps"] = _rows(conn, _STEPS, topic)
        topic["projects"] = _rows(conn, _PROJECTS, topic)
        cards = _rows(conn, _CARDS, topic)
        for name, covers in (("checked", False), ("cards", True)):
            topic[name] = [it for it in cards if it["covers"] is covers]
    return found


def project_area(conn: Connection[Any], project_id: str) -> str | None:
    """Return the Sozialraum of a project, None for one that is not known here."""
    row = conn.execute(
        "select sozialraum_id from seen_project where project_id = %s", [project_id]
    ).fetchone()
    return None if row is None else str(row[0])


def _rows(conn: Connection[Any], statement: str, asked: Json) -> list[Json]:
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(statement.encode(), asked).fetchall()
