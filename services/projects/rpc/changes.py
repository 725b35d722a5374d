"""Changes of approved projects: asked for, decided, and ends before the time."""

from dataclasses import replace

from services.projects import change_refusals, commands, events, forms, refusals, told_changes
from services.projects.answers import change as answers
from services.projects.answers import decision as decision_answers
from services.projects.answers import parts as parts_answers
from services.projects.project import PROJECT, Project
from services.projects.rpc.common import ProjectIdSchema, Projects, permit, project_stream
from shared import document_store
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.form import Identifier
from shared.guideline import case_filter
from shared.wire import command, query
from shared.writer import Turn


class ChangeRequestIdSchema(ProjectIdSchema):
    """One request of a project."""

    request_id = Identifier(required=True)


class Changes(Projects):
    """What changes after the approval."""

    @command(forms.RequestChangeSchema, "Eine Änderung beantragen", answers.ChangeRequestAnswer)
    def request_change(self, call: Call, asked: commands.RequestChange) -> Json:
        """Ask for another end, for money on other years, or for costs of an added time.

        Return the answer with {request_id} and what the change would come to. It changes nothing.
        """
        mine, policy = project_stream(asked.project_id), self.policy_on(call.today)

        def decide(turn: Turn) -> Json:
            project = turn.state(PROJECT, mine)
            permit(call, project)
            case_filter.check_body(call.body, call.today)
            request_id = call.new_id()
            full = replace(self.acted(call, turn, asked), request_id=request_id, policy=policy)
            made = PROJECT.decide(full, project, call.today)
            turn.add(mine, made)
            turn.keep(*asked.texts)
            (requested,) = made
            assert isinstance(requested, events.ChangeRequested)
            assert project is not None, "Otherwise it would have been refused."
            words = {it.document_id: it.content.decode() for it in asked.texts}
            difference = told_changes.difference(requested, project, None, policy)
            return {
                "project_id": asked.project_id,
                "request_id": request_id,
                "amounts": told_changes.with_words(difference, words),
                "added": at_the_edge(difference.added),
                "steps": at_the_edge(difference.steps),
            }

        return self.execute(call, [mine], decide)

    @command(
        forms.WithdrawChangeSchema,
        "Einen Änderungsantrag zurückziehen",
        parts_answers.ProjectAnswer,
    )
    def withdraw_change(self, call: Call, asked: commands.WithdrawChange) -> Json:
        """Take a request back before it is decided."""
        return self.act(call, asked, asked.reason)

    @command(
        forms.RejectChangeSchema, "Einen Änderungsantrag ablehnen", parts_answers.ProjectAnswer
    )
    def reject_change(self, call: Call, asked: commands.RejectChange) -> Json:
        """Let the project stay as it is, with a reason."""
        return self.act(call, asked, asked.reason)

    @command(forms.ExtendSchema, "Ein Projekt verlängern", decision_answers.BoundAnswer)
    def extend(self, call: Call, asked: commands.Extend) -> Json:
        """Reserve what is moved or added, then extend as it was asked for. Return {approval_id}."""
        return self.bind(call, asked, asked.reason)

    @command(forms.AmendSchema, "Eine Bewilligung ändern", decision_answers.BoundAnswer)
    def amend(self, call: Call, asked: commands.Amend) -> Json:
        """Reserve what moves between years, then amend as it was asked for. Return {approval_id}."""
        return self.bind(call, asked, asked.reason)

    @command(forms.TerminateSchema, "Ein Projekt vorzeitig beenden", decision_answers.BoundAnswer)
    def terminate(self, call: Call, asked: commands.Terminate) -> Json:
        """End a project early; later years are free again. Return the answer with {approval_id}."""
        return self.bind(call, asked, asked.reason)

    @command(
        forms.RevokeSchema,
        "Eine Bewilligung zurücknehmen oder widerrufen",
        decision_answers.BoundAnswer,
    )
    def revoke(self, call: Call, asked: commands.Revoke) -> Json:
        """Take a grant back, §§ 45, 47 SGB X. Return the answer with {approval_id}."""
        return self.bind(call, asked, asked.reason)

    @query(ChangeRequestIdSchema, "Zeigt einen Änderungsantrag", answers.GetChangeRequestAnswer)
    def get_change_request(self, call: Call, asked: Json) -> Json:
        """Return the request with what it changes, amount by amount, and with its words."""
        mine = project_stream(asked["project_id"])
        with self.kernel.pool.connection() as conn:
            history = self.kernel.log.read(conn, mine)[mine]
        project = PROJECT.fold(history.events)
        if project is None:
            raise refusals.unknown(asked["project_id"])
        permit(call, project)
        if asked["request_id"] not in project.requests:
            raise change_refusals.unknown_request()
        told = self._told_request(call, project, history.events, asked["request_id"])
        return {"project_id": asked["project_id"], "version": history.version, **told}

    def _told_request(
        self,
        call: Call,
        project: Project,
        history: list[events.ProjectEvent],
        request_id: str,
    ) -> Json:
        request = project.requests[request_id]
        before = told_changes.before(history, request_id)
        assert before is not None, "It was applied for."
        granted = told_changes.granted(history, request_id)
        day = call.today if request.outcome == "pending" else request.asked.requested_on
        difference = told_changes.difference(request.asked, before, granted, self.policy_on(day))
        places = told_changes.documents(request.asked)
        with self.kernel.pool.connection() as conn:
            words = document_store.texts(conn, [ref.document_id for ref in places.values()])
        texts = {
            name: words.get(places[name].document_id) if name in places else None
            for name in ("what", "why", "effect_on_goals")
        }
        return {
            **told_changes.request(project, request),
            **texts,
            "old_end": before.end.isoformat(),
            "amounts": told_changes.with_words(difference, words),
            "added": at_the_edge(difference.added),
            "steps": at_the_edge(difference.steps),
            "problems": at_the_edge(difference.problems),
        }
