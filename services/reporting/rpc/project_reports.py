"""Project reports: handed in by the recipient, sent back or checked by the office."""

from dataclasses import replace
from datetime import date
from typing import Any

from services.reporting import approved, commands, events, refusals, told
from services.reporting.duties import forms
from services.reporting.duties.duty import DUTY, Duty
from services.reporting.duties.schedule import Owed
from services.reporting.project_reports import answers
from services.reporting.project_reports import drafts as report_drafts
from services.reporting.project_reports import forms as report_forms
from services.reporting.project_reports.report import REPORT
from services.reporting.rpc.common import Reporting, act, duty_stream, report_stream
from shared import document_store
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.guideline import case_filter
from shared.wire import command, query
from shared.writer import Turn


class ProjectReports(Reporting):
    """What recipients tell of each funding year."""

    @command(
        report_forms.SubmitProjectReportSchema,
        "Einen Projektbericht einreichen",
        answers.ReportAnswer,
    )
    def submit_project_report(self, call: Call, asked: commands.SubmitProjectReport) -> Json:
        """Hand in a report, or what completes it. Raises Refused `report-incomplete` with all gaps."""

        def decide(turn: Turn) -> Json:
            return self.hand_in(call, turn, asked)

        return self._execute(call, asked.duty_id, decide)

    def hand_in(self, call: Call, turn: Turn, asked: commands.SubmitProjectReport) -> Json:
        """Let a report be there and its duty be fulfilled; return what is answered. Raises Refused."""
        duty = self._annual(call, turn, asked.duty_id)
        case_filter.check_body(call.body, call.today)
        of = replace(
            asked,
            project_id=duty.project_id,
            year=duty.year,
            approved=self._approved(duty),
            by=turn.actor,
        )
        made = _judge(turn, of, call.today)
        act(turn, commands.FulfilDuty(asked.duty_id), call.today)
        turn.keep(*of.documents)
        return _answer(made)

    @command(
        report_forms.ReturnProjectReportSchema,
        "Einen Projektbericht zur Ergänzung zurückgeben",
        answers.ReportAnswer,
    )
    def return_project_report(self, call: Call, asked: commands.ReturnProjectReport) -> Json:
        """Name what is to be completed until when: that long the report is owed again."""

        def decide(turn: Turn) -> Json:
            duty = self._annual(call, turn, asked.duty_id)
            made = _judge(turn, replace(asked, by=turn.actor, land=self.land), call.today)
            assert isinstance(made, events.ProjectReportReturned), "Otherwise it would be refused."
            act(turn, _again(duty, made.due_on), call.today)
            turn.keep(asked.text)
            return _answer(made)

        return self._execute(call, asked.duty_id, decide)

    @command(
        report_forms.CheckProjectReportSchema,
        "Einen Projektbericht als geprüft vermerken",
        answers.ReportAnswer,
    )
    def check_project_report(self, call: Call, asked: commands.CheckProjectReport) -> Json:
        """Find a report to be as it should be. Never by who has handed it in."""

        def decide(turn: Turn) -> Json:
            self._annual(call, turn, asked.duty_id)
            made = _judge(turn, replace(asked, by=turn.actor), call.today)
            turn.keep(*(it for it in [asked.remark] if it is not None))
            return _answer(made)

        return self._execute(call, asked.duty_id, decide)

    @query(
        forms.DutyIdSchema,
        "Zeigt einen Projektbericht und was er zu beantworten hat",
        answers.ProjectReportAnswer,
    )
    def get_project_report(self, call: Call, asked: Json) -> Json:
        """Return what is to be answered, with the values of the year before, and all versions."""
        kernel: Engine = self.kernel
        names = report_stream(asked["duty_id"]), duty_stream(asked["duty_id"])
        with kernel.pool.connection() as conn:
            found = kernel.log.read(conn, *names)
        mine, owed = (found[name] for name in names)
        duty = self._reached(call, DUTY.fold(owed.events))
        report = REPORT.fold(mine.events)
        year = self._approved(duty)
        with kernel.pool.connection() as conn:
            texts = document_store.texts(conn, told.documents(report))
            draft = report_drafts.find(conn, asked["duty_id"])
        return {
            "version": mine.version,
            **told.duty(duty, report, call.today, drafted=draft is not None),
            **told.to_answer(year, self._last_values(duty)),
            **told.report(report, texts),
        }

    def _execute(self, call: Call, duty_id: str, decide: Any) -> Json:
        streams = [report_stream(duty_id), duty_stream(duty_id)]
        answer: Json = self.kernel.writer.execute(call, streams, decide)
        return answer

    def _annual(self, call: Call, turn: Turn, duty_id: str) -> Duty:
        return self._reached(call, turn.state(DUTY, duty_stream(duty_id)))

    def _reached(self, call: Call, found: Duty | None) -> Duty:
        duty = self.permit(call, found)
        if duty.kind != "annual-report":
            raise refusals.no_project_report()
        return duty

    def _approved(self, duty: Duty) -> commands.ApprovedYear:
        with self.kernel.pool.connection() as conn:
            return approved.approved_year(conn, duty.project_id, duty.year)

    def _last_values(self, duty: Duty) -> dict[int, str | None]:
        """Return what the report about the year before said of each goal."""
        before = Owed("annual-report", duty.year - 1, duty.due_on).id_in(duty.project_id)
        kernel: Engine = self.kernel
        mine = report_stream(before)
        with kernel.pool.connection() as conn:
            report = REPORT.fold(kernel.log.read(conn, mine)[mine].events)
        return {it.id: it.value for it in report.last.goals} if report else {}


def _judge(turn: Turn, asked: commands.ReportCommand, today: date) -> events.ReportEvent:
    """Let a command take effect on its report; return the event that it causes."""
    mine = report_stream(asked.duty_id)
    made = REPORT.decide(asked, turn.state(REPORT, mine), today)
    turn.add(mine, made)
    return made[-1]


def _answer(made: events.ReportEvent) -> Json:
    return {"duty_id": made.duty_id, "report_version": made.report_version}


def _again(duty: Duty, due_on: date) -> commands.PlanDuty:
    return commands.PlanDuty(
        duty.duty_id, duty.project_id, duty.kind, duty.year, due_on, "returned"
    )
