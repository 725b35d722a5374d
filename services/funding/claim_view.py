"""Settlements and claims as they are told. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date

from services.funding import commands, events
from services.funding.across import Budgets
from services.funding.claims import Claim
from services.funding.grant import Grant, settlement
from services.funding.interests import Fixed
from services.funding.office_policy import OfficePolicy
from shared.canonical import Json
from shared.guideline import BaseRate, Policy, add_up
from shared.refusal import Refused


def claims(
    grant: Grant, words: Mapping[str, str], rates: tuple[BaseRate, ...], until: date, today: date
) -> list[Json]:
    """Return each claim, in cents, in the order in which they were made."""
    return [_claim(it, words, rates, until, today) for it in grant.claims.values()]


def _claim(
    claim: Claim, words: Mapping[str, str], rates: tuple[BaseRate, ...], until: date, today: date
) -> Json:
    made, open_ct = claim.made, sum(claim.open_ct.values())
    return {
        "claim_id": made.claim_id,
        "claimed_on": made.claimed_on,
        "due_on": made.due_on,
        "interest_from": made.interest_from,
        "claimed_ct": sum(made.amount_ct.values()),
        "received_ct": sum(claim.received_ct.values()),
        "waived_ct": sum(claim.waived_ct.values()),
        "void_ct": sum(claim.cancelled_ct.values()),
        "open_ct": open_ct,
        "overdue": open_ct > 0 and made.due_on < today,
        "by_year_ct": made.amount_ct,
        "receipts": [
            {**_received(it), "amount_ct": sum(it.amount_ct.values())}
            for it in claim.receipts.values()
        ],
        "waivers": [_waiver(it, claim, words) for it in claim.waivers.values()],
        "interest": _interest(claim, rates, until),
    }


def _waiver(it: events.WaiverProposed, claim: Claim, words: Mapping[str, str]) -> Json:
    waived = claim.waived.get(it.waiver_id)
    return {
        "waiver_id": it.waiver_id,
        "kind": it.kind,
        "amount_ct": it.amount_ct,
        "reason": words.get(it.reason.document_id),
        "proposed_on": it.proposed_on,
        "waived_on": waived.waived_on if waived else None,
    }


def _received(it: events.RecoveryReceived | events.InterestReceived) -> Json:
    return {"reference": it.reference, "received_on": it.received_on}


def interests(grant: Grant) -> list[Json]:
    """Return what each notice has fixed of interest, in cents, and what has become of it."""
    return [_fixed(it) for it in grant.interests.values()]


def _fixed(it: Fixed) -> Json:
    made = it.made
    return {
        "interest_id": made.interest_id,
        "ground": made.ground,
        "claim_id": made.claim_id,
        "fixed_on": made.fixed_on,
        "due_on": made.due_on,
        "until": made.until,
        "spans": made.spans,
        "earlier_ct": made.earlier_ct,
        "amount_ct": made.amount_ct,
        "steps": (add_up(made.spans, made.earlier_ct).step,),
        "received_ct": it.received_ct,
        "open_ct": it.open_ct,
        "waived_ct": it.waived_ct,
        "void_ct": it.void_ct,
        "receipts": [
            {**_received(one), "amount_ct": one.amount_ct} for one in it.receipts.values()
        ],
    }


def _interest(claim: Claim, rates: tuple[BaseRate, ...], until: date) -> Json:
    told = {"until": until, "waived": not claim.bears_interest}
    try:
        made = claim.interest(until, rates)
    except Refused as no:
        return {**told, "amount_ct": None, "steps": (), "problem": no.detail}
    return {**told, "amount_ct": made.amount_ct, "steps": (made.step,), "problem": None}


def settled(grant: Grant, history: Iterable[events.GrantEvent], known: OfficePolicy) -> Json | None:
    """Return the settlement that holds, computed again from what it was computed from."""
    final = grant.settled
    if final is None:
        return None
    holds = [it for it in history if isinstance(it, events.SettlementHeld)]
    held = next((it for it in reversed(holds) if it.closing_id == final.closing_id), None)
    return {
        "closing_id": final.closing_id,
        "final_grant_ct": final.final_grant_ct,
        "recovery_ct": final.recovery_ct,
        "remaining_ct": final.remaining_ct,
        "policy_position": held.policy_position if held else None,
        "steps": _again(held, grant, known) if held else (),
    }


def _again(held: events.SettlementHeld, grant: Grant, known: OfficePolicy) -> object:
    asked = commands.HoldSettlement(
        project_id=held.project_id,
        closing_id=held.closing_id,
        costs_ct=held.costs_ct,
        third_party_ct=held.third_party_ct,
        in_kind_ct=held.in_kind_ct,
        paid_ct=held.paid_ct,
        carried_ct=held.carried_ct,
        planned=held.planned,
        policy=known.at(held.policy_position) or Policy(),
    )
    return settlement(asked, grant).steps


def sums(project_id: str, grant: Grant, budgets: Budgets) -> dict[str, int]:
    """Return what was paid, what is still payable, and what is claimed and not void, in cents."""
    shares = [it.share(project_id) for it in budgets.values()]
    lacking_ct = sum(it.unfunded.get(project_id, 0) for it in budgets.values())
    return {
        "paid_ct": sum(it.paid_ct for it in shares),
        "payable_ct": sum(it.bound_ct for it in shares) + lacking_ct,
        "claimed_ct": sum(
            sum(it.made.amount_ct.values()) - sum(it.cancelled_ct.values())
            for it in grant.claims.values()
        ),
    }
