"""Checks of applications, and decisions on them."""

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
    """What two checks say, and what the district head decides."""

    @command(forms.CheckContentSchema, "Einen Antrag fachlich prüfen", parts_answers.ProjectAnswer)
    def check_content(self, call: Call, asked: commands.CheckContent) -> Json:
        """Judge need, goals, suitability and openness; propose a decision and a priority."""
        return self.act(call, asked, asked.remark, *(it.remark for it in asked.criteria))

    @command(
        forms.CheckArithmeticSchema, "Einen Antrag rechnerisch prüfen", parts_answers.ProjectAnswer
    )
    def check_arithmetic(self, call: Call, asked: commands.CheckArithmetic) -> Json:
        """Confirm the figures of an application, or object to them."""
        return self.act(call, asked, asked.remark)

    @command(forms.ApproveSchema, "Ein Projekt genehmigen", decision_answers.BoundAnswer)
    def approve(self, call: Call, asked: commands.Approve) -> Json:
        """Reserve the money of all years, then approve. Return the answer with {approval_id}."""
        return self.bind(call, asked, asked.reason, *asked.conditions)

    @command(
        forms.ApproveReducedSchema, "Ein Projekt gekürzt genehmigen", decision_answers.BoundAnswer
    )
    def approve_reduced(self, call: Call, asked: commands.ApproveReduced) -> Json:
        """Approve a smaller plan that balances. Return the answer with {approval_id}."""
        return self.bind(call, asked, asked.reason, *asked.conditions)

    @command(forms.RejectSchema, "Einen Antrag ablehnen", parts_answers.ProjectAnswer)
    def reject(self, call: Call, asked: commands.Reject) -> Json:
        """Reject an application, with a reason."""
        return self.act(call, asked, asked.reason)

    @command(forms.PostponeSchema, "Einen Antrag zurückstellen", parts_answers.ProjectAnswer)
    def postpone(self, call: Call, asked: commands.Postpone) -> Json:
        """Put an application on the waiting list."""
        return self.act(call, asked, asked.reason)

    @command(
        forms.PrioritiseSchema, "Die Priorität eines Antrags setzen", parts_answers.ProjectAnswer
    )
    def prioritise(self, call: Call, asked: commands.Prioritise) -> Json:
        """Say where an open application stands on the waiting list."""
        return self.act(call, asked, asked.reason)

    @command(
        forms.ReopenSchema, "Einen zurückgestellten Antrag aufnehmen", parts_answers.ProjectAnswer
    )
    def reopen(self, call: Call, asked: commands.Reopen) -> Json:
        """Take an application off the waiting list, to be decided again."""
        return self.act(call, asked)

    @command(forms.DeclareBiasSchema, "Befangenheit anzeigen", parts_answers.ProjectAnswer)
    def declare_bias(self, call: Call, asked: commands.DeclareBias) -> Json:
        """Leave the decision to the deputy or the central office."""
        return self.act(call, asked)

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
