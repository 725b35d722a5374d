"""Applications: handed in, returned, handed in again, co-signed, withdrawn."""

from dataclasses import replace

from services.projects import commands, draft_check, drafts, events, forms, told
from services.projects.answers import application as application_answers
from services.projects.answers import parts as parts_answers
from services.projects.application import quote
from services.projects.project import PROJECT, Project
from services.projects.rpc.common import acting, permit, project_stream
from services.projects.rpc.submitting import Submitting
from shared import document_store
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.refusal import Fault
from shared.wire import command
from shared.writer import Turn


class Applications(Submitting):
    """What a Sozialraumteam asks for, until it is decided."""

    @command(forms.ApplySchema, "Ein Projekt beantragen", application_answers.ApplyAnswer)
    def apply(self, call: Call, asked: commands.Apply) -> Json:
        """Return the answer with {project_id, number}, and what the guideline makes of the plan."""
        return self.submit(call, asked)

    def faults_of_apply(self, call: Call) -> list[Fault]:
        """Return what rules say of an application whose form is at fault: all gaps at once.

        Nothing is told to who may not apply there.
        """
        places = drafts.places(call.body)
        if not call.sees(*places):
            return []
        return draft_check.rules(call.body, self.known_of(call, call.body, *places), call.today)

    @command(
        forms.ReturnForCompletionSchema,
        "Einen Antrag zur Ergänzung zurückgeben",
        parts_answers.ProjectAnswer,
    )
    def return_for_completion(self, call: Call, asked: commands.ReturnForCompletion) -> Json:
        """Ask the applicants to complete named places of an application by a day."""
        full = replace(asked, policy=self.policy_on(call.today))
        return self.act(call, full, asked.text)

    @command(
        forms.ResubmitSchema, "Einen Antrag erneut einreichen", application_answers.ResubmitAnswer
    )
    def resubmit(self, call: Call, asked: commands.Resubmit) -> Json:
        """Return the answer with {project_id, application_version, quote}."""
        mine = project_stream(asked.project_id)

        def decide(turn: Turn) -> Json:
            project = turn.state(PROJECT, mine)
            full = replace(asked, acting=acting(call, turn.actor))
            if project is not None:
                permit(call, project)
                full = replace(full, known=self._known_before(call, project, asked))
            made = PROJECT.decide(full, project, call.today)
            turn.add(mine, made)
            turn.keep(*asked.application.texts)
            (again,) = made
            assert isinstance(again, events.Resubmitted)
            return {
                "project_id": asked.project_id,
                "application_version": again.application_version,
                "quote": at_the_edge(quote(again, full.known.policy)),
            }

        return self.execute(call, [mine], decide)

    def faults_of_resubmit(self, call: Call) -> list[Fault]:
        """Return what rules say of a next version whose form is at fault: all gaps at once."""
        project_id = drafts.identifier(call.body.get("project_id"))
        if project_id is None:
            return []
        mine = project_stream(project_id)
        with self.kernel.pool.connection() as conn:
            project = PROJECT.fold(self.kernel.log.read(conn, mine)[mine].events)
        if project is None:
            return []
        places = project.application.sozialraum_id, project.application.traeger_id
        if not call.sees(*places):
            return []
        return draft_check.rules(call.body, self.known_of(call, call.body, *places), call.today)

    def _known_before(
        self, call: Call, project: Project, asked: commands.Resubmit
    ) -> commands.Known:
        """Return what a new version is measured by: policy, team, and the words of the old one."""
        before = project.application
        resolved_on = asked.application.stated.team_resolution.on
        with self.kernel.pool.connection() as conn:
            texts = document_store.texts(conn, told.documents(before))
        return commands.Known(
            policy=self.policy_on(call.today),
            members=self.members_on(before.team_id, resolved_on),
            texts=texts,
        )

    @command(forms.WithdrawSchema, "Einen Antrag zurückziehen", parts_answers.ProjectAnswer)
    def withdraw(self, call: Call, asked: commands.Withdraw) -> Json:
        """Take an application back before it is decided."""
        return self.act(call, asked, asked.reason)

    @command(forms.CoSignSchema, "Einen Antrag mitzeichnen", parts_answers.ProjectAnswer)
    def co_sign(self, call: Call, asked: commands.CoSign) -> Json:
        """Sign the current version for the Träger that shall receive the grant."""
        return self.act(call, asked)
