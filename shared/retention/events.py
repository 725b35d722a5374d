"""What has happened to documents whose time is over: stream `retention`. The log itself is kept."""

from dataclasses import dataclass
from datetime import date

from shared.documents import DocumentRef


@dataclass(frozen=True, slots=True)
class DeletionProposed:
    """Löschung vorgeschlagen: these documents have been kept for as long as their class says.

    listed  the ids, with the last day that counted for each, as a document
    by      the random id of who proposed
    """

    proposal_id: str
    retention_class: str
    years: int
    documents: int
    listed: DocumentRef
    by: str
    proposed_on: date


@dataclass(frozen=True, slots=True)
class DeletionConfirmed:
    """Löschung bestätigt: the documents are gone; those that somebody had needed since then are not.

    deleted  how many;  kept  of those proposed, how many are not due any more
    """

    proposal_id: str
    deleted: int
    kept: int
    by: str
    confirmed_on: date


EVENTS = (DeletionProposed, DeletionConfirmed)
