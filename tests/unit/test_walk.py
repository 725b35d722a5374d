"""One project walks through both services, from application to settlement, without a wire."""

from dataclasses import replace
from datetime import date
from functools import reduce
from typing import Any

from services.funding import commands
from services.funding.grant import GRANT, Grant, settlement
from services.funding.ledger import balance
from services.projects.project import PROJECT, approval_id
from tests.unit.funding.in_memory import ON, Funding
from tests.unit.projects import changes
from tests.unit.projects.examples import (
    APPLY,
    APPROVE,
    CALCULATED,
    CHECKED,
    CLOSE,
    CLOSED,
    CO_SIGNED,
    FINAL_CT,
    GRANT_CT,
    PROJECT_ID,
    PROPOSE,
    READY,
)

YEARS = (2025, 2026, 2027, 2028)


def decide(command: Any, project: Any, on: date) -> list[Any]:
    return list(PROJECT.decide(command, project, on))


def test_from_application_to_settlement_every_cent_is_accounted_for():
    funding = Funding(dict.fromkeys(YEARS, 6_000_000), PROJECT_ID)
    project: list[Any] = [*decide(APPLY, None, date(2025, 9, 15))]
    project += [CO_SIGNED, CHECKED, CALCULATED]

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
        funding.pay(year, amount_ct - 100)
    paid_ct = funding.paid_ct()
    grant = GRANT.fold(funding.grant)
    assert grant is not None
    hold = commands.HoldSettlement(
        PROJECT_ID, approval_id(PROJECT_ID, 4), 14_200_000, 1_000_000, 100_000, paid_ct
    )
    made = settlement(hold, grant)
    assert sum(made.final_grant_ct.values()) == sum(FINAL_CT.values())
    assert made.recovery_ct == 200_000 - 400

    propose = replace(PROPOSE, settlement=made)
    project += decide(propose, PROJECT.fold(project), date(2028, 4, 17))
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
    funding = Funding(dict.fromkeys(YEARS, 6_000_000), PROJECT_ID)
    funding.hear(approved)
    grant = GRANT.fold(funding.grant)
    assert grant is not None
    hold = commands.HoldSettlement(PROJECT_ID, "closing", 14_200_000, 1_000_000, 100_000, GRANT_CT)
    made = settlement(hold, grant)
    assert made.final_grant_ct == CLOSED.final_grant_ct
    assert made.recovery_ct == CLOSED.recovery_ct
