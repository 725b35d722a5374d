"""Reporting over a real PostgreSQL, told of projects by hand and asked by invented persons."""

from datetime import date
from typing import Any
from uuid import uuid4

from services.projects.events import CATALOGUE
from services.reporting.duties.duty import DUTY
from shared.call import Context
from tests.heard import Source
from tests.unit.projects.examples import APPLIED, APPROVED

APPROVED_ON = date(2025, 9, 22)


class Office:
    """Reporting, and what it is told of projects."""

    def __init__(self, services):
        self.services = services
        self.reporting = services.services["reporting"]
        self.projects = Source("projects", CATALOGUE, self.reporting)

    def duties(self):
        with self.reporting.kernel.pool.connection() as conn:
            names = self.reporting.kernel.log.streams(conn, "duty")
            found = self.reporting.kernel.log.read(conn, *names) if names else {}
        folded: list[Any] = [DUTY.fold(it.events) for it in found.values()]
        return sorted((it.kind, it.year, it.due_on.isoformat(), it.standing) for it in folded)

    def log(self):
        with self.reporting.kernel.pool.connection() as conn:
            rows = conn.execute("select type, line::jsonb ->> 'event_id' from event order by id")
            return rows.fetchall()

    def parked(self):
        with self.reporting.kernel.pool.connection() as conn:
            return conn.execute("select type from parked").fetchall()

    def ask(self, method, day, role="district_head", **body):
        """Ask as somebody in a role on a day, after all that was written was heard."""
        self.services.settle()
        traeger_id = body.pop("as_traeger", None)
        token = self.services.desk.token(f"{role}.kalk", role, traeger_id=traeger_id)
        asked = {"command_id": str(uuid4()), **body}
        return self.services.call("reporting", method, asked, Context.of(token, day), 15)

    def remind(self, day):
        self.services.settle()
        return self.ask("remind", day, "operator")["reminded"]

    def reminders(self):
        with self.reporting.kernel.pool.connection() as conn:
            rows = conn.execute(
                "select type, line::jsonb -> 'data' ->> 'reminder',"
                " left(line::jsonb ->> 'occurred_at', 10)"
                " from event where type in ('duty_reminded', 'duty_overdue') order by id"
            )
            return rows.fetchall()

    def run(self, *history, on):
        self.projects.tell(APPLIED, APPROVED, on=APPROVED_ON)
        self.projects.tell(*history, on=on)
        return self.duties()
