"""What happens to applications between their submission and the decision."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from services.projects.events.application import Applied
from shared.documents import DocumentRef

WithdrawalCode = Literal["no-need", "no-staff", "other-funding", "replaced", "other"]
# kein Bedarf mehr, kein Personal, anders finanziert, durch neuen Antrag ersetzt, anderes


@dataclass(frozen=True, slots=True)
class Returned:
    """Zur Ergänzung zurückgegeben: which places of the application are asked about, until when.

    `fields` are RFC 6901 pointers into the application as `apply` takes it.
    """

    project_id: str
    application_version: int
    fields: tuple[str, ...]
    text: DocumentRef
    deadline: date
    by: str
    returned_on: date


@dataclass(frozen=True, slots=True)
class Resubmitted(Applied):
    """Erneut eingereicht: the next version of an application that was returned, whole.

    It is an application in its own right: whatever asks for one takes it. `applied_on` stays the
    day of the first version.
    """

    VERSION: ClassVar[int] = 1

    resubmitted_on: date


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Zurückgezogen: the applicants want the project no more; nothing is decided."""

    project_id: str
    reason_code: WithdrawalCode
    reason: DocumentRef | None
    by: str
    withdrawn_on: date


@dataclass(frozen=True, slots=True)
class CoSigned:
    """Mitgezeichnet: the recipient's authorised person stands behind one version."""

    project_id: str
    application_version: int
    by: str
    co_signed_on: date
