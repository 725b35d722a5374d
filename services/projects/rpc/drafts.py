"""Drafts of applications: saved at any time, with any gap."""

from dataclasses import asdict, replace
from typing import Final

import structlog

from services.projects import application_refusals, commands, draft_check, drafts, forms
from services.projects.answers import application as application_answers
from services.projects.answers import drafts as draft_answers
from services.projects.answers.parts import LIST_MAX
from services.projects.rpc.common import project_stream
from services.projects.rpc.submitting import Submitting
from shared.call import Call
from shared.canonical import Json, canonical
from shared.database import Conn
from shared.edge import at_the_edge
from shared.kernel_forms import EmptySchema
from shared.refusal import Fault, Refused, stale
from shared.wire import command, every, query
from shared.writer import Turn

log = structlog.get_logger(__name__)

SWEEP_SECONDS: Final = 3600


class Drafts(Submitting):
    """What is written down on the way to an application. No event tells of it."""

    @command(forms.SaveDraftSchema, "Einen Entwurf speichern", draft_answers.DraftAnswer)
    def save_draft(self, call: Call, asked: commands.SaveDraft) -> Json:
        """Return the answer with {draft_id}; `version` is that of the draft.

        The same content again changes nothing and is answered alike, so a repeat is harmless. The
        id of a new draft comes from the caller, or from the command; who changes a draft says in
        `expected_version` which one was seen.
        """
        draft_id = asked.draft_id or call.new_id()
        sozialraum_id, traeger_id = drafts.places(asked.content)
        if sozialraum_id is not None:
            call.permit(sozialraum_id, traeger_id)
        with self.kernel.pool.connection() as conn:
            author = self._actor(conn, call)
            with conn.transaction():
                version = self._save(conn, call, draft_id, author, asked.content)
        return _answer(draft_id, version)

    def _save(self, conn: Conn, call: Call, draft_id: str, author: str, content: Json) -> int:
        if not call.expected_version and drafts.insert(conn, draft_id, author, content):
            return 1
        found = drafts.find(conn, draft_id, lock=True)
        if found is None:
            raise drafts.unknown()
        _permit(call, found, author)
        if canonical(found.content) == canonical(content):
            return found.version
        if call.expected_version is None:
            raise _version_missing(found.version)
        if call.expected_version != found.version:
            raise stale({"draft_id": draft_id, "version": found.version})
        return drafts.replace(conn, found, content)

    @command(forms.DiscardDraftSchema, "Einen Entwurf verwerfen", draft_answers.DraftAnswer)
    def discard_draft(self, call: Call, asked: commands.DiscardDraft) -> Json:
        """Delete a draft; one that is gone is gone."""
        with self.kernel.pool.connection() as conn:
            actor = self._actor(conn, call)
            with conn.transaction():
                found = drafts.find(conn, asked.draft_id, lock=True)
                if found is not None:
                    _permit(call, found, actor)
                    if call.expected_version not in (None, found.version):
                        raise stale({"draft_id": found.draft_id, "version": found.version})
                    drafts.delete(conn, asked.draft_id)
        return _answer(asked.draft_id, None)

    @query(forms.DraftIdSchema, "Zeigt einen Entwurf", draft_answers.GetDraftAnswer)
    def get_draft(self, call: Call, asked: Json) -> Json:
        """Return the draft as it was saved last."""
        found = self.draft(call, asked["draft_id"])
        return {**found.told, "content": found.content}

    @query(EmptySchema, "Listet die Entwürfe des eigenen Teams", draft_answers.ListDraftsAnswer)
    def list_drafts(self, call: Call, _asked: Json) -> Json:
        """Return {drafts}, those saved last first."""
        with self.kernel.pool.connection() as conn:
            actor = self._actor(conn, call)
            found = drafts.heads(conn, LIST_MAX)
        return {"drafts": [it.told for it in found if _sees(call, it, actor)]}

    @query(forms.DraftIdSchema, "Prüft einen Entwurf", draft_answers.CheckDraftAnswer)
    def check_draft(self, call: Call, asked: Json) -> Json:
        """Return {gaps, warnings, quote}: all that is missing, what to look at, the sums so far."""
        found = self.draft(call, asked["draft_id"])
        checked = self._checked(call, found)
        warnings = [{"pointer": it.pointer, **asdict(it.hit)} for it in checked.references]
        return {
            "draft_id": found.draft_id,
            "version": found.version,
            "gaps": [asdict(it) for it in checked.gaps],
            "warnings": warnings[:LIST_MAX],
            "quote": at_the_edge(checked.estimate),
        }

    @command(forms.SubmitDraftSchema, "Einen Entwurf einreichen", application_answers.ApplyAnswer)
    def submit_draft(self, call: Call, asked: commands.SubmitDraft) -> Json:
        """Hand a draft in; it is gone in the moment in which its application is there.

        Return what `apply` returns. Raises Refused `application-incomplete` with all gaps.
        """
        draft = self._draft_to_submit(call, asked.draft_id)
        if draft is None:
            return self._submitted_already(call)
        if call.expected_version not in (None, draft.version):
            raise stale({"draft_id": draft.draft_id, "version": draft.version})
        checked = self._checked(call, draft)
        if checked.gaps:
            raise application_refusals.incomplete(checked.gaps)
        full = draft_check.command_of(draft.content, call.command_id or "")
        confirmed = asked.confirmed or full.confirmed
        about_a_stream = replace(call, expected_version=None)
        return self.submit(
            about_a_stream, replace(full, confirmed=confirmed), drafts.submission_of(draft)
        )

    def _draft_to_submit(self, call: Call, draft_id: str) -> drafts.Draft | None:
        """Return the draft; None where it is gone. Raises Refused where it is another's."""
        try:
            return self.draft(call, draft_id)
        except Refused as no:
            if no.code == drafts.unknown().code:
                return None
            raise

    def _submitted_already(self, call: Call) -> Json:
        """Return the answer of the same command, if that is why the draft is gone."""

        def decide(_: Turn) -> Json:
            raise drafts.unknown()

        about_a_stream = replace(call, expected_version=None)
        return self.execute(about_a_stream, [project_stream(call.new_id())], decide)

    def _checked(self, call: Call, draft: drafts.Draft) -> draft_check.Checked:
        known = self.known_of(call, draft.content, draft.sozialraum_id, draft.traeger_id)
        return draft_check.check(draft.content, known, call.today)

    @every(SWEEP_SECONDS)
    def forget_drafts(self) -> None:
        """Delete the drafts that nobody has saved for a year."""
        with self.kernel.pool.connection() as conn:
            forgotten = drafts.forget_unused(conn)
        if forgotten:
            log.info("drafts_forgotten", count=forgotten)

    def draft(self, call: Call, draft_id: str) -> drafts.Draft:
        """Return a draft that the caller may see. Raises Refused."""
        with self.kernel.pool.connection() as conn:
            actor = self._actor(conn, call)
            found = drafts.find(conn, draft_id)
        if found is None:
            raise drafts.unknown()
        _permit(call, found, actor)
        return found

    def _actor(self, conn: Conn, call: Call) -> str:
        actor: str = self.kernel.writer.actors.told(conn, call.context.actor)["sub"]
        return actor


def _sees(call: Call, draft: drafts.Draft, actor: str) -> bool:
    """A draft that names no Sozialraum yet is its author's, every other its team's."""
    own = draft.sozialraum_id is None and draft.author == actor
    return own or call.sees(draft.sozialraum_id, draft.traeger_id)


def _permit(call: Call, draft: drafts.Draft, actor: str) -> None:
    if not _sees(call, draft, actor):
        call.permit(draft.sozialraum_id, draft.traeger_id)


def _answer(draft_id: str, version: int | None) -> Json:
    return {"stream": None, "version": version, "event_ids": [], "draft_id": draft_id}


def _version_missing(version: int) -> Refused:
    text = "Den Entwurf gibt es schon mit anderem Inhalt. Bitte sagen, welche Fassung gilt."
    return Refused(
        "version-missing",
        "Die Fassung fehlt",
        text,
        kind="conflict",
        errors=(Fault("/expected_version", "version-missing", text),),
        facts={"version": version},
    )
