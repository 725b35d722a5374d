"""The notices of one project, typed by hand."""

from datetime import date

from services.projects import commands, events
from shared.documents import DocumentRef
from tests.unit.projects.examples import APPROVED, PROJECT_ID

DOCUMENT = DocumentRef("4fc1b052-7196-5ea8-8043-a1b2c3d4e5f6", "5d" * 32)
ISSUE = commands.IssueNotice(PROJECT_ID, "approval", APPROVED.approval_id, 1, DOCUMENT)
ISSUED = events.NoticeIssued(
    project_id=PROJECT_ID,
    number=1,
    kind="approval",
    amendment=0,
    approval_id=APPROVED.approval_id,
    template="approval",
    template_version=1,
    document=DOCUMENT,
    issued_on=date(2025, 9, 15),
)
