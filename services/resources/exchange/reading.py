"""The cards that everybody may see, page by page. What is gone is told for 90 days, as HSDS asks for."""

from datetime import timedelta
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import dict_row

from services.resources.exchange import terms
from services.resources.exchange.hsds import Shown
from shared import document_store
from shared.canonical import Json

GONE_DAYS: Final = 90
STATUS: Final = {"archived": "inactive", "merged": "defunct"}
_NOWHERE: Final = "00000000-0000-0000-0000-000000000000"

_SHOWN: Final = """
    from directory_card join directory_change using (card_id)
    where visibility = 'public'
        and (active or change in ('archived', 'merged') and changed_at::date >= %(gone_after)s)
        and (active or %(only_active)s::boolean is not true)
        and (%(sozialraum_id)s::text is null or sozialraum_ids @> array[%(sozialraum_id)s::text])
        and (%(id)s::text is null or card_id = %(id)s)
        and (%(organization_id)s::text is null or card_id = %(organization_id)s)
        and (%(postcode)s::text is null or content -> 'place' ->> 'postcode' = %(postcode)s)
        and (%(search)s::text is null
            or words @@ (websearch_to_tsquery('german', %(search)s)
                || websearch_to_tsquery('german', folded(%(search)s))))
        and (%(modified_after)s::timestamptz is null
            or changed_at::timestamptz >= %(modified_after)s)
        and (%(term)s::text is null or %(term)s = any(array['kind:' || kind,
                'venue:' || (content ->> 'venue')]
            || array(select 'topic:' || it from unnest(topics) as of (it))
            || array(select 'detail:keyword' from jsonb_array_elements(content -> 'keywords'))
            || array(select 'detail:link' from jsonb_array_elements(content -> 'links'))
            || array(select 'detail:address-masked' where masked)))
        and (%(taxonomy)s::text is null or %(taxonomy)s in ('kind', 'venue')
            or %(taxonomy)s = 'topic' and topics <> '{}'
            or %(taxonomy)s = 'detail' and (masked
                or content -> 'keywords' <> '[]' or content -> 'links' <> '[]'))"""
_PAGE: Final = f"""
    select card_id, content, description ->> 'document_id' as document_id, active, change,
        changed_at, verified_on
    {_SHOWN} order by card_id limit %(per_page)s offset %(offset)s"""
_COUNT: Final = f"select count(*) {_SHOWN}"

ANYTHING: Final[Json] = dict.fromkeys(
    (
        *("id", "organization_id", "postcode", "search", "modified_after"),
        *("taxonomy_term_id", "taxonomy_id", "sozialraum_id", "only_active"),
    )
)


def page(conn: Connection[Any], asked: Json, land: str) -> tuple[list[Shown], int]:
    """Return the cards of a page, and how many there are in all.

    asked  {today, page, per_page} and the filters; None is no filter, and all must hold
    """
    given = {
        **ANYTHING,
        **asked,
        "gone_after": asked["today"] - timedelta(days=GONE_DAYS),
        "offset": (asked["page"] - 1) * asked["per_page"],
    }
    given["term"] = _code(terms.CODES, given["taxonomy_term_id"])
    taxonomies = {terms.id_of(it): it for it in terms.TAXONOMIES}
    given["taxonomy"] = _code(taxonomies, given["taxonomy_id"])
    (total,) = conn.execute(_COUNT.encode(), given).fetchone() or (0,)
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_PAGE.encode(), given).fetchall()
    texts = document_store.texts(conn, [it["document_id"] for it in rows])
    return [_shown(row, texts, land) for row in rows], total


def _code(known: dict[str, str], asked: str | None) -> str | None:
    """An id that we do not have is one that no card has."""
    return None if asked is None else known.get(asked, _NOWHERE)


def _shown(row: Json, texts: dict[str, str], land: str) -> Shown:
    verified_on = row["verified_on"]
    return Shown(
        card_id=row["card_id"],
        content=row["content"],
        description=texts.get(row["document_id"], ""),
        land=land,
        status="active" if row["active"] else STATUS[row["change"]],  # type: ignore[arg-type]
        assured_date=verified_on and verified_on.isoformat(),
        last_modified=row["changed_at"],
    )
