"""What has happened to the cards of the resource network. No persons, only organisations."""

from dataclasses import dataclass
from typing import Literal

from services.resources.needs import events as needs
from shared.denial import AccessDenied
from shared.documents import DocumentRef
from shared.emergency.events import EVENTS as EMERGENCY
from shared.schema import Catalogue

Kind = Literal[
    "association",  # Verein
    "school",  # Schule
    "daycare",  # Kita
    "youth-facility",  # Jugendeinrichtung
    "counselling",  # Beratungsstelle
    "religious-community",  # Glaubensgemeinschaft
    "company",  # Betrieb
    "place",  # Raum, Ort
    "material",  # Material
    "foundation",  # Stiftung
    "network",  # Netzwerk, Gremium
    "group",  # Gruppe, Initiative
]
Channel = Literal["website", "email", "phone"]


@dataclass(frozen=True, slots=True)
class Contact:
    """Kontaktweg: how to reach the organisation itself, never a person in it."""

    channel: Channel
    address: str


@dataclass(frozen=True, slots=True)
class CardRecorded:
    """Karte angelegt: an offer of the Sozialraum that others can use. Ages are inclusive."""

    card_id: str
    name: str
    kind: Kind
    description: DocumentRef
    sozialraum_id: str
    topics: tuple[str, ...]
    age_from: int | None
    age_to: int | None
    contact: Contact | None


@dataclass(frozen=True, slots=True)
class CardAmended:
    """Karte geändert: the card says this now, in full."""

    card_id: str
    name: str
    kind: Kind
    description: DocumentRef
    sozialraum_id: str
    topics: tuple[str, ...]
    age_from: int | None
    age_to: int | None
    contact: Contact | None


CardEvent = CardRecorded | CardAmended

CATALOGUE = Catalogue(AccessDenied, *EMERGENCY, CardRecorded, CardAmended, *needs.EVENTS)
