"""Our lists as HSDS taxonomies: what cards are about, who offers, where it takes place, what else is said.

Ids follow from the codes, so that they are the same in every instance. A code keeps its meaning. Pure.
"""

from collections.abc import Mapping
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from services.resources.events import Accessibility, CostKind, Kind, Threshold, Venue, Weekday
from services.resources.topics import TITLES, VERSION
from shared.canonical import Json

NAMESPACE: Final = uuid5(NAMESPACE_URL, "urn:sozialraum:hsds")
TAXONOMIES: Final = {
    "topic": ("Themen", "Worum es bei einem Angebot geht."),
    "kind": ("Arten", "Wer etwas anbietet, oder was es ist."),
    "venue": ("Orte", "Ob man hingeht, ob es ins Haus kommt oder ob es im Netz stattfindet."),
    "detail": ("Weitere Angaben", "Was HSDS nicht kennt; der Wert steht beim Merkmal."),
}
KINDS: Final[dict[Kind, str]] = {
    "association": "Verein",
    "school": "Schule",
    "daycare": "Kita",
    "youth-facility": "Jugendeinrichtung",
    "counselling": "Beratungsstelle",
    "religious-community": "Glaubensgemeinschaft",
    "company": "Betrieb",
    "place": "Raum, Ort",
    "material": "Material",
    "foundation": "Stiftung",
    "network": "Netzwerk, Gremium",
    "group": "Gruppe, Initiative",
}
VENUES: Final[dict[Venue, str]] = {
    "fixed": "An einem festen Ort",
    "mobile": "Kommt hin",
    "online": "Im Netz",
}
DETAILS: Final = {
    "keyword": "Stichwort",
    "link": "Weitere Seite im Netz",
    "address-masked": "Die Anschrift ist nicht öffentlich",
}
THRESHOLDS: Final[dict[Threshold, str]] = {
    "open": "Offen für alle, ohne Anmeldung.",
    "registration": "Mit Anmeldung.",
    "referral": "Nur auf Vermittlung.",
}
COSTS: Final[dict[CostKind, str]] = {
    "free": "kostenlos",
    "donation": "gegen Spende",
    "reduced": "ermäßigt",
    "paid": "mit Kosten",
}
ACCESS: Final[dict[Accessibility, str]] = {
    "step-free": "stufenlos",
    "lift": "Aufzug",
    "accessible-toilet": "barrierefreie Toilette",
    "hearing-loop": "Induktionsschleife",
    "sign-language": "Gebärdensprache",
    "plain-language": "Leichte Sprache",
    "tactile-guides": "Leitsystem für Blinde",
    "quiet-room": "Ruheraum",
}
DAYS: Final[dict[Weekday, str]] = {
    "monday": "MO",
    "tuesday": "TU",
    "wednesday": "WE",
    "thursday": "TH",
    "friday": "FR",
    "saturday": "SA",
    "sunday": "SU",
}
_WORDS: Final[dict[str, Mapping[str, str]]] = {
    "topic": TITLES,
    "kind": {str(it): word for it, word in KINDS.items()},
    "venue": {str(it): word for it, word in VENUES.items()},
    "detail": DETAILS,
}


def id_of(code: str) -> str:
    """Return the id of a term (`topic:sports`), or of a taxonomy (`topic`)."""
    return str(uuid5(NAMESPACE, code))


def taxonomies() -> list[Json]:
    """Return all taxonomies as HSDS has them."""
    version = str(VERSION)
    return [
        {"id": id_of(name), "name": title, "description": about, "version": version}
        for name, (title, about) in TAXONOMIES.items()
    ]


def terms() -> list[Json]:
    """Return all terms as HSDS has them, taxonomy by taxonomy."""
    return [term(f"{taxonomy}:{word}") for taxonomy, words in _WORDS.items() for word in words]


def term(code: str) -> Json:
    """Return one term."""
    taxonomy, _, word = code.partition(":")
    title = _WORDS[taxonomy][word]
    return {
        "id": id_of(code),
        "code": code,
        "name": title,
        "description": title,
        "taxonomy": TAXONOMIES[taxonomy][0],
        "language": "de",
        "taxonomy_id": id_of(taxonomy),
    }


CODES: Final = {it["id"]: it["code"] for it in terms()}
"""Term id → code."""


def derived(card_id: str, name: str) -> str:
    """Return the id of a part of a card, the same each time."""
    return str(uuid5(UUID(card_id), f"hsds {name}"))
