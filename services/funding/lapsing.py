"""Reservations and held settlements whose decision never came.

Funding never gives one up by its own clock: it asks projects, which answers how the decision went
or records that it lapsed; hearing that fact releases. While projects is away, all stays held.
"""

import os
from typing import Final
from uuid import UUID, uuid5

import structlog

from services.funding.budget import BUDGET
from services.funding.grant import GRANT
from shared.database import Conn
from shared.engine import Engine
from shared.refusal import Refused

log = structlog.get_logger(__name__)

FORGOTTEN_SECONDS: Final = int(os.environ.get("RESERVATION_SECONDS", "900"))
LOOK_SECONDS: Final = min(60, max(1, FORGOTTEN_SECONDS // 3))
LAPSE_SECONDS: Final = 5

_OLD: Final = """
    select e.line::jsonb -> 'data' ->> %(name)s
    from event e join sealed s on s.id = e.id
    where e.type = %(type)s and s.recorded_at < clock_timestamp() - make_interval(secs => %(age)s)
        and e.stream = any(%(streams)s)"""


def ask_about_forgotten(kernel: Engine) -> None:
    """Let projects settle the question for each decision that is overdue."""
    with kernel.pool.connection() as conn:
        overdue = {**_reservations(conn, kernel), **_holds(conn, kernel)}
    for approval_id, project_id in sorted(overdue.items()):
        body = {
            "command_id": str(uuid5(UUID(project_id), f"lapse {approval_id}")),
            "project_id": project_id,
            "approval_id": approval_id,
        }
        try:
            answer = kernel.rpc.call("projects", "lapse", body, kernel.context(), LAPSE_SECONDS)
        except Refused as refused:
            log.warning("lapse_unanswered", approval_id=approval_id, code=refused.code)
        else:
            log.info("lapse_asked", approval_id=approval_id, status=answer["status"])


def _reservations(conn: Conn, kernel: Engine) -> dict[str, str]:
    """Return approval id → project id of open reservations that are overdue."""
    names = kernel.log.streams(conn, "budget")
    budgets = [BUDGET.fold(it.events) for it in kernel.log.read(conn, *names).values()]
    waiting = [it for budget in budgets for it in budget.reserved.values()]
    if not waiting:
        return {}
    old = _old(conn, "reserved", "approval_id", names)
    return {it.approval_id: it.project_id for it in waiting if it.approval_id in old}


def _holds(conn: Conn, kernel: Engine) -> dict[str, str]:
    """Return closing id → project id of held settlements that are overdue."""
    rows = conn.execute(
        "select stream from event where type = 'settlement_held'"
        " except select stream from event where type = 'grant_settled'"
    )
    names = [stream for (stream,) in rows.fetchall()]
    if not names:
        return {}
    old = _old(conn, "settlement_held", "closing_id", names)
    grants = [GRANT.fold(it.events) for it in kernel.log.read(conn, *names).values()]
    held = [grant.held for grant in grants if grant is not None and grant.held is not None]
    return {it.closing_id: it.project_id for it in held if it.closing_id in old}


def _old(conn: Conn, type_: str, name: str, streams: list[str]) -> set[str]:
    given = {"name": name, "type": type_, "age": FORGOTTEN_SECONDS, "streams": streams}
    return {found for (found,) in conn.execute(_OLD, given)}
