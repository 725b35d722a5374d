"""Proposals of deletions: made by one person, confirmed by another, each once. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from shared.decider import Decider
from shared.documents import DocumentRef
from shared.refusal import Refused
from shared.retention.events import DeletionConfirmed, DeletionProposed

RETENTION: Final = "retention"


@dataclass(frozen=True, slots=True)
class ProposeDeletions:
    """Löschung vorschlagen. The service supplies all of it."""

    proposal_id: str = ""
    retention_class: str = ""
    years: int = 0
    documents: int = 0
    listed: DocumentRef | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmDeletions:
    """Löschung bestätigen. The service supplies how many are deleted and kept, and `by`."""

    proposal_id: str
    deleted: int = 0
    kept: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Proposals:
    """What was proposed, and what became of it, by the id of the proposal."""

    proposed: Mapping[str, DeletionProposed] = field(default_factory=dict)
    confirmed: Mapping[str, DeletionConfirmed] = field(default_factory=dict)


Command = ProposeDeletions | ConfirmDeletions
Event = DeletionProposed | DeletionConfirmed


def decide(command: Command, proposals: Proposals, today: date) -> list[Event]:
    """Four eyes: who proposes does not confirm."""
    match command:
        case ProposeDeletions(listed=None):
            raise _nothing_due()
        case ProposeDeletions(listed=DocumentRef() as listed):
            return [
                DeletionProposed(
                    command.proposal_id,
                    command.retention_class,
                    command.years,
                    command.documents,
                    listed,
                    command.by,
                    today,
                )
            ]
        case ConfirmDeletions(proposal_id=id_) if id_ not in proposals.proposed:
            raise _unknown()
        case ConfirmDeletions(proposal_id=id_) if id_ in proposals.confirmed:
            raise _confirmed(proposals.confirmed[id_])
        case ConfirmDeletions(proposal_id=id_, by=by) if by == proposals.proposed[id_].by:
            raise _same_person()
        case ConfirmDeletions():
            kept = command.deleted, command.kept
            return [DeletionConfirmed(command.proposal_id, *kept, command.by, today)]
    raise AssertionError(f"No row for {command}")


def evolve(proposals: Proposals, event: Event) -> Proposals:
    """One more was proposed, or confirmed."""
    match event:
        case DeletionProposed():
            return Proposals({**proposals.proposed, event.proposal_id: event}, proposals.confirmed)
        case DeletionConfirmed():
            return Proposals(proposals.proposed, {**proposals.confirmed, event.proposal_id: event})


PROPOSALS: Final[Decider[Command, Proposals, Event]] = Decider(Proposals(), decide, evolve)


def _nothing_due() -> Refused:
    return Refused(
        "nothing-due",
        "Es ist nichts zu löschen",
        "Kein Dokument dieses Dienstes hat seine Aufbewahrungsfrist hinter sich.",
        kind="conflict",
    )


def _unknown() -> Refused:
    return Refused(
        "proposal-unknown",
        "Diesen Vorschlag gibt es nicht",
        "Zu dieser Kennung wurde keine Löschung vorgeschlagen.",
        kind="unknown",
    )


def _confirmed(event: DeletionConfirmed) -> Refused:
    return Refused(
        "already-confirmed",
        "Die Löschung ist schon bestätigt",
        f"Sie wurde am {event.confirmed_on:%d.%m.%Y} bestätigt.",
        kind="conflict",
    )


def _same_person() -> Refused:
    return Refused(
        "same-person",
        "Dazu gehören zwei Personen",
        "Wer eine Löschung vorgeschlagen hat, bestätigt sie nicht selbst.",
        kind="denied",
    )
