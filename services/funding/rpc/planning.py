"""How plans of payments are made anew where the money of a project has changed. One place for all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from services.funding import commands, events, recipients
from services.funding.budget import BUDGET, Budget
from services.funding.grant import GRANT
from services.funding.office_policy import POLICY
from services.funding.payments import Payments
from services.funding.project_payments import PAYMENTS
from services.funding.room import room
from services.funding.rpc.common import (
    POLICY_STREAM,
    budget_stream,
    grant_stream,
    payments_stream,
    year_of,
)
from shared.database import Conn
from shared.engine import Engine
from shared.guideline import PaymentRhythm
from shared.writer import Turn


@dataclass(frozen=True, slots=True)
class Rule:
    """What a plan by rule follows: the days of the project, and the rhythm valid on the day."""

    project_id: str
    period: tuple[date, date]
    rhythm: PaymentRhythm
    today: date


def rule(kernel: Engine, conn: Conn, project_id: str, today: date) -> Rule:
    """Return the rule by which a project's payments are planned on a day."""
    known = POLICY.fold(kernel.log.read(conn, POLICY_STREAM)[POLICY_STREAM].events)
    period = recipients.period(conn, project_id)
    return Rule(project_id, period, known.valid_on(today).payment_rhythm, today)


def standing(turn: Turn, names: Iterable[str]) -> dict[int, Budget]:
    """Return the years as they stand after what a turn has added so far."""
    found = {}
    for name in names:
        added: list[Any] = turn.draft.events.get(name, [])
        found[year_of(name)] = reduce(BUDGET.evolve, added, turn.state(BUDGET, name))
    return found


def plan_anew(turn: Turn, by: Rule, years: Iterable[int], cause: events.PlanCause) -> None:
    """Plan the payments of these years anew; the turn holds their streams and the project's."""
    mine, grants = payments_stream(by.project_id), grant_stream(by.project_id)
    budgets = standing(turn, [budget_stream(year) for year in years])
    grant = turn.state(GRANT, grants) if grants in turn.histories else None
    leaves = room(by.project_id, budgets, grant)
    payments, made = turn.state(PAYMENTS, mine), list[events.PaymentEvent]()
    for year in budgets:
        command = commands.PlanByRule(
            by.project_id, year, by.period, by.rhythm, cause, turn.actor, leaves
        )
        made += PAYMENTS.decide(command, payments, by.today)
    turn.add(mine, made)


def state(turn: Turn, project_id: str) -> Payments:
    """Return the payments of a project as a turn has read them."""
    return turn.state(PAYMENTS, payments_stream(project_id))


def room_of(turn: Turn, project_id: str, budgets: Mapping[int, Budget]) -> commands.Room:
    """Return what these years, and the grant, allow."""
    return room(project_id, budgets, turn.state(GRANT, grant_stream(project_id)))
