"""How notices are issued."""

from dataclasses import dataclass

from services.projects.events import NoticeKind
from shared.documents import DocumentRef


@dataclass(frozen=True, slots=True)
class IssueNotice:
    """Bescheid erlassen. The service issues it with the decision; nobody asks for it."""

    project_id: str
    kind: NoticeKind
    approval_id: str | None
    template_version: int
    document: DocumentRef
