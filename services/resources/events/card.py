"""What has happened to the cards of the resource network. No persons, only organisations."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from services.resources.topics import Topic
from shared.documents import DocumentRef

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
Visibility = Literal[
    "team",  # only the teams of its Sozialräume, its own Träger, and who oversees them
    "district",  # whoever works with the network in the district
    "office",  # the other districts of the city as well
    "public",  # everybody
]
Venue = Literal["fixed", "mobile", "online"]  # fester Ort, kommt hin, im Netz
Threshold = Literal["open", "registration", "referral"]  # offen, mit Anmeldung, auf Vermittlung
CostKind = Literal["free", "donation", "reduced", "paid"]  # kostenlos, Spende, ermäßigt, mit Kosten
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Accessibility = Literal[
    "step-free",  # stufenlos
    "lift",  # Aufzug
    "accessible-toilet",  # barrierefreie Toilette
    "hearing-loop",  # Induktionsschleife
    "sign-language",  # Gebärdensprache
    "plain-language",  # Leichte Sprache
    "tactile-guides",  # Leitsystem für Blinde
    "quiet-room",  # Ruheraum
]
AmendCode = Literal["offer-changed", "corrected", "completed", "unstated"]
ArchiveCode = Literal["ended", "dormant", "mistaken"]  # beendet, ruht, irrtümlich angelegt


@dataclass(frozen=True, slots=True)
class Contact:
    """Kontaktweg: how to reach the organisation itself, never a person in it."""

    channel: Channel
    address: str


@dataclass(frozen=True, slots=True)
class ContactFunction:
    """Ansprechfunktion: whom to ask for what, by function; who that is lies in the vault."""

    function: str
    contact: Contact | None


@dataclass(frozen=True, slots=True)
class Place:
    """Ort: where an organisation is found. Whole millionths of a degree, WGS 84.

    masked  street and point are for the office only (a shelter, a place in a private house)
    """

    street: str | None
    postcode: str
    city: str
    latitude_e6: int | None
    longitude_e6: int | None
    masked: bool


@dataclass(frozen=True, slots=True)
class OpeningRule:
    """Öffnungszeit: open on these days from `opens` to `closes` (HH:MM, at most 24:00)."""

    days: tuple[Weekday, ...]
    opens: str
    closes: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Cost:
    """Kosten: what taking part costs whom it is for; the amount where there is one."""

    kind: CostKind
    amount_ct: int | None
    explanation: str | None


@dataclass(frozen=True, slots=True)
class CardContent:
    """Karteninhalt: all that a card says but its description. Ages are inclusive.

    traeger_id  whose offer it is, if a Träger of the district's
    place       None only for what is mobile or online, and for cards older than this field
    topics      ids of `services/resources/topics.py`; `keywords` are free words
    languages   ISO 639
    """

    name: str
    kind: Kind
    sozialraum_ids: tuple[str, ...]
    traeger_id: str | None = None
    visibility: Visibility = "district"
    venue: Venue = "fixed"
    place: Place | None = None
    topics: tuple[Topic, ...] = ()
    keywords: tuple[str, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    eligibility: str | None = None
    threshold: Threshold | None = None
    cost: Cost | None = None
    languages: tuple[str, ...] = ()
    accessibility: tuple[Accessibility, ...] = ()
    opening: tuple[OpeningRule, ...] = ()
    contact: Contact | None = None
    functions: tuple[ContactFunction, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardRecorded:
    """Karte angelegt: an offer of the Sozialraum that others can use."""

    VERSION: ClassVar = 2

    card_id: str
    content: CardContent
    description: DocumentRef
    by: str
    recorded_on: date | None


@dataclass(frozen=True, slots=True)
class CardAmended:
    """Karte geändert: the card says this now, in full."""

    VERSION: ClassVar = 2

    card_id: str
    content: CardContent
    description: DocumentRef
    reason_code: AmendCode
    by: str
    amended_on: date | None


@dataclass(frozen=True, slots=True)
class CardProposed:
    """Karte vorgeschlagen: what a Träger would have the card of its offer say."""

    card_id: str
    content: CardContent
    description: DocumentRef
    by: str
    proposed_on: date


@dataclass(frozen=True, slots=True)
class ProposalAccepted:
    """Vorschlag angenommen: the card says now what was proposed, in full."""

    card_id: str
    content: CardContent
    description: DocumentRef
    proposed_by: str
    by: str
    accepted_on: date


@dataclass(frozen=True, slots=True)
class ProposalDeclined:
    """Vorschlag abgelehnt: the card says what it said before; the reason is a text."""

    card_id: str
    reason: DocumentRef
    by: str
    declined_on: date


@dataclass(frozen=True, slots=True)
class ProposalWithdrawn:
    """Vorschlag zurückgezogen: by the Träger itself."""

    card_id: str
    by: str
    withdrawn_on: date


@dataclass(frozen=True, slots=True)
class CardVerified:
    """Karte geprüft: all of it is still so; to be looked at again by `verify_by`."""

    card_id: str
    verified_on: date
    verify_by: date
    by: str


@dataclass(frozen=True, slots=True)
class CardRemarked:
    """Interne Notiz geschrieben: what helps whom, for the office only; the words are a text."""

    card_id: str
    remark: DocumentRef
    by: str
    remarked_on: date


@dataclass(frozen=True, slots=True)
class CardArchived:
    """Karte abgelegt: it is not found any more."""

    card_id: str
    cause: ArchiveCode
    by: str
    archived_on: date


@dataclass(frozen=True, slots=True)
class CardReopened:
    """Karte wieder aufgenommen: it is found again, and to be verified."""

    card_id: str
    by: str
    reopened_on: date


@dataclass(frozen=True, slots=True)
class CardMerged:
    """Karte zusammengeführt: it is the same as another one, which goes on in its place."""

    card_id: str
    into_card_id: str
    by: str
    merged_on: date


@dataclass(frozen=True, slots=True)
class CardAbsorbed:
    """Karte aufgenommen: what led to these cards leads here now; also what they had absorbed."""

    card_id: str
    absorbed: tuple[str, ...]
    by: str
    absorbed_on: date


CardEvent = (
    CardRecorded
    | CardAmended
    | CardProposed
    | ProposalAccepted
    | ProposalDeclined
    | ProposalWithdrawn
    | CardVerified
    | CardRemarked
    | CardArchived
    | CardReopened
    | CardMerged
    | CardAbsorbed
)
