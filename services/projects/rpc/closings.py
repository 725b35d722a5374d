"""The end of projects: proposed, heard about, decided, taken up again."""

from dataclasses import replace

from services.projects import (
    checked_statements,
    closing,
    commands,
    events,
    forms,
    funds,
    refusals,
)
from services.projects.answers import closing as answers
from services.projects.answers import interest
from services.projects.answers.parts import ProjectAnswer
from services.projects.notices.issued import notices_stream
from services.projects.project import PROJECT, Project, approval_id
from services.projects.rpc import issuing
from services.projects.rpc.common import (
    ProjectIdSchema,
    Projects,
    acting,
    permit,
    project_stream,
)
from shared import document_store
from shared.asof.methods import query_as_of
from shared.asof.past import standing
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.guideline import Policy, Settlement
from shared.wire import command
from shared.writer import Turn


class Closings(Projects):
    """How projects end."""

    @command(forms.ProposeSettlementSchema, "Eine Abrechnung vorschlagen", answers.ProposedAnswer)
    def propose_settlement(self, call: Call, asked: commands.ProposeSettlement) -> Json:
        """Tell what a settlement comes to. If something is to be paid back, the Träger is asked."""
        mine, policy = project_stream(asked.project_id), self.policy_on(call.today)

        def decide(turn: Turn) -> Json:
            project = _known(turn.state(PROJECT, mine), asked.project_id)
            permit(call, project)
            full = replace(
                asked,
                proposal_id=call.new_id(),
                statement=self._statement(asked.project_id),
                policy=policy,
                acting=self._who(call, turn),
            )
            closing.check_proposal(full, project)
            full = replace(full, settlement=self._figures(call, full, project))
            (made,) = PROJECT.decide(full, project, call.today)
            assert isinstance(made, events.SettlementProposed)
            turn.count_for(project.counts_on)
            turn.add(mine, [made])
            turn.keep(asked.reason)
            if made.recovery_ct:
                self._tell(call, turn, made, full, project)
            return {
                "project_id": asked.project_id,
                "proposal_id": made.proposal_id,
                "hearing_until": made.hearing_until.isoformat() if made.hearing_until else None,
                **_settled(full.settlement),
            }

        return self.execute(call, [mine, notices_stream(asked.project_id)], decide)

    @command(forms.RecordHearingSchema, "Die Äußerung des Trägers vermerken", ProjectAnswer)
    def record_hearing(self, call: Call, asked: commands.RecordHearing) -> Json:
        """Record what the Träger says to the recovery that is proposed."""
        mine = project_stream(asked.project_id)

        def decide(turn: Turn) -> Json:
            project = _known(turn.state(PROJECT, mine), asked.project_id)
            permit(call, project)
            full = replace(asked, acting=self._who(call, turn))
            turn.count_for(project.counts_on)
            turn.add(mine, PROJECT.decide(full, project, call.today))
            turn.keep(asked.answer)
            return {"project_id": asked.project_id}

        return self.execute(call, [mine], decide)

    @command(forms.CloseSchema, "Ein Projekt abschließen", answers.CloseAnswer)
    def close(self, call: Call, asked: commands.Close) -> Json:
        """Have funding settle, then close, and say so. Return the answer with {final_grant, …}.

        Raises Refused without a checked statement, or while nobody was heard about a recovery.
        """
        mine, policy = project_stream(asked.project_id), self.policy_on(call.today)

        def decide(turn: Turn) -> Json:
            project = _known(turn.state(PROJECT, mine), asked.project_id)
            permit(call, project)
            full = replace(
                asked,
                closing_id=approval_id(
                    asked.project_id, turn.version(mine) + 1, call.command_id or ""
                ),
                statement=self._statement(asked.project_id),
                policy=policy,
                acting=self._who(call, turn),
            )
            closing.check(full, project)
            if project.closed is not None:
                PROJECT.decide(full, project, call.today)
                again = self._figures(call, full, project)
                return {"project_id": asked.project_id, **_settled(_as(project.closed, again))}
            figures = self._figures(call, full, project)
            closing.check_hearing(full, project, figures.recovery_ct, call.today)
            settlement = funds.hold_settlement(self.kernel.rpc, call, full, project)
            full = replace(full, settlement=settlement)
            made = PROJECT.decide(full, project, call.today)
            turn.count_for(project.counts_on)
            turn.add(mine, made)
            for event in made:
                assert isinstance(event, events.Closed)
                self._tell(call, turn, event, full, project)
            return {"project_id": asked.project_id, **_settled(settlement)}

        return self.execute(call, [mine, notices_stream(asked.project_id)], decide)

    @command(forms.ReopenSettlementSchema, "Eine Abrechnung wieder aufnehmen", ProjectAnswer)
    def reopen_settlement(self, call: Call, asked: commands.ReopenSettlement) -> Json:
        """Let a settlement hold no longer, with a reason; it is fixed anew by closing once more.

        Where `effective_on` names an earlier day, all of this counts for that day.
        """
        mine = project_stream(asked.project_id)

        def decide(turn: Turn) -> Json:
            project = turn.state(PROJECT, mine)
            permit(call, project)
            full = replace(asked, acting=self._who(call, turn))
            turn.add(mine, PROJECT.decide(full, project, call.today))
            turn.count_for(asked.effective_on)
            turn.keep(asked.reason)
            turn.draft.reason = asked.basis
            return {"project_id": asked.project_id}

        return self.execute(call, [mine], decide)

    @query_as_of(
        ProjectIdSchema, "Zeigt, wie ein Projekt abgerechnet wird", answers.SettlementAnswer
    )
    def get_settlement(self, call: Call, asked: Json) -> Json:
        """Return {statement_checked_on, proposal, settlements, interest}, each as it was decided.

        What was reopened stays listed; the steps of the sums are funding's to tell. A look back does
        not name the day of the check, which is reporting's to tell.
        """
        mine = project_stream(asked["project_id"])
        with self.kernel.pool.connection() as conn:
            history = self.kernel.log.read(conn, mine)[mine].events
            checked = checked_statements.find(conn, asked["project_id"])
            project = _known(PROJECT.fold(history), asked["project_id"])
            permit(call, project)
            words = document_store.texts(conn, answers.documents(history))
        is_of_now = standing(self.kernel) is None
        told: Json = at_the_edge(
            {
                "project_id": asked["project_id"],
                "statement_checked_on": checked.checked_on if checked and is_of_now else None,
                "proposal": answers.proposal(project, words),
                "settlements": answers.settlements(history, words),
                "interest": interest.proposals(project),
            }
        )
        return told

    # ---- what the service knows and its caller does not ------------------------------------

    def _statement(self, project_id: str) -> commands.Statement | None:
        """Return the checked statement of a project; None while there is none."""
        with self.kernel.pool.connection() as conn:
            return checked_statements.find(conn, project_id)

    def _who(self, call: Call, turn: Turn) -> commands.Acting:
        with self.kernel.pool.connection() as conn:
            return self.who(conn, call, turn.actor)

    def _figures(
        self, call: Call, asked: commands.ProposeSettlement | commands.Close, project: Project
    ) -> Settlement:
        """Have funding tell what a settlement would come to; nothing is held."""
        return funds.preview_settlement(self.kernel.rpc, call, asked, project)

    def _tell(
        self,
        call: Call,
        turn: Turn,
        event: events.SettlementProposed | events.Closed,
        asked: commands.ProposeSettlement | commands.Close,
        project: Project,
    ) -> None:
        """Let the letter follow: the hearing, or the notice."""
        under = issuing.Circumstances(
            project,
            Policy(),
            as_deputy=not acting(call, turn.actor).as_head,
            settled=asked.settlement,
            statement=asked.statement,
        )
        issuing.issue(self.kernel, call, turn, event, under)


def _known(project: Project | None, project_id: str) -> Project:
    if project is None:
        raise refusals.unknown(project_id)
    return project


def _as(closed: events.Closed, again: Settlement) -> Settlement:
    """Return a settlement as it was decided, whatever has come back since."""
    return replace(
        again,
        final_grant_ct=closed.final_grant_ct,
        recovery_ct=closed.recovery_ct,
        remaining_ct=closed.remaining_ct,
    )


def _settled(settlement: Settlement | None) -> Json:
    assert settlement is not None, "Otherwise it would have been refused."
    names = ("final_grant_ct", "recovery_ct", "remaining_ct", "burden_ct", "steps")
    told: Json = at_the_edge({name: getattr(settlement, name) for name in names})
    return told
