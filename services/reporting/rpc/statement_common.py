"""What the methods about statements of use have in common."""

from services.reporting import commands, events
from services.reporting.rpc.common import Reporting
from services.reporting.statement import basis, refusals
from services.reporting.statement.basis import Project
from services.reporting.statement.statement import STATEMENT, Statement
from shared.call import Call
from shared.engine import Engine
from shared.writer import Turn


def statement_stream(project_id: str) -> str:
    """Return the stream of a project's statement of use."""
    return f"statement-{project_id}"


def decided(
    turn: Turn, asked: commands.StatementCommand, call: Call
) -> list[events.StatementEvent]:
    """Let a command take effect on its statement; what belongs to a correction counts for its day."""
    mine = statement_stream(asked.project_id)
    statement = turn.state(STATEMENT, mine)
    made = STATEMENT.decide(asked, statement, call.today)
    turn.count_for(
        asked.effective_on if isinstance(asked, commands.ReturnStatement) else statement.counts_on
    )
    turn.add(mine, made)
    return made


class Statements(Reporting):
    """The part of the service that all methods about statements build on."""

    def approved(self, call: Call, project_id: str) -> Project:
        """Return an approved project that the person's roles reach. Raises Refused."""
        self.project(call, project_id)
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            return basis.project_of(conn, project_id)

    def not_of_the_recipient(self, call: Call, project: Project) -> None:
        """Raise Refused for who belongs to the recipient: they neither check nor decide."""
        own = call.person.traeger_id if call.person else None
        if own is not None and own == project.known.traeger_id:
            raise refusals.not_yours("bei dem Träger eine Aufgabe, der die Zuwendung erhalten hat")

    def statement(self, project_id: str) -> tuple[int, Statement]:
        """Return version and state of a project's statement."""
        kernel: Engine = self.kernel
        mine = statement_stream(project_id)
        with kernel.pool.connection() as conn:
            history = kernel.log.read(conn, mine)[mine]
        return history.version, STATEMENT.fold(history.events)

    def check_open(self, project_id: str) -> None:
        """Raise Refused where the statement is handed in: before a large file is read in vain."""
        if self.statement(project_id)[1].standing in ("submitted", "checked"):
            raise refusals.handed_in()
