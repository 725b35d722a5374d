"""What is known of the reports that recipients owe, as it was heard from reporting: rows beside the log."""

from dataclasses import dataclass
from typing import Final, get_args

from services.funding.events import OwedKind
from shared.database import Conn

BLOCKING: Final[tuple[OwedKind, ...]] = get_args(OwedKind)
"""Duties of these kinds are reports of the recipient: overdue, they block its payments."""


@dataclass(frozen=True, slots=True)
class KnownDuty:
    """A report that is owed, and what it is about."""

    kind: str
    year: int


def keep(conn: Conn, duty_id: str, kind: str, year: int) -> None:
    """Keep what is owed; of a duty that is planned anew, the year."""
    conn.execute(
        "insert into duty values (%s, %s, %s)"
        " on conflict (duty_id) do update set year = excluded.year",
        [duty_id, kind, year],
    )


def move(conn: Conn, duty_id: str, year: int) -> None:
    """Keep that a duty is about another year since it was planned anew."""
    conn.execute("update duty set year = %s where duty_id = %s", [year, duty_id])


def find(conn: Conn, duty_id: str) -> KnownDuty:
    """Return what a duty is about. Raises LookupError for one that nobody has planned."""
    row = conn.execute("select kind, year from duty where duty_id = %s", [duty_id]).fetchone()
    if row is None:
        raise LookupError(f"duty {duty_id} was never planned")
    return KnownDuty(*row)
