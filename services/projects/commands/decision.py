"""How applications can be decided."""

from dataclasses import dataclass

from services.projects.events import RejectionCode
from shared.documents import Document


@dataclass(frozen=True, slots=True)
class Approve:
    """Genehmigen. `version` is the one that the approval will have in its stream."""

    project_id: str
    version: int = 0
    command_id: str = ""
    policy_position: int = 0


@dataclass(frozen=True, slots=True)
class Reject:
    """Ablehnen."""

    project_id: str
    reason_code: RejectionCode
    reason: Document


@dataclass(frozen=True, slots=True)
class Lapse:
    """Verfallen lassen: funding asks whether an approval it reserved money for still comes."""

    project_id: str
    approval_id: str
