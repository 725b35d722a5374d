"""The notices of one project, one after the other: which was issued, and what it is called. Pure."""

from datetime import date
from typing import Final

from services.projects import commands, events
from services.projects.events import NoticeIssued, NoticeKind
from services.projects.notices.changes import Reference
from shared.decider import Decider

Issued = tuple[NoticeIssued, ...]

AMENDING: Final = ("amendment", "extension", "termination", "revocation")
TITLES: Final[dict[NoticeKind, str]] = {
    "approval": "Zuwendungsbescheid",
    "approval-reduced": "Zuwendungsbescheid",
    "rejection": "Ablehnungsbescheid",
    "amendment": "{}. Änderungsbescheid",
    "extension": "Verlängerungsbescheid ({}. Änderungsbescheid)",
    "termination": "Bescheid über das vorzeitige Ende ({}. Änderungsbescheid)",
    "revocation": "Aufhebungsbescheid ({}. Änderungsbescheid)",
    "change-rejection": "Ablehnung eines Änderungsantrags",
    "hearing": "Anhörung zu einer Rückforderung",
    "settlement": "Festsetzungsbescheid",
    "settlement-recovery": "Festsetzungs- und Rückforderungsbescheid",
    "interest": "Zinsbescheid",
}
"""As the templates head them."""


def notices_stream(project_id: str) -> str:
    """Return the stream of the notices of a project."""
    return f"notices-{project_id}"


def decide(command: commands.IssueNotice, before: Issued, today: date) -> list[NoticeIssued]:
    """Whatever was decided is told once more than before: a notice never changes an earlier one."""
    return [
        events.NoticeIssued(
            project_id=command.project_id,
            number=len(before) + 1,
            kind=command.kind,
            amendment=next_amendment(before) if command.kind in AMENDING else 0,
            approval_id=command.approval_id,
            template=command.kind,
            template_version=command.template_version,
            document=command.document,
            issued_on=today,
        )
    ]


def evolve(before: Issued, event: NoticeIssued) -> Issued:
    """Every notice stays."""
    return (*before, event)


NOTICES: Decider[commands.IssueNotice, Issued, NoticeIssued] = Decider((), decide, evolve)


def next_amendment(before: Issued) -> int:
    """Return the number that the next amendment gets: all kinds of amendments are counted."""
    return 1 + sum(it.kind in AMENDING for it in before)


def title(notice: NoticeIssued) -> str:
    """Return what a notice is called."""
    return TITLES[notice.kind].format(notice.amendment)


def last(before: Issued, kind: NoticeKind, dated: date) -> Reference:
    """Return the last notice of a kind; of what was decided before notices were kept, its day."""
    days = [it.issued_on for it in before if it.kind == kind]
    return Reference(TITLES[kind], days[-1] if days else dated)


def parents(before: Issued, approved_on: date) -> tuple[Reference, tuple[Reference, ...]]:
    """Return the notice that the next amendment amends, and the amendments since.

    What was approved before notices were kept here has none; its day is known all the same.
    """
    first = [it for it in before if it.kind in ("approval", "approval-reduced")]
    parent = Reference(TITLES["approval"], first[-1].issued_on if first else approved_on)
    return parent, tuple(Reference(title(it), it.issued_on) for it in before if it.kind in AMENDING)
