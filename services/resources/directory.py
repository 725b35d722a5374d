"""The resource network (Ressourcennetzwerk) as a list that can be searched.

Fed by this service's own events. Words are indexed by their German stems, as they are and with umlauts
folded, so that „Maedchentreff“ finds „Mädchentreff“; all words of all cards are kept with their
trigrams, for what is misspelt or part of a longer word. A word that no card has any more may stay:
it finds nothing. Whether a card is due depends on the day of the question, so no row says it.

A function that calls another has its body unquoted: it is bound when it is made, and so a dump can be
restored, where no search path leads to it.
"""

from typing import Any, Final

from psycopg import Connection

from services.resources.topics import TITLES

_TOPICS: Final = ", ".join(f"('{id_}', '{title}')" for id_, title in TITLES.items())

DDL: Final = f"""
create function folded(words text) returns text language sql immutable as $$
    select replace(replace(replace(replace(
        translate(lower(translate(words, 'ÄÖÜÀÁÂÃÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÙÚÛÝŞĞİČĆŽŠĐŁŃŐŰØ',
            'äöüàáâãåçèéêëìíîïñòóôõùúûýşğıčćžšđłńőűø')),
            'àáâãåçèéêëìíîïñòóôõùúûýşğıčćžšđłńőűø', 'aaaaaceeeeiiiinoooouuuysgicczsdlnouo'),
        'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss')
$$;
create function german(words text) returns tsvector language sql immutable
    return to_tsvector('german', coalesce(words || ' ' || folded(words), ''));
create function trigrams(word text) returns text[] language sql immutable as $$
    select array(select distinct substr(' ' || word || ' ', i, 3)
        from generate_series(1, length(word)) as at (i))
$$;
create function inner_trigrams(word text) returns text[] language sql immutable as $$
    select array(select distinct substr(word, i, 3)
        from generate_series(1, length(word) - 2) as at (i))
$$;
create function alike(one text[], other text[]) returns integer language sql immutable as $$
    select (200 * count(*) / greatest(cardinality(one) + cardinality(other), 1))::integer
    from unnest(one) as t (it) where it = any(other)
$$;
create function metres(latitude_e6 integer, longitude_e6 integer, to_latitude_e6 integer,
        to_longitude_e6 integer) returns double precision language sql immutable strict as $$
    select 2 * 6371000 * asin(least(1, sqrt(
        power(sind((to_latitude_e6 - latitude_e6) / 2e6), 2)
        + cosd(latitude_e6 / 1e6) * cosd(to_latitude_e6 / 1e6)
            * power(sind((to_longitude_e6 - longitude_e6) / 2e6), 2))))
$$;
create function listed(items jsonb) returns text[] language sql immutable as $$
    select coalesce(array_agg(item), '{{}}') from jsonb_array_elements_text(items) as of (item)
$$;
create function phone(written text) returns text language sql immutable as $$
    select regexp_replace(regexp_replace(written, '[^0-9+]', '', 'g'), '^([+]|00)49', '0')
$$;
create function phones(content jsonb) returns text[] language sql immutable
    return array(select phone(it ->> 'address') from (
        select content -> 'contact' union all
        select each -> 'contact' from jsonb_array_elements(content -> 'functions') as of (each)
    ) as contact (it) where it ->> 'channel' = 'phone');
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
    latitude_e6 integer
        generated always as ((content -> 'place' ->> 'latitude_e6')::integer) stored,
    longitude_e6 integer
        generated always as ((content -> 'place' ->> 'longitude_e6')::integer) stored,
    masked boolean generated always as (
        coalesce((content -> 'place' ->> 'masked')::boolean, false)) stored,
    phones text[] generated always as (phones(content)) stored,
    words tsvector
);
create index on directory_card ((content -> 'place' ->> 'postcode'));
create index on directory_card using gin (phones);
alter table directory_card alter words set storage main;
create index on directory_card using gin (words);
create index on directory_card using gin (sozialraum_ids);
create index on directory_card (latitude_e6, longitude_e6) where active;
create table directory_topic (topic text primary key, title text not null);
insert into directory_topic values {_TOPICS};
create table directory_word (word text primary key, trigrams text[] not null);
create index on directory_word using gin (trigrams);
create index on directory_card (verify_by, card_id) where active;
create table directory_change (
    card_id text primary key,
    first_position bigint not null,
    position bigint not null,
    change text not null,
    changed_at text not null
);
create index on directory_change (position);
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
"""  # noqa: S608 - ours

_TEXT: Final = """
    (select convert_from(string_agg(content, '' order by number), 'UTF8') from document_chunk
        where document_id = (%(description)s::jsonb ->> 'document_id')::uuid)"""
_SUBJECTS: Final = """
    (select string_agg(title, ' ') from directory_topic
        where %(content)s::jsonb -> 'topics' ? topic)"""

_WORDS: Final = f"""
    setweight(german(%(content)s::jsonb ->> 'name'), 'A')
        || setweight(german(%(content)s::jsonb ->> 'keywords'), 'B')
        || setweight(german({_SUBJECTS}), 'B')
        || setweight(german(%(content)s::jsonb ->> 'eligibility'), 'C')
        || setweight(german(%(content)s::jsonb -> 'place' ->> 'city'), 'C')
        || setweight(german({_TEXT}), 'D')"""

_CARD: Final = (
    f"""
    insert into directory_card (card_id, version, content, description, words)
    values (%(card_id)s, %(version)s, %(content)s, %(description)s, {_WORDS})
    on conflict (card_id) do update set version = excluded.version, content = excluded.content,
        description = excluded.description, active = true, words = excluded.words""",  # noqa: S608 - ours
    f"""
    insert into directory_word (word, trigrams)
    select word, trigrams(word) from (
        select distinct regexp_split_to_table(folded(concat_ws(' ', %(content)s::jsonb ->> 'name',
            %(content)s::jsonb ->> 'keywords', {_SUBJECTS}, {_TEXT})), '[^[:alnum:]]+')
    ) as of (word)
    where length(word) between 3 and 40 and word !~ '^[0-9]+$'
        and not exists (select from directory_word known where known.word = of.word)
    on conflict (word) do nothing""",  # noqa: S608 - ours
    "delete from directory_opening where card_id = %(card_id)s",
    """
    insert into directory_opening (card_id, day, opens, closes, valid_from, valid_to)
    select %(card_id)s, day, rule ->> 'opens', rule ->> 'closes', (rule ->> 'valid_from')::date,
        (rule ->> 'valid_to')::date
    from jsonb_array_elements(%(content)s::jsonb -> 'opening') as of (rule),
        jsonb_array_elements_text(rule -> 'days') as at (day)""",
)
_CHANGED: Final = """
    insert into directory_change (card_id, first_position, position, change, changed_at)
    values (%(card_id)s, %(log_position)s, %(log_position)s, '{}', %(occurred_at)s)
    on conflict (card_id) do update set position = excluded.position, change = excluded.change,
        changed_at = excluded.changed_at"""
_NEW: Final = (*_CARD, _CHANGED.format("changed"))
_DECIDED: Final = "delete from directory_proposal where card_id = %(card_id)s"
_VERSION: Final = "update directory_card set version = %(version)s where card_id = %(card_id)s"
_UNKNOWN: Final = "delete from directory_contact where contact_id = %(contact_id)s"
_GONE: Final = """
    update directory_card set version = %(version)s, active = false where card_id = %(card_id)s"""

ON: Final[dict[str, str | tuple[str, ...]]] = {
    "card_recorded": _NEW,
    "card_amended": _NEW,
    "card_proposed": (
        """
        insert into directory_proposal (card_id, content, description, proposed_on)
        values (%(card_id)s, %(content)s, %(description)s, %(proposed_on)s)""",
        _VERSION,
    ),
    "proposal_accepted": (*_NEW, _DECIDED),
    "proposal_declined": (_DECIDED, _VERSION),
    "proposal_withdrawn": (_DECIDED, _VERSION),
    "card_verified": """
        update directory_card set version = %(version)s, verified_on = %(verified_on)s,
            verify_by = %(verify_by)s
        where card_id = %(card_id)s""",
    "card_remarked": _VERSION,
    "card_archived": (_GONE, _CHANGED.format("archived")),
    "card_reopened": (
        """
        update directory_card set version = %(version)s, active = true,
            verify_by = %(reopened_on)s
        where card_id = %(card_id)s""",
        _CHANGED.format("reopened"),
    ),
    "card_merged": (_GONE, _CHANGED.format("merged")),
    "card_absorbed": (
        _VERSION,
        """
        update directory_contact set card_id = %(card_id)s
        where %(absorbed)s::jsonb ? card_id""",
    ),
    "contact_named": """
        insert into directory_contact (card_id, contact_id, function, consent_until)
        values (%(card_id)s, %(contact_id)s, %(function)s, %(consent_until)s)""",
    "consent_renewed": """
        update directory_contact set consent_until = %(consent_until)s
        where contact_id = %(contact_id)s""",
    "consent_withdrawn": _UNKNOWN,
    "contact_erased": _UNKNOWN,
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
