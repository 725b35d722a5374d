"""What projects asks of funding before it decides: reserve the money, compute the settlement."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid5

from services.projects import commands, events
from services.projects.standing import Project
from shared.call import Call
from shared.canonical import Json
from shared.guideline import Settlement, Span, Step, Summand
from shared.money import from_wire, to_wire
from shared.refusal import Refused
from shared.rpc import RpcClient

FUNDING_SECONDS: Final = 5
MARGIN_SECONDS: Final = 1  # Of the caller's time is kept for the append.
LEAST_SECONDS: Final = 1
AWAY: Final = ("unavailable", "timeout", "fault")


Reserving = events.Approved | events.Extended | events.Amended


def reserve(rpc: RpcClient, call: Call, event: Reserving) -> tuple[int, ...]:
    """Have funding reserve what a decision will bind, in all years or none.

    Returns the years under reservation (Haushaltsvorbehalt): the council has not resolved on them.
    Raises Refused: funding's own refusal, or `budget-check-unavailable`.
    """
    amounts_ct = event.grant_ct if isinstance(event, events.Approved) else event.grant_change_ct
    if not any(amounts_ct.values()):
        return ()
    answer = _ask(
        rpc,
        call,
        "reserve",
        event.approval_id,
        {
            "approval_id": event.approval_id,
            "project_id": event.project_id,
            "grant": [
                {"year": year, "amount": to_wire(cents)} for year, cents in amounts_ct.items()
            ],
            "edition": event.edition,
            "policy_position": event.policy_position,
        },
    )
    return tuple(answer["under_reservation"])


def preview(rpc: RpcClient, call: Call, project_id: str, grant_ct: Mapping[int, int]) -> Json:
    """Have funding tell what granting so much would do to each year. Nothing is held.

    Raises Refused `budget-check-unavailable`.
    """
    grant = [{"year": year, "amount": to_wire(cents)} for year, cents in grant_ct.items()]
    return _query(rpc, call, "preview", {"project_id": project_id, "grant": grant})


def _query(rpc: RpcClient, call: Call, method: str, body: Json) -> Json:
    """Ask funding something that changes nothing, within the caller's time."""
    seconds = max(LEAST_SECONDS, min(FUNDING_SECONDS, call.seconds_left() - MARGIN_SECONDS))
    try:
        answer: Json = rpc.call("funding", method, body, call.context, seconds)
    except Refused as refused:
        if refused.code != "grant-not-yet-heard" and refused.kind in AWAY:
            raise _unavailable() from refused
        raise
    return answer


def hold_settlement(
    rpc: RpcClient, call: Call, asked: commands.Close, project: Project
) -> Settlement:
    """Have funding compute the final grant and hold payments until the project is closed.

    It is asked with the grant after all extensions: funding refuses while it has not heard of one.
    """
    body = {**_figures(asked, project), "closing_id": asked.closing_id}
    return _settlement(_ask(rpc, call, "hold_settlement", asked.closing_id, body))


def preview_settlement(
    rpc: RpcClient,
    call: Call,
    asked: commands.ProposeSettlement | commands.Close,
    project: Project,
) -> Settlement:
    """Have funding tell what a settlement would come to today. Nothing is held.

    Raises Refused: funding's own refusal, or `budget-check-unavailable`.
    """
    return _settlement(_query(rpc, call, "preview_settlement", _figures(asked, project)))


def preview_interest(
    rpc: RpcClient, call: Call, project_id: str, ground: events.InterestGround, until: date
) -> commands.InterestFigures:
    """Have funding tell what interest comes to until a day. Nothing is fixed.

    Raises Refused: funding's own refusal, or `budget-check-unavailable`.
    """
    body = {"project_id": project_id, "ground": ground, "until": until.isoformat()}
    answer = _query(rpc, call, "preview_interest", body)
    return commands.InterestFigures(
        claim_id=answer["claim_id"],
        spans=[_span(it) for it in answer["spans"]],
        earlier_ct=from_wire(answer["earlier"]),
        amount_ct=from_wire(answer["amount"]),
    )


def _span(told: Json) -> Span:
    return Span(
        date.fromisoformat(told["first"]),
        date.fromisoformat(told["until"]),
        from_wire(told["amount"]),
        told["rate_hundredths"],
    )


def _figures(asked: commands.ProposeSettlement | commands.Close, project: Project) -> Json:
    """Return what a settlement rests on: the statement, the grant, and the rules of its approval."""
    statement, decided = asked.statement, project.decided
    assert statement is not None, "Otherwise it would have been refused."
    return {
        "project_id": asked.project_id,
        "costs": to_wire(statement.costs_ct),
        "third_party": to_wire(statement.third_party_ct),
        "in_kind": to_wire(statement.in_kind_ct),
        "grant": [{"year": year, "amount": to_wire(ct)} for year, ct in project.grant_ct.items()],
        "planned": [
            {"own_share_percent": it.own_share_percent, "costs": to_wire(it.costs_ct)}
            for it in project.planned
        ],
        "policy_position": decided.policy_position if isinstance(decided, events.Approved) else 0,
    }


def _settlement(answer: Json) -> Settlement:
    return Settlement(
        final_grant_ct={each["year"]: from_wire(each["amount"]) for each in answer["final_grant"]},
        own_cash_required_ct=from_wire(answer["own_cash_required"]),
        gap_ct=from_wire(answer["gap"]),
        recovery_ct=from_wire(answer["recovery"]),
        remaining_ct=from_wire(answer["remaining"]),
        burden_ct=from_wire(answer["burden"]),
        steps=tuple(_step(it) for it in answer["steps"]),
    )


def _step(told: Json) -> Step:
    """What leads to an amount may be larger than any amount that can be asked with."""
    parts = (Summand(it["name"], it["text"], _cents(it["amount"])) for it in told["parts"])
    return Step(
        rule=told["rule"],
        text=told["text"],
        parts=tuple(parts),
        result_ct=_cents(told["result"]),
        basis=told["basis"],
        inputs={},
        edition=told["edition"],
    )


def _cents(told: Mapping[str, str]) -> int:
    return int(told["amount"].replace(".", ""))


def _ask(rpc: RpcClient, call: Call, method: str, purpose: str, body: Json) -> Any:
    """Ask funding within the caller's time; a retry asks under the same command id."""
    left = call.seconds_left() - MARGIN_SECONDS
    call.check_deadline()
    command_id = str(uuid5(UUID(call.command_id), f"{method} {purpose}"))
    context = replace(call.context, causation_id=call.command_id)
    try:
        return rpc.call(
            "funding",
            method,
            {**body, "command_id": command_id},
            context,
            max(LEAST_SECONDS, min(FUNDING_SECONDS, left)),
        )
    except Refused as refused:
        if refused.code != "grant-not-yet-heard" and refused.kind in AWAY:
            raise _unavailable() from refused
        raise


def _unavailable() -> Refused:
    return Refused(
        "budget-check-unavailable",
        "Das Budget kann gerade nicht geprüft werden",
        "Es wurde nichts entschieden. Bitte gleich noch einmal versuchen.",
        kind="unavailable",
    )
