"""What a refusal owes to who is refused: a clear word, and that nothing has happened."""

import re
from typing import Any

import psycopg

from shared.canonical import canonical
from shared.refusal import Refused

KEBAB = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
ENGLISH = re.compile(
    r"(?<![-\w])(not|invalid|missing|must|unknown|field|required|value|is|the|error)(?![-\w])",
    re.IGNORECASE,
)
UNEXPLAINED = {"internal-error", "storage-unavailable", "contended", "deadline-passed"}


class Tables:
    """All that is stored, as row counts and digests: log, commands, drafts, documents, and the rest."""

    def __init__(self, conn: psycopg.Connection[Any]) -> None:
        self.conn = conn

    def __call__(self) -> dict[str, tuple[int, Any]]:
        names = self.conn.execute(
            "select format('%I.%I', schemaname, tablename) from pg_tables"
            " where schemaname not in ('pg_catalog', 'information_schema') order by 1"
        ).fetchall()
        counted = " union all ".join(
            f"select '{name}', count(*), sum(hashtextextended(t::text, 0)::numeric) from {name} t"
            for (name,) in names
        )
        return {name: (rows, digest) for name, rows, digest in self.conn.execute(counted)}


def assert_clear(refused: Refused | None, sent: Any) -> None:
    """A refusal that a person and a program can act on."""
    assert refused is not None, f"accepted: {sent}"
    assert refused.code not in UNEXPLAINED, sent
    assert KEBAB.fullmatch(refused.code)
    assert canonical(refused.to_json())
    for text in (refused.title, refused.detail, *(it.message for it in refused.errors)):
        assert text.strip(), refused
        assert not ENGLISH.search(text.partition("„")[0]), text
    for fault in refused.errors:
        assert KEBAB.fullmatch(fault.code)
        if isinstance(sent, dict):
            assert is_place(fault.pointer, sent), f"{fault} of {sent}"


def is_place(pointer: str, sent: Any) -> bool:
    """Tell whether a pointer (RFC 6901) leads to what was sent, or to where something is missing.

    `/lines/3/Name` leads to a line of a file that was sent as `content`.
    """
    if pointer.startswith("/lines/"):
        return "content" in sent
    *path, last = ["", *pointer.split("/")[1:]]
    for token in path[1:]:
        sent = _at(token, sent)
    if isinstance(sent, list):
        return not last or int(last) < len(sent)
    return not last or isinstance(sent, dict)


def _at(token: str, sent: Any) -> Any:
    if isinstance(sent, list):
        return sent[int(token)] if int(token) < len(sent) else None
    return sent.get(token) if isinstance(sent, dict) else None
