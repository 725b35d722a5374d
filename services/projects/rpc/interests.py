"""Interest on a recovery or on money used late: proposed, and fixed in a notice by somebody else."""

from dataclasses import replace

from services.projects import commands, events, forms, funds, interest, refusals
from services.projects.answers import interest as answers
from services.projects.notices.issued import notices_stream
from services.projects.project import PROJECT
from services.projects.rpc import issuing
from services.projects.rpc.common import Projects, circumstances, permit, project_stream
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.guideline import add_up
from shared.wire import command
from shared.writer import Turn


class Interests(Projects):
    """What money bears until it is paid back, or used, as the Träger is told."""

    @command(
        forms.ProposeInterestSchema,
        "Zinsen vorschlagen",
        answers.InterestProposedAnswer,
    )
    def propose_interest(self, call: Call, asked: commands.ProposeInterest) -> Json:
        """Tell what interest comes to until a day, and propose to fix it. Return {proposal_id, …}.

        Raises Refused `no-interest-due`, and `base-rate-missing` where nobody has recorded a rate.
        """
        mine = project_stream(asked.project_id)

        def decide(turn: Turn) -> Json:
            project = turn.state(PROJECT, mine)
            permit(call, project)
            if project is None:
                raise refusals.unknown(asked.project_id)
            interest.check_day(asked, call.today)
            figures = funds.preview_interest(
                self.kernel.rpc, call, asked.project_id, asked.ground, asked.until
            )
            with self.kernel.pool.connection() as conn:
                full = replace(
                    asked,
                    proposal_id=call.new_id(),
                    figures=figures,
                    acting=self.who(conn, call, turn.actor),
                )
            turn.add(mine, PROJECT.decide(full, project, call.today))
            turn.keep(asked.reason)
            proposed = {"proposal_id": full.proposal_id, "until": asked.until}
            return _told(asked.project_id, proposed, figures)

        return self.execute(call, [mine], decide)

    @command(
        forms.FixInterestSchema,
        "Zinsen festsetzen",
        answers.InterestFixedAnswer,
    )
    def fix_interest(self, call: Call, asked: commands.FixInterest) -> Json:
        """Fix what somebody else has proposed, with a notice. Return {interest_id, amount, due_on}.

        Raises Refused `interest-changed` where money has come in that the proposal did not know.
        """
        mine, policy = project_stream(asked.project_id), self.policy_on(call.today)

        def decide(turn: Turn) -> Json:
            project = turn.state(PROJECT, mine)
            permit(call, project)
            if project is None:
                raise refusals.unknown(asked.project_id)
            with self.kernel.pool.connection() as conn:
                acting = self.who(conn, call, turn.actor)
            full = replace(asked, interest_id=call.new_id(), policy=policy, acting=acting)
            proposed = interest.proposal(full, project)
            if not interest.is_fixed(full, project):
                figures = funds.preview_interest(
                    self.kernel.rpc, call, asked.project_id, proposed.ground, proposed.until
                )
                full = replace(full, figures=figures)
            made = PROJECT.decide(full, project, call.today)
            turn.add(mine, made)
            for event in made:
                assert isinstance(event, events.InterestFixed)
                under = circumstances(project, policy, acting)
                issuing.issue(self.kernel, call, turn, event, under)
            fixed = [*made, project.interest.fixed.get(asked.proposal_id)][0]
            assert isinstance(fixed, events.InterestFixed), "Otherwise it would have been refused."
            return _told(
                asked.project_id,
                {
                    "proposal_id": fixed.proposal_id,
                    "until": fixed.until,
                    "interest_id": fixed.interest_id,
                    "due_on": fixed.due_on,
                },
                fixed,
            )

        return self.execute(call, [mine, notices_stream(asked.project_id)], decide)


def _told(
    project_id: str, named: Json, figures: commands.InterestFigures | events.InterestFixed
) -> Json:
    made = add_up(figures.spans, figures.earlier_ct)
    steps = {"amount_ct": made.amount_ct, "steps": (made.step,)}
    told: Json = at_the_edge({"project_id": project_id, **named, **steps})
    return told
