"""Drafts of project reports: saved at any time with any gap, handed in when none is left."""

from dataclasses import asdict, replace
from typing import Any, Final

import structlog

from services.reporting import commands, refusals
from services.reporting.duties import forms
from services.reporting.duties.duty import DUTY, Duty
from services.reporting.project_reports import answers as report_answers
from services.reporting.project_reports import answers_drafts as answers
from services.reporting.project_reports import drafts as report_drafts
from services.reporting.project_reports import forms as report_forms
from services.reporting.project_reports import forms_drafts as draft_forms
from services.reporting.project_reports.drafts import ReportDraft
from services.reporting.rpc.common import duty_stream, report_stream
from services.reporting.rpc.project_reports import ProjectReports
from shared.call import Call
from shared.canonical import Json, canonical, instant
from shared.database import Conn
from shared.engine import Engine
from shared.form import load_command
from shared.guideline.case_filter import CONFIRMED
from shared.refusal import Fault, Refused, stale
from shared.wire import command, every, query
from shared.writer import Turn

log = structlog.get_logger(__name__)

SWEEP_SECONDS: Final = 3600
NO_COMMAND: Final = "00000000-0000-0000-0000-000000000000"  # A form asks for an id.


class ReportDrafts(ProjectReports):
    """What is written down on the way to a report. No event tells of it."""

    @command(
        draft_forms.SaveReportDraftSchema,
        "Den Entwurf eines Projektberichts speichern",
        answers.ReportDraftAnswer,
    )
    def save_report_draft(self, call: Call, asked: commands.SaveReportDraft) -> Json:
        """Keep whatever stands in it; who changes a draft says which version was seen.

        The same content again changes nothing and is answered alike, so a repeat is harmless.
        """
        self._owed(call, asked.duty_id)
        with self.kernel.pool.connection() as conn, conn.transaction():
            version = _save(conn, call, asked)
        return _answer(asked.duty_id, version)

    @command(
        draft_forms.DiscardReportDraftSchema,
        "Den Entwurf eines Projektberichts verwerfen",
        answers.ReportDraftAnswer,
    )
    def discard_report_draft(self, call: Call, asked: commands.DiscardReportDraft) -> Json:
        """Delete a draft; one that is gone is gone."""
        self._owed(call, asked.duty_id)
        with self.kernel.pool.connection() as conn, conn.transaction():
            found = report_drafts.find(conn, asked.duty_id, lock=True)
            if found is not None:
                _check_version(call, found)
                report_drafts.delete(conn, asked.duty_id)
        return _answer(asked.duty_id, None)

    @query(
        forms.DutyIdSchema,
        "Zeigt den Entwurf eines Projektberichts, und was ihm fehlt",
        answers.GetReportDraftAnswer,
    )
    def get_report_draft(self, call: Call, asked: Json) -> Json:
        """Return {version, content, gaps}: as it was saved last, with all that it still lacks."""
        duty = self._owed(call, asked["duty_id"])
        found = self._draft(asked["duty_id"])
        if found is None:
            raise refusals.draft_unknown()
        return {
            "duty_id": found.duty_id,
            "version": found.version,
            "saved_at": instant(found.saved_at),
            "content": found.content,
            "gaps": [asdict(it) for it in self._gaps(call, duty, found)],
        }

    @command(
        draft_forms.SubmitReportDraftSchema,
        "Den Entwurf eines Projektberichts einreichen",
        report_answers.ReportAnswer,
    )
    def submit_report_draft(self, call: Call, asked: commands.SubmitReportDraft) -> Json:
        """Hand a draft in; it is gone in the moment in which its report is there.

        Return what `submit_project_report` returns. Raises Refused `report-incomplete` with all gaps.
        """
        draft = self._draft(asked.duty_id)

        def decide(turn: Turn) -> Json:
            self._annual(call, turn, asked.duty_id)
            if draft is None:
                raise refusals.draft_unknown()
            _check_version(call, draft)
            body = _body(draft, call.command_id or "", confirmed=asked.confirmed)
            turn.beside.append(report_drafts.submission_of(draft))
            return self.hand_in(replace(call, body=body), turn, _command(body))

        about_a_stream = replace(call, expected_version=None)
        return self._execute(about_a_stream, asked.duty_id, decide)

    @every(SWEEP_SECONDS)
    def forget_report_drafts(self) -> None:
        """Delete the drafts that nobody has saved for a year."""
        with self.kernel.pool.connection() as conn:
            forgotten = report_drafts.forget_unused(conn)
        if forgotten:
            log.info("report_drafts_forgotten", count=forgotten)

    def _draft(self, duty_id: str) -> ReportDraft | None:
        with self.kernel.pool.connection() as conn:
            return report_drafts.find(conn, duty_id)

    def _owed(self, call: Call, duty_id: str) -> Duty:
        """Return the duty that a draft is for. Raises Refused unless the caller's roles reach it."""
        kernel: Engine = self.kernel
        mine = duty_stream(duty_id)
        with kernel.pool.connection() as conn:
            owed = DUTY.fold(kernel.log.read(conn, mine)[mine].events)
        return self._reached(call, owed)

    def _gaps(self, call: Call, duty: Duty, draft: ReportDraft) -> list[Fault]:
        """Return all that stands in the way of handing a draft in."""
        kernel: Engine = self.kernel
        streams = [report_stream(duty.duty_id), duty_stream(duty.duty_id)]
        with kernel.pool.connection() as conn:
            turn = Turn(kernel.log.read(conn, *streams))
        body = _body(draft, NO_COMMAND, confirmed=False)
        try:
            self.hand_in(replace(call, body=body), turn, _command(body))
        except Refused as no:
            return list(no.errors) or [Fault("", no.code, no.detail)]
        return []


def _save(conn: Conn, call: Call, asked: commands.SaveReportDraft) -> int:
    if not call.expected_version and report_drafts.insert(conn, asked.duty_id, asked.content):
        return 1
    found = report_drafts.find(conn, asked.duty_id, lock=True)
    if found is None:
        raise refusals.draft_unknown()
    if canonical(found.content) == canonical(asked.content):
        return found.version
    if call.expected_version is None:
        raise refusals.draft_version_missing(found.version)
    _check_version(call, found)
    return report_drafts.replace(conn, found, asked.content)


def _check_version(call: Call, found: ReportDraft) -> None:
    if call.expected_version not in (None, found.version):
        raise stale({"duty_id": found.duty_id, "version": found.version})


def _body(draft: ReportDraft, command_id: str, *, confirmed: bool) -> Json:
    """Return what a draft would send, were it sent as a report."""
    looked = confirmed or draft.content.get(CONFIRMED) is True
    framed = {"command_id": command_id, "duty_id": draft.duty_id, CONFIRMED: looked}
    return {**draft.content, **framed}


def _command(body: Json) -> commands.SubmitProjectReport:
    """Return the command that a draft makes. Raises Refused with all gaps of its form."""
    try:
        asked: Any = load_command(report_forms.SubmitProjectReportSchema, body).command
    except Refused as no:
        raise refusals.report_incomplete(no.errors) from no
    made: commands.SubmitProjectReport = asked
    return made


def _answer(duty_id: str, version: int | None) -> Json:
    return {"stream": None, "version": version, "event_ids": [], "duty_id": duty_id}
