"""Long texts and files beside the log, in pieces of at most 1 MiB.

The sealed form of a document is SHA-256(salt ‖ content); the salt lies with the document, so
that after its deletion nobody can guess at a short text by its hash.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from shared.canonical import Json
from shared.database import Conn
from shared.documents import TEXT, Document, DocumentRef
from shared.refusal import Fault, Refused, already_decided

CHUNK_BYTES: Final = 1024 * 1024
BROKEN_HOURS: Final = 24  # Whoever still uploads pieces after so long begins anew.
FILE_HOURS: Final = (
    24  # Long enough to try a file, mend what is wrong there, and send the same call again.
)


def store(conn: Conn, documents: Sequence[Document], retention_class: str) -> None:
    """Store whole documents, in the caller's transaction."""
    if not documents:
        return  # A pipeline for nothing costs a command a third of its time.
    told = [
        (it.document_id, it.salt, it.sha256, it.media_type, len(it.content), retention_class)
        for it in documents
    ]
    pieces = [
        (it.document_id, number, it.content[start : start + CHUNK_BYTES])
        for it in documents
        for number, start in enumerate(range(0, len(it.content), CHUNK_BYTES))
    ]
    with conn.cursor() as cursor:  # Both in a pipeline: a package brings thousands.
        cursor.executemany(
            "insert into document values (%s, %s, %s, %s, %s, %s) on conflict do nothing", told
        )
        cursor.executemany(
            "insert into document_chunk values (%s, %s, %s) on conflict do nothing", pieces
        )


def put_chunk(conn: Conn, asked: Json, salt: bytes, retention_class: str) -> Json:
    """Take one piece: {document_id, number, last, content (bytes), media_type}.

    The document is known from its first piece on and whole with its last: then {sha256, size}.
    """
    document_id, number = asked["document_id"], asked["number"]
    with conn.transaction():
        conn.execute(
            "insert into document values (%s, %s, null, %s, 0, %s) on conflict do nothing",
            [document_id, salt, asked["media_type"], retention_class],
        )
        row = conn.execute(
            "select salt, sha256 from document where document_id = %s for update", [document_id]
        ).fetchone()
        assert row is not None, "It was inserted a line above."
        if row[1] is not None:
            return _whole_already(conn, asked)
        conn.execute(
            "insert into document_chunk values (%s, %s, %s) on conflict do nothing",
            [document_id, number, asked["content"]],
        )
        _check_kept(conn, asked)
        if not asked["last"]:
            return {"document_id": document_id}
        return _complete(conn, document_id, row[0], number)


def _check_kept(conn: Conn, asked: Json) -> None:
    """Raise Refused where an earlier piece of this number had other content."""
    row = conn.execute(
        "select content = %s from document_chunk where document_id = %s and number = %s",
        [asked["content"], asked["document_id"], asked["number"]],
    ).fetchone()
    if row is None or not row[0]:
        raise already_decided("Unter dieser Kennung liegt schon ein anderes Dokument.")


def _complete(conn: Conn, document_id: str, salt: bytes, last: int) -> Json:
    chunks = conn.execute(
        "select number, content from document_chunk where document_id = %s order by number",
        [document_id],
    ).fetchall()
    if [number for number, _ in chunks] != list(range(last + 1)):
        raise Refused(
            "document-incomplete",
            "Das Dokument ist unvollständig",
            "Es fehlen Teile des Dokuments. Bitte noch einmal hochladen.",
            kind="conflict",
        )
    hashed, size = sha256(salt), 0
    for _, content in chunks:
        hashed.update(content)
        size += len(content)
    conn.execute(
        "update document set sha256 = %s, size = %s where document_id = %s",
        [hashed.digest(), size, document_id],
    )
    return {"document_id": document_id, "sha256": hashed.hexdigest(), "size": size}


def _whole_already(conn: Conn, asked: Json) -> Json:
    """Answer a repeated piece; a piece with other content is refused."""
    _check_kept(conn, asked)
    row: Any = conn.execute(
        "select sha256, size from document where document_id = %s", [asked["document_id"]]
    ).fetchone()
    return {"document_id": asked["document_id"], "sha256": row[0].hex(), "size": row[1]}


def ref_of(conn: Conn, document_id: str, pointer: str) -> DocumentRef:
    """Return what an event keeps of an uploaded document, which a form names in a place.

    Raises Refused `document-unknown`.
    """
    row = conn.execute(
        "select sha256 from document where document_id = %s and sha256 is not null", [document_id]
    ).fetchone()
    if row is None:
        no = _unknown()
        raise replace(no, errors=(Fault(pointer, no.code, no.detail),))
    return DocumentRef(document_id, row[0].hex())


def get_chunk(conn: Conn, document_id: str, number: int) -> Json:
    """Return one piece: {content (base64), media_type, size, sha256, last}."""
    row = conn.execute(
        "select media_type, size, sha256 from document"
        " where document_id = %s and sha256 is not null",
        [document_id],
    ).fetchone()
    chunks = conn.execute(
        "select number, content from document_chunk where document_id = %s and number >= %s"
        " order by number limit 2",
        [document_id, number],
    ).fetchall()
    empty = row is not None and row[1] == 0 and number == 0
    if row is None or (not empty and (not chunks or chunks[0][0] != number)):
        raise _unknown()
    return {
        "content": b64encode(chunks[0][1] if chunks else b"").decode(),
        "media_type": row[0],
        "size": row[1],
        "sha256": row[2].hex(),
        "last": not chunks[1:],
    }


def content(conn: Conn, document_id: str, most: int) -> bytes:
    """Return a whole document of at most so many bytes. Raises Refused `document-unknown`, `…-too-large`."""
    row = conn.execute(
        "select size from document where document_id = %s and sha256 is not null", [document_id]
    ).fetchone()
    if row is None:
        raise _unknown()
    if row[0] > most:
        raise Refused(
            "document-too-large",
            "Die Datei ist zu groß",
            f"Höchstens {most // CHUNK_BYTES} MiB werden auf einmal eingelesen.",
        )
    chunks = conn.execute(
        "select content from document_chunk where document_id = %s order by number", [document_id]
    )
    return b"".join(piece for (piece,) in chunks)


def texts(conn: Conn, document_ids: Sequence[str]) -> dict[str, str]:
    """Return the texts of whole documents by id; one that is gone is left out."""
    rows = conn.execute(
        "select document_id, string_agg(content, '' order by number)"
        " from document join document_chunk using (document_id)"
        " where document_id = any(%s::uuid[]) and sha256 is not null group by document_id",
        [list(document_ids)],
    )
    return {str(document_id): bytes(content).decode() for document_id, content in rows}


def _unknown() -> Refused:
    return Refused(
        "document-unknown",
        "Das Dokument gibt es nicht",
        "Es wurde nie hochgeladen, nicht vollständig, oder seine Aufbewahrung ist abgelaufen.",
        kind="unknown",
    )


def forget_broken(conn: Conn) -> int:
    """Delete the pieces of documents that never became whole; return how many documents."""
    return conn.execute(
        "delete from document where sha256 is null"
        " and created_at < clock_timestamp() - make_interval(hours => %s)",
        [BROKEN_HOURS],
    ).rowcount


def forget_files(conn: Conn) -> int:
    """Delete the files of a service whose events name texts only; return how many.

    A file is there to be read once. Whatever else it holds, nobody has agreed to its being kept.
    """
    return conn.execute(
        "delete from document where media_type <> %s"
        " and created_at < clock_timestamp() - make_interval(hours => %s)",
        [TEXT, FILE_HOURS],
    ).rowcount
