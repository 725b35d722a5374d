"""The UAG Sozialraumarbeit: members, meetings, its report; kept by one instance for the whole city."""

from dataclasses import replace
from typing import Final

from services.reporting import commands
from services.reporting.duties.duty import DUTY
from services.reporting.events import Body
from services.reporting.rpc.bodies import Bodies
from services.reporting.rpc.common import duty_stream
from services.reporting.steering import answers, forms, told
from services.reporting.steering.uag_report import REPORTS
from services.reporting.steering.yearly import OwedYearly, fulfilled
from shared import document_store
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.guideline import case_filter
from shared.kernel_forms import EmptySchema
from shared.wire import command, query
from shared.writer import Turn

BODY: Final[Body] = "uag"
REPORTS_STREAM: Final = "uag-reports"


class Uag(Bodies):
    """What the UAG does; in every instance but one all of it is refused."""

    @command(forms.AppointMemberSchema, "Ein Mitglied der UAG berufen", answers.MemberAnswer)
    def appoint_uag_member(self, call: Call, asked: Json) -> Json:
        """Let somebody belong to the UAG. Raises Refused `uag-kept-elsewhere`."""
        self.check_city_wide()
        return self.appoint(call, BODY, asked)

    @command(
        forms.DismissMemberSchema, "Ein Mitglied der UAG ausscheiden lassen", answers.MemberAnswer
    )
    def dismiss_uag_member(self, call: Call, asked: Json) -> Json:
        """Let somebody leave the UAG after a day."""
        self.check_city_wide()
        return self.dismiss(call, BODY, asked)

    @command(forms.PlanMeetingSchema, "Eine Sitzung der UAG planen", answers.MeetingAnswer)
    def plan_uag_meeting(self, call: Call, asked: Json) -> Json:
        """Plan a meeting with its agenda. Return {meeting_id}."""
        self.check_city_wide()
        return self.plan(call, BODY, asked)

    @command(
        forms.RecordUagMeetingSchema, "Eine Sitzung der UAG niederschreiben", answers.MeetingAnswer
    )
    def record_uag_meeting(self, call: Call, asked: Json) -> Json:
        """Record what was resolved; the year's duty to meet is fulfilled by it."""
        self.check_city_wide()
        return self.record(call, BODY, asked)

    @command(
        forms.CorrectUagMeetingSchema,
        "Die Niederschrift einer Sitzung der UAG berichtigen",
        answers.MeetingAnswer,
    )
    def correct_uag_meeting(self, call: Call, asked: Json) -> Json:
        """Write the record anew, with a reason; the one before stays readable."""
        self.check_city_wide()
        return self.correct(call, BODY, asked)

    @command(
        forms.CancelMeetingSchema,
        "Eine Sitzung der UAG absagen oder zurücknehmen",
        answers.MeetingAnswer,
    )
    def cancel_uag_meeting(self, call: Call, asked: Json) -> Json:
        """Call a meeting off; the year's duty is open again where no other was held."""
        self.check_city_wide()
        return self.cancel(call, BODY, asked)

    @command(
        forms.CompleteActionSchema,
        "Eine Maßnahme der UAG als erledigt vermerken",
        answers.MeetingAnswer,
    )
    def complete_uag_action(self, call: Call, asked: Json) -> Json:
        """Say that an action is done. Raises Refused `action-done`."""
        self.check_city_wide()
        return self.complete(call, BODY, asked)

    @command(
        forms.ReportToAg78Schema, "Der AG § 78 über ein Jahr berichten", answers.UagReportAnswer
    )
    def report_to_ag78(self, call: Call, asked: commands.ReportOfUag) -> Json:
        """Report about a year; again makes another version. The year's duty is fulfilled by it."""
        self.check_city_wide()
        owes = OwedYearly("uag-report", asked.year)
        mine, owed = REPORTS_STREAM, duty_stream(owes.duty_id)

        def decide(turn: Turn) -> Json:
            case_filter.check_body(call.body, call.today)
            full = replace(asked, by=turn.actor)
            made = REPORTS.decide(full, turn.state(REPORTS, mine), call.today)
            turn.add(mine, made)
            turn.add(owed, fulfilled(owes, turn.state(DUTY, owed), call.today))
            turn.keep(asked.report)
            return {"year": asked.year, "report_version": made[-1].report_version}

        answer: Json = self.kernel.writer.execute(call, [mine, owed], decide)
        return answer

    @query(EmptySchema, "Zeigt die UAG Sozialraumarbeit", answers.UagAnswer)
    def get_uag(self, call: Call, _asked: Json) -> Json:
        """Return members, duties, meetings, open actions, reports."""
        self.check_city_wide()
        group, meetings = self.group(BODY), self.meetings(BODY)
        owed = [it for year in self.years(call) for it in self.duties_of(BODY, year)]
        shown: Json = at_the_edge(
            {
                **told.group(group, call.today),
                "duties": told.duties(owed, call.today),
                "meetings": told.listed(meetings),
                "open_actions": told.open_actions(meetings, call.today),
                "reports": self._reports(),
            }
        )
        return shown

    def _reports(self) -> list[Json]:
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            found = REPORTS.fold(kernel.log.read(conn, REPORTS_STREAM)[REPORTS_STREAM].events)
            texts = document_store.texts(conn, [it.report.document_id for it in found.values()])
        return [
            {
                "year": it.year,
                "report_version": it.report_version,
                "reported_on": it.reported_on,
                "text": texts.get(it.report.document_id),
            }
            for _, it in sorted(found.items())
        ]

    @query(forms.MeetingIdSchema, "Zeigt eine Sitzung der UAG", answers.MeetingTold)
    def get_uag_meeting(self, call: Call, asked: Json) -> Json:
        """Return a meeting in full. Raises Refused `meeting-unknown`."""
        self.check_city_wide()
        return self.in_full(call, BODY, asked)
