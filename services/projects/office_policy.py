"""The office's policy as projects has heard of it: one row each, in the order of adoption."""

from datetime import date

from shared.canonical import Json, canonical, parse
from shared.database import Conn
from shared.form import load
from shared.guideline import Policy
from shared.guideline.heard import RulesSchema, policy


def keep(conn: Conn, position: int, valid_from: date, rules: Json) -> None:
    """Keep a policy that was adopted; `rules` as they stand in the event."""
    conn.execute(
        "insert into policy values (%s, %s, %s)",
        [position, valid_from, canonical(rules).decode()],
    )


def valid_on(conn: Conn, day: date) -> Policy:
    """Return the policy valid on a day: the newest begun, the defaults before the first.

    One that was adopted a moment ago may not have been heard of yet: then funding, which knows
    it, refuses to reserve by the old one.
    """
    row = conn.execute(
        "select position, rules from policy where valid_from <= %s order by position desc limit 1",
        [day],
    ).fetchone()
    if row is None:
        return Policy()
    position, rules = row
    return policy(position, load(RulesSchema, parse(rules)))
