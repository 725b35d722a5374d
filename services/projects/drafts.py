"""Drafts (Entwürfe): what is written down on the way to an application, in rows beside the log.

A draft may hold anything. It belongs to the Sozialraum and the Träger that it names, and to who
saved it first. It goes when its application is submitted, or when nobody has saved it for a year.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from shared.canonical import Json, canonical, instant, parse
from shared.database import Conn
from shared.fields import TITLE_MAX
from shared.refusal import Refused, stale

MONTHS_KEPT: Final = 12

_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")
_HEAD: Final = (
    "select draft_id, version, author, sozialraum_id, traeger_id, title, saved_at,"
    f" saved_at + interval '{MONTHS_KEPT} months', "
)
_WHOLE, _HEADS = f"{_HEAD} content from draft", f"{_HEAD} '{{}}' from draft"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it is kept."""

    draft_id: str
    version: int
    author: str
    sozialraum_id: str | None
    traeger_id: str | None
    title: str
    saved_at: datetime
    kept_until: datetime
    content: Json

    @property
    def told(self) -> Json:
        """Return what lists tell of it."""
        return {
            "draft_id": self.draft_id,
            "version": self.version,
            "sozialraum_id": self.sozialraum_id,
            "traeger_id": self.traeger_id,
            "title": self.title,
            "saved_at": instant(self.saved_at),
            "kept_until": instant(self.kept_until),
        }


def find(conn: Conn, draft_id: str, *, lock: bool = False) -> Draft | None:
    """Return a draft, and hold it until the transaction ends if it is to be changed."""
    query = f"{_WHOLE} where draft_id = %s" + (" for update" if lock else "")
    row = conn.execute(query.encode(), [draft_id]).fetchone()
    return None if row is None else _draft(row)


def heads(conn: Conn, most: int) -> list[Draft]:
    """Return the drafts without their content, those saved last first."""
    rows = conn.execute(f"{_HEADS} order by saved_at desc, draft_id limit %s".encode(), [most])
    return [_draft(row) for row in rows]


def insert(conn: Conn, draft_id: str, author: str, content: Json) -> bool:
    """Keep a new draft; tell whether nobody was faster."""
    made = conn.execute(
        "insert into draft (draft_id, version, author, sozialraum_id, traeger_id, title, content)"
        " values (%s, 1, %s, %s, %s, %s, %s) on conflict do nothing",
        [draft_id, author, *places(content), _title(content), canonical(content).decode()],
    )
    return made.rowcount == 1


def replace(conn: Conn, draft: Draft, content: Json) -> int:
    """Give a draft, whose row is held, other content; return its new version."""
    conn.execute(
        "update draft set version = version + 1, sozialraum_id = %s, traeger_id = %s, title = %s,"
        " content = %s, saved_at = clock_timestamp() where draft_id = %s",
        [*places(content), _title(content), canonical(content).decode(), draft.draft_id],
    )
    return draft.version + 1


def delete(conn: Conn, draft_id: str) -> bool:
    """Delete a draft; tell whether there was one."""
    return conn.execute("delete from draft where draft_id = %s", [draft_id]).rowcount == 1


def submission_of(draft: Draft) -> Callable[[Conn], None]:
    """Return what deletes a draft as its application is submitted.

    It raises Refused where the draft is gone or has changed: then somebody else was faster.
    """

    def submitted(conn: Conn) -> None:
        found = find(conn, draft.draft_id, lock=True)
        if found is None:
            raise unknown()
        if found.version != draft.version:
            raise stale({"draft_id": draft.draft_id, "version": found.version})
        delete(conn, draft.draft_id)

    return submitted


def forget_unused(conn: Conn) -> int:
    """Delete the drafts that nobody has saved for so long; return how many."""
    return conn.execute(
        "delete from draft where saved_at < clock_timestamp() - make_interval(months => %s)",
        [MONTHS_KEPT],
    ).rowcount


def places(content: Json) -> tuple[str | None, str | None]:
    """Return the Sozialraum and the Träger that a draft names, if it does."""
    return identifier(content.get("sozialraum_id")), identifier(content.get("traeger_id"))


def unknown() -> Refused:
    """There is no such draft, or no more."""
    return Refused(
        "draft-unknown",
        "Den Entwurf gibt es nicht",
        "Er wurde eingereicht, verworfen, nach einem Jahr gelöscht, oder es gab ihn nie.",
        kind="unknown",
    )


def _draft(row: tuple[Any, ...]) -> Draft:
    draft_id, version, author, sozialraum_id, traeger_id, title, saved_at, until, content = row
    return Draft(
        draft_id=str(draft_id),
        version=version,
        author=str(author),
        sozialraum_id=sozialraum_id and str(sozialraum_id),
        traeger_id=traeger_id and str(traeger_id),
        title=title,
        saved_at=saved_at,
        kept_until=until,
        content=parse(content),
    )


def identifier(said: Any) -> str | None:
    """Return an id as we write it; None for what is none."""
    if type(said) is not str:
        return None
    try:
        return str(UUID(said))
    except ValueError:
        return None


def _title(content: Json) -> str:
    said = content.get("title")
    return _UNPRINTABLE.sub(" ", said)[:TITLE_MAX].strip() if type(said) is str else ""
