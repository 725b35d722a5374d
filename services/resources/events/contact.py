"""What has happened to the contact persons of a card: functions and days; who they are lies in the vault."""

from dataclasses import dataclass
from datetime import date

from services.resources.events.card import Visibility
from shared.documents import DocumentRef


@dataclass(frozen=True, slots=True)
class ContactNamed:
    """Ansprechperson benannt: somebody has agreed to be found, by whom and until when.

    consent_until  the last day on which the person is shown
    """

    card_id: str
    contact_id: str
    function: str
    visibility: Visibility
    consent_on: date
    consent_until: date
    by: str


@dataclass(frozen=True, slots=True)
class ConsentRenewed:
    """Einwilligung erneuert: asked again, the person has agreed again."""

    card_id: str
    contact_id: str
    visibility: Visibility
    consent_on: date
    consent_until: date
    by: str


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    """Einwilligung widerrufen: the key to what is known of the person was destroyed."""

    card_id: str
    contact_id: str
    by: str
    withdrawn_on: date


@dataclass(frozen=True, slots=True)
class ContactErased:
    """Kontaktdaten gelöscht: the consent had ended, so the key was destroyed; nobody had to ask.

    consent_until  the last day on which the person was shown
    """

    card_id: str
    contact_id: str
    consent_until: date
    by: str
    erased_on: date


@dataclass(frozen=True, slots=True)
class ContactKept:
    """Kontakt gehalten: somebody spoke with them, and will again; with no one in particular: None."""

    card_id: str
    contact_id: str | None
    on: date
    next_on: date | None
    by: str


@dataclass(frozen=True, slots=True)
class ContactsOpened:
    """Kontaktdaten eingesehen: an auditor has looked at them, for this reason, on this day."""

    card_id: str
    reason: DocumentRef
    by: str
    opened_on: date


ContactEvent = (
    ContactNamed | ConsentRenewed | ConsentWithdrawn | ContactErased | ContactKept | ContactsOpened
)
EVENTS = (
    ContactNamed,
    ConsentRenewed,
    ConsentWithdrawn,
    ContactErased,
    ContactKept,
    ContactsOpened,
)
