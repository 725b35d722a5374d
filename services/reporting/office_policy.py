"""The office's policies as reporting has heard of them: one row each, by their positions."""

from services.reporting import refusals
from shared.canonical import Json, canonical, parse
from shared.database import Conn
from shared.form import load
from shared.guideline import Policy
from shared.guideline.heard import RulesSchema, policy


def keep(conn: Conn, position: int, rules: Json) -> None:
    """Keep a policy that was adopted; `rules` as they stand in the event."""
    conn.execute(
        "insert into policy values (%s, %s) on conflict do nothing",
        [position, canonical(rules).decode()],
    )


def at(conn: Conn, position: int) -> Policy:
    """Return the policy of a position; 0 are the defaults. Raises Refused for one not yet heard of."""
    if position == 0:
        return Policy()
    row = conn.execute("select rules from policy where position = %s", [position]).fetchone()
    if row is None:
        raise refusals.policy_not_heard()
    return policy(position, load(RulesSchema, parse(row[0].encode())))
