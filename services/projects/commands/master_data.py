"""What can be asked about Träger and Sozialräume."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.projects.events import DeactivationCode, ImportKind, TraegerProfile
from shared.documents import Document, DocumentRef
from shared.guideline import Headcount


@dataclass(frozen=True, slots=True)
class RegisterTraeger:
    """Träger erfassen."""

    name: str
    expert: bool = False
    profile: TraegerProfile = field(default_factory=TraegerProfile)
    traeger_id: str = ""


@dataclass(frozen=True, slots=True)
class AmendTraeger:
    """Träger ändern. `changes` are by name of the field; what is not among them stays."""

    traeger_id: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StateHeadcount:
    """Mitarbeitende angeben. The service makes `evidence` of the id of an uploaded document."""

    traeger_id: str
    employees: Headcount
    on: date
    evidence_document_id: str | None = None
    evidence: DocumentRef | None = None


@dataclass(frozen=True, slots=True)
class NameRepresentatives:
    """Vertretungsberechtigte benennen, all anew."""

    traeger_id: str
    person_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeactivateTraeger:
    """Träger stilllegen."""

    traeger_id: str
    reason_code: DeactivationCode
    reason: Document | None = None


@dataclass(frozen=True, slots=True)
class ReactivateTraeger:
    """Träger wieder aufnehmen."""

    traeger_id: str


@dataclass(frozen=True, slots=True)
class RegisterSozialraum:
    """Sozialraum mit seinem Team erfassen."""

    name: str
    team_name: str
    sozialraum_id: str = ""
    team_id: str = ""


@dataclass(frozen=True, slots=True)
class RenameSozialraum:
    """Sozialraum umbenennen."""

    sozialraum_id: str
    name: str
    team_name: str


@dataclass(frozen=True, slots=True)
class ImportMasterData:
    """Stammdaten einlesen: a CSV file as it was sent."""

    kind: ImportKind
    content: bytes = field(repr=False)


TraegerCommand = (
    RegisterTraeger
    | AmendTraeger
    | StateHeadcount
    | NameRepresentatives
    | DeactivateTraeger
    | ReactivateTraeger
)
SozialraumCommand = RegisterSozialraum | RenameSozialraum
