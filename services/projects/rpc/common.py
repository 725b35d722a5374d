"""What the methods of this service have in common: streams, and the path of acts that bind money."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.projects import commands, events, funds
from services.projects.project import PROJECT
from shared.call import Call
from shared.canonical import Json
from shared.form import Identifier, QuerySchema
from shared.service import Service
from shared.writer import Turn


class ProjectIdSchema(QuerySchema):
    """One project."""

    project_id = Identifier(required=True)


def project_stream(project_id: str) -> str:
    """Return the stream of a project."""
    return f"project-{project_id}"


class Projects(Service):
    """The part of the service that all its parts build on."""

    def bind(self, call: Call, asked: commands.Approve | commands.Extend, *documents: Any) -> Json:
        """Decide, have funding reserve, append: the path of every act that binds money."""
        mine = project_stream(asked.project_id)

        def decide(turn: Turn) -> Json:
            numbered = replace(
                asked, version=turn.version(mine) + 1, command_id=call.command_id or ""
            )
            made = PROJECT.decide(numbered, turn.state(PROJECT, mine), call.today)
            for event in made:
                assert isinstance(event, (events.Approved, events.Extended))
                funds.reserve(self.kernel.rpc, call, event)
                turn.keep(*documents)
            turn.add(mine, made)
            turn.draft.reason = getattr(asked, "reason_code", None)
            return {"project_id": asked.project_id, **_bound(made)}

        return self.execute(call, [mine], decide)

    def execute(self, call: Call, streams: list[str], decide: Any) -> Json:
        """Carry a command out and return its answer."""
        answer: Json = self.kernel.writer.execute(call, streams, decide)
        return answer


def _bound(made: list[Any]) -> Mapping[str, Any]:
    """Tell of a decision that binds money; a repeat of what is so tells nothing."""
    return {"approval_id": made[0].approval_id} if made else {}
