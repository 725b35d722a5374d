"""Drafts of project reports: whatever is written down until the report is handed in, in rows.

There is one for each report that is owed. It goes when the report is handed in, when it is
discarded, or when nobody has saved it for a year.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.reporting import refusals
from shared.canonical import Json, canonical, parse
from shared.database import Conn
from shared.refusal import stale

MONTHS_KEPT: Final = 12
_FIND: Final = "select duty_id, version, content, saved_at from report_draft where duty_id = %s"


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A draft as it is kept."""

    duty_id: str
    version: int
    content: Json
    saved_at: datetime


def find(conn: Conn, duty_id: str, *, lock: bool = False) -> ReportDraft | None:
    """Return the draft of a report, and hold it until the transaction ends if it is to be changed."""
    query = _FIND + (" for update" if lock else "")
    row: Any = conn.execute(query.encode(), [duty_id]).fetchone()
    if row is None:
        return None
    found, version, content, saved_at = row
    return ReportDraft(str(found), version, parse(content.encode()), saved_at)


def insert(conn: Conn, duty_id: str, content: Json) -> bool:
    """Keep a new draft; tell whether nobody was faster."""
    made = conn.execute(
        "insert into report_draft (duty_id, version, content) values (%s, 1, %s)"
        " on conflict do nothing",
        [duty_id, canonical(content).decode()],
    )
    return made.rowcount == 1


def replace(conn: Conn, draft: ReportDraft, content: Json) -> int:
    """Give a draft, whose row is held, other content; return its new version."""
    conn.execute(
        "update report_draft set version = version + 1, content = %s,"
        " saved_at = clock_timestamp() where duty_id = %s",
        [canonical(content).decode(), draft.duty_id],
    )
    return draft.version + 1


def delete(conn: Conn, duty_id: str) -> None:
    """Delete a draft, if there is one."""
    conn.execute("delete from report_draft where duty_id = %s", [duty_id])


def submission_of(draft: ReportDraft) -> Callable[[Conn], None]:
    """Return what deletes a draft as its report is handed in.

    It raises Refused where the draft is gone or has changed: then somebody else was faster.
    """

    def submitted(conn: Conn) -> None:
        found = find(conn, draft.duty_id, lock=True)
        if found is None:
            raise refusals.draft_unknown()
        if found.version != draft.version:
            raise stale({"duty_id": draft.duty_id, "version": found.version})
        delete(conn, draft.duty_id)

    return submitted


def forget_unused(conn: Conn) -> int:
    """Delete the drafts that nobody has saved for so long; return how many."""
    return conn.execute(
        "delete from report_draft where saved_at < clock_timestamp() - make_interval(months => %s)",
        [MONTHS_KEPT],
    ).rowcount
