"""What is heard of funding: the office's policy, and budgets that applications have waited for."""

from typing import Final

from services.projects import commands, heard, office_policy
from services.projects.project import PROJECT, Project
from services.projects.rpc.common import Projects, project_stream
from shared.form import load
from shared.service import Effect
from shared.wire import hears
from shared.writer import Turn

_POSTPONED: Final = "select distinct stream from event where type = 'postponed'"


class Hearing(Projects):
    """Facts that were decided in funding, and what follows from them here."""

    @hears("funding", "policy_adopted")
    def on_policy_adopted(self, effect: Effect) -> None:
        """Decisions from its first day on rest on this policy."""
        told = load(heard.PolicyAdoptedSchema, effect.data)
        office_policy.keep(effect.conn, told["position"], told["valid_from"], effect.data["rules"])

    @hears("funding", "budget_set", 2)
    def on_budget_set(self, effect: Effect) -> None:
        """Who has waited for money of this year is decided on again, the most urgent first."""
        year: int = load(heard.BudgetSetSchema, effect.data)["year"]
        for project_id in self._waiting(effect, year):
            self._reopen(effect, project_id, year)

    def _waiting(self, effect: Effect, year: int) -> list[str]:
        """Return who is postponed and plans with this year: by priority, then by age."""
        names = [name for (name,) in effect.conn.execute(_POSTPONED).fetchall()]
        read = self.kernel.log.read(effect.conn, *names) if names else {}
        projects = [PROJECT.fold(it.events) for it in read.values()]
        waiting = [it for it in projects if it is not None and _waits(it, year)]
        return [it.application.project_id for it in sorted(waiting, key=_turn)]

    def _reopen(self, effect: Effect, project_id: str, year: int) -> None:
        """Reopen in an append of its own, so that the log tells the order.

        Somebody may have decided since it was found waiting; only now its row is held.
        """
        mine = project_stream(project_id)

        def decide(turn: Turn) -> None:
            project = turn.state(PROJECT, mine)
            if project is not None and _waits(project, year):
                reopen = commands.Reopen(project_id, year, commands.Acting(by=turn.actor))
                turn.add(mine, PROJECT.decide(reopen, project, effect.today))

        effect.write([mine], decide)


def _waits(project: Project, year: int) -> bool:
    return project.status == "postponed" and year in project.application.plan


def _turn(project: Project) -> tuple[bool, int, str, str]:
    """Return what the waiting list is ordered by; without a priority one comes last."""
    application = project.application
    priority = project.priority
    return priority is None, priority or 0, application.applied_on.isoformat(), application.number
