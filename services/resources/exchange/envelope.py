"""The envelope of the HSDS API reference around a page, and which list shows what of a card. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from services.resources.exchange import hsds, terms
from services.resources.exchange.hsds import Shown
from shared.canonical import Json


def around(contents: Sequence[Json], total: int, page: int, per_page: int) -> Json:
    """Return a page as the API reference has it."""
    pages = -(-total // per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": page,
        "size": len(contents),
        "first_page": page == 1,
        "last_page": page >= pages,
        "empty": not contents,
        "contents": list(contents),
    }


def _service(card: Shown) -> Json:
    """Return a service of a list: with its organisation, as the examples of the reference have it."""
    return {**hsds.listed(card), "organization": _organization(card)}


def _organization(card: Shown) -> Json:
    return {name: it for name, it in hsds.organization(card).items() if not isinstance(it, list)}


def _at_location(card: Shown) -> Json:
    at = hsds.service_at_location(card)
    place = {name: it for name, it in at["location"].items() if not isinstance(it, list)}
    return {**at, "location": place}


def _full_organization(card: Shown) -> Json:
    location = hsds.service_at_location(card)["location"]
    return {**hsds.organization(card), "locations": [location]}


FULL: Final[Mapping[str, Callable[[Shown], Json]]] = {
    "services": hsds.service,
    "organizations": _full_organization,
    "service_at_locations": hsds.service_at_location,
}
LISTED: Final[Mapping[str, Callable[[Shown], Json]]] = {
    "services": _service,
    "organizations": _organization,
    "service_at_locations": _at_location,
}
TERMS: Final[Mapping[str, Callable[[], list[Json]]]] = {
    "taxonomies": terms.taxonomies,
    "taxonomy_terms": terms.terms,
}


def told(entity: str, cards: Sequence[Shown], asked: Mapping[str, Any]) -> list[Json]:
    """Return what a list shows of cards."""
    if asked["minimal"]:
        return [{"id": it.card_id, "last_modified": it.last_modified} for it in cards]
    write = (FULL if asked["full"] else LISTED)[entity]
    return [hsds.as_json(write(it)) for it in cards]


def words(entity: str, asked: Mapping[str, Any]) -> list[Json]:
    """Return the taxonomies or terms that all filters let through."""
    found = TERMS[entity]()
    if asked["taxonomy_id"] is not None and entity == "taxonomy_terms":
        found = [it for it in found if it["taxonomy_id"] == asked["taxonomy_id"]]
    if asked["search"] is not None:
        sought = asked["search"].casefold()
        found = [it for it in found if sought in it["name"].casefold()]
    return found
