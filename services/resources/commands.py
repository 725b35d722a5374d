"""What can be asked of the resource network. The form for strangers is `forms.py`."""

from dataclasses import dataclass

from services.resources.events import Contact, Kind
from shared.documents import Document


@dataclass(frozen=True, slots=True)
class RecordCard:
    """Karte anlegen. The service supplies `card_id`."""

    name: str
    kind: Kind
    description: Document
    sozialraum_id: str
    topics: tuple[str, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    contact: Contact | None = None
    card_id: str = ""


@dataclass(frozen=True, slots=True)
class AmendCard:
    """Karte ändern: all fields anew; without a description the old one stays."""

    card_id: str
    name: str
    kind: Kind
    sozialraum_id: str
    description: Document | None = None
    topics: tuple[str, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    contact: Contact | None = None


CardCommand = RecordCard | AmendCard
