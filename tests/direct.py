"""The product's services in this process, asked directly: no broker, no threads of their own.

What their processes would do by themselves (sealing, hearing), `settle` does at once.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

from services.registry import NAMES, service_class, sql_folders
from shared import migrations
from shared.call import NOBODY, Context
from shared.engine import Engine
from shared.methods import Request
from shared.refusal import Refused
from shared.sequencer import seal_all
from shared.settings import Settings
from tests.desk import Desk
from tests.persons import CHECKS, person
from tests.spent import NOTHING, OVER, Spent, account

DAY = "2026-01-05"
READ_MODELS = {
    name: listed[0].name for name in NAMES if (listed := service_class(name).read_models)
}
"""One read model of each service that has some."""


class Line:
    """The RPC client of one service: it proves itself by its own token."""

    def __init__(self, services: "Direct", sign: Callable[[str], str]) -> None:
        self._services, self._sign = services, sign

    def call(
        self, service: str, method: str, body: dict[str, Any], context: Context, timeout: float
    ) -> dict[str, Any]:
        signed = replace(context, service_token=self._sign(service))
        return self._services.reply(service, method, body, signed, timeout)

    def close(self) -> None:
        """Nothing is open."""


class Direct:
    """Some services of one instance; each asks the others as it would over the broker."""

    def __init__(self, known: Settings, *names: str) -> None:
        self.desk = Desk(known)
        self.services: dict[str, Any] = {}
        for name in names:
            cls = service_class(name)
            engine = Engine(known, cls.blueprint())
            engine.rpc.close()
            assert engine.gate is not None
            engine.rpc = Line(self, engine.gate.signer.token)  # type: ignore[assignment]
            service = cls()
            service.kernel = engine
            self.services[name] = service

    def call(
        self, service: str, method: str, body: dict[str, Any], context: Context, timeout: float
    ) -> dict[str, Any]:
        """Ask as whom the context names, in its role, with a token for that. Raises Refused."""
        if context.token is None and context.actor != NOBODY:
            acting = context.actor
            signed = self.desk.context(service, method, acting.sub, acting.role, context.today)
            context = replace(signed, correlation_id=context.correlation_id)
        answer = self.reply(service, method, body, context, timeout)
        self.desk.note(answer)
        return answer

    def reply(
        self, service: str, method: str, body: dict[str, Any], context: Context, timeout: float
    ) -> dict[str, Any]:
        """Ask with whatever tokens there are. Raises Refused."""
        run = getattr(type(self.services[service]), method)
        request = Request(method, body, context, time.time() + timeout)
        reply = run(self.services[service], request)
        if reply["error"] is not None:
            raise Refused.from_json(reply["error"]["exc_args"][0])
        answer: dict[str, Any] = reply["result"]
        return answer

    def ask(
        self, service: str, method: str, body: dict[str, Any], day: str = DAY
    ) -> dict[str, Any]:
        """Ask as a person would, on the one day that is played unless another is named."""
        context = replace(Context.fresh(*person(method, service)), today=day)
        return self.call(service, method, {"command_id": str(uuid4()), **body}, context, 15)

    def apply(self, application: dict[str, Any]) -> str:
        """Apply for a project, have it signed and checked; return its id."""
        self.desk.traeger_id = application["traeger_id"]
        project_id: str = self.ask("projects", "apply", application)["project_id"]
        for method, body in CHECKS.items():
            self.ask("projects", method, {**body, "project_id": project_id})
        return project_id

    def account(self, project_id: str, spent: Spent = NOTHING, day: str = OVER) -> None:
        """Have the statement of use of a project checked on a later day; let all hear of it."""

        def ask(method: str, **body: Any) -> dict[str, Any]:
            return self.ask("reporting", method, body, day)

        self.settle()
        account(ask, project_id, spent)
        self.settle()

    def settle(self, *names: str) -> None:
        """Seal and hear until nothing is under way, between all services or between these."""
        settling = [self.services[name] for name in names or self.services]
        moved = 1
        while moved:
            moved = 0
            heads = self._heads()
            for service in settling:
                with service.kernel.pool.connection() as conn:
                    moved += seal_all(conn)
                moved += sum(
                    it.follower.read_on()
                    for it in service.kernel.consumers
                    if it.follower.standing() < heads.get(it.follower.source, 0)
                )

    def _heads(self) -> dict[str, int]:
        """Return how far each log reaches: only who has something to hear needs to look."""
        found = {}
        for name, service in self.services.items():
            with service.kernel.pool.connection() as conn:
                found[name] = service.kernel.log.head(conn)[0]
        return found

    def close(self) -> None:
        for service in self.services.values():
            service.kernel.pool.close()


@contextmanager
def direct(known: Settings, *names: str) -> Iterator[Direct]:
    """Migrate a database and run services over it in this process."""
    migrations.migrate(known, {name: sql_folders()[name] for name in names})
    made = Direct(known, *names)
    try:
        yield made
    finally:
        made.close()
