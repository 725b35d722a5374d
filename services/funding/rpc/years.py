"""The council's resolutions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from services.funding import commands, forms, refusals
from services.funding.across import carry_over, check_transfer
from services.funding.answers import years as answers
from services.funding.budget import BUDGET
from services.funding.rpc.common import Funding, budget_stream, budgets_of, payments_stream
from services.funding.rpc.planning import Rule, plan_anew
from services.funding.rpc.planning import rule as planned_by
from shared.call import Call
from shared.canonical import Json
from shared.refusal import Fault, Refused
from shared.wire import command
from shared.writer import Turn

YEARS: Final = ("year", "from_year", "to_year")
OF_THE_AMOUNT: Final = (
    *("cut-exceeds-budget", "budget-too-large", "insufficient-budget"),
    *("payment-exceeds-commitment", "carry-over-exceeds"),
)


class Years(Funding):
    """What central office books on a year."""

    @command(forms.SetBudgetSchema, "Das Jahresbudget festsetzen", answers.YearAnswer)
    def set_budget(self, call: Call, asked: commands.SetBudget) -> Json:
        """Record the budget of a year."""
        return self._of_year(call, asked)

    @command(forms.SupplementSchema, "Einen Nachtrag buchen", answers.YearAnswer)
    def supplement(self, call: Call, asked: commands.Supplement) -> Json:
        """Add to the budget of a year, or cut it."""
        return self._of_year(call, asked)

    @command(forms.SetCeilingSchema, "Einen Planungsrahmen festsetzen", answers.YearAnswer)
    def set_ceiling(self, call: Call, asked: commands.SetCeiling) -> Json:
        """Record how much of a year without budget may be committed (planned budget, VE)."""
        return self._of_year(call, asked)

    @command(forms.CloseYearSchema, "Ein Haushaltsjahr abschließen", answers.YearAnswer)
    def close_year(self, call: Call, asked: commands.CloseYear) -> Json:
        """Let lapse what is free in a year that is over; what is bound stays bound."""
        return self._of_year(call, asked)

    @command(forms.CarryOverSchema, "Einen Haushaltsrest übertragen", answers.CarryOverAnswer)
    def carry_over(self, call: Call, asked: commands.CarryOver) -> Json:
        """Carry over into the next year: both years in one append. Return {carry_over_id}."""
        full = replace(asked, carry_over_id=call.new_id())
        years = (full.from_year, full.to_year)
        names = [budget_stream(year) for year in years]
        mine = [payments_stream(full.project_id)] if full.project_id else []
        rule = self._rule(call, full.project_id)

        def decide(turn: Turn) -> Json:
            with _placed(full):
                happened = carry_over(full, budgets_of(turn, names), call.today)
            for year, made in happened.items():
                turn.add(budget_stream(year), made)
            if rule is not None:
                plan_anew(turn, rule, years, "carried-over")
            turn.keep(full.reason)
            turn.draft.reason = full.reason_code
            return {"carry_over_id": full.carry_over_id}

        return self.execute(call, [*names, *mine], decide, lock=True)

    def _rule(self, call: Call, project_id: str | None) -> Rule | None:
        """Return how the payments of a project are planned, if one is meant."""
        if project_id is None:
            return None
        with self.kernel.pool.connection() as conn:
            return planned_by(self.kernel, conn, project_id, call.today)

    @command(forms.TransferOutSchema, "Mittel an einen Bezirk abgeben", answers.TransferAnswer)
    def transfer_out(self, call: Call, asked: commands.TransferOut) -> Json:
        """Book this district's half of a transfer. Return {transfer_id}, for the other half."""
        full = replace(asked, transfer_id=asked.transfer_id or call.new_id())
        return self._transfer(call, full, "to_district")

    @command(forms.TransferInSchema, "Mittel von einem Bezirk annehmen", answers.TransferAnswer)
    def transfer_in(self, call: Call, asked: commands.TransferIn) -> Json:
        """Book this district's half of a transfer, under the id of the giving district."""
        return self._transfer(call, asked, "from_district")

    def _transfer(
        self, call: Call, asked: commands.TransferOut | commands.TransferIn, other: str
    ) -> Json:
        if getattr(asked, other) == self.kernel.settings.district_number:
            raise refusals.transfer_to_itself(f"/{other}")
        mine, names = budget_stream(asked.year), self.all_years(asked.year)

        def decide(turn: Turn) -> Json:
            budgets = budgets_of(turn, names)
            check_transfer(asked, budgets)
            with _placed(asked):
                made = BUDGET.decide(asked, budgets[asked.year], call.today)
            turn.add(mine, made)
            if made:
                turn.keep(asked.reason)
                turn.draft.reason = asked.reason_code
            return {"transfer_id": asked.transfer_id}

        return self.execute(call, names, decide, lock=True)

    def _of_year(self, call: Call, asked: commands.CouncilCommand) -> Json:
        mine = budget_stream(asked.year)

        def decide(turn: Turn) -> Json:
            with _placed(asked):
                made = BUDGET.decide(asked, turn.state(BUDGET, mine), call.today)
            turn.add(mine, made)
            return {"year": asked.year}

        return self.execute(call, [mine], decide, lock=True)


@contextmanager
def _placed(asked: commands.CouncilCommand | commands.Pay | commands.CarryOver) -> Iterator[None]:
    """Let a refusal of a year say which field is at fault: the amount, or where the year is named."""
    try:
        yield
    except Refused as no:
        year = no.facts.get("year")
        named = [name for name in YEARS if year is not None and getattr(asked, name, 0) == year]
        place = "amount" if no.code in OF_THE_AMOUNT else next(iter(named), None)
        if place is None:
            raise
        raise replace(no, errors=(Fault(f"/{place}", no.code, no.detail),)) from None
