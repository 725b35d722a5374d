"""What the methods of this service have in common: streams, and what a turn does to a duty."""

from datetime import date
from typing import Final

from services.reporting import commands, events, office_policy, projects, refusals
from services.reporting.duties.duty import DUTY, Duty
from services.reporting.policies import Policies
from services.reporting.projects import KnownProject
from shared.call import Call
from shared.database import Conn
from shared.documents import Owned, referred
from shared.engine import Engine
from shared.service import Service
from shared.workdays import Land
from shared.writer import Turn

OF_THE_OFFICE: Final = (
    *(events.StatementContentChecked, events.ReceiptsDisallowed, events.StatementChecked),
)
"""What is written of a statement of use for the office alone."""


def duty_stream(duty_id: str) -> str:
    """Return the stream of a duty."""
    return f"duty-{duty_id}"


def report_stream(duty_id: str) -> str:
    """Return the stream of what is reported to fulfil a duty."""
    return f"report-{duty_id}"


def act(turn: Turn, command: commands.DutyCommand, today: date) -> list[object]:
    """Let a command take effect on its duty; return the events that it causes."""
    mine = duty_stream(command.duty_id)
    made = DUTY.decide(command, turn.state(DUTY, mine), today)
    turn.add(mine, made)
    return list(made)


class Reporting(Service):
    """The part of the service that all its parts build on."""

    @property
    def land(self) -> Land:
        """Return the Land whose working days count."""
        kernel: Engine = self.kernel
        return kernel.settings.land

    def policies(self) -> Policies:
        """Return what the office has fixed, as far as it was heard of."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            return office_policy.all_heard(conn)

    def project(self, call: Call, project_id: str) -> KnownProject:
        """Return a project that the person's roles reach. Raises Refused."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            known = projects.project_of(conn, project_id)
        if known is None:
            raise refusals.project_unknown()
        call.permit(known.sozialraum_id, known.traeger_id)
        return known

    def owned(self, conn: Conn, owner_id: str) -> Owned | None:
        """Return the documents of a project's reports: questions, answers, what was sent back.

        Of a statement of use those that were handed in or sent back; its check is the office's.
        """
        known = projects.project_of(conn, owner_id)
        if known is None:
            return None
        duties = projects.duties_of(conn, owner_id)
        streams = [name for it in duties for name in (duty_stream(it), report_stream(it))]
        histories = self.kernel.log.read(conn, *streams, *_of_project(owner_id)).values()
        found = [it for each in histories for it in each.events]
        ids = frozenset(referred([it for it in found if not isinstance(it, OF_THE_OFFICE)]))
        return Owned(known.sozialraum_id, known.traeger_id, ids)

    def permit(self, call: Call, duty: Duty | None) -> Duty:
        """Return a duty whose project the person's roles reach. Raises Refused."""
        if duty is None:
            raise refusals.duty_unknown()
        self.project(call, duty.project_id)
        return duty


def _of_project(project_id: str) -> tuple[str, str]:
    return f"statement-{project_id}", f"line_shifts-{project_id}"
