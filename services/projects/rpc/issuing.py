"""Notices are issued with the decisions that they tell of, in the same append."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, get_args

from services.projects import commands, events
from services.projects.master_data import SOZIALRAUM, TRAEGER, sozialraum_stream, traeger_stream
from services.projects.notices import office
from services.projects.notices.file import File
from services.projects.notices.gathering import Told, documents, gather
from services.projects.notices.issued import NOTICES, notices_stream
from services.projects.notices.letter import Addressee, addressed
from services.projects.notices.rendering import VERSIONS, render
from services.projects.notices.settlement import Found
from services.projects.standing import Project
from shared import document_store
from shared.call import Call
from shared.database import Conn
from shared.documents import Document
from shared.engine import Engine
from shared.guideline import Policy, Settlement
from shared.refusal import Refused
from shared.writer import Turn

TOLD: Final = get_args(Told)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Under which a decision is taken.

    project    as it stands before
    as_deputy  whether somebody decides in the place of the district head
    reserved   years that the council has not resolved on
    settled    what a settlement comes to, by which checked `statement`
    """

    project: Project
    policy: Policy
    as_deputy: bool
    reserved: tuple[int, ...] = ()
    is_draft: bool = False
    settled: Settlement | None = None
    statement: commands.Statement | None = None

    @property
    def found(self) -> Found | None:
        """Return when a statement of use was checked, and how its sums come about."""
        if self.settled is None or self.statement is None:
            return None
        return Found(self.statement.checked_on, self.settled.steps)


def issue(kernel: Engine, call: Call, turn: Turn, event: Told, under: Circumstances) -> None:
    """Let the notice of a decision follow in the turn that takes it."""
    kind, page = written(kernel, turn, event, under)
    document, stream = Document.of_page(page), notices_stream(event.project_id)
    command = commands.IssueNotice(
        project_id=event.project_id,
        kind=kind,
        approval_id=getattr(event, "approval_id", None),
        template_version=VERSIONS[kind],
        document=document.ref,
    )
    turn.add(stream, NOTICES.decide(command, turn.state(NOTICES, stream), call.today))
    turn.keep(document)


def written(
    kernel: Engine, turn: Turn, event: Told, under: Circumstances
) -> tuple[events.NoticeKind, str]:
    """Return the kind of notice that tells of a decision, and its page. Raises Refused."""
    application = under.project.application
    with kernel.pool.connection() as conn:
        stored = document_store.texts(conn, documents(event, under.project))
        addressee, sozialraum = _names(kernel, conn, application)
    told = {it.document_id: it.content.decode() for it in turn.draft.documents}
    kind, notice = gather(
        event,
        File(
            office=_office(),
            project=under.project,
            addressee=addressee,
            sozialraum=sozialraum,
            texts=stored | told,
            issued=turn.state(NOTICES, notices_stream(event.project_id)),
            policy=under.policy,
            as_deputy=under.as_deputy,
            reserved=under.reserved,
            is_draft=under.is_draft,
            found=under.found,
        ),
    )
    return kind, render(kind, notice)


def _names(kernel: Engine, conn: Conn, application: events.Applied) -> tuple[Addressee, str]:
    """Return whom a letter is made out to, and what the Sozialraum is called today."""
    streams = traeger_stream(application.traeger_id), sozialraum_stream(application.sozialraum_id)
    histories = kernel.log.read(conn, *streams)
    traeger = TRAEGER.fold(histories[streams[0]].events)
    area = SOZIALRAUM.fold(histories[streams[1]].events)
    assert traeger is not None, "It has applied."
    assert area is not None, "Its team has applied."
    return addressed(traeger.name, traeger.profile.address), area.name


def _office() -> office.Office:
    """Return who decides here. A notice without a sender is none, so then nothing is decided."""
    try:
        return _read(os.environ.get("OFFICE_FILE") or None)
    except office.OfficeError as error:
        raise Refused(
            "office-incomplete",
            "Die Angaben des Amts fehlen",
            f"Es kann kein Bescheid erlassen werden. {error}",
            kind="unavailable",
        ) from error


@cache
def _read(file: str | None) -> office.Office:
    return office.load(Path(file) if file else None)
