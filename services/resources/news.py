"""What is new in a Sozialraum since somebody looked last, and how much of it the ASD has seen.

A card counts as seen by the ASD if somebody of the ASD in this Sozialraum has marked as seen all that
was new until its last change, or later.
"""

from typing import Any, Final

from psycopg import Connection
from psycopg.rows import dict_row

from services.resources.search import SEEN
from shared.canonical import Json
from shared.database import Conn

_NEWS: Final = f"""
    select card_id, version, content, description, verified_on, verify_by, position,
        case when active and first_position > %(mark)s then 'new' else change end as change,
        left(changed_at, 10) as changed_on
    from directory_change join directory_card using (card_id)
    where position > %(mark)s and sozialraum_ids && array[%(sozialraum_id)s::text] and {SEEN}
        and (active or first_position <= %(mark)s)
    order by position desc limit %(limit)s"""  # noqa: S608 - ours

_SHARE: Final = """
    select count(*)::integer as cards,
        (count(*) filter (where position <= %(by_me)s))::integer as seen_by_me,
        (count(*) filter (where position <= %(by_asd)s))::integer as seen_by_asd
    from directory_change join directory_card using (card_id)
    where active and sozialraum_ids && array[%(sozialraum_id)s::text]"""

_MARKS: Final = """
    select coalesce(max(position) filter (where actor_id = %(me)s), 0),
        coalesce(max(position) filter (where of_asd), 0)
    from read_mark where sozialraum_id = %(sozialraum_id)s"""

_MARK: Final = """
    insert into read_mark (actor_id, sozialraum_id, of_asd, position)
    values (%(me)s, %(sozialraum_id)s, %(of_asd)s, %(position)s)
    on conflict (actor_id, sozialraum_id) do update
        set position = greatest(read_mark.position, excluded.position), of_asd = excluded.of_asd
    returning position"""


def marks(conn: Conn, me: str | None, sozialraum_id: str) -> tuple[int, int]:
    """Return how far the person has seen, and how far anybody of the ASD has."""
    row = conn.execute(_MARKS, {"me": me, "sozialraum_id": sozialraum_id}).fetchone()
    assert row is not None, "A sum has a row."
    return row[0], row[1]


def mark(conn: Conn, asked: Json) -> int:
    """Move the mark of {me, of_asd} in a Sozialraum to a position, never back; return where it is."""
    row = conn.execute(_MARK, asked).fetchone()
    assert row is not None, "It was written a line above."
    return int(row[0])


def news(conn: Connection[Any], asked: Json) -> list[Json]:
    """Return what has changed after {mark}, the newest first; what came and went is no news."""
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(_NEWS.encode(), asked).fetchall()


def share(conn: Connection[Any], asked: Json) -> Json:
    """Return how many cards there are, and how many of them {by_me} and {by_asd} have seen."""
    with conn.cursor(row_factory=dict_row) as cursor:
        row: Json | None = cursor.execute(_SHARE, asked).fetchone()
    assert row is not None, "A count has a row."
    cards = row["cards"]
    return {**row, "asd_percent": 100 * row["seen_by_asd"] // cards if cards else None}
