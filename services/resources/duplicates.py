"""Cards that may be the same (Dubletten): alike by name, same place, same telephone.

Names are compared by their trigrams, only among cards of a common Sozialraum or postcode: two clubs of
one name in two towns are two clubs. Where a masked place is, nobody finds out by guessing its street.
"""

from typing import Any, Final

from psycopg import Connection
from psycopg.rows import dict_row

from services.resources.search import SEEN
from shared.canonical import Json

NAME_PERCENT: Final = 50
"""So much of the trigrams of two names is common, if they are alike."""

_FIND: Final = f"""
    with likely as (
        select card_id, version, content, description, verified_on, verify_by, name,
            alike(trigrams(folded(name)), trigrams(folded(%(name)s))) as name_percent,
            coalesce(folded(content -> 'place' ->> 'street') = folded(%(street)s)
                and content -> 'place' ->> 'postcode' = %(postcode)s
                and (%(exact)s or not masked), false) as same_place,
            coalesce(phones && array[phone(%(phone)s)], false) as same_phone
        from directory_card
        where active and card_id is distinct from %(card_id)s and {SEEN}
            and (sozialraum_ids && %(sozialraum_ids)s::text[]
                or content -> 'place' ->> 'postcode' = %(postcode)s
                or phones && array[phone(%(phone)s)]))
    select *, name_percent >= %(least)s as same_name from likely
    where name_percent >= %(least)s or same_place or same_phone
    order by name_percent >= %(least)s and (same_place or same_phone) desc, name_percent desc,
        name, card_id
    limit %(limit)s"""  # noqa: S608 - ours


def find(conn: Connection[Any], asked: Json) -> tuple[list[Json], int]:
    """Return the likeliest cards, and how many those are.

    asked  {card_id, name, sozialraum_ids, place, contact, limit}; exact: whether masked places
           may be told; whom the question may show cards for teams
    """
    place, contact = asked["place"], asked["contact"]
    given = {
        **asked,
        "sozialraum_ids": list(asked["sozialraum_ids"]),
        "street": place and place.street,
        "postcode": place and place.postcode,
        "phone": contact.address if contact and contact.channel == "phone" else None,
        "least": NAME_PERCENT,
        "place": None,
        "contact": None,
    }
    with conn.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(_FIND.encode(), given).fetchall()
    return found, len(found)
