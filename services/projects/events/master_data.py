"""What has happened to Träger and Sozialräume: institutional data, no person's name among them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Literal

from shared.canonical import Json
from shared.documents import DocumentRef
from shared.guideline import HeadcountMethod
from shared.schema import Catalogue

LegalForm = Literal[
    "association",  # e. V.
    "non-profit-company",  # gGmbH, gUG
    "foundation",  # Stiftung
    "public-corporation",  # Körperschaft des öffentlichen Rechts, etwa eine Kirche
    "cooperative",  # eG
    "other",
]
DeactivationCode = Literal[
    "dissolved",  # aufgelöst
    "merged",  # in einem anderen Träger aufgegangen
    "recognition-lost",  # Anerkennung nach § 75 entfallen
    "agreement-ended",  # Vereinbarung nach § 8a oder § 72a beendet
    "recorded-twice",  # doppelt erfasst
    "other",
]


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Postanschrift: where letters to an organisation go, in Germany."""

    street: str
    postcode: str
    city: str


@dataclass(frozen=True, slots=True)
class TraegerProfile:
    """Angaben zum Träger: what is None nobody has stated yet.

    register_number  court and number of its register
    deducts_vat      whether it may deduct input tax
    exempt_on        day of the notice that exempts it from tax as serving the public
    recognised_on, certificates_agreed_on, protection_agreed_on  days of the recognition and of the
                     agreements under §§ 75, 72a and 8a SGB VIII
    …_until          their last days; None: they are not limited
    """

    legal_form: LegalForm | None = None
    register_number: str | None = None
    iban: str | None = None
    deducts_vat: bool | None = None
    exempt_on: date | None = None
    recognised_on: date | None = None
    certificates_agreed_on: date | None = None
    protection_agreed_on: date | None = None
    recognised_until: date | None = None
    certificates_until: date | None = None
    protection_until: date | None = None
    address: PostalAddress | None = None


@dataclass(frozen=True, slots=True)
class TraegerRegistered:
    """Träger erfasst: a legal person that can receive grants; `expert` marks special expertise."""

    VERSION: ClassVar[int] = 3

    traeger_id: str
    name: str
    expert: bool
    profile: TraegerProfile


@dataclass(frozen=True, slots=True)
class TraegerAmended:
    """Träger geändert: its name, mark and profile are these now, in full."""

    VERSION: ClassVar[int] = 2

    traeger_id: str
    name: str
    expert: bool
    profile: TraegerProfile


@dataclass(frozen=True, slots=True)
class HeadcountStated:
    """Mitarbeitende angegeben: how many the whole legal person employs on a day, and the proof.

    hundredths  of heads, which are whole, or of full-time equivalents
    """

    traeger_id: str
    method: HeadcountMethod
    hundredths: int
    on: date
    evidence: DocumentRef | None


@dataclass(frozen=True, slots=True)
class RepresentativesNamed:
    """Vertretungsberechtigte benannt: these persons sign for the Träger now, and no others."""

    traeger_id: str
    person_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TraegerDeactivated:
    """Träger stillgelegt: nothing new is applied for; what runs goes on."""

    traeger_id: str
    reason_code: DeactivationCode
    reason: DocumentRef | None
    deactivated_on: date


@dataclass(frozen=True, slots=True)
class TraegerReactivated:
    """Träger wieder aufgenommen: it can receive grants again."""

    traeger_id: str
    reactivated_on: date


@dataclass(frozen=True, slots=True)
class SozialraumRegistered:
    """Sozialraum erfasst: a planning area of the district and its team."""

    sozialraum_id: str
    name: str
    team_id: str
    team_name: str


@dataclass(frozen=True, slots=True)
class SozialraumRenamed:
    """Sozialraum umbenannt: the area and its team are called this now."""

    sozialraum_id: str
    name: str
    team_name: str


ImportKind = Literal["traeger", "sozialraeume"]


@dataclass(frozen=True, slots=True)
class MasterDataImported:
    """Stammdaten eingelesen: a file, known by its SHA-256, and what it added and changed."""

    kind: ImportKind
    sha256: str
    lines: int
    added: int
    changed: int


TraegerEvent = (
    TraegerRegistered
    | TraegerAmended
    | HeadcountStated
    | RepresentativesNamed
    | TraegerDeactivated
    | TraegerReactivated
)
SozialraumEvent = SozialraumRegistered | SozialraumRenamed


def register(catalogue: Catalogue) -> None:
    """Raise old forms of master data to their newest."""
    catalogue.upcast("traeger_registered", 1)(_without_profile)
    catalogue.upcast("traeger_registered", 2)(_without_address)
    catalogue.upcast("traeger_amended", 1)(_without_address)


def _without_profile(data: Json) -> Json:
    """Version 1 knew name and mark only; of the rest nothing had been stated."""
    return {**data, "profile": dict.fromkeys(_STATED_FIRST)}


def _without_address(data: Json) -> Json:
    """Addresses and last days of agreements had not been stated."""
    return {**data, "profile": {**dict.fromkeys(_STATED_LATER), **data["profile"]}}


_STATED_FIRST: Final = (
    *("legal_form", "register_number", "iban", "deducts_vat", "exempt_on"),
    *("recognised_on", "certificates_agreed_on", "protection_agreed_on"),
)
_STATED_LATER: Final = ("recognised_until", "certificates_until", "protection_until", "address")
