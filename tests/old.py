"""Documents from long ago, which nobody needs any more."""

from typing import Any
from uuid import uuid4

from shared.documents import Document


def old_document(kernel: Any, year: int = 1999) -> str:
    """Store a document that no event names, made in a year; return its id."""
    document = Document.of_text(f"Alter Vermerk {uuid4()}")
    with kernel.pool.connection() as conn, conn.transaction():
        conn.execute(
            "insert into document values (%s, %s, %s, %s, %s, %s, %s)",
            [
                *(document.document_id, document.salt, document.sha256, document.media_type),
                *(len(document.content), "file", f"{year}-12-31T12:00:00Z"),
            ],
        )
        conn.execute(
            "insert into document_chunk values (%s, 0, %s)",
            [document.document_id, document.content],
        )
    return document.document_id
