"""Files over HTTP: carried to and from a service in pieces, never held as a whole.

A document's id is made from the Idempotency-Key, so that a repeated upload is the same document.
An upload that breaks off has no last piece; the service forgets such pieces after a while.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID, uuid4, uuid5

import structlog
from werkzeug.wrappers import Response

from services.gateway import body, headers
from services.gateway.exchange import Exchange, answer_json
from shared.canonical import Json

SHOWN_BY_BROWSERS: Final = frozenset(
    {"application/pdf", "image/gif", "image/jpeg", "image/png", "image/webp", "text/plain"}
)
"""These cannot run scripts in our origin; everything else is only ever saved (no SVG, no HTML)."""

Piece = Callable[[int], Json]
"""`(number) → answer of the service`"""

log = structlog.get_logger()


class BrokenDocumentError(Exception):
    """A service gave other bytes than it had announced. The answer is broken off."""


def put(exchange: Exchange, service: str) -> Response:
    """Store the body as a document: 201 with its id, size and SHA-256."""
    exchange.descriptions.check(service)
    context = headers.context(exchange)
    timeout_seconds = headers.timeout_seconds(exchange)
    media_type = headers.media_type(exchange.request)
    key = headers.idempotency_key(exchange.request) or str(uuid4())
    exchange.headers["Idempotency-Key"] = key
    document_id = str(uuid5(UUID(key), f"{service}.document"))
    answer: Json = {}
    given = body.pieces(exchange.request, exchange.settings.document_bytes_max)
    for number, (piece, last) in enumerate(_with_last(given)):
        chunk = {
            "document_id": document_id,
            "number": number,
            "last": last,
            "content": b64encode(piece).decode("ascii"),
            "media_type": media_type,
        }
        answer = exchange.client.call(service, "put_document", chunk, context, timeout_seconds)
    response = answer_json(answer, status=201)
    response.headers["Location"] = f"/api/v1/{service}/documents/{document_id}"
    return response


def get(exchange: Exchange, service: str, document_id: UUID) -> Response:
    """Stream a document. What can be refused is refused with the first piece."""
    exchange.descriptions.check(service)
    context = headers.context(exchange)
    timeout_seconds = headers.timeout_seconds(exchange)
    named = {"document_id": str(document_id), "owner_id": exchange.request.args.get("owner_id")}

    def piece(number: int) -> Json:
        asked = {**named, "number": number}
        return exchange.client.call(service, "get_document", asked, context, timeout_seconds)

    first = piece(0)
    response = streamed(first, piece, exchange, str(document_id))
    response.headers.update(_presentation(first["media_type"], str(document_id)))
    return response


def streamed(first: Json, piece: Piece, exchange: Exchange, name: str) -> Response:
    """Return all pieces as one body: each tells {content, last}, and of the whole {size, sha256}."""
    response = Response(_stream(first, piece, exchange.correlation_id, name))
    response.headers["Content-Length"] = str(first["size"])
    response.headers["Accept-Ranges"] = "none"
    response.headers["ETag"] = f'"{first["sha256"]}"'
    return response


def _stream(first: Json, piece: Piece, correlation_id: str, name: str) -> Iterator[bytes]:
    """Give the bytes. A fault now can only break the answer off, which the length betrays."""
    try:
        yield from _pieces(first, piece, name)
    except Exception:
        log.exception("document_broken_off", correlation_id=correlation_id)
        raise


def _pieces(first: Json, piece: Piece, name: str) -> Iterator[bytes]:
    size, number, answer = 0, 0, first
    while True:
        content = b64decode(answer["content"], validate=True)
        size += len(content)
        complete = answer["last"]
        if size > first["size"] or (complete and size < first["size"]):
            raise BrokenDocumentError(name)
        yield content
        if complete:
            return
        number += 1
        answer = piece(number)
        if answer.get("sha256") != first["sha256"]:  # Another package than the one begun.
            raise BrokenDocumentError(name)


def _with_last(given: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Say of each piece whether it is the last; an empty document has one empty piece."""
    held = next(given, b"")
    for piece in given:
        yield held, False
        held = piece
    yield held, True


def _presentation(media_type: str, name: str) -> dict[str, str]:
    """Say how a browser treats it: nothing that a stranger uploaded may act as our page."""
    known = media_type if headers.is_media_type(media_type) else "application/octet-stream"
    plain = known.partition(";")[0].strip().lower()
    shown = plain in SHOWN_BY_BROWSERS
    presented = {
        "Content-Type": known,
        "Content-Disposition": f'{"inline" if shown else "attachment"}; filename="{name}"',
    }
    if not shown:
        presented["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return presented
