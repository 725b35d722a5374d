"""What was paid beyond the final grant: what comes back of it, what is waived, what interest it bears."""

from collections.abc import Callable
from dataclasses import replace
from functools import reduce

from services.funding import (
    claim_refusals,
    claim_view,
    closing,
    commands,
    definitions,
    events,
    forms,
)
from services.funding.across import Budgets
from services.funding.answers import claims as answers
from services.funding.claims import active
from services.funding.grant import GRANT, Grant
from services.funding.reference import recovery
from services.funding.rpc.common import Funding, budget_stream, budgets_of, grant_stream
from shared import document_store
from shared.asof.methods import query_as_of
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.money import to_wire
from shared.wire import command
from shared.writer import Turn

Booked = Callable[[Grant, events.GrantEvent, Budgets], closing.Made]
"""`(before, what has happened, the years) → what is booked`."""


class Claims(Funding):
    """What the Träger still owes, from the settlement until nothing is open."""

    @command(forms.ReceiveRecoverySchema, "Eine Rückzahlung vermerken", answers.ReceivedAnswer)
    def record_recovery(self, call: Call, asked: commands.ReceiveRecovery) -> Json:
        """Record what has come back, each booking once. Return {open}.

        It can be granted again if its year is open, else it is revenue of the current year.
        """

        def booked(grant: Grant, event: events.GrantEvent, budgets: Budgets) -> closing.Made:
            assert isinstance(event, events.RecoveryReceived)
            claim = grant.claims[event.claim_id]
            return closing.receive(claim, event.amount_ct, budgets, call.today)

        return self._on_claim(call, lambda by: replace(asked, by=by), booked)

    @command(forms.ProposeWaiverSchema, "Einen Verzicht vorschlagen", answers.WaiverAnswer)
    def propose_waiver(self, call: Call, asked: commands.ProposeWaiver) -> Json:
        """Propose not to claim an amount, or the interest. Return {waiver_id}."""
        waiver_id = call.new_id()

        def booked(_grant: Grant, _event: events.GrantEvent, _budgets: Budgets) -> closing.Made:
            return {}

        def build(by: str) -> commands.ClaimCommand:
            return replace(asked, waiver_id=waiver_id, by=by)

        return self._on_claim(call, build, booked, waiver_id=waiver_id)

    @command(forms.WaiveRecoverySchema, "Über einen Verzicht entscheiden", answers.ReceivedAnswer)
    def waive_recovery(self, call: Call, asked: commands.WaiveRecovery) -> Json:
        """Waive what somebody else has proposed to waive. Return {open}."""

        def booked(grant: Grant, event: events.GrantEvent, budgets: Budgets) -> closing.Made:
            assert isinstance(event, events.RecoveryWaived)
            return closing.give_up(grant.claims[event.claim_id], event.amount_ct, budgets)

        return self._on_claim(call, lambda by: replace(asked, by=by), booked)

    def _on_claim(
        self,
        call: Call,
        build: Callable[[str], commands.ClaimCommand],
        booked: Booked,
        **told: str,
    ) -> Json:
        """Carry a command out on the claim that holds, and book what follows; answer with `told`."""
        project_id = call.body["project_id"].lower()
        recipient = self.permit(call, project_id)
        own = call.person.traeger_id if call.person else None
        if recipient is not None and own == recipient.traeger_id:
            raise claim_refusals.of_the_recipient()
        mine, names = grant_stream(project_id), self.all_years(call.today.year)

        def decide(turn: Turn) -> Json:
            asked, grant = build(turn.actor), turn.state(GRANT, mine)
            made = GRANT.decide(asked, grant, call.today)
            assert isinstance(grant, Grant), "Otherwise it would have been refused."
            turn.add(mine, made)
            for event in made:
                for year, happened in booked(grant, event, budgets_of(turn, names)).items():
                    turn.add(budget_stream(year), happened)
            if made and isinstance(asked, commands.ProposeWaiver):
                turn.keep(asked.reason)
                turn.draft.reason = asked.kind
            after = reduce(GRANT.evolve, made, turn.state(GRANT, mine))
            assert isinstance(after, Grant)
            open_ct = sum(active(after.claims).open_ct.values())
            return {"project_id": project_id, "open": to_wire(open_ct), **told}

        return self.execute(call, [mine, *names], decide, lock=True)

    @query_as_of(
        forms.ClaimsSchema, "Zeigt Festsetzung, Forderung und Zinsen", answers.ClaimsAnswer
    )
    def get_claims(self, call: Call, asked: Json) -> Json:
        """Return {settlement, paid, payable, claimed, claims: […], interests: […]}.

        paid + payable − claimed is what was settled; interest stands apart; each sum has its steps.
        """
        project_id, mine = asked["project_id"], grant_stream(asked["project_id"])
        recipient = self.permit(call, project_id)
        known, budgets = self.office_policy(), self.budgets()
        rates = known.valid_on(call.today).base_rates
        with self.kernel.pool.connection() as conn:
            history = self.kernel.log.read(conn, mine)[mine].events
            proposed = [it for it in history if isinstance(it, events.WaiverProposed)]
            words = document_store.texts(conn, [it.reason.document_id for it in proposed])
        grant = GRANT.fold(history)
        until = asked["until"] or call.today
        told: Json = at_the_edge(
            {
                "project_id": project_id,
                "reference": recovery(recipient.number) if recipient else None,
                "settlement": claim_view.settled(grant, history, known) if grant else None,
                **(claim_view.sums(project_id, grant, budgets) if grant else NOTHING),
                "claims": claim_view.claims(grant, words, rates, until, call.today)
                if grant
                else [],
                "interests": claim_view.interests(grant) if grant else [],
                "definitions": definitions.CLAIMS,
            }
        )
        return told


NOTHING = {"paid_ct": 0, "payable_ct": 0, "claimed_ct": 0}
