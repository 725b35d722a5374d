"""What was told to recipients about decisions."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.documents import DocumentRef

NoticeKind = Literal[
    "approval",  # Zuwendungsbescheid
    "approval-reduced",  # Zuwendungsbescheid über weniger als beantragt
    "rejection",  # Ablehnungsbescheid
    "amendment",  # Änderungsbescheid
    "extension",  # Verlängerungsbescheid
    "termination",  # Bescheid über das vorzeitige Ende
    "revocation",  # Aufhebungsbescheid: Rücknahme oder Widerruf
    "change-rejection",  # Ablehnung eines Änderungsantrags
    "hearing",  # Anhörung
    "settlement",  # Festsetzungsbescheid
    "settlement-recovery",  # Festsetzungs- und Rückforderungsbescheid
    "interest",  # Zinsbescheid
]


@dataclass(frozen=True, slots=True)
class NoticeIssued:
    """Bescheid erlassen: a decision was told to its recipient, in the words of this document.

    number       of the notice within its project, from 1
    amendment    its number among the amendments of the grant, from 1; 0 if it amends nothing
    approval_id  of the decision that binds money; None if it binds none
    template     of which the document was made, in which version
    """

    project_id: str
    number: int
    kind: NoticeKind
    amendment: int
    approval_id: str | None
    template: str
    template_version: int
    document: DocumentRef
    issued_on: date
