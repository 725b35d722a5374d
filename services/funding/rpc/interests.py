"""Interest: what it comes to, what a notice of projects has fixed, what comes in of it."""

from dataclasses import replace
from datetime import date
from functools import reduce
from typing import Final

from services.funding import (
    claim_refusals,
    commands,
    definitions,
    forms,
    heard,
    interests,
    refusals,
)
from services.funding.answers import interest as answers
from services.funding.claims import active
from services.funding.grant import GRANT, Grant
from services.funding.late_use import paid_by_day
from services.funding.rpc.common import Funding, grant_stream
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.form import load
from shared.guideline import Late, late, late_step, late_use
from shared.money import from_wire, to_wire
from shared.refusal import Refused
from shared.service import Effect
from shared.wire import command, hears, internal, query
from shared.writer import Turn

SPENT_SECONDS: Final = 5


class Interests(Funding):
    """What a claim bears beside itself until it is paid, and money until it is used."""

    @internal(
        forms.PreviewInterestSchema,
        "Berechnet Zinsen bis zu einem Tag, ohne etwas festzusetzen",
        answers.InterestFiguresAnswer,
    )
    def preview_interest(self, call: Call, asked: Json) -> Json:
        """Return {claim_id, spans, earlier, amount, steps}: what a notice would fix.

        Raises Refused `no-interest-due`, and `base-rate-missing` where nobody has recorded a rate.
        """
        grant, claim_id = self._grant(asked["project_id"]), None
        rates = self.policy(call.today).base_rates
        if asked["ground"] == "recovery":
            claim = active(grant.claims)
            claim_id = claim.made.claim_id
            earlier_ct = interests.fixed_ct(grant.interests, claim_id)
            made = claim.interest(asked["until"], rates, earlier_ct)
        else:
            earlier_ct = interests.fixed_ct(grant.interests, None)
            used = self._late(call, asked["project_id"])
            made = late_use(used, asked["until"], rates, earlier_ct)
        if made.amount_ct <= 0:
            raise claim_refusals.no_interest_due()
        told: Json = at_the_edge(
            {
                "ground": asked["ground"],
                "claim_id": claim_id,
                "until": asked["until"],
                "spans": made.spans,
                "earlier_ct": earlier_ct,
                "amount_ct": made.amount_ct,
                "steps": (made.step,),
            }
        )
        return told

    @query(
        forms.LateUseSchema,
        "Zeigt, welches Geld zu spät verwendet wurde",
        answers.LateUseAnswer,
    )
    def get_late_use(self, call: Call, asked: Json) -> Json:
        """Return {late: [{paid_on, first, used_on, amount}], interest, steps, problem}.

        Until the statement of use is checked nothing is certain, and `problem` says so.
        """
        project_id, until = asked["project_id"], asked["until"] or call.today
        self.permit(call, project_id)
        earlier_ct = interests.fixed_ct(self._grant(project_id).interests, None)
        used: tuple[Late, ...] = ()
        told: Json = {"interest_ct": None, "problem": None}
        try:
            used = self._late(call, project_id)
            made = late_use(used, until, self.policy(call.today).base_rates, earlier_ct)
            told |= {"interest_ct": made.amount_ct, "steps": (late_step(used), made.step)}
        except Refused as no:
            if no.code not in ("statement-not-checked", "base-rate-missing"):
                raise
            told |= {"steps": (late_step(used),), "problem": no.detail}
        answer: Json = at_the_edge(
            {
                "project_id": project_id,
                "late": used,
                "late_total_ct": sum(it.amount_ct for it in used),
                "until": until,
                **told,
                "definitions": definitions.LATE_USE,
            }
        )
        return answer

    def _late(self, call: Call, project_id: str) -> tuple[Late, ...]:
        """Return what was used late: payments are known here, reporting knows what was spent when."""
        kernel: Engine = self.kernel
        seconds = max(1, min(SPENT_SECONDS, call.seconds_left() - 1))
        body = {"project_id": project_id}
        told = kernel.rpc.call(
            "reporting", "spent_by_day", body, kernel.context(call.context), seconds
        )
        if told["checked_on"] is None:
            raise claim_refusals.statement_not_checked()
        spent_ct = {date.fromisoformat(it["day"]): from_wire(it["amount"]) for it in told["spent"]}
        months = self.policy(call.today).settlement.use_months
        return late(paid_by_day(project_id, self.budgets()), spent_ct, months)

    def _grant(self, project_id: str) -> Grant:
        mine = grant_stream(project_id)
        with self.kernel.pool.connection() as conn:
            grant = GRANT.fold(self.kernel.log.read(conn, mine)[mine].events)
        if grant is None:
            raise refusals.grant_unknown()
        return grant

    @hears("projects", "interest_fixed")
    def on_interest_fixed(self, effect: Effect) -> None:
        """What a notice has fixed is owed, apart from the claim."""
        asked = heard.interest_claimed(load(heard.InterestFixedSchema, effect.data))
        mine = grant_stream(asked.project_id)

        def decide(turn: Turn) -> None:
            turn.add(mine, GRANT.decide(asked, turn.state(GRANT, mine), effect.today))

        effect.write([mine], decide)

    @command(forms.ReceiveInterestSchema, "Zinsen vereinnahmen", answers.InterestOpenAnswer)
    def record_interest(self, call: Call, asked: commands.ReceiveInterest) -> Json:
        """Record interest that has come in, each booking once. Return {open}.

        It is the city's revenue: no year of the budget gets any of it.
        """
        mine = grant_stream(asked.project_id)
        self.permit(call, asked.project_id)

        def decide(turn: Turn) -> Json:
            made = GRANT.decide(replace(asked, by=turn.actor), turn.state(GRANT, mine), call.today)
            turn.add(mine, made)
            after = reduce(GRANT.evolve, made, turn.state(GRANT, mine))
            assert isinstance(after, Grant), "Otherwise it would have been refused."
            open_ct = after.interests[asked.interest_id].open_ct
            return {"project_id": asked.project_id, "open": to_wire(open_ct)}

        return self.execute(call, [mine], decide, lock=True)
