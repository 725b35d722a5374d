"""Duties over HTTP as a calendar, for programs that show one."""

from typing import Final
from uuid import UUID

from werkzeug.wrappers import Response

from services.gateway import headers
from services.gateway.descriptions import Deadline
from services.gateway.exchange import Exchange
from services.gateway.problems import own

METHOD: Final = "get_calendar"
FEED_METHOD: Final = "read_feed"


def get(exchange: Exchange, service: str) -> Response:
    """Answer with what the person who asks may see of the calendar."""
    context = headers.context(exchange)
    deadline = Deadline(headers.timeout_seconds(exchange))
    asking = exchange.identity.asks(service, exchange.correlation_id)
    exchange.descriptions.method(service, METHOD, asking, deadline)
    answer = exchange.client.call(service, METHOD, {}, context, deadline.left())
    return _file(answer["calendar"])


def get_feed(exchange: Exchange, service: str, feed_id: UUID, secret: str) -> Response:
    """Answer whoever has a secret address; the gateway asks by itself, for nobody."""
    deadline = Deadline(headers.timeout_seconds(exchange))
    asking = exchange.identity.asks(service, exchange.correlation_id)
    if FEED_METHOD not in exchange.descriptions.of(service, asking, deadline)["methods"]:
        raise own("unknown-method", f"Der Dienst „{service}“ hat keine Kalender-Abos.")
    asked = {"feed_id": str(feed_id), "secret": secret}
    answer = exchange.client.call(service, FEED_METHOD, asked, asking, deadline.left())
    return _file(answer["calendar"])


def _file(calendar: str) -> Response:
    response = Response(calendar, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="pflichten.ics"'
    return response
