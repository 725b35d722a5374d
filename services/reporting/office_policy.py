"""The office's policies as reporting has heard of them: one row each, by their positions."""

from datetime import date

from services.reporting import refusals
from services.reporting.policies import Policies
from shared.canonical import Json, canonical, parse
from shared.database import Conn
from shared.form import load
from shared.guideline import Policy
from shared.guideline.heard import RulesSchema, policy


def keep(conn: Conn, position: int, valid_from: date, rules: Json) -> None:
    """Keep a policy that was adopted; `rules` as they stand in the event."""
    conn.execute(
        "insert into policy (position, rules, valid_from) values (%s, %s, %s)"
        " on conflict do nothing",
        [position, canonical(rules).decode(), valid_from],
    )


def at(conn: Conn, position: int) -> Policy:
    """Return the policy of a position; 0 are the defaults. Raises Refused for one not yet heard of."""
    if position == 0:
        return Policy()
    row = conn.execute("select rules from policy where position = %s", [position]).fetchone()
    if row is None:
        raise refusals.policy_not_heard()
    return _read(position, row[0])


def all_heard(conn: Conn) -> Policies:
    """Return all policies, to compute with what held on a day."""
    rows = conn.execute("select position, valid_from, rules from policy order by position")
    return Policies(tuple((first, _read(position, rules)) for position, first, rules in rows))


def _read(position: int, rules: str) -> Policy:
    return policy(position, load(RulesSchema, parse(rules.encode())))
