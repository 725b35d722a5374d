"""Interest: what it comes to, what a notice of projects has fixed, what comes in of it."""

from dataclasses import replace
from functools import reduce

from services.funding import claim_refusals, commands, forms, heard, interests, refusals
from services.funding.answers import interest as answers
from services.funding.claims import active
from services.funding.grant import GRANT, Grant
from services.funding.rpc.common import Funding, grant_stream
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.form import load
from shared.money import to_wire
from shared.service import Effect
from shared.wire import command, hears, internal
from shared.writer import Turn


class Interests(Funding):
    """What a claim bears beside itself, until it is paid."""

    @internal(
        forms.PreviewInterestSchema,
        "Berechnet Zinsen bis zu einem Tag, ohne etwas festzusetzen",
        answers.InterestFiguresAnswer,
    )
    def preview_interest(self, call: Call, asked: Json) -> Json:
        """Return {claim_id, spans, earlier, amount, steps}: what a notice would fix.

        Raises Refused `no-interest-due`, and `base-rate-missing` where nobody has recorded a rate.
        """
        grant = self._grant(asked["project_id"])
        claim = active(grant.claims)
        earlier_ct = interests.fixed_ct(grant.interests, claim.made.claim_id)
        rates = self.policy(call.today).base_rates
        made = claim.interest(asked["until"], rates, earlier_ct)
        if made.amount_ct <= 0:
            raise claim_refusals.no_interest_due()
        told: Json = at_the_edge(
            {
                "claim_id": claim.made.claim_id,
                "until": asked["until"],
                "spans": made.spans,
                "earlier_ct": earlier_ct,
                "amount_ct": made.amount_ct,
                "steps": (made.step,),
            }
        )
        return told

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
