"""The resource network (Ressourcennetzwerk) as a list that can be searched.

Fed by this service's own events. Search folds case and umlauts, so that „Maedchentreff“ finds
„Mädchentreff“.
"""

from typing import Any, Final

from psycopg import Connection
from psycopg.rows import dict_row

from shared.canonical import Json

FOUND_MAX: Final = 200

DDL: Final = """
create function folded(words text) returns text language sql immutable as $$
    select replace(replace(replace(replace(lower(words), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'),
        'ß', 'ss')
$$;
create table directory_card (
    card_id text primary key,
    version integer not null,
    name text not null,
    kind text not null,
    description jsonb not null,
    sozialraum_id text not null,
    topics jsonb not null,
    age_from integer,
    age_to integer,
    contact jsonb,
    words text not null
);
create index on directory_card (sozialraum_id);
"""

_CARD: Final = """
    insert into directory_card values (%(card_id)s, %(version)s, %(name)s, %(kind)s,
        %(description)s, %(sozialraum_id)s, %(topics)s, %(age_from)s, %(age_to)s, %(contact)s,
        folded(%(name)s || ' ' || (%(topics)s::jsonb)::text))
    on conflict (card_id) do update set version = excluded.version, name = excluded.name,
        kind = excluded.kind, description = excluded.description,
        sozialraum_id = excluded.sozialraum_id, topics = excluded.topics,
        age_from = excluded.age_from, age_to = excluded.age_to, contact = excluded.contact,
        words = excluded.words"""

ON: Final = {"card_recorded": _CARD, "card_amended": _CARD}

_FIND: Final = """
    select card_id, version, name, kind, description, sozialraum_id, topics, age_from, age_to,
        contact
    from directory_card
    where (%(words)s::text is null or strpos(words, folded(%(words)s)) > 0)
        and (%(sozialraum_id)s::text is null or sozialraum_id = %(sozialraum_id)s)
        and (%(kind)s::text is null or kind = %(kind)s)
        and (%(age)s::integer is null
            or %(age)s between coalesce(age_from, 0) and coalesce(age_to, 999))
    order by name, card_id limit %(limit)s"""


def find(conn: Connection[Any], asked: Json) -> list[Json]:
    """Return the cards that fit all of {words, sozialraum_id, kind, age} that are not None."""
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(_FIND, asked).fetchall()


def names(conn: Connection[Any], card_ids: list[str]) -> dict[str, str]:
    """Return card_id → name of the cards that there are."""
    found = conn.execute(
        "select card_id, name from directory_card where card_id = any(%s)", [card_ids]
    )
    return dict(found.fetchall())
