"""Drafts of statements of use: saved at any time, with any gap."""

from typing import Final

import structlog

from services.reporting.refusals import draft_unknown, draft_version_missing
from services.reporting.rpc.statement_common import Statements
from services.reporting.statement import answers, drafts, forms, receipt_rows
from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.refusal import stale
from shared.wire import command, every

log = structlog.get_logger(__name__)

SWEEP_SECONDS: Final = 3600


class StatementDrafts(Statements):
    """What is written down on the way to a statement. No event tells of it."""

    @command(forms.SaveStatementDraftSchema, "Den Entwurf speichern", answers.DraftAnswer)
    def save_statement_draft(self, call: Call, asked: Json) -> Json:
        """Keep what is written down so far, with any gap; who changes it says which version was seen.

        The same content again changes nothing and is answered alike, so a repeat is harmless.
        """
        project_id = asked["project_id"]
        self.approved(call, project_id)
        self.check_open(project_id)
        with self.kernel.pool.connection() as conn, conn.transaction():
            version = _save(conn, call, asked)
        return {"project_id": project_id, "stream": None, "version": version, "event_ids": []}

    @every(SWEEP_SECONDS)
    def forget_statement_drafts(self) -> None:
        """Delete the drafts that nobody has saved for a year, and how far files of old were read."""
        with self.kernel.pool.connection() as conn:
            forgotten = drafts.forget_unused(conn)
            receipt_rows.forget_progress(conn)
        if forgotten:
            log.info("statement_drafts_forgotten", count=forgotten)


def _save(conn: Conn, call: Call, asked: Json) -> int:
    """Keep a draft; return its version. Raises Refused for one that somebody else has changed."""
    found = drafts.find(conn, asked["project_id"], lock=True)
    if found is None:
        if call.expected_version is not None:
            raise draft_unknown()
        return drafts.save(conn, asked["project_id"], asked["content"])
    version, content = found
    if content == asked["content"]:
        return version
    if call.expected_version is None:
        raise draft_version_missing(version)
    if call.expected_version != version:
        raise stale({"project_id": asked["project_id"], "version": version})
    return drafts.save(conn, asked["project_id"], asked["content"])
