"""What every service answers about the end of its documents."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.document_store import content
from shared.documents import Document
from shared.kernel_forms import EmptySchema
from shared.retention import due
from shared.retention.forms import (
    ConfirmDeletionsAnswer,
    ConfirmDeletionsSchema,
    DeletionsAnswer,
    ProposeDeletionsAnswer,
    ProposeDeletionsSchema,
)
from shared.retention.proposal import (
    PROPOSALS,
    RETENTION,
    ConfirmDeletions,
    ProposeDeletions,
)
from shared.wire import command, query
from shared.writer import Turn

LIST_BYTES_MAX = 64 * 1024 * 1024


class Retaining:
    """The methods; a service inherits them.

    retention_class  of all documents of the service
    retention_years  for how long they are kept, unless a setting says otherwise
    """

    kernel: Any
    retention_class: ClassVar[str] = "file"
    retention_years: ClassVar[int] = 10

    @command(
        ProposeDeletionsSchema,
        "Schlägt vor, abgelaufene Dokumente zu löschen",
        ProposeDeletionsAnswer,
    )
    def propose_deletions(self, call: Call, asked: ProposeDeletions) -> Json:
        """List what was kept long enough. Return {proposal_id, documents, listed}.

        Raises Refused `nothing-due`.
        """
        with self.kernel.pool.connection() as conn:
            found = self._retention_due(conn, call.today)
        text = "".join(f"{document_id};{day}\n" for document_id, day in found)
        listed = Document.of_text(text) if found else None
        full = replace(
            asked,
            proposal_id=call.new_id(),
            retention_class=self.retention_class,
            years=self._retention_years,
            documents=len(found),
            listed=listed.ref if listed else None,
        )

        def decide(turn: Turn) -> Json:
            state = turn.state(PROPOSALS, RETENTION)
            turn.add(RETENTION, PROPOSALS.decide(replace(full, by=turn.actor), state, call.today))
            turn.keep(*([listed] if listed else []))
            return {
                "proposal_id": full.proposal_id,
                "documents": full.documents,
                "listed": full.listed.document_id if full.listed else "",
            }

        answer: Json = self.kernel.writer.execute(call, [RETENTION], decide)
        return answer

    @command(ConfirmDeletionsSchema, "Bestätigt einen Vorschlag und löscht", ConfirmDeletionsAnswer)
    def confirm_deletions(self, call: Call, asked: ConfirmDeletions) -> Json:
        """Delete what was proposed and is still due. Return {proposal_id, deleted, kept}."""
        kernel = self.kernel

        def decide(turn: Turn) -> Json:
            state = turn.state(PROPOSALS, RETENTION)
            proposed = state.proposed.get(asked.proposal_id)
            going: list[str] = []
            with kernel.pool.connection() as conn:
                if proposed is not None:
                    named = self._ids_listed(conn, proposed.listed.document_id)
                    going = [it for it, _ in self._retention_due(conn, call.today) if it in named]
            kept = (proposed.documents if proposed else 0) - len(going)
            full = replace(asked, deleted=len(going), kept=kept, by=turn.actor)
            turn.add(RETENTION, PROPOSALS.decide(full, state, call.today))
            turn.beside.append(lambda conn: due.delete(conn, going, asked.proposal_id, call.today))
            return {"proposal_id": asked.proposal_id, "deleted": full.deleted, "kept": kept}

        answer: Json = kernel.writer.execute(call, [RETENTION], decide)
        return answer

    @query(EmptySchema, "Zeigt Aufbewahrungsfristen und Löschungen", DeletionsAnswer)
    def list_deletions(self, call: Call, _asked: Json) -> Json:
        """Return {retention_class, years, due, deletions}."""
        kernel = self.kernel
        with kernel.pool.connection() as conn:
            state = PROPOSALS.fold(kernel.log.read(conn, RETENTION)[RETENTION].events)
            waiting = len(self._retention_due(conn, call.today))
        return {
            "retention_class": self.retention_class,
            "years": self._retention_years,
            "due": waiting,
            "deletions": [
                _told(it, state.confirmed.get(id_)) for id_, it in state.proposed.items()
            ],
        }

    @property
    def _retention_years(self) -> int:
        given: Mapping[str, int] = self.kernel.settings.retention
        return given.get(self.retention_class, self.retention_years)

    def _retention_due(self, conn: Conn, today: date) -> list[due.Due]:
        return due.due(conn, self._retention_years, today, str(self.kernel.settings.time_zone))

    def _ids_listed(self, conn: Conn, document_id: str) -> set[str]:
        lines = content(conn, document_id, LIST_BYTES_MAX).decode().splitlines()
        return {line.partition(";")[0] for line in lines}


def _told(proposed: Any, confirmed: Any) -> Json:
    return {
        "proposal_id": proposed.proposal_id,
        "retention_class": proposed.retention_class,
        "years": proposed.years,
        "documents": proposed.documents,
        "listed": proposed.listed.document_id,
        "proposed_by": proposed.by,
        "proposed_on": proposed.proposed_on.isoformat(),
        "deleted": confirmed.deleted if confirmed else None,
        "kept": confirmed.kept if confirmed else None,
        "confirmed_by": confirmed.by if confirmed else None,
        "confirmed_on": confirmed.confirmed_on.isoformat() if confirmed else None,
    }
