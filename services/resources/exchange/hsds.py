"""A card as a service of HSDS 3.0, with all that belongs to it nested inside. Pure.

Only what everybody may know: no persons, no internal notes, of a masked place neither street nor point.
What is not known is left out, as the published schemas know no null. Numbers are exact (`Decimal`) until
they leave.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from services.resources.exchange import terms
from services.resources.exchange.terms import derived
from shared.canonical import Json, parse

VERSION: Final = "3.0"
Status = Literal["active", "inactive", "defunct"]
MASKED: Final = "nicht öffentlich"
"""The street of a masked place; HSDS knows no address without one."""

MIDNIGHT: Final = {"24:00": "23:59"}
"""The end of a day is no time of day in HSDS."""

TRAEGER: Final = "Träger"
AREA: Final = "urn:uuid:"


@dataclass(frozen=True, slots=True)
class Shown:
    """A card that everybody may see.

    content        as its event has it, in JSON
    last_modified  when it was changed, archived or merged; None in files, which tell no history
    land           ISO 3166-2 without `DE-`
    """

    card_id: str
    content: Mapping[str, Any]
    description: str
    land: str
    status: Status = "active"
    assured_date: str | None = None
    last_modified: str | None = None


def service(card: Shown) -> Json:
    """Return the service with everything in it."""
    said = card.content
    reached = said["contact"] or {"channel": None, "address": None}
    return _filled(
        {
            **listed(card),
            "phones": _phones(card, "service_id", card.card_id, reached),
            "schedules": _schedules(card),
            "service_areas": [_area(card, it) for it in said["sozialraum_ids"]],
            "service_at_locations": [service_at_location(card)],
            "languages": [
                {"id": derived(card.card_id, f"language {it}"), "service_id": card.card_id}
                | {"code": it}
                for it in said["languages"]
            ],
            "organization": organization(card),
            "cost_options": [_cost(card)] if said["cost"] else [],
            "contacts": [_contact(card, at, it) for at, it in enumerate(said["functions"])],
            "attributes": _attributes(card),
        }
    )


def listed(card: Shown) -> Json:
    """Return the service alone, as it stands in a list."""
    said = card.content
    reached = said["contact"] or {"channel": None, "address": None}
    return _filled(
        {
            "id": card.card_id,
            "organization_id": card.card_id,
            "name": said["name"],
            "description": card.description,
            "url": reached["address"] if reached["channel"] == "website" else None,
            "email": reached["address"] if reached["channel"] == "email" else None,
            "status": card.status,
            "application_process": said["threshold"] and terms.THRESHOLDS[said["threshold"]],
            "eligibility_description": said["eligibility"],
            "minimum_age": said["age_from"],
            "maximum_age": said["age_to"],
            "assured_date": card.assured_date,
            "last_modified": card.last_modified,
        }
    )


def organization(card: Shown) -> Json:
    """Return who offers it. A card is both an organisation and what it offers.

    So is its id; ids of HSDS are unique among their kind.
    """
    said, mine = card.content, card.card_id
    reached = said["contact"] or {"channel": None, "address": None}
    identifier = {
        "id": derived(card.card_id, "identifier"),
        "organization_id": mine,
        "identifier_type": TRAEGER,
        "identifier": said["traeger_id"],
    }
    return _filled(
        {
            "id": mine,
            "name": said["name"],
            "description": card.description or said["name"],
            "website": reached["address"] if reached["channel"] == "website" else None,
            "organization_identifiers": [identifier] if said["traeger_id"] else [],
            "attributes": [_attribute(card, "organization", mine, f"kind:{said['kind']}")],
        }
    )


def service_at_location(card: Shown) -> Json:
    """Return the service at the place where it is found; a card has one, or is found nowhere."""
    return {
        "id": card.card_id,
        "service_id": card.card_id,
        "location_id": card.card_id,
        "location": _location(card),
    }


def _location(card: Shown) -> Json:
    place, mine = card.content["place"], card.card_id
    access = [
        {
            "id": derived(card.card_id, f"accessibility {it}"),
            "location_id": mine,
            "description": terms.ACCESS[it],
        }
        for it in card.content["accessibility"]
    ]
    if place is None:
        return _filled({"id": mine, "location_type": "virtual", "accessibility": access})
    masked = place["masked"]
    return _filled(
        {
            "id": mine,
            "location_type": "physical",
            "latitude": None if masked else _degrees(place["latitude_e6"]),
            "longitude": None if masked else _degrees(place["longitude_e6"]),
            "addresses": [_address(card, place, mine)],
            "accessibility": access,
            "attributes": [_attribute(card, "location", mine, "detail:address-masked")]
            if masked
            else [],
        }
    )


def _address(card: Shown, place: Mapping[str, Any], location_id: str) -> Json:
    street = MASKED if place["masked"] else place["street"] or place["city"]
    return {
        "id": derived(card.card_id, "address"),
        "location_id": location_id,
        "address_1": street,
        "city": place["city"],
        "state_province": f"DE-{card.land}",
        "postal_code": place["postcode"],
        "country": "DE",
        "address_type": "physical",
    }


def _schedules(card: Shown) -> list[Json]:
    return [
        _filled(
            {
                "id": derived(card.card_id, f"schedule {at}"),
                "service_id": card.card_id,
                "valid_from": rule["valid_from"] and str(rule["valid_from"]),
                "valid_to": rule["valid_to"] and str(rule["valid_to"]),
                "freq": "WEEKLY",
                "byday": ",".join(terms.DAYS[it] for it in rule["days"]),
                "opens_at": f"{rule['opens']}:00",
                "closes_at": f"{MIDNIGHT.get(rule['closes'], rule['closes'])}:00",
            }
        )
        for at, rule in enumerate(card.content["opening"])
    ]


def _area(card: Shown, sozialraum_id: str) -> Json:
    return {
        "id": derived(card.card_id, f"area {sozialraum_id}"),
        "service_id": card.card_id,
        "uri": f"{AREA}{sozialraum_id}",
    }


def _cost(card: Shown) -> Json:
    cost = card.content["cost"]
    amount_ct = cost["amount_ct"]
    return _filled(
        {
            "id": derived(card.card_id, "cost"),
            "service_id": card.card_id,
            "option": terms.COSTS[cost["kind"]],
            "currency": None if amount_ct is None else "EUR",
            "amount": None if amount_ct is None else Decimal(amount_ct).scaleb(-2),
            "amount_description": cost["explanation"],
        }
    )


def _contact(card: Shown, at: int, asked: Mapping[str, Any]) -> Json:
    """Return whom to ask, by function. Who that is, nobody learns here."""
    mine = derived(card.card_id, f"contact {at}")
    reached = asked["contact"] or {"channel": None, "address": None}
    return _filled(
        {
            "id": mine,
            "service_id": card.card_id,
            "title": asked["function"],
            "email": reached["address"] if reached["channel"] == "email" else None,
            "phones": _phones(card, "contact_id", mine, reached),
        }
    )


def _phones(card: Shown, field: str, whose: str, reached: Mapping[str, Any]) -> list[Json]:
    if reached["channel"] != "phone":
        return []
    mine = derived(card.card_id, f"phone {whose}")
    return [{"id": mine, field: whose, "number": reached["address"]}]


def _attributes(card: Shown) -> list[Json]:
    said = card.content
    told: list[tuple[str, str | None]] = [
        (f"venue:{said['venue']}", None),
        *((f"topic:{it}", None) for it in said["topics"]),
        *(("detail:keyword", it) for it in said["keywords"]),
        *(("detail:link", it) for it in said["links"]),
    ]
    return [_attribute(card, "service", card.card_id, code, value) for code, value in told]


def _attribute(card: Shown, entity: str, link_id: str, code: str, value: str | None = None) -> Json:
    return _filled(
        {
            "id": derived(card.card_id, f"attribute {code} {value or ''}"),
            "link_id": link_id,
            "taxonomy_term_id": terms.id_of(code),
            "link_entity": entity,
            "value": value,
            "taxonomy_term": terms.term(code),
        }
    )


def _degrees(millionths: int | None) -> Decimal | None:
    return None if millionths is None else Decimal(millionths).scaleb(-6)


def _filled(told: Mapping[str, Any]) -> Json:
    """Leave out what is not known, and lists of nothing."""
    return {name: value for name, value in told.items() if value is not None and value != []}


def as_json(value: Any) -> Any:
    """Return what was made here as JSON: HSDS has numbers, which are written and never computed with."""
    if isinstance(value, Mapping):
        return {name: as_json(it) for name, it in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_json(it) for it in value]
    return parse(str(value)) if isinstance(value, Decimal) else value
