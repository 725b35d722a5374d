"""What can be asked of the contact persons of a card. The service supplies ids and `by`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.resources.events import Visibility
from shared.documents import Document


@dataclass(frozen=True, slots=True)
class NameContact:
    """Ansprechperson benennen: `personal` goes into the vault."""

    card_id: str
    function: str
    visibility: Visibility
    consent_on: date
    consent_until: date
    personal: Mapping[str, str] = field(repr=False)
    contact_id: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class RenewConsent:
    """Einwilligung erneuern."""

    card_id: str
    contact_id: str
    visibility: Visibility
    consent_on: date
    consent_until: date
    by: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    """Einwilligung widerrufen."""

    card_id: str
    contact_id: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class EraseContact:
    """Kontaktdaten löschen: the service asks it of itself, once the consent has ended."""

    card_id: str
    contact_id: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class KeepContact:
    """Kontakt halten: with a person of the card, or with no one in particular."""

    card_id: str
    on: date
    next_on: date | None = None
    contact_id: str | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class OpenContacts:
    """Kontaktdaten einsehen."""

    card_id: str
    reason: Document
    by: str = ""


ContactCommand = (
    NameContact | RenewConsent | WithdrawConsent | EraseContact | KeepContact | OpenContacts
)
