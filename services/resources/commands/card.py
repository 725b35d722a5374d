"""What can be asked of a card. The service supplies ids and `by`."""

from dataclasses import dataclass
from datetime import date

from services.resources.events import AmendCode, ArchiveCode, CardContent
from shared.documents import Document


@dataclass(frozen=True, slots=True)
class RecordCard:
    """Karte anlegen."""

    content: CardContent
    description: Document
    card_id: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class AmendCard:
    """Karte ändern: all fields anew; without a description the old one stays."""

    card_id: str
    content: CardContent
    description: Document | None = None
    reason_code: AmendCode = "offer-changed"
    by: str = ""


@dataclass(frozen=True, slots=True)
class ProposeCard:
    """Karte vorschlagen, or a change of one: all fields anew, as in `AmendCard`."""

    content: CardContent
    description: Document | None = None
    card_id: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class AcceptProposal:
    """Vorschlag annehmen."""

    card_id: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class DeclineProposal:
    """Vorschlag ablehnen."""

    card_id: str
    reason: Document
    by: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawProposal:
    """Vorschlag zurückziehen."""

    card_id: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class VerifyCard:
    """Karte prüfen: all of it is still so; without a day it is looked at again in a year."""

    card_id: str
    verify_by: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class RemarkCard:
    """Interne Notiz schreiben."""

    card_id: str
    remark: Document
    by: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveCard:
    """Karte ablegen."""

    card_id: str
    cause: ArchiveCode
    by: str = ""


@dataclass(frozen=True, slots=True)
class ReopenCard:
    """Karte wieder aufnehmen."""

    card_id: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class MergeCards:
    """Karten zusammenführen: a card goes on in another one."""

    card_id: str
    into_card_id: str
    by: str = ""


CardCommand = (
    RecordCard
    | AmendCard
    | ProposeCard
    | AcceptProposal
    | DeclineProposal
    | WithdrawProposal
    | VerifyCard
    | RemarkCard
    | ArchiveCard
    | ReopenCard
)
