"""What the steering group and the UAG have in common: members, meetings, and what they owe."""

from dataclasses import replace
from typing import Any, Final

from services.reporting import commands, events, projects
from services.reporting.duties.duty import DUTY, Duty
from services.reporting.events import Body
from services.reporting.rpc.common import Reporting, duty_stream
from services.reporting.rpc.quality import Qualities
from services.reporting.steering import refusals, told
from services.reporting.steering.body import GROUP, Group
from services.reporting.steering.meeting import MEETING, Meeting
from services.reporting.steering.yearly import MEETING_OF, OwedYearly, fulfilled, owed, owed_again
from shared import document_store
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.guideline import case_filter
from shared.refusal import Fault
from shared.writer import Turn

MEETINGS: Final = "meeting"


def body_stream(body: Body) -> str:
    """Return the stream of a body: its members, and whom they accompany."""
    return f"body-{body}"


def meeting_stream(meeting_id: str) -> str:
    """Return the stream of a meeting."""
    return f"{MEETINGS}-{meeting_id}"


class BodyReading(Reporting):
    """What is read of a body before anything is done."""

    def group(self, body: Body) -> Group:
        """Return who belongs to a body."""
        kernel: Engine = self.kernel
        mine = body_stream(body)
        with kernel.pool.connection() as conn:
            return GROUP.fold(kernel.log.read(conn, mine)[mine].events)

    def meetings(self, body: Body) -> list[Meeting]:
        """Return all meetings of a body by their day: some a year."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            names = kernel.log.streams(conn, MEETINGS)
            found = kernel.log.read(conn, *names) if names else {}
        folded = [MEETING.fold(it.events) for it in found.values()]
        mine = [it for it in folded if it is not None and it.body == body]
        return sorted(mine, key=lambda it: it.day)

    def duty_of(self, it: OwedYearly) -> Duty | None:
        """Return what a body owes in a year, if it was planned."""
        kernel: Engine = self.kernel
        name = duty_stream(it.duty_id)
        with kernel.pool.connection() as conn:
            return DUTY.fold(kernel.log.read(conn, name)[name].events)

    def duties_of(self, body: Body, year: int) -> list[Duty]:
        """Return all that a body owes in a year."""
        found = [self.duty_of(it) for it in owed(body, year)]
        return [it for it in found if it is not None]

    def check_city_wide(self) -> None:
        """Raise Refused `uag-kept-elsewhere` where another instance keeps what is the city's."""
        if not self.kernel.settings.city_wide:
            raise refusals.kept_elsewhere()


class Bodies(BodyReading, Qualities):
    """What both bodies do; each has its methods, since who may is not the same."""

    def govern(self, call: Call, body: Body, asked: commands.BodyCommand, **answer: str) -> Json:
        """Let a command take effect on a body; return the answer."""
        mine = body_stream(body)

        def decide(turn: Turn) -> Json:
            case_filter.check_body(call.body, call.today)
            full = replace(asked, by=turn.actor)
            turn.add(mine, GROUP.decide(full, turn.state(GROUP, mine), call.today))
            if isinstance(asked, commands.ContactTeam) and asked.text is not None:
                turn.keep(asked.text)
            return answer

        done: Json = self.kernel.writer.execute(call, [mine], decide)
        return done

    def appoint(self, call: Call, body: Body, asked: Json) -> Json:
        """Let somebody belong to a body. Return {member_id}."""
        member_id = call.new_id()
        command = commands.AppointBodyMember(body=body, member_id=member_id, **asked)
        return self.govern(call, body, command, member_id=member_id)

    def dismiss(self, call: Call, body: Body, asked: Json) -> Json:
        """Let somebody leave a body. Return {member_id}."""
        command = commands.DismissBodyMember(body=body, **asked)
        return self.govern(call, body, command, member_id=command.member_id)

    def plan(self, call: Call, body: Body, asked: Json) -> Json:
        """Plan a meeting. Return {meeting_id}."""
        command = commands.PlanMeeting(body=body, meeting_id=call.new_id(), **asked)
        return self._meet(call, command, [])

    def record(self, call: Call, body: Body, asked: Json) -> Json:
        """Record a meeting; the duty to meet in its year is fulfilled. Return {meeting_id}."""
        given = {**asked, "meeting_id": asked["meeting_id"] or call.new_id()}
        command = self._recorded(body, given)
        is_planned = asked["meeting_id"] is not None
        owes = OwedYearly(MEETING_OF[body], command.held_on.year)
        return self._meet(call, command, [owes], must_exist=is_planned)

    def correct(self, call: Call, body: Body, asked: Json) -> Json:
        """Write the record of a meeting anew; the duties of both years follow. Return {meeting_id}."""
        reason, given = asked["reason"], {**asked}
        del given["reason"]
        command = commands.CorrectMeeting(self._recorded(body, given), reason)
        owes = OwedYearly(MEETING_OF[body], command.record.held_on.year)
        return self._meet(call, command, [owes], must_exist=True)

    def cancel(self, call: Call, body: Body, asked: Json) -> Json:
        """Call a meeting off. Return {meeting_id}."""
        command = commands.CancelMeeting(body=body, **asked)
        return self._meet(call, command, [], must_exist=True)

    def _recorded(self, body: Body, given: Json) -> commands.RecordMeeting:
        members = [it.appointed.member_id for it in self.group(body).on(given["held_on"])]
        command = commands.RecordMeeting(body=body, members=frozenset(members), **given)
        self._check_projects(command)
        return command

    def _not_met_in(self, body: Body, meeting_id: str) -> list[OwedYearly]:
        """Return what is owed again where a meeting does not count for its year any more."""
        meetings = self.meetings(body)
        counting = [it for it in meetings if it.held is not None]
        mine = [it.day.year for it in counting if told.id_of(it) == meeting_id]
        others = {it.day.year for it in counting if told.id_of(it) != meeting_id}
        return [OwedYearly(MEETING_OF[body], year) for year in mine if year not in others]

    def _check_projects(self, command: commands.RecordMeeting) -> None:
        faults = []
        with self.kernel.pool.connection() as conn:
            for number, it in enumerate(command.reviews):
                if projects.project_of(conn, it.project_id) is None:
                    text = "Dieses Projekt ist hier nicht bekannt."
                    place = f"/reviews/{number}/project_id"
                    faults.append(Fault(place, "project-unknown", text))
        if faults:
            raise refusals.does_not_fit(faults)

    def complete(self, call: Call, body: Body, asked: Json) -> Json:
        """Say that an action is done. Return {meeting_id}."""
        return self._meet(call, commands.CompleteBodyAction(body=body, **asked), [])

    def _meet(
        self,
        call: Call,
        asked: commands.MeetingCommand,
        owes: list[OwedYearly],
        *,
        must_exist: bool = False,
    ) -> Json:
        mine = meeting_stream(asked.meeting_id)
        duties = {duty_stream(it.duty_id): it for it in owes}
        not_met = [] if not must_exist else self._not_met_in(asked.body, asked.meeting_id)
        again = {duty_stream(it.duty_id): it for it in not_met if it not in owes}

        def decide(turn: Turn) -> Json:
            case_filter.check_body(call.body, call.today)
            meeting = turn.state(MEETING, mine)
            if must_exist and meeting is None:
                raise refusals.meeting_unknown()
            made = MEETING.decide(replace(asked, by=turn.actor), meeting, call.today)
            turn.add(mine, made)
            for name, it in duties.items():
                turn.add(name, fulfilled(it, turn.state(DUTY, name), call.today))
            for name, it in again.items():
                turn.add(name, owed_again(it, turn.state(DUTY, name), call.today))
            turn.keep(*_documents(asked))
            return {"meeting_id": asked.meeting_id}

        answer: Json = self.kernel.writer.execute(call, [mine, *duties, *again], decide)
        return answer

    def years(self, call: Call) -> tuple[int, int]:
        """Return the years whose duties are shown: what was not done last year is still owed."""
        return call.today.year - 1, call.today.year

    def in_full(self, call: Call, body: Body, asked: Json) -> Json:
        """Return a meeting of a body in full. Raises Refused `meeting-unknown`."""
        kernel: Engine = self.kernel
        mine = meeting_stream(asked["meeting_id"])
        with kernel.pool.connection() as conn:
            history = kernel.log.read(conn, mine)[mine]
            meeting = MEETING.fold(history.events)
            if meeting is None or meeting.body != body:
                raise refusals.meeting_unknown()
            texts = document_store.texts(conn, _refs(meeting))
        shown: Json = at_the_edge(told.in_full(history.version, meeting, texts, call.today))
        return shown


def _documents(asked: commands.MeetingCommand) -> list[Any]:
    match asked:
        case commands.RecordMeeting():
            return list(asked.documents)
        case commands.CorrectMeeting():
            return [*asked.record.documents, asked.reason]
        case commands.CancelMeeting():
            return [asked.reason]
        case commands.CompleteBodyAction():
            return [it for it in [asked.remark] if it is not None]
        case commands.PlanMeeting():
            return []


def _refs(meeting: Meeting) -> list[str]:
    refs = [it.remark for it in meeting.done]
    for record in meeting.records:
        refs += [it.text for it in record.resolutions]
        refs += [it.text for it in record.reviews]
        refs += [record.reason] if isinstance(record, events.MeetingCorrected) else []
    refs += [meeting.cancelled.reason] if meeting.cancelled else []
    return [it.document_id for it in refs if it is not None]
