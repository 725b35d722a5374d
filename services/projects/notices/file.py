"""What the file of a project tells a notice besides the decision itself. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.projects.notices.issued import Issued
from services.projects.notices.letter import Addressee, Letter
from services.projects.notices.office import Office
from services.projects.notices.settlement import Found
from services.projects.standing import Project
from shared.documents import DocumentRef
from shared.guideline import Policy

GONE: Final = "Dieser Text wird nicht mehr aufbewahrt."


@dataclass(frozen=True, slots=True)
class File:
    """What a notice needs to know besides the decision.

    project   as it stood before the decision
    texts     words of documents, by id
    as_deputy "i. V.", where the decision itself does not say so
    reserved  years of the decision that the council has not resolved on
    found     of a settlement: when its statement of use was checked, and how its sums come about
    """

    office: Office
    project: Project
    addressee: Addressee
    sozialraum: str
    texts: Mapping[str, str]
    issued: Issued
    policy: Policy
    as_deputy: bool
    reserved: tuple[int, ...] = ()
    is_draft: bool = False
    found: Found | None = None

    def words(self, document: DocumentRef) -> str:
        """Return the words of a document."""
        return self.texts.get(document.document_id, GONE)


def letter_of(file: File, dated: date, *, as_deputy: bool) -> Letter:
    """Return what the letters of a file have in common."""
    application = file.project.application
    return Letter(
        office=file.office,
        addressee=file.addressee,
        file_number=application.number,
        title=application.title,
        sozialraum=file.sozialraum,
        dated=dated,
        applied_on=application.applied_on,
        application_version=application.application_version,
        as_deputy=as_deputy,
        is_draft=file.is_draft,
    )
