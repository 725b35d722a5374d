"""Notices over HTTP: pages that a browser shows and prints, and that can do nothing else.

A service makes them; what a stranger uploads never comes this way. All the same no script runs in
them, nothing is fetched from elsewhere, and they are no part of our origin.
"""

from typing import Final
from uuid import UUID

from werkzeug.wrappers import Response

from services.gateway import headers
from services.gateway.descriptions import Deadline
from services.gateway.exchange import Exchange

METHOD: Final = "get_notice"
HARMLESS: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'; sandbox"
)


def get(exchange: Exchange, service: str, project_id: UUID, number: int) -> Response:
    """Answer with a notice as it was issued."""
    context = headers.context(exchange)
    deadline = Deadline(headers.timeout_seconds(exchange))
    asking = exchange.identity.asks(service, exchange.correlation_id)
    exchange.descriptions.method(service, METHOD, asking, deadline)
    asked = {"project_id": str(project_id), "number": number}
    answer = exchange.client.call(service, METHOD, asked, context, deadline.left())
    response = Response(answer["html"], content_type="text/html; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="bescheid-{number}.html"'
    response.headers["Content-Security-Policy"] = HARMLESS
    response.headers["ETag"] = f'"{answer["sha256"]}"'
    return response
