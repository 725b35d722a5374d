"""The resource network (Ressourcennetzwerk) as a list that can be searched.

Fed by this service's own events. Search folds case and umlauts, so that „Maedchentreff“ finds
„Mädchentreff“. Whether a card is due depends on the day of the question, so no row says it.
"""

from typing import Any, Final

from psycopg import Connection

DDL: Final = """
create function folded(words text) returns text language sql immutable as $$
    select replace(replace(replace(replace(lower(words), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'),
        'ß', 'ss')
$$;
create function listed(items jsonb) returns text[] language sql immutable as $$
    select coalesce(array_agg(item), '{}') from jsonb_array_elements_text(items) as of (item)
$$;
create table directory_card (
    card_id text primary key,
    version integer not null,
    content jsonb not null,
    description jsonb not null,
    active boolean not null default true,
    verified_on date,
    verify_by date,
    name text generated always as (content ->> 'name') stored,
    kind text generated always as (content ->> 'kind') stored,
    visibility text generated always as (content ->> 'visibility') stored,
    traeger_id text generated always as (content ->> 'traeger_id') stored,
    sozialraum_ids text[] generated always as (listed(content -> 'sozialraum_ids')) stored,
    topics text[] generated always as (listed(content -> 'topics')) stored,
    languages text[] generated always as (listed(content -> 'languages')) stored,
    threshold text generated always as (content ->> 'threshold') stored,
    cost text generated always as (content -> 'cost' ->> 'kind') stored,
    age_from integer generated always as ((content ->> 'age_from')::integer) stored,
    age_to integer generated always as ((content ->> 'age_to')::integer) stored,
    words text generated always as (
        folded((content ->> 'name') || ' ' || (content ->> 'keywords'))) stored
);
create index on directory_card using gin (sozialraum_ids);
create index on directory_card (verify_by, card_id) where active;
create table directory_opening (
    card_id text not null,
    day text not null,
    opens text not null,
    closes text not null,
    valid_from date,
    valid_to date
);
create index on directory_opening (card_id);
create table directory_contact (
    card_id text not null,
    contact_id text primary key,
    function text not null,
    consent_until date not null,
    next_on date
);
create index on directory_contact (card_id);
create table directory_talk (
    card_id text primary key,
    next_on date
);
create table directory_proposal (
    card_id text primary key,
    content jsonb not null,
    description jsonb not null,
    proposed_on date not null,
    traeger_id text generated always as (content ->> 'traeger_id') stored,
    sozialraum_ids text[] generated always as (listed(content -> 'sozialraum_ids')) stored
);
"""

_CARD: Final = (
    """
    insert into directory_card (card_id, version, content, description)
    values (%(card_id)s, %(version)s, %(content)s, %(description)s)
    on conflict (card_id) do update set version = excluded.version, content = excluded.content,
        description = excluded.description, active = true""",
    "delete from directory_opening where card_id = %(card_id)s",
    """
    insert into directory_opening (card_id, day, opens, closes, valid_from, valid_to)
    select %(card_id)s, day, rule ->> 'opens', rule ->> 'closes', (rule ->> 'valid_from')::date,
        (rule ->> 'valid_to')::date
    from jsonb_array_elements(%(content)s::jsonb -> 'opening') as of (rule),
        jsonb_array_elements_text(rule -> 'days') as at (day)""",
)
_DECIDED: Final = "delete from directory_proposal where card_id = %(card_id)s"
_VERSION: Final = "update directory_card set version = %(version)s where card_id = %(card_id)s"

ON: Final[dict[str, str | tuple[str, ...]]] = {
    "card_recorded": _CARD,
    "card_amended": _CARD,
    "card_proposed": (
        """
        insert into directory_proposal (card_id, content, description, proposed_on)
        values (%(card_id)s, %(content)s, %(description)s, %(proposed_on)s)""",
        _VERSION,
    ),
    "proposal_accepted": (*_CARD, _DECIDED),
    "proposal_declined": (_DECIDED, _VERSION),
    "proposal_withdrawn": (_DECIDED, _VERSION),
    "card_verified": """
        update directory_card set version = %(version)s, verified_on = %(verified_on)s,
            verify_by = %(verify_by)s
        where card_id = %(card_id)s""",
    "card_remarked": _VERSION,
    "card_archived": """
        update directory_card set version = %(version)s, active = false
        where card_id = %(card_id)s""",
    "card_reopened": """
        update directory_card set version = %(version)s, active = true,
            verify_by = %(reopened_on)s
        where card_id = %(card_id)s""",
    "contact_named": """
        insert into directory_contact (card_id, contact_id, function, consent_until)
        values (%(card_id)s, %(contact_id)s, %(function)s, %(consent_until)s)""",
    "consent_renewed": """
        update directory_contact set consent_until = %(consent_until)s
        where contact_id = %(contact_id)s""",
    "consent_withdrawn": "delete from directory_contact where contact_id = %(contact_id)s",
    "contact_kept": (
        "update directory_contact set next_on = %(next_on)s where contact_id = %(contact_id)s",
        """
        insert into directory_talk (card_id, next_on)
        select %(card_id)s, %(next_on)s where %(contact_id)s::text is null
        on conflict (card_id) do update set next_on = excluded.next_on""",
    ),
}
VERSIONS: Final = dict.fromkeys(ON, 1) | {"card_recorded": 2, "card_amended": 2}


def names(conn: Connection[Any], card_ids: list[str]) -> dict[str, str]:
    """Return card_id → name of the cards that there are."""
    found = conn.execute(
        "select card_id, name from directory_card where card_id = any(%s)", [card_ids]
    )
    return dict(found.fetchall())
