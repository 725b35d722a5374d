"""Texts in the place of the documents that they lie in: for answers that are read as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, Final

from shared import document_store
from shared.canonical import Json
from shared.database import Conn
from shared.documents import DocumentRef

_REFERENCE: Final = {field.name for field in fields(DocumentRef)}


def worded(conn: Conn, answer: Json) -> Json:
    """Return an answer with words for each reference to a document; null where they are gone."""
    made: Json = _worded(answer, document_store.texts(conn, [*_documents(answer)]))
    return made


def _documents(here: Any) -> Iterator[str]:
    if isinstance(here, Mapping):
        if here.keys() == _REFERENCE:
            yield here["document_id"]
        else:
            for inner in here.values():
                yield from _documents(inner)
    elif isinstance(here, list):
        for inner in here:
            yield from _documents(inner)


def _worded(here: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(here, Mapping):
        if here.keys() == _REFERENCE:
            return texts.get(here["document_id"])
        return {name: _worded(inner, texts) for name, inner in here.items()}
    return [_worded(inner, texts) for inner in here] if isinstance(here, list) else here
