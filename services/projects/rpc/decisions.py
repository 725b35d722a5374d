"""Decisions on applications."""

from services.projects import commands, forms
from services.projects.answers import decision as decision_answers
from services.projects.answers import parts as parts_answers
from services.projects.project import PROJECT
from services.projects.rpc.common import Projects, project_stream
from shared.call import Call
from shared.canonical import Json
from shared.methods import AnswerSchema
from shared.wire import command, internal
from shared.writer import Turn


class Decisions(Projects):
    """What the district head decides."""

    @command(forms.ApproveSchema, "Ein Projekt genehmigen", decision_answers.BoundAnswer)
    def approve(self, call: Call, asked: commands.Approve) -> Json:
        """Reserve the money of all years, then approve. Return the answer with {approval_id}."""
        return self.bind(call, asked)

    @command(forms.RejectSchema, "Einen Antrag ablehnen", parts_answers.ProjectAnswer)
    def reject(self, call: Call, asked: commands.Reject) -> Json:
        """Reject an application, with a reason."""
        mine = project_stream(asked.project_id)

        def decide(turn: Turn) -> Json:
            turn.add(mine, PROJECT.decide(asked, turn.state(PROJECT, mine), call.today))
            turn.keep(asked.reason)
            turn.draft.reason = asked.reason_code
            return {"project_id": asked.project_id}

        return self.execute(call, [mine], decide)

    @internal(forms.LapseSchema, "Stellt fest, ob eine Genehmigung noch kommt", AnswerSchema)
    def lapse(self, call: Call, asked: commands.Lapse) -> Json:
        """Record that a prepared decision never came; return the answer with {status}."""
        mine = project_stream(asked.project_id)

        def decide(turn: Turn) -> Json:
            project = turn.state(PROJECT, mine)
            made = PROJECT.decide(asked, project, call.today)
            turn.add(mine, made)
            return {"status": "lapsed" if made else project and project.status}

        return self.execute(call, [mine], decide)
