"""One project walks through both services, from application to settlement, without a wire."""

import json
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import Any

from services.funding import commands, events, heard
from services.funding.across import reserve_all
from services.funding.budget import BUDGET, Budget
from services.funding.grant import GRANT, Grant, settlement
from services.funding.ledger import balance
from services.projects.events import CATALOGUE
from services.projects.project import PROJECT, approval_id
from tests.unit.projects import changes
from tests.unit.projects.examples import (
    APPLY,
    APPROVE,
    CALCULATED,
    CHECKED,
    CLOSE,
    CLOSED,
    FINAL_CT,
    GRANT_CT,
    PROJECT_ID,
    READY,
)

YEARS = (2025, 2026, 2027, 2028)
ON = date(2027, 5, 3)


class Funding:
    """The streams of funding in memory."""

    def __init__(self) -> None:
        self.years: dict[int, list[events.BudgetEvent]] = {
            year: [events.BudgetSet(year, 6_000_000, "Rat", 0)] for year in YEARS
        }
        self.grant: list[events.GrantEvent] = []

    def budgets(self) -> dict[int, Budget]:
        return {year: BUDGET.fold(history) for year, history in self.years.items()}

    def reserve(self, name: str, amounts_ct: dict[int, int]) -> None:
        asked = {
            year: commands.Reserve(year, name, PROJECT_ID, ct) for year, ct in amounts_ct.items()
        }
        for year, made in reserve_all(asked, self.budgets(), ON).items():
            self.years[year] += made

    def hear(self, event: Any) -> None:
        """As it comes over the wire: written, read, passed on to every year and to the grant."""
        name = CATALOGUE.name(event)
        written = json.loads(json.dumps(CATALOGUE.dump(event)))
        data = heard.HEARD[name, CATALOGUE.version_of(name)]().load(written)
        booked: dict[str, tuple[Any, Any]] = {
            "approved": (heard.debits, heard.grant_recorded),
            "extended": (heard.debits, heard.grant_changed),
            "closed": (heard.settlements, heard.grant_settled),
        }
        to_years, to_grant = booked[name]
        for command in to_years(data):
            self.do(command)
        self.grant += GRANT.decide(to_grant(data), GRANT.fold(self.grant), ON)

    def do(self, command: commands.BudgetCommand) -> None:
        year = self.years[command.year]
        year += BUDGET.decide(command, BUDGET.fold(year), ON)

    def accounts(self, account: str) -> dict[int, int]:
        sums = {year: balance(history) for year, history in self.years.items()}
        return {year: dict(it)[account] for year, it in sums.items()}  # type: ignore[index]


def decide(command: Any, project: Any, on: date) -> list[Any]:
    return list(PROJECT.decide(command, project, on))


def test_from_application_to_settlement_every_cent_is_accounted_for():
    funding = Funding()
    project: list[Any] = [*decide(APPLY, None, date(2025, 9, 15)), CHECKED, CALCULATED]

    (approved,) = decide(APPROVE, PROJECT.fold(project), date(2025, 9, 15))
    funding.reserve(approval_id(PROJECT_ID, 2), approved.grant_ct)
    assert funding.accounts("reserviert") == {**GRANT_CT, 2028: 0}
    project.append(approved)
    funding.hear(approved)
    funding.hear(approved)  # A second time changes nothing.
    assert funding.accounts("reserviert") == dict.fromkeys(YEARS, 0)
    assert funding.accounts("festgelegt") == {**GRANT_CT, 2028: 0}

    ask = changes.request(shift_ct=changes.SHIFT_CT)
    project += decide(ask, PROJECT.fold(project), date(2027, 4, 26))
    (extended,) = decide(changes.EXTEND, PROJECT.fold(project), ON)
    funding.reserve(approval_id(PROJECT_ID, 3), extended.grant_change_ct)
    project.append(extended)
    funding.hear(extended)
    moved = {**GRANT_CT, 2027: 4_221_500, 2028: 1_000_000}
    assert funding.accounts("festgelegt") == moved

    for year, amount_ct in moved.items():
        funding.do(commands.Pay(year, PROJECT_ID, amount_ct - 100))
    paid_ct = {y: it.share(PROJECT_ID).paid_ct for y, it in funding.budgets().items()}
    grant = GRANT.fold(funding.grant)
    assert grant is not None
    hold = commands.HoldSettlement(
        PROJECT_ID, approval_id(PROJECT_ID, 4), 14_200_000, 1_000_000, 100_000, paid_ct
    )
    made = settlement(hold, grant)
    assert sum(made.final_grant_ct.values()) == sum(FINAL_CT.values())
    assert made.recovery_ct == 200_000 - 400

    (closed,) = decide(replace(CLOSE, settlement=made), PROJECT.fold(project), date(2028, 5, 2))
    funding.hear(closed)
    funding.hear(closed)
    assert funding.accounts("festgelegt") == dict.fromkeys(YEARS, 0)
    assert funding.accounts("ausgezahlt") == {year: ct - 100 for year, ct in moved.items()}
    assert all(sum(balance(history).values()) == 0 for history in funding.years.values())
    final = reduce(GRANT.evolve, funding.grant, None)
    assert isinstance(final, Grant)
    assert final.settled is not None
    assert final.settled.recovery_ct == made.recovery_ct


def test_the_example_of_a_closing_is_what_the_guideline_makes_of_it():
    (approved,) = decide(APPROVE, PROJECT.fold(READY), date(2025, 9, 15))
    funding = Funding()
    funding.hear(approved)
    grant = GRANT.fold(funding.grant)
    assert grant is not None
    hold = commands.HoldSettlement(PROJECT_ID, "closing", 14_200_000, 1_000_000, 100_000, GRANT_CT)
    made = settlement(hold, grant)
    assert made.final_grant_ct == CLOSED.final_grant_ct
    assert made.recovery_ct == CLOSED.recovery_ct
