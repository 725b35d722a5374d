"""What the methods of this service have in common: streams, and the path of acts that bind money."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from services.projects import commands, events, funds, office_policy, open_applications
from services.projects.approval import Binding
from services.projects.master_data import DEPUTIES, DEPUTIES_STREAM, Deputies
from services.projects.notices.issued import notices_stream
from services.projects.project import PROJECT, Project
from services.projects.rpc import issuing
from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.documents import Document, Owned, referred
from shared.form import Identifier, QuerySchema
from shared.guideline import Policy, case_filter
from shared.service import Service
from shared.writer import Turn


class ProjectIdSchema(QuerySchema):
    """One project."""

    project_id = Identifier(required=True)


Acted = (
    commands.CheckContent
    | commands.CheckArithmetic
    | commands.Reject
    | commands.Postpone
    | commands.Prioritise
    | commands.Reopen
    | commands.DeclareBias
    | commands.ReturnForCompletion
    | commands.Withdraw
    | commands.CoSign
    | commands.WithdrawChange
    | commands.RejectChange
)


SHOWN: Final = (
    *(events.Applied, events.Resubmitted, events.Returned, events.Withdrawn),
    *(events.ChangeRequested, events.ChangeWithdrawn),
)
"""Whose words teams and Träger may read: their own, and what was sent back to them."""
WRITTEN_OUTSIDE: Final = (commands.Withdraw, commands.WithdrawChange)
"""What teams and Träger say in words of their own."""

NO_DEPUTIES: Final = Deputies()


def project_stream(project_id: str) -> str:
    """Return the stream of a project."""
    return f"project-{project_id}"


def acting(call: Call, by: str, deputies: Deputies = NO_DEPUTIES) -> commands.Acting:
    """Return who acts, for separation of duties and conflicts of interest."""
    return commands.Acting(
        by=by,
        as_deputy=deputies.deputises(by, call.today),
        traeger_id=call.person.traeger_id if call.person else None,
        as_head=call.context.actor.role == "district_head",
        as_central=call.context.actor.role == "central_office",
    )


def circumstances(
    project: Project | None,
    policy: Policy,
    who: commands.Acting,
    reserved: tuple[int, ...] = (),
) -> issuing.Circumstances:
    """Return the circumstances of a decision that is about to be taken."""
    assert project is not None, "What is not there cannot be decided."
    return issuing.Circumstances(project, policy, as_deputy=not who.as_head, reserved=reserved)


def permit(call: Call, project: Project | None) -> None:
    """Raise Refused unless the person's roles reach the project; of none nothing is told."""
    if project is not None:
        call.permit(project.application.sozialraum_id, project.application.traeger_id)


class Projects(Service):
    """The part of the service that all its parts build on."""

    def bind(self, call: Call, asked: Binding, *documents: Document | None) -> Json:
        """Decide, have funding reserve, append: the path of every act that moves money."""
        mine = project_stream(asked.project_id)

        def decide(turn: Turn) -> Json:
            full = self.completed(call, turn, asked)
            project = turn.state(PROJECT, mine)
            permit(call, project)
            made = []
            for event in PROJECT.decide(full, project, call.today):
                certain, reserved = self._reserved(call, event)
                made.append(certain)
                turn.keep(*(it for it in documents if it is not None))
                turn.add(mine, [certain])
                under = circumstances(project, full.policy, acting(call, turn.actor), reserved)
                if isinstance(certain, issuing.TOLD):
                    issuing.issue(self.kernel, call, turn, certain, under)
            turn.draft.reason = asked.reason_code
            return {"project_id": asked.project_id, **_bound(made)}

        return self.execute(call, [mine, notices_stream(asked.project_id)], decide)

    def owned(self, conn: Conn, owner_id: str) -> Owned | None:
        """Return the documents of a project that its team and its Träger wrote, or were sent."""
        mine, told = project_stream(owner_id), notices_stream(owner_id)
        histories = self.kernel.log.read(conn, mine, told)
        project = PROJECT.fold(histories[mine].events)
        if project is None:
            return None
        shown = [it for it in histories[mine].events if isinstance(it, SHOWN)]
        ids = frozenset(referred([*shown, *histories[told].events]))
        application = project.application
        return Owned(application.sozialraum_id, application.traeger_id, ids)

    def act(self, call: Call, asked: Acted, *documents: Document | None) -> Json:
        """Decide and append: the path of every act about an application that binds no money."""
        mine = project_stream(asked.project_id)
        is_told = isinstance(asked, commands.Reject | commands.RejectChange)
        told = [notices_stream(asked.project_id)] if is_told else []

        def decide(turn: Turn) -> Json:
            project = turn.state(PROJECT, mine)
            permit(call, project)
            if isinstance(asked, WRITTEN_OUTSIDE):
                case_filter.check_body(call.body, call.today)
            made = PROJECT.decide(self.acted(call, turn, asked), project, call.today)
            if made:
                turn.keep(*(it for it in documents if it is not None))
            turn.add(mine, made)
            for event in made:
                if isinstance(event, issuing.TOLD):
                    under = circumstances(project, Policy(), acting(call, turn.actor))
                    issuing.issue(self.kernel, call, turn, event, under)
            turn.draft.reason = getattr(asked, "reason_code", None)
            return {"project_id": asked.project_id}

        return self.execute(call, [mine, *told], decide)

    def completed(self, call: Call, turn: Turn, asked: Binding) -> Binding:
        """Return a command that binds money with all that the service knows and its sender does not."""
        supplied: dict[str, Any] = {
            "version": turn.version(project_stream(asked.project_id)) + 1,
            "command_id": call.command_id or "",
        }
        with self.kernel.pool.connection() as conn:
            supplied["policy"] = self.policy(conn, call.today)
            supplied["acting"] = self.who(conn, call, turn.actor)
            if isinstance(asked, commands.Approve):
                supplied["waiting"] = open_applications.ahead(conn, asked.project_id)
        return replace(asked, **supplied)

    def acted(self, call: Call, turn: Turn, asked: Any) -> Any:
        """Return a command with who acts, where it asks for that."""
        if not hasattr(asked, "acting"):
            return asked
        with self.kernel.pool.connection() as conn:
            return replace(asked, acting=self.who(conn, call, turn.actor))

    def who(self, conn: Conn, call: Call, by: str) -> commands.Acting:
        """Return who acts, and whether a dated delegation lets that person decide today."""
        history = self.kernel.log.read(conn, DEPUTIES_STREAM)[DEPUTIES_STREAM]
        return acting(call, by, DEPUTIES.fold(history.events))

    def _reserved(self, call: Call, event: Any) -> tuple[Any, tuple[int, ...]]:
        """Have funding reserve what an event binds; return it, and the years that are uncertain.

        The event says itself which they are. What only takes back needs no room, and waits for
        nobody.
        """
        if not isinstance(event, funds.Reserving):
            return event, ()
        years = funds.reserve(self.kernel.rpc, call, event)
        return replace(event, reservation_clause_years=years), years

    def policy_on(self, day: date) -> Policy:
        """Return the office policy that is valid on a day."""
        with self.kernel.pool.connection() as conn:
            return self.policy(conn, day)

    def policy(self, conn: Conn, day: date) -> Policy:
        """Return the office policy that is valid on a day; the default where none is known."""
        return office_policy.valid_on(conn, day)

    def execute(self, call: Call, streams: list[str], decide: Any) -> Json:
        """Carry a command out and return its answer; what is open is known right after it."""

        def followed(turn: Turn) -> Json:
            told: Json = decide(turn)
            open_applications.follow(turn)
            return told

        answer: Json = self.kernel.writer.execute(call, streams, followed)
        return answer


def _bound(made: list[Any]) -> Mapping[str, Any]:
    """Tell of a decision that binds money; a repeat of what is so tells nothing."""
    return {"approval_id": made[0].approval_id} if made else {}
