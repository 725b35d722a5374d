"""The streams of funding in memory: what it hears of projects, without a wire."""

import json
from datetime import date
from typing import Any

from services.funding import commands, events, heard
from services.funding.across import debits, reserve_all
from services.funding.budget import BUDGET, Budget
from services.funding.grant import GRANT
from services.funding.ledger import balance
from services.projects.events import CATALOGUE

ON = date(2027, 5, 3)
CHANGING = ("approved", "extended", "amended", "terminated", "revoked")


class Funding:
    """Years with a budget each, and the grant of one project."""

    def __init__(self, budgets_ct: dict[int, int], project_id: str) -> None:
        self.project_id = project_id
        self.years: dict[int, list[events.BudgetEvent]] = {
            year: [events.BudgetSet(year, cents, "Rat", 0)] for year, cents in budgets_ct.items()
        }
        self.grant: list[events.GrantEvent] = []

    def budgets(self) -> dict[int, Budget]:
        return {year: BUDGET.fold(history) for year, history in self.years.items()}

    def reserve(self, name: str, amounts_ct: dict[int, int]) -> None:
        """Raises Refused, and then nothing is reserved."""
        asked = {
            year: commands.Reserve(year, name, self.project_id, ct)
            for year, ct in amounts_ct.items()
        }
        for year, made in reserve_all(asked, self.budgets(), ON).items():
            self.years[year] += made

    def hear(self, event: Any) -> None:
        """As it comes over the wire: written, read, passed on to every year and to the grant."""
        name = CATALOGUE.name(event)
        written = json.loads(json.dumps(CATALOGUE.dump(event)))
        data = heard.HEARD[name, CATALOGUE.version_of(name)]().load(written)
        remember: commands.GrantCommand
        if name in CHANGING:
            remember = (
                heard.grant_recorded(data) if name == "approved" else heard.grant_changed(data)
            )
            booked: list[Any] = debits(heard.debits(data), self.budgets())
        else:
            booked, remember = heard.settlements(data), heard.grant_settled(data)
        for command in booked:
            self.do(command)
        self.grant += GRANT.decide(remember, GRANT.fold(self.grant), ON)

    def do(self, command: commands.BudgetCommand, on: date = ON) -> None:
        year = self.years[command.year]
        year += BUDGET.decide(command, BUDGET.fold(year), on)

    def pay(self, year: int, amount_ct: int, on: date = ON) -> None:
        """Order and confirm the next payment of the year. Raises Refused."""
        project_id, known = self.project_id, self.budgets()[year].orders
        number = 1 + sum(project == project_id for project, _ in known)
        name = (year, project_id, number, amount_ct)
        self.do(commands.OrderPayment(*name, f"Rate {number}", "2027-001", "wjh"), on)
        self.do(commands.Pay(*name, on), on)

    def accounts(self, account: str) -> dict[int, int]:
        sums = {year: balance(history) for year, history in self.years.items()}
        return {year: dict(it)[account] for year, it in sums.items()}  # type: ignore[index]

    def paid_ct(self) -> dict[int, int]:
        return {y: it.share(self.project_id).paid_ct for y, it in self.budgets().items()}
