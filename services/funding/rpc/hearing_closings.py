"""What is heard of closings: the final grant is booked, what is too much claimed; and all undone."""

from services.funding import closing, commands, heard
from services.funding.budget import Happened
from services.funding.claims import received_ct
from services.funding.grant import GRANT, Grant
from services.funding.rpc.common import (
    Funding,
    budget_stream,
    budgets_of,
    grant_stream,
    payments_stream,
)
from services.funding.rpc.planning import plan_anew, standing
from services.funding.rpc.planning import rule as planned_by
from shared.form import load
from shared.service import Effect
from shared.wire import hears
from shared.writer import Turn


class HearingClosings(Funding):
    """Settlements and their end follow from what projects has recorded."""

    @hears("projects", "closed", 2)
    def on_closed(self, effect: Effect) -> None:
        """The final grant is booked; what was bound beyond it is free, what was paid is claimed."""
        told = load(heard.ClosedSchema, effect.data)
        project_id, mine = told["project_id"], grant_stream(told["project_id"])
        years = [*told["final_grant_ct"], effect.today.year]
        names = list(dict.fromkeys([*map(budget_stream, years), *self.budget_streams(effect.conn)]))
        rule = planned_by(self.kernel, effect.conn, project_id, effect.today)
        refills = self.policy(effect.today).settlement.recovery_refills

        def decide(turn: Turn) -> None:
            grant = turn.state(GRANT, mine)
            if _is_settled(grant, told["closing_id"]):
                return
            budgets = budgets_of(turn, names)
            cleared = received_ct(grant.claims) if grant else {}
            settles = heard.settlements(told, cleared)
            amount_ct = closing.claimed_ct(told["final_grant_ct"], cleared, project_id, budgets)
            _add(turn, closing.settle(settles, told["closing_id"], budgets, effect.today))
            turn.add(mine, GRANT.decide(heard.grant_settled(told), grant, effect.today))
            if amount_ct:
                ahead_ct = closing.refilled_at_once(amount_ct, refills, budgets)
                claim = heard.claimed(told, amount_ct, ahead_ct)
                turn.add(mine, GRANT.decide(claim, grant, effect.today))
                now = standing(turn, names)
                _add(turn, closing.book(project_id, told["closing_id"], ahead_ct, now))
            plan_anew(turn, rule, settles, "settled")

        effect.write([mine, payments_stream(project_id), *names], decide)

    @hears("projects", "settlement_reopened")
    def on_settlement_reopened(self, effect: Effect) -> None:
        """What the settlement has booked is undone by new bookings, and its claim is void."""
        told = load(heard.SettlementReopenedSchema, effect.data)
        project_id, mine = told["project_id"], grant_stream(told["project_id"])
        names = self.budget_streams(effect.conn)

        def decide(turn: Turn) -> None:
            grant = turn.state(GRANT, mine)
            if grant is None or not _is_settled(grant, told["closing_id"]):
                return
            budgets = budgets_of(turn, names)
            reopen = commands.ReopenGrant(project_id, told["closing_id"])
            turn.add(mine, GRANT.decide(reopen, grant, effect.today))
            claim = grant.claims.get(told["closing_id"])
            if claim is not None:
                _add(turn, closing.give_up(claim, claim.open_ct, budgets))
            _add(turn, closing.undo(project_id, standing(turn, names), effect.today))

        effect.write([mine, *names], decide)


def _is_settled(grant: Grant | None, closing_id: str) -> bool:
    """Tell whether a closing is the one that holds; one of old did not say its name."""
    held = grant.settled if grant else None
    return held is not None and held.closing_id in ("", closing_id)


def _add(turn: Turn, made: dict[int, Happened]) -> None:
    for year, happened in made.items():
        turn.add(budget_stream(year), happened)
