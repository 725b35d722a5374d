"""Notices: what was told to recipients, and what would be."""

from dataclasses import replace
from typing import Final

from services.projects import commands, events, forms, funds, refusals
from services.projects.answers import notices as answers
from services.projects.notices.gathering import Told
from services.projects.notices.issued import NOTICES, Issued, notices_stream, title
from services.projects.project import PROJECT
from services.projects.rpc import issuing
from services.projects.rpc.common import (
    ProjectIdSchema,
    Projects,
    acting,
    circumstances,
    permit,
    project_stream,
)
from shared import document_store
from shared.asof.methods import query_as_of
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.guideline import Policy
from shared.refusal import Refused, already_decided
from shared.wire import query
from shared.writer import Turn

HEAD: Final = (
    "project_id",
    "number",
    "kind",
    "amendment",
    "approval_id",
    "template",
    "template_version",
    "issued_on",
)


UNBOUND: Final = (commands.Reject, commands.RejectChange)
"""Decisions that bind no money."""


class Notices(Projects):
    """The letters that decisions become."""

    @query(
        forms.NoticeSchema, "Zeigt einen Bescheid, wie er erlassen wurde", answers.GetNoticeAnswer
    )
    def get_notice(self, call: Call, asked: Json) -> Json:
        """Return the notice as it left the house: {number, kind, title, …, html}; the newest usually."""
        issued = self._issued(call, asked["project_id"])
        number = asked["number"] or len(issued)
        if not 1 <= number <= len(issued):
            raise Refused(
                "notice-unknown",
                "Den Bescheid gibt es nicht",
                "Zu diesem Projekt ist unter dieser Nummer kein Bescheid erlassen.",
                kind="unknown",
            )
        notice = issued[number - 1]
        with self.kernel.pool.connection() as conn:
            pages = document_store.texts(conn, [notice.document.document_id])
        if not pages:
            raise Refused(
                "document-unknown",
                "Das Dokument gibt es nicht",
                "Der Bescheid ist erlassen; sein Text wird nicht mehr aufbewahrt.",
                kind="unknown",
            )
        return {**_told(notice), "html": pages[notice.document.document_id]}

    @query_as_of(ProjectIdSchema, "Listet die Bescheide eines Projekts", answers.ListNoticesAnswer)
    def list_notices(self, call: Call, asked: Json) -> Json:
        """Return {notices}, in the order in which they were issued."""
        return {"notices": [_told(it) for it in self._issued(call, asked["project_id"])]}

    @query(
        forms.PreviewNoticeSchema,
        "Zeigt den Bescheid, bevor entschieden ist",
        answers.PreviewNoticeAnswer,
    )
    def preview_notice(self, call: Call, asked: forms.Decision) -> Json:
        """Return {kind, html}: the notice that this very command would issue, marked as a draft.

        Nothing is written and no money is held. Raises Refused like the command itself.
        """
        command, turn = asked.command, self._turn(call, asked)
        project = turn.state(PROJECT, project_stream(command.project_id))
        permit(call, project)
        full = (
            self.acted(call, turn, command)
            if isinstance(command, UNBOUND)
            else self.completed(call, turn, command)
        )
        made = PROJECT.decide(full, project, call.today)
        if not made:
            raise already_decided("So ist es schon entschieden; der Bescheid ist erlassen.")
        (event,) = made
        assert isinstance(event, issuing.TOLD), "A preview is asked of nothing else."
        reserved = self._reserved_years(call, event)
        if isinstance(event, funds.Reserving):
            event = replace(event, reservation_clause_years=reserved)
        policy = Policy() if isinstance(full, UNBOUND) else full.policy
        under = circumstances(project, policy, acting(call, turn.actor), reserved)
        kind, page = issuing.written(self.kernel, turn, event, replace(under, is_draft=True))
        return {"kind": kind, "html": page}

    def _reserved_years(self, call: Call, event: Told) -> tuple[int, ...]:
        """Return the years that would be under reservation, and hold nothing. Raises Refused."""
        if not isinstance(event, funds.Reserving):  # What only takes back needs no money.
            return ()
        amounts_ct = event.grant_ct if isinstance(event, events.Approved) else event.grant_change_ct
        if not any(amounts_ct.values()):
            return ()
        told = funds.preview(self.kernel.rpc, call, event.project_id, amounts_ct)
        return tuple(told["under_reservation"])

    def _turn(self, call: Call, asked: forms.Decision) -> Turn:
        """Return a turn that nobody will finish, with what a decision on it would read."""
        kernel: Engine = self.kernel
        project_id = asked.command.project_id
        with kernel.pool.connection() as conn:
            actor = kernel.writer.actors.told(conn, call.context.actor)["sub"]
            streams = project_stream(project_id), notices_stream(project_id)
            turn = Turn(kernel.log.read(conn, *streams), actor)
        turn.keep(*asked.documents)
        return turn

    def _issued(self, call: Call, project_id: str) -> Issued:
        """Return the notices of a project that the caller may see. Raises Refused."""
        kernel: Engine = self.kernel
        mine, told = project_stream(project_id), notices_stream(project_id)
        with kernel.pool.connection() as conn:
            histories = kernel.log.read(conn, mine, told)
        project = PROJECT.fold(histories[mine].events)
        if project is None:
            raise refusals.unknown(project_id)
        permit(call, project)
        return NOTICES.fold(histories[told].events)


def _told(notice: events.NoticeIssued) -> Json:
    told: Json = at_the_edge(notice)
    return {
        **{name: told[name] for name in HEAD},
        "title": title(notice),
        "document_id": notice.document.document_id,
        "sha256": notice.document.sha256,
    }
