"""The end of projects."""

from dataclasses import replace

from services.projects import commands, forms, funds
from services.projects.answers import closing as closing_answers
from services.projects.closing import check_answers
from services.projects.decision import RUNNING
from services.projects.project import PROJECT, Project, approval_id
from services.projects.rpc.common import Projects, permit, project_stream
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.guideline import Settlement
from shared.wire import command
from shared.writer import Turn


class Closings(Projects):
    """How projects end."""

    @command(forms.CloseSchema, "Ein Projekt abschließen", closing_answers.CloseAnswer)
    def close(self, call: Call, asked: commands.Close) -> Json:
        """Have funding settle, then close. Return the answer with {final_grant, recovery, …}."""
        mine = project_stream(asked.project_id)

        def decide(turn: Turn) -> Json:
            project = turn.state(PROJECT, mine)
            permit(call, project)
            closing_id = approval_id(
                asked.project_id, turn.version(mine) + 1, call.command_id or ""
            )
            settlement = self._settlement(call, asked, project, closing_id)
            full = replace(asked, closing_id=closing_id, settlement=settlement)
            made = PROJECT.decide(full, project, call.today)
            turn.add(mine, made)
            assert settlement is not None, "Otherwise it would have been refused."
            return {"project_id": asked.project_id, **_settled(settlement)}

        return self.execute(call, [mine], decide)

    def _settlement(
        self, call: Call, asked: commands.Close, project: Project | None, closing_id: str
    ) -> Settlement | None:
        """Ask funding, if the project is one that can be closed at all."""
        if project is None or project.status not in RUNNING:
            return None
        check_answers(asked, project)
        numbered = replace(asked, closing_id=closing_id)
        return funds.hold_settlement(self.kernel.rpc, call, numbered, project.grant_ct)


def _settled(settlement: Settlement) -> Json:
    names = ("final_grant_ct", "recovery_ct", "remaining_ct", "burden_ct")
    told: Json = at_the_edge({name: getattr(settlement, name) for name in names})
    return told
