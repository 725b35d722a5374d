"""The report about a year of a district over HTTP: as a file for spreadsheets, as a page to print."""

from typing import Final

from werkzeug.wrappers import Response

from services.gateway import headers
from services.gateway.descriptions import Deadline
from services.gateway.exchange import Exchange
from services.gateway.notices import HARMLESS
from shared.canonical import Json

TABLE: Final = "get_district_report"
PAGE: Final = "print_district_report"


def get_table(exchange: Exchange, service: str, year: int) -> Response:
    """Answer with the file, its mark of UTF-8 included."""
    answer = _ask(exchange, service, TABLE, year)
    response = Response(answer["csv"], content_type="text/csv; charset=utf-8; header=present")
    name = f'attachment; filename="jahresbericht-{year}.csv"'
    response.headers["Content-Disposition"] = name
    return response


def get_page(exchange: Exchange, service: str, year: int) -> Response:
    """Answer with the page; it can do nothing but be looked at."""
    answer = _ask(exchange, service, PAGE, year)
    response = Response(answer["html"], content_type="text/html; charset=utf-8")
    name = f'inline; filename="jahresbericht-{year}.html"'
    response.headers["Content-Disposition"] = name
    response.headers["Content-Security-Policy"] = HARMLESS
    return response


def _ask(exchange: Exchange, service: str, method: str, year: int) -> Json:
    context = headers.context(exchange)
    deadline = Deadline(headers.timeout_seconds(exchange))
    asking = exchange.identity.asks(service, exchange.correlation_id)
    exchange.descriptions.method(service, method, asking, deadline)
    answer: Json = exchange.client.call(service, method, {"year": year}, context, deadline.left())
    return answer
