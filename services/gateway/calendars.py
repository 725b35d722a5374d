"""Duties over HTTP as a calendar, for programs that show one."""

from typing import Final

from werkzeug.wrappers import Response

from services.gateway import headers
from services.gateway.descriptions import Deadline
from services.gateway.exchange import Exchange

METHOD: Final = "get_calendar"


def get(exchange: Exchange, service: str) -> Response:
    """Answer with what the person who asks may see of the calendar."""
    context = headers.context(exchange)
    deadline = Deadline(headers.timeout_seconds(exchange))
    asking = exchange.identity.asks(service, exchange.correlation_id)
    exchange.descriptions.method(service, METHOD, asking, deadline)
    answer = exchange.client.call(service, METHOD, {}, context, deadline.left())
    response = Response(answer["calendar"], content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="pflichten.ics"'
    return response
