"""Packs for a meeting over HTTP: a page that a browser shows and prints, and tables to download.

The page can do nothing else, as a notice: no script runs in it, and nothing is fetched from elsewhere.
"""

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.gateway import headers
from services.gateway.descriptions import Deadline
from services.gateway.exchange import Exchange
from services.gateway.notices import HARMLESS
from shared.canonical import Json


def page(exchange: Exchange, service: str, name: str, year: int) -> Response:
    """Answer with the pack of a year as a page."""
    pack = _pack(exchange, service, name, year)
    response = Response(pack["html"], content_type="text/html; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="mappe-{name}-{year}.html"'
    response.headers["Content-Security-Policy"] = HARMLESS
    return response


def table(exchange: Exchange, service: str, name: str, year: int, part: str) -> Response:
    """Answer with one table of the pack of a year, with a mark by which spreadsheets know UTF-8."""
    pack = _pack(exchange, service, name, year)
    found = [it["csv"] for it in pack["tables"] if it["name"] == part]
    if not found:
        raise NotFound
    response = Response("\ufeff" + found[0], content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="mappe-{name}-{year}-{part}.csv"'
    )
    return response


def _pack(exchange: Exchange, service: str, name: str, year: int) -> Json:
    method = f"get_{name}_pack"
    context = headers.context(exchange)
    deadline = Deadline(headers.timeout_seconds(exchange))
    asking = exchange.identity.asks(service, exchange.correlation_id)
    exchange.descriptions.method(service, method, asking, deadline)
    asked = {"year": year, "files": True}
    return exchange.client.call(service, method, asked, context, deadline.left())
