"""The lists of the directory: what is due to be verified, what is proposed, whom to speak with again."""

from datetime import date
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import dict_row

from shared.canonical import Json

_REACHED: Final = """(%(everywhere)s or sozialraum_ids && %(sozialraeume)s
        or traeger_id = %(own_traeger_id)s)"""

_LISTED: Final = "card_id, version, content, description, verified_on, verify_by"

_ARE_DUE: Final = f"""
    from directory_card
    where active and (verify_by is null or verify_by <= %(until)s) and {_REACHED}
        and (%(sozialraum_id)s::text is null or sozialraum_ids && array[%(sozialraum_id)s])"""
_DUE: Final = f"""
    select {_LISTED} {_ARE_DUE} order by verify_by nulls first, name, card_id limit %(limit)s"""

_PROPOSED: Final = f"from directory_proposal p where {_REACHED}"
_PROPOSALS: Final = f"""
    select p.card_id, p.content, p.description, p.proposed_on,
        (select jsonb_build_object('content', d.content, 'description', d.description)
            from directory_card d where d.card_id = p.card_id) as now
    {_PROPOSED} order by proposed_on, card_id limit %(limit)s"""  # noqa: S608 - ours


_CONTACTS_DUE: Final = f"""
    from (
        select card_id, contact_id, function, 'consent-ends' as because, consent_until as due_on
        from directory_contact
        union all
        select card_id, contact_id, function, 'next-contact', next_on from directory_contact
        union all
        select card_id, null, null, 'next-contact', next_on from directory_talk
    ) as contact join directory_card using (card_id)
    where due_on <= %(until)s and active and {_REACHED}"""  # noqa: S608 - ours
_DUE_CONTACTS: Final = f"""
    select card_id, name as card_name, contact_id, function, because, due_on {_CONTACTS_DUE}
    order by due_on, name, contact_id, because limit %(limit)s"""
_EXPIRED: Final = """
    select card_id, contact_id, consent_until from directory_contact
    where consent_until < %s order by consent_until, contact_id"""


def due(conn: Connection[Any], asked: Json) -> tuple[list[Json], int]:
    """Return the cards to be looked at until a day: {until, sozialraum_id, limit}, and the reach."""
    return _page(conn, _DUE, f"select count(*) as total {_ARE_DUE}", asked)


def proposals(conn: Connection[Any], asked: Json) -> tuple[list[Json], int]:
    """Return open proposals with what their cards say now: {limit}, and the reach."""
    return _page(conn, _PROPOSALS, f"select count(*) as total {_PROPOSED}", asked)


def due_contacts(conn: Connection[Any], asked: Json) -> tuple[list[Json], int]:
    """Return consents that end and talks that are due until a day: {until, limit}, and the reach."""
    return _page(conn, _DUE_CONTACTS, f"select count(*) as total {_CONTACTS_DUE}", asked)


def expired_contacts(conn: Connection[Any], today: date) -> list[tuple[str, str, date]]:
    """Return (card, contact, last day of the consent) of all whose consent has ended."""
    return conn.execute(_EXPIRED, [today]).fetchall()


def _page(
    conn: Connection[Any], statement: str, counting: str, asked: Json
) -> tuple[list[Json], int]:
    with conn.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(statement.encode(), asked).fetchall()
        row = cursor.execute(counting.encode(), asked).fetchone()
    assert row is not None, "A count has a row."
    return found, row["total"]
