"""Where somebody needs something that nobody offers: topic × Sozialraum × age."""

from collections.abc import Iterable
from itertools import chain
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import dict_row

from services.resources.topics import IDS
from shared.canonical import Json

AGES: Final = ((0, 5), (6, 9), (10, 13), (14, 17), (18, 20), (21, 26), (27, 120))
"""Kita, Grundschule, early and late youth, young adults in two steps (§ 7 SGB VIII), families."""
CELLS_MAX: Final = 20_000

_BANDS: Final = ", ".join(f"({first}, {last})" for first, last in AGES)
_AT: Final = """
    coalesce(age_from, 0) <= band.last and coalesce(age_to, 999) >= band.first
        and (%(areas)s::text[] is null or area = any(%(areas)s))"""
_NEEDED: Final = f"""
    select area as sozialraum_id, subject, band.first as age_from, band.last as age_to,
        count(*) as open_topics
    from (select *, sozialraum_id as area from topic) as t,
        (values {_BANDS}) as band (first, last)
    where status not in ('covered', 'set-aside') and {_AT}
    group by 1, 2, 3, 4"""  # noqa: S608 - words of this file
_OFFERED: Final = f"""
    select area as sozialraum_id, subject, band.first as age_from, band.last as age_to,
        count(*) as cards, count(*) filter (where verify_by >= %(today)s) as verified
    from directory_card, unnest(sozialraum_ids) as area, unnest(topics) as subject,
        (values {_BANDS}) as band (first, last)
    where active and {_AT}
    group by 1, 2, 3, 4"""  # noqa: S608 - words of this file

_PLACE: Final = ("sozialraum_id", "subject", "age_from", "age_to")
_NOTHING: Final = {"cards": 0, "verified": 0, "open_topics": 0}


def needed(conn: Connection[Any], wanted: Json) -> list[Json]:
    """Return how many topics are open in each cell, of {areas: None for all, today}."""
    return _rows(conn, _NEEDED, wanted)


def offered(conn: Connection[Any], wanted: Json) -> list[Json]:
    """Return how many cards are there in each cell, of {areas: None for all, today}."""
    return _rows(conn, _OFFERED, wanted)


def empty(areas: Iterable[str]) -> list[Json]:
    """Return the cells of Sozialräume as they are before anything is known of them."""
    return [
        {**dict(zip(_PLACE, (area, subject, *band), strict=True)), **_NOTHING}
        for area in areas
        for subject in IDS
        for band in AGES
    ]


def cells(*known: Iterable[Json]) -> list[Json]:
    """Return the matrix; a cell is a gap where something is needed and no verified card is there."""
    found: dict[tuple[Any, ...], Json] = {}
    for row in chain(*known):
        place = tuple(row[name] for name in _PLACE)
        found[place] = {**found.get(place, _NOTHING), **row}
    made = [
        {**found[place], "gap": bool(found[place]["open_topics"]) and not found[place]["verified"]}
        for place in sorted(found)
    ]
    return made[:CELLS_MAX]


def _rows(conn: Connection[Any], statement: str, wanted: Json) -> list[Json]:
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(statement.encode(), wanted).fetchall()
