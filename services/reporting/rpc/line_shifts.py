"""Shifts between lines of a plan: asked for by who runs the project, decided by the office."""

from dataclasses import replace

from services.reporting import commands
from services.reporting.line_shifts import answers, forms, rows
from services.reporting.line_shifts.shifts import SHIFTS, Shifts, moved_ct
from services.reporting.rpc.statement_common import Statements
from shared import document_store
from shared.call import Call
from shared.canonical import Json
from shared.documents import text_of
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.guideline import case_filter
from shared.guideline.plan_lines import by_name
from shared.wire import command, query
from shared.writer import Turn


def line_shifts_stream(project_id: str) -> str:
    """Return the stream of a project's shifts."""
    return f"line_shifts-{project_id}"


class LineShifts(Statements):
    """A line may cost a fifth more than planned; more than that is asked for beforehand."""

    @command(
        forms.RequestLineShiftSchema,
        "Eine Verschiebung zwischen Einzelansätzen beantragen",
        answers.LineShiftAnswer,
    )
    def request_line_shift(self, call: Call, asked: commands.RequestLineShift) -> Json:
        """Ask for money of some lines in others, while the project runs. Return {request_id}."""
        mine, request_id = line_shifts_stream(asked.project_id), call.new_id()

        def decide(turn: Turn) -> Json:
            project = self.approved(call, asked.project_id)
            case_filter.check_body(call.body, call.today)
            full = replace(
                asked,
                request_id=request_id,
                plan=project.basis.lines,
                last_day=project.basis.last_day,
                by=turn.actor,
            )
            turn.add(mine, SHIFTS.decide(full, turn.state(SHIFTS, mine), call.today))
            turn.keep(asked.reason)
            return {"project_id": asked.project_id, "request_id": request_id}

        answer: Json = self.kernel.writer.execute(call, [mine], decide)
        return answer

    @command(
        forms.DecideLineShiftSchema,
        "Über eine Verschiebung zwischen Einzelansätzen entscheiden",
        answers.LineShiftAnswer,
    )
    def decide_line_shift(self, call: Call, asked: commands.DecideLineShift) -> Json:
        """Approve what somebody else has asked for, or not. Return {request_id}."""
        mine = line_shifts_stream(asked.project_id)

        def decide(turn: Turn) -> Json:
            project = self.approved(call, asked.project_id)
            self.not_of_the_recipient(call, project)
            shifts: Shifts = turn.state(SHIFTS, mine)
            last_day = project.basis.last_day
            full = replace(asked, plan=project.basis.lines, last_day=last_day, by=turn.actor)
            for event in SHIFTS.decide(full, shifts, call.today):
                turn.add(mine, [event])
                turn.keep(asked.reason)
                if asked.outcome == "approved":
                    moves = moved_ct(shifts[asked.request_id].asked)
                    turn.beside.append(rows.noting(asked.project_id, moves))
            return {"project_id": asked.project_id, "request_id": asked.request_id}

        answer: Json = self.kernel.writer.execute(call, [mine], decide)
        return answer

    @query(
        forms.LineShiftsSchema,
        "Zeigt die Einzelansätze und ihre Verschiebungen",
        answers.LineShiftsAnswer,
    )
    def list_line_shifts(self, call: Call, asked: Json) -> Json:
        """Return {lines: [{line, planned}], shifts: [{moves, reason, outcome, …}]}."""
        kernel: Engine = self.kernel
        project_id = asked["project_id"]
        project, mine = self.approved(call, project_id), line_shifts_stream(project_id)
        with kernel.pool.connection() as conn:
            shifts = SHIFTS.fold(kernel.log.read(conn, mine)[mine].events)
            refs = [it.asked.reason for it in shifts.values()]
            refs += [it.decided.reason for it in shifts.values() if it.decided]
            texts = document_store.texts(conn, [it.document_id for it in refs])
        told: Json = at_the_edge(
            {
                "project_id": project_id,
                "lines": [
                    {"line": line, "planned_ct": cents}
                    for line, cents in by_name(project.basis.lines).items()
                ],
                "shifts": [
                    {
                        "request_id": it.asked.request_id,
                        "moves": it.asked.moves,
                        "reason": text_of(texts, it.asked.reason),
                        "requested_on": it.asked.requested_on,
                        "outcome": it.decided.outcome if it.decided else None,
                        "decided_on": it.decided.decided_on if it.decided else None,
                        "decided_because": text_of(texts, it.decided.reason)
                        if it.decided
                        else None,
                    }
                    for it in shifts.values()
                ],
            }
        )
        return told
