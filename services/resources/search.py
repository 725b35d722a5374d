"""What is found in the directory of cards: by words, by filters, near a point; a page of it, ranked.

First come cards that have all words in their names, then those whose names have such words, then by how
often and how prominently the words stand there (`ts_rank`), then the nearest, then by name.

Each word asked for is one of several: as it was written, folded, and such words of the cards that
contain it („Treff“ is in „Mädchentreff“) or, where no card has it, resemble it by their trigrams. A
card must have one of each. The point is used and forgotten.
"""

from re import compile as regex
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import dict_row

from services.resources import geo
from shared.canonical import Json

ASKED_MAX: Final = 8
"""Words of a question that count."""

ALIKE_MAX: Final = 24
"""Other words for one that is asked for."""

_WORD: Final = regex(r"\w+")

_ALIKE: Final = """
    select asked.word, folded(asked.word) as folded, array(
        select word from directory_word it
        where length(folded(asked.word)) >= 4 and it.trigrams @> inner_trigrams(folded(asked.word))
            and strpos(it.word, folded(asked.word)) > 0
        order by length(word), word limit %(most)s
    ) as around, array(
        select word from directory_word it
        where length(folded(asked.word)) >= 4 and it.trigrams && trigrams(folded(asked.word))
            and abs(length(it.word) - length(folded(asked.word))) <= 2
            and not exists (select from directory_word w where w.word = folded(asked.word))
            and alike(it.trigrams, trigrams(folded(asked.word))) >= 50
        order by alike(it.trigrams, trigrams(folded(asked.word))) desc, word limit %(most)s
    ) as alike
    from unnest(%(asked)s::text[]) with ordinality as asked (word, place) order by place"""

SEEN: Final = """(visibility <> 'team' or %(everywhere)s or sozialraum_ids && %(sozialraeume)s
        or traeger_id = %(own_traeger_id)s)"""
"""A card for teams is seen by those of its Sozialräume, its own Träger, and who oversees them."""

_FITS: Final = f"""
    select card_id, name, metres(latitude_e6, longitude_e6, %(latitude_e6)s, %(longitude_e6)s)
            as distance_m,
        words @@ %(exactly_named)s::tsquery as named,
        words @@ %(widely_named)s::tsquery as nearly_named,
        ts_rank(words, %(exactly)s::tsquery) as rank
    from directory_card c
    where active and {SEEN}
        and (%(widely)s::tsquery is null or words @@ %(widely)s::tsquery)
        and (%(sozialraum_id)s::text is null or sozialraum_ids @> array[%(sozialraum_id)s::text])
        and (%(traeger_id)s::text is null or traeger_id = %(traeger_id)s)
        and (%(kind)s::text is null or kind = %(kind)s)
        and (%(topic)s::text is null or topics @> array[%(topic)s::text])
        and (%(threshold)s::text is null or threshold = %(threshold)s)
        and (%(cost)s::text is null or cost = %(cost)s)
        and (%(language)s::text is null or languages @> array[%(language)s::text])
        and (%(accessibility)s::text is null
            or content -> 'accessibility' ? %(accessibility)s::text)
        and (%(age)s::integer is null
            or %(age)s between coalesce(age_from, 0) and coalesce(age_to, 999))
        and (%(open_day)s::text is null or exists (
            select from directory_opening o
            where o.card_id = c.card_id and day = %(open_day)s
                and (%(open_at)s::text is null or (opens <= %(open_at)s and %(open_at)s < closes))
                and (valid_from is null or valid_from <= %(open_on)s)
                and (valid_to is null or %(open_on)s <= valid_to)))
        and (%(latitude_e6)s::integer is null or (%(exact)s or not masked))
        and (%(south)s::integer is null or (
            latitude_e6 between %(south)s and %(north)s
            and longitude_e6 between %(west)s and %(east)s
            and metres(latitude_e6, longitude_e6, %(latitude_e6)s, %(longitude_e6)s)
                <= %(within_m)s))"""  # noqa: S608 - ours

_ORDER: Final = "named desc, nearly_named desc, rank desc, distance_m nulls last, name, card_id"

_FIND: Final = f"""
    with fits as materialized ({_FITS}),
        page as (select * from fits order by {_ORDER} limit %(limit)s offset %(offset)s)
    select total, card_id, version, content, description, verified_on, verify_by,
        round(distance_m)::integer as distance_m
    from (select count(*)::integer as total from fits) as counted
        left join (
            select page.*, version, content, description, verified_on, verify_by
            from page join directory_card using (card_id)) as shown on true
    order by {_ORDER}"""  # noqa: S608 - ours

_BY_INDEX: Final = "set local enable_seqscan = off"
"""A question of many words is dear for each card that it is held against; PostgreSQL thinks it cheap."""

_PARSED: Final = """
    select name, to_tsquery('german', words)::text
    from unnest(%(names)s::text[], %(words)s::text[]) as of (name, words)"""
"""A question is parsed once here: in the statement itself it would be for each card."""


def find(conn: Connection[Any], asked: Json) -> tuple[list[Json], int]:
    """Return a page of the cards that fit all that is not None, and how many there are.

    asked  the fields of the form; open_on: the day that `open_day` means; exact: whether masked
           places may be told; whom the question may show cards for teams: everywhere,
           sozialraeume, own_traeger_id
    """
    near = asked["near"] or {"latitude_e6": None, "longitude_e6": None}
    box = geo.box(near, asked["within_m"]) if asked["near"] and asked["within_m"] else geo.NOWHERE
    given = {**asked, **near, **box, **_queries(conn, asked["words"])}
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_FIND.encode(), given).fetchall()
    return [it for it in rows if it["card_id"] is not None], rows[0]["total"]


def _queries(conn: Connection[Any], words: str | None) -> Json:
    """Return the words as they were asked, and with all that is alike: anywhere, and in the name."""
    asked = _WORD.findall((words or "").replace("_", " "))[:ASKED_MAX]
    if words is None:
        return dict.fromkeys(("exactly", "widely", "exactly_named", "widely_named"))
    conn.execute(_BY_INDEX)
    found = conn.execute(_ALIKE, {"asked": asked, "most": ALIKE_MAX}).fetchall()
    exact = [{word.lower(), folded} for word, folded, *_ in found]
    wide = [{*own, *it[2], *it[3]} for own, it in zip(exact, found, strict=True)]
    queries = {
        "exactly": _all_of(exact),
        "widely": _all_of(wide),
        "exactly_named": _all_of(exact, ":A"),
        "widely_named": _all_of(wide, ":A"),
    }
    given = {"names": [*queries], "words": [*queries.values()]}
    return dict(conn.execute(_PARSED, given).fetchall())


def _all_of(words: list[set[str]], weight: str = "") -> str:
    """Return a question for one of each set, anywhere or with this weight (A: in the name)."""
    return " & ".join(
        f"({' | '.join(f'{it}{weight}' for it in sorted(any_of))})" for any_of in words
    )
