"""Which documents have been kept long enough, and what is left of those that went.

The time of a document begins with the end of the year in which its thing last changed: the newest
event of a stream that names it. So nothing is due while anything goes on there, and no service has
to say when a thing is over.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from shared.database import Conn
from shared.partition import away

Due = tuple[str, date]
"""(id of a document, the last day that counted)"""

_DUE: Final = """
    with named as (
        select distinct (regexp_matches(e.line, '"document_id":"([0-9a-f-]{36})"', 'g'))[1]::uuid
            as document_id, e.stream
        from event e),
    last as (
        select e.stream, max(coalesce(s.recorded_at, clock_timestamp())) as at
        from event e left join sealed s on s.id = e.id group by e.stream),
    counted as (
        select d.document_id, coalesce(max(l.at), d.created_at) as at
        from document d left join named n using (document_id) left join last l using (stream)
        where d.sha256 is not null group by d.document_id)
    select document_id::text, (at at time zone %(zone)s)::date from counted
    where extract(year from at at time zone %(zone)s) + %(years)s < %(year)s
    order by 2, 1"""
_DELETE: Final = """
    with gone as (delete from document where document_id = any(%s::uuid[]) returning document_id)
    insert into document_deleted select document_id, %s, %s from gone on conflict do nothing"""


def due(conn: Conn, years: int, today: date, zone: str) -> list[Due]:
    """Return the documents that were kept for so many whole years after their last year.

    Raises Refused `partition-detached`: without its last event a document would seem older than it is.
    """
    away.refuse_unless_whole(
        conn, "Wann sich etwas zuletzt geändert hat, steht im ganzen Protokoll"
    )
    asked = {"years": years, "year": today.year, "zone": zone}
    rows: list[Any] = conn.execute(_DUE, asked).fetchall()
    return [(row[0], row[1]) for row in rows]


def delete(conn: Conn, document_ids: Sequence[str], proposal_id: str, on: date) -> None:
    """Delete documents with their salts, in the caller's transaction; that they were is kept."""
    conn.execute(_DELETE, [list(document_ids), on, proposal_id])


def deleted_on(conn: Conn, document_id: str) -> date | None:
    """Return when a document was deleted, None if it was not."""
    row: Any = conn.execute(
        "select deleted_on from document_deleted where document_id = %s", [document_id]
    ).fetchone()
    return row[0] if row else None
