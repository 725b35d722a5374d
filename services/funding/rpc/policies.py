"""What central office fixes for all decisions, and what is valid on a day."""

from dataclasses import replace

from services.funding import commands, events, forms, quoting
from services.funding.answers import policy as answers
from services.funding.answers.policy import rules_told
from services.funding.office_policy import POLICY, OfficePolicy, of
from services.funding.rpc.common import POLICY_STREAM, Funding
from shared.asof.methods import query_as_of
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.form import QuerySchema
from shared.guideline import EDITION, Policy
from shared.guideline.answers import EstimateSchema
from shared.unfinished import Unfinished
from shared.wire import command, query
from shared.writer import Turn


class Policies(Funding):
    """The office's policy: proposed by one person, adopted by another."""

    @command(forms.ProposePolicySchema, "Festlegungen vorschlagen", answers.ProposalAnswer)
    def propose_policy(self, call: Call, asked: commands.ProposePolicy) -> Json:
        """Propose a full set of values and the day from which they hold. Return {proposal_id}."""
        full = replace(asked, proposal_id=call.new_id())

        def decide(turn: Turn) -> Json:
            mine = replace(full, by=turn.actor)
            turn.add(
                POLICY_STREAM, POLICY.decide(mine, turn.state(POLICY, POLICY_STREAM), call.today)
            )
            turn.keep(full.reason)
            turn.draft.reason = full.reason_code
            return {"proposal_id": full.proposal_id}

        return self.execute(call, [POLICY_STREAM], decide, lock=True)

    @command(forms.AdoptPolicySchema, "Festlegungen beschließen", answers.AdoptionAnswer)
    def adopt_policy(self, call: Call, asked: commands.AdoptPolicy) -> Json:
        """Adopt what somebody else has proposed. Return {proposal_id, position}."""

        def decide(turn: Turn) -> Json:
            before = turn.state(POLICY, POLICY_STREAM)
            made = POLICY.decide(replace(asked, by=turn.actor), before, call.today)
            turn.add(POLICY_STREAM, made)
            adopted = made[0] if made else before.adoption(asked.proposal_id)
            assert isinstance(adopted, events.PolicyAdopted), "Otherwise it would be refused."
            return {"proposal_id": asked.proposal_id, "position": adopted.position}

        return self.execute(call, [POLICY_STREAM], decide, lock=True)

    @query_as_of(
        forms.PolicyOnSchema,
        "Nennt die Festlegungen, die an einem Tag gelten",
        answers.PolicyAnswer,
    )
    def get_policy(self, call: Call, asked: Json) -> Json:
        """Return {on, edition, position, valid_from, rules}; asked with {on}, else for today."""
        day = asked.get("on", call.today)
        adopted = self.office_policy().in_force(day)
        rules = Policy() if adopted is None else of(adopted)
        return {
            "on": day.isoformat(),
            "edition": EDITION,
            "position": rules.position,
            "valid_from": None if adopted is None else adopted.valid_from.isoformat(),
            "rules": rules_told(rules),
        }

    @query_as_of(QuerySchema, "Listet alle Festlegungen, mit wem und wann", answers.PoliciesAnswer)
    def list_policies(self, _call: Call, _asked: Json) -> Json:
        """Return {policies, proposals}: what was adopted, in order, and what still waits for it."""
        known = self.office_policy()
        waiting = [it for it in known.proposals.values() if known.adoption(it.proposal_id) is None]
        return {
            "policies": [_version(it, known.proposals[it.proposal_id]) for it in known.adopted],
            "proposals": [_proposal(it, known) for it in waiting],
        }

    @query(forms.QuoteSchema, "Berechnet, was ein Plan bisher ergibt und was fehlt", EstimateSchema)
    def quote(self, call: Call, form: Unfinished) -> Json:
        """Return each sum with its steps, null where it cannot be told yet, and {problems}.

        Asked with what a form of an application says so far; a pointer in `problems` leads to what
        was sent. Nothing is written. Without problems it is what an approval would compute today.
        """
        told: Json = at_the_edge(quoting.quote(form, self.policy(call.today)))
        return told


def _version(adopted: events.PolicyAdopted, proposed: events.PolicyProposed) -> Json:
    return {
        **_proposed(proposed),
        "position": adopted.position,
        "adopted_by": adopted.by,
        "adopted_on": adopted.adopted_on.isoformat(),
    }


def _proposal(proposed: events.PolicyProposed, known: OfficePolicy) -> Json:
    return {**_proposed(proposed), "outdated": proposed.after_position != known.newest()}


def _proposed(proposed: events.PolicyProposed) -> Json:
    return {
        "proposal_id": proposed.proposal_id,
        "valid_from": proposed.valid_from.isoformat(),
        "proposed_by": proposed.by,
        "proposed_on": proposed.proposed_on.isoformat(),
        "reason_code": proposed.reason_code,
        "reason": at_the_edge(proposed.reason),
        "rules": rules_told(proposed.rules),
    }
