"""What is heard of funding and reporting: policies, budgets waited for, checked statements of use."""

from services.projects import (
    checked_statements,
    commands,
    heard,
    office_policy,
    open_applications,
)
from services.projects.project import PROJECT
from services.projects.rpc.common import Projects, project_stream
from shared.form import load
from shared.guideline.heard import PolicyAdoptedSchema
from shared.service import Effect
from shared.wire import hears
from shared.writer import Turn


class Hearing(Projects):
    """Facts that were decided elsewhere, and what follows from them here."""

    @hears("reporting", "statement_checked")
    def on_statement_checked(self, effect: Effect) -> None:
        """The settlement rests on these figures, and on those of a later check once it comes."""
        checked_statements.keep(effect.conn, load(heard.StatementCheckedSchema, effect.data))

    @hears("reporting", "statement_returned")
    def on_statement_returned(self, effect: Effect) -> None:
        """What was checked holds no longer: a settlement waits for the next check."""
        project_id = load(heard.StatementReturnedSchema, effect.data)["project_id"]
        checked_statements.forget(effect.conn, project_id)

    @hears("funding", "policy_adopted", 2)
    def on_policy_adopted(self, effect: Effect) -> None:
        """Decisions from its first day on rest on this policy."""
        told = load(PolicyAdoptedSchema, effect.data)
        office_policy.keep(effect.conn, told["position"], told["valid_from"], effect.data["rules"])

    @hears("funding", "budget_set", 2)
    def on_budget_set(self, effect: Effect) -> None:
        """Who has waited for money of this year is decided on again, the most urgent first."""
        year: int = load(heard.BudgetSetSchema, effect.data)["year"]
        for project_id in open_applications.waiting_for_money(effect.conn, year):
            self._reopen(effect, project_id, year)

    def _reopen(self, effect: Effect, project_id: str, year: int) -> None:
        """Reopen in an append of its own, so that the log tells the order.

        Somebody may have decided since it was found waiting; only now its row is held.
        """
        mine = project_stream(project_id)

        def decide(turn: Turn) -> None:
            project = turn.state(PROJECT, mine)
            if project is not None and project.status == "postponed":
                reopen = commands.Reopen(project_id, year, commands.Acting(by=turn.actor))
                turn.add(mine, PROJECT.decide(reopen, project, effect.today))
            open_applications.follow(turn)

        effect.write([mine], decide)
