"""What projects asks for before it decides, and what becomes of it if it never decides."""

from dataclasses import replace

from services.funding import commands, forms, lapsing, refusals
from services.funding.across import reserve_all, without_budget
from services.funding.answers import years as answers
from services.funding.budget import BUDGET, Budget
from services.funding.closing import completed
from services.funding.grant import GRANT, Grant, settlement
from services.funding.rpc.common import (
    Funding,
    budget_stream,
    budgets_of,
    grant_stream,
)
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.guideline import EDITION, Policy
from shared.wire import every, internal
from shared.writer import Turn


class Reservations(Funding):
    """Money that waits for an approval, settlements that wait for a closing."""

    @internal(forms.ReserveSchema, "Merkt Mittel für eine Genehmigung vor", answers.ReserveAnswer)
    def reserve(self, call: Call, asked: dict[int, commands.Reserve]) -> Json:
        """Reserve in all years or none. The rows of the years are locked before they are read.

        What was computed by other rules than today's is refused, `policy-outdated`. The answer's
        `under_reservation` names the years on which the council has not resolved.
        """
        policy = self.policy(call.today)
        wanted = {year: replace(it, future_years=policy.future_years) for year, it in asked.items()}
        years = [*wanted] or [call.today.year]
        takes_back = any(it.amount_ct < 0 for it in wanted.values())
        names = self.all_years(*years) if takes_back else [budget_stream(it) for it in years]

        def decide(turn: Turn) -> Json:
            _check_rules(call.body, policy)
            budgets = budgets_of(turn, names)
            for year, made in reserve_all(wanted, budgets, call.today).items():
                turn.add(budget_stream(year), made)
            return {
                "approval_id": call.body["approval_id"],
                "under_reservation": without_budget(wanted, budgets),
            }

        return self.execute(call, names, decide, lock=True)

    @internal(
        forms.HoldSettlementSchema,
        "Berechnet die Festsetzung und hält Zahlungen an",
        answers.SettlementAnswer,
    )
    def hold_settlement(self, call: Call, asked: commands.HoldSettlement) -> Json:
        """Compute the final grant and hold it, and all payments, until the project is closed."""
        mine = grant_stream(asked.project_id)
        years = self.all_years()
        policy = self._policy_at(call.body["policy_position"])

        def decide(turn: Turn) -> Json:
            budgets, grant = budgets_of(turn, years), turn.state(GRANT, mine)
            full = replace(completed(asked, budgets, grant), policy=policy)
            made = GRANT.decide(full, grant, call.today)
            turn.add(mine, made)
            if made:
                self._hold_payments(turn, budgets, full, call)
            assert isinstance(grant, Grant), "Otherwise it would have been refused."
            told: Json = at_the_edge(settlement(full, grant))
            return told

        return self.execute(call, [mine, *years], decide, lock=True)

    @internal(
        forms.PreviewSettlementSchema,
        "Berechnet die Festsetzung, ohne etwas anzuhalten",
        answers.FiguresAnswer,
    )
    def preview_settlement(self, call: Call, asked: commands.HoldSettlement) -> Json:
        """Return what a settlement would come to today. Nothing is written and nothing is held."""
        mine = grant_stream(asked.project_id)
        policy = self._policy_at(call.body["policy_position"])
        budgets = self.budgets()
        with self.kernel.pool.connection() as conn:
            grant = GRANT.fold(self.kernel.log.read(conn, mine)[mine].events)
        full = replace(completed(asked, budgets, grant), policy=policy)
        GRANT.decide(full, grant, call.today)
        assert isinstance(grant, Grant), "Otherwise it would have been refused."
        told: Json = at_the_edge(settlement(full, grant))
        return told

    def _policy_at(self, position: int) -> Policy:
        """Return the rules by which a grant is settled. Raises Refused for any nobody adopted."""
        known = self.office_policy()
        policy = known.at(position)
        if policy is None:
            raise refusals.policy_outdated(EDITION, known.newest())
        return policy

    def _hold_payments(
        self, turn: Turn, budgets: dict[int, Budget], asked: commands.HoldSettlement, call: Call
    ) -> None:
        for year, budget in budgets.items():
            if asked.project_id in budget.shares:
                hold = commands.HoldPayments(year, asked.project_id, asked.closing_id)
                turn.add(budget_stream(year), BUDGET.decide(hold, budget, call.today))

    @every(seconds=lapsing.LOOK_SECONDS)
    def release_forgotten(self) -> None:
        """Ask projects about reservations and holds whose decision never came."""
        lapsing.ask_about_forgotten(self.kernel)


def _check_rules(body: Json, policy: Policy) -> None:
    """What projects computed must rest on the rules that hold today."""
    if (body["edition"], body["policy_position"]) != (EDITION, policy.position):
        raise refusals.policy_outdated(EDITION, policy.position)
