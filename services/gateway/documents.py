"""Files over HTTP: carried to and from a service in pieces, never held as a whole.

A document's id is made from the Idempotency-Key, so that a repeated upload is the same document.
An upload that breaks off has no last piece; the service forgets such pieces after a while.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Final
from uuid import UUID, uuid4, uuid5

import structlog
from werkzeug.wrappers import Response

from services.gateway import body, headers
from services.gateway.exchange import Exchange, answer_json
from shared.call import Context
from shared.canonical import Json

SHOWN_BY_BROWSERS: Final = frozenset(
    {"application/pdf", "image/gif", "image/jpeg", "image/png", "image/webp", "text/plain"}
)
"""These cannot run scripts in our origin; everything else is only ever saved (no SVG, no HTML)."""

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
    reader = _Reader(exchange, service, named, context, timeout_seconds)
    first = reader.piece(0)
    response = Response(reader.stream(first))
    response.headers["Content-Length"] = str(first["size"])
    response.headers["Accept-Ranges"] = "none"
    response.headers["ETag"] = f'"{first["sha256"]}"'
    response.headers.update(_presentation(first["media_type"], str(document_id)))
    return response


class _Reader:
    """The pieces of one document, asked for one after the other."""

    def __init__(
        self,
        exchange: Exchange,
        service: str,
        named: Json,
        context: Context,
        timeout_seconds: float,
    ) -> None:
        self._client = exchange.client
        self._service = service
        self._named = named
        self._context = context
        self._timeout_seconds = timeout_seconds

    def piece(self, number: int) -> Json:
        asked = {**self._named, "number": number}
        return self._client.call(
            self._service, "get_document", asked, self._context, self._timeout_seconds
        )

    def stream(self, first: Json) -> Iterator[bytes]:
        """Give the bytes. A fault now can only break the answer off, which the length betrays."""
        try:
            yield from self._pieces(first)
        except Exception:
            log.exception("document_broken_off", correlation_id=self._context.correlation_id)
            raise

    def _pieces(self, first: Json) -> Iterator[bytes]:
        size, number, answer = 0, 0, first
        while True:
            content = b64decode(answer["content"], validate=True)
            size += len(content)
            complete = answer["last"]
            if size > first["size"] or (complete and size < first["size"]):
                raise BrokenDocumentError(self._named["document_id"])
            yield content
            if complete:
                return
            number += 1
            answer = self.piece(number)


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
