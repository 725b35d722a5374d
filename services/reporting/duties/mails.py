"""Mails about reminders as rows beside the log: written with the reminder, taken by who sends.

Who takes one sets the day of the next attempt first. So a crash loses none, and what is sent twice
after one has the same Message-ID.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID, uuid5

from services.reporting.events import DutyReminded, Reminder
from shared.database import Conn

ATTEMPTS_MAX: Final = 16
"""After so many attempts, which is after about three days, a mail is given up."""
NotSent = Literal[
    "no-address",  # niemand mit einer Mailadresse vertritt den Träger
    "refused",  # der Server nimmt keine der Adressen an
    "not-owed",  # inzwischen erledigt, verlegt oder entfallen
    "given-up",  # zu oft vergeblich versucht
]

_NOTE: Final = """
    insert into mail
        (mail_id, message_id, duty_id, project_id, reminder, due_on, written_at, next_at)
    values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict (mail_id) do nothing"""
_TAKE: Final = """
    update mail set attempts = attempts + 1,
        next_at = %(now)s + least(interval '5 minutes' * 2 ^ attempts, interval '6 hours')
    where mail_id = (select mail_id from mail where standing = 'waiting' and next_at <= %(now)s
        order by next_at, mail_id limit 1 for update skip locked)
    returning mail_id, message_id, duty_id, project_id, reminder, due_on, written_at, attempts"""
_END: Final = "update mail set standing = %s, reason = %s where mail_id = %s"


@dataclass(frozen=True, slots=True)
class WrittenMail:
    """A mail that waits to be sent."""

    mail_id: str
    message_id: str
    duty_id: str
    project_id: str
    reminder: Reminder
    due_on: date
    written_at: datetime
    attempts: int


def noting(reminded: DutyReminded, domain: str, now: datetime) -> Callable[[Conn], None]:
    """Return what writes the one mail of a reminder down, in the transaction that it gets."""
    name = f"mail {reminded.reminder} {reminded.due_on}"
    mail_id = uuid5(UUID(reminded.duty_id), name)
    told = (reminded.duty_id, reminded.project_id, reminded.reminder, reminded.due_on)

    def note(conn: Conn) -> None:
        conn.execute(_NOTE, [mail_id, f"<{mail_id}@{domain}>", *told, now, now])

    return note


def take(conn: Conn, now: datetime) -> WrittenMail | None:
    """Return the next mail to be sent, if there is one; nobody else gets it for the next minutes."""
    row: Any = conn.execute(_TAKE, {"now": now}).fetchone()
    if row is None:
        return None
    mail_id, message_id, duty_id, project_id, *others = row
    return WrittenMail(str(mail_id), message_id, str(duty_id), str(project_id), *others)


def note_sent(conn: Conn, mail_id: str) -> None:
    """Keep that the server has taken a mail."""
    conn.execute(_END, ["sent", None, mail_id])


def note_not_sent(conn: Conn, mail_id: str, reason: NotSent) -> None:
    """Keep that a mail will not be sent, and why."""
    conn.execute(_END, ["not-sent", reason, mail_id])
