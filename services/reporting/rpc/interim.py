"""Interim reports: asked for by the office, answered by the recipient."""

from dataclasses import replace

from services.reporting import commands, projects, refusals
from services.reporting.duties import answers, forms
from services.reporting.duties.duty import DUTY
from services.reporting.rpc.common import Reporting, act, duty_stream
from shared import document_store
from shared.call import Call
from shared.canonical import Json
from shared.documents import DocumentRef, text_of
from shared.engine import Engine
from shared.guideline import case_filter
from shared.wire import command, query
from shared.writer import Turn


class Interims(Reporting):
    """Questions between two reports, and their answers."""

    @command(
        forms.RequestInterimReportSchema, "Einen Zwischenbericht verlangen", answers.DutyAnswer
    )
    def request_interim_report(self, call: Call, asked: commands.RequestInterimReport) -> Json:
        """Ask for a report by a day, at least ten working days ahead. Return {duty_id}."""
        if self.project(call, asked.project_id).first_day is None:
            raise refusals.project_not_approved()
        full = replace(asked, duty_id=call.new_id(), land=self.land)

        def decide(turn: Turn) -> Json:
            if act(turn, replace(full, by=turn.actor), call.today):
                turn.keep(*full.questions)
                turn.keep(*(it for it in [full.short_notice] if it is not None))
                turn.beside.append(projects.noting(full.project_id, [full.duty_id]))
            return {"duty_id": full.duty_id}

        answer: Json = self.kernel.writer.execute(call, [duty_stream(full.duty_id)], decide)
        return answer

    @command(
        forms.SubmitInterimReportSchema, "Einen Zwischenbericht einreichen", answers.DutyAnswer
    )
    def submit_interim_report(self, call: Call, asked: commands.SubmitInterimReport) -> Json:
        """Answer each question; then the duty is fulfilled. Return {duty_id}."""
        mine = duty_stream(asked.duty_id)

        def decide(turn: Turn) -> Json:
            self.permit(call, turn.state(DUTY, mine))
            case_filter.check_body(call.body, call.today)
            act(turn, replace(asked, by=turn.actor), call.today)
            turn.keep(*asked.answers)
            return {"duty_id": asked.duty_id}

        answer: Json = self.kernel.writer.execute(call, [mine], decide)
        return answer

    @query(
        forms.DutyIdSchema,
        "Zeigt einen Zwischenbericht mit Fragen und Antworten",
        answers.InterimReportAnswer,
    )
    def get_interim_report(self, call: Call, asked: Json) -> Json:
        """Return the questions with their answers, as far as there are any."""
        kernel: Engine = self.kernel
        mine = duty_stream(asked["duty_id"])
        with kernel.pool.connection() as conn:
            history = kernel.log.read(conn, mine)[mine]
        duty = self.permit(call, DUTY.fold(history.events))
        if duty.interim is None:
            raise refusals.no_interim_report()
        wanted, told = duty.interim.asked, duty.interim.told
        replies = told.answers if told else ()
        notice = [it for it in [wanted.short_notice] if it is not None]
        refs = [*wanted.questions, *replies, *notice]
        with kernel.pool.connection() as conn:
            texts = document_store.texts(conn, [it.document_id for it in refs])
        return {
            "version": history.version,
            "duty_id": duty.duty_id,
            "project_id": duty.project_id,
            "standing": duty.standing,
            "due_on": duty.due_on.isoformat(),
            "requested_by": wanted.by,
            "requested_on": wanted.requested_on.isoformat(),
            "short_notice": text_of(texts, wanted.short_notice),
            "submitted_by": told.by if told else None,
            "submitted_on": told.submitted_on.isoformat() if told else None,
            "asked": [
                {"question": text_of(texts, it), "answer": text_of(texts, _at(replies, number))}
                for number, it in enumerate(wanted.questions)
            ],
        }


def _at(refs: tuple[DocumentRef, ...], number: int) -> DocumentRef | None:
    return refs[number] if number < len(refs) else None
