"""The streams of funding in memory: what it hears of projects, without a wire."""

import json
from datetime import date
from typing import Any

from services.funding import closing, commands, events, heard
from services.funding.across import debits, reserve_all
from services.funding.budget import BUDGET, Budget
from services.funding.claims import received_ct
from services.funding.grant import GRANT
from services.funding.ledger import balance
from services.projects.events import CATALOGUE
from shared.guideline import RecoveryRefills

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
        self.refills: RecoveryRefills = "on-receipt"

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
        if name == "closed":
            self.close(data)
            return
        if name in CHANGING:
            remember = (
                heard.grant_recorded(data) if name == "approved" else heard.grant_changed(data)
            )
            for command in debits(heard.debits(data), self.budgets()):
                self.do(command)
            self.remember(remember)

    def remember(self, command: commands.GrantCommand, on: date = ON) -> list[events.GrantEvent]:
        made = GRANT.decide(command, GRANT.fold(self.grant), on)
        self.grant += made
        return made

    def add(self, made: dict[int, list[events.BudgetEvent]]) -> None:
        for year, happened in made.items():
            self.years.setdefault(year, []).extend(happened)

    def close(self, data: dict[str, Any], on: date = ON) -> None:
        """Book a settlement as the service does, and claim what was paid beyond it."""
        grant = GRANT.fold(self.grant)
        assert grant is not None
        if grant.settled is not None:
            return
        cleared = received_ct(grant.claims)
        amount_ct = closing.claimed_ct(
            data["final_grant_ct"], cleared, self.project_id, self.budgets()
        )
        settles = heard.settlements(data, cleared)
        self.add(closing.settle(settles, data["closing_id"], self.budgets(), on))
        self.remember(heard.grant_settled(data), on)
        if amount_ct:
            ahead_ct = closing.refilled_at_once(amount_ct, self.refills, self.budgets())
            self.remember(heard.claimed(data, amount_ct, ahead_ct), on)
            self.add(closing.book(self.project_id, data["closing_id"], ahead_ct, self.budgets()))

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

    def receive(self, command: commands.ReceiveRecovery, on: date = ON) -> None:
        """Raises Refused."""
        before = GRANT.fold(self.grant)
        assert before is not None
        for event in self.remember(command, on):
            assert isinstance(event, events.RecoveryReceived)
            claim = before.claims[event.claim_id]
            self.add(closing.receive(claim, event.amount_ct, self.budgets(), on))

    def waive(self, command: commands.WaiveRecovery, on: date = ON) -> None:
        """Raises Refused."""
        before = GRANT.fold(self.grant)
        assert before is not None
        for event in self.remember(command, on):
            assert isinstance(event, events.RecoveryWaived)
            claim = before.claims[event.claim_id]
            self.add(closing.give_up(claim, event.amount_ct, self.budgets()))

    def reopen(self, closing_id: str, on: date = ON) -> None:
        """Undo a settlement as the service does."""
        before = GRANT.fold(self.grant)
        assert before is not None
        self.remember(commands.ReopenGrant(self.project_id, closing_id), on)
        if (claim := before.claims.get(closing_id)) is not None:
            self.add(closing.give_up(claim, claim.open_ct, self.budgets()))
        self.add(closing.undo(self.project_id, self.budgets(), on))
