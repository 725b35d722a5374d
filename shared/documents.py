"""Texts and files beside the log: an event names one by its id and a salted hash, never its words.

The salt lies with the document and goes with it: when both are deleted, the hash that stays in the
log tells nothing, not even to somebody who guesses the text. For the same reason nobody can tell
from the log whether two texts are equal.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from hashlib import sha256
from typing import Any, Final
from uuid import uuid4

SALT_BYTES: Final = 16
TEXT: Final = "text/plain; charset=utf-8"
CSV: Final = "text/csv; charset=utf-8"
PAGE: Final = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """What an event keeps of a document: its id, and SHA-256(salt ‖ bytes) in hex."""

    document_id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Owned:
    """The documents of a thing that all may read who may see it, and whose thing it is."""

    sozialraum_id: str | None
    traeger_id: str | None
    document_ids: frozenset[str]


def referred(told: Any) -> Iterator[str]:
    """Yield the ids of all documents that an event, or several, refer to."""
    if isinstance(told, DocumentRef):
        yield told.document_id
    elif is_dataclass(told):
        yield from (it for each in fields(told) for it in referred(getattr(told, each.name)))
    elif isinstance(told, Mapping):
        yield from (it for each in told.values() for it in referred(each))
    elif isinstance(told, list | tuple):
        yield from (it for each in told for it in referred(each))


@dataclass(frozen=True, slots=True)
class Document:
    """A document on its way into the store."""

    document_id: str
    salt: bytes = field(repr=False)
    content: bytes = field(repr=False)
    media_type: str

    @classmethod
    def of_text(cls, text: str) -> "Document":
        """Make a document of a text, with a random id and salt. Raises ValueError for lone surrogates."""
        return cls(str(uuid4()), os.urandom(SALT_BYTES), text.encode(), TEXT)

    @classmethod
    def of_page(cls, page: str) -> "Document":
        """Make a document of an HTML page, with a random id and salt."""
        return cls(str(uuid4()), os.urandom(SALT_BYTES), page.encode(), PAGE)

    @property
    def sha256(self) -> bytes:
        """SHA-256(salt ‖ content), 32 bytes."""
        return sha256(self.salt + self.content).digest()

    @property
    def ref(self) -> DocumentRef:
        """What an event keeps of it."""
        return DocumentRef(self.document_id, self.sha256.hex())


def text_of(texts: Mapping[str, str], ref: DocumentRef | None) -> str | None:
    """Return the words of a document out of texts by id; None for none, and for one that is gone."""
    return texts.get(ref.document_id) if ref else None
