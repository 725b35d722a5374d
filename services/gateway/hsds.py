"""The network over HTTP as the HSDS API reference has it: read only, its own envelope, its own filters."""

from typing import Any, Final
from uuid import UUID

from werkzeug.wrappers import Response

from services.gateway import headers
from services.gateway.descriptions import Deadline
from services.gateway.documents import streamed
from services.gateway.exchange import Exchange, answer_json
from services.gateway.problems import own
from shared.canonical import Json

SERVICE: Final = "resources"
LIST: Final = "list_hsds"
GET: Final = "get_hsds"
PACKAGE: Final = "export_package"
DIGITS_MAX: Final = 9
PROFILE: Final = "https://docs.openreferral.org/en/3.0/"
"""No profile but HSDS itself: no field of ours is added to it."""


def about(exchange: Exchange) -> Response:
    """Answer with the version, and with where all of this is described."""
    root = exchange.request.root_url
    told = {"version": "3.0", "profile": PROFILE, "openapi_url": f"{root}api/v1/openapi.json"}
    return answer_json(told)


def index(exchange: Exchange, entity: str) -> Response:
    """Answer with a page of a list. A filter that is not known is refused: each of them must count."""
    return _ask(exchange, LIST, {"entity": entity})


def get(exchange: Exchange, entity: str, id: UUID) -> Response:  # noqa: A002 - as HSDS names it
    """Answer with one thing in full."""
    return _ask(exchange, GET, {"entity": entity, "id": str(id)})


def package(exchange: Exchange, service: str) -> Response:
    """Answer with all public cards, or those of a Sozialraum, as an archive that comes in pieces."""

    def piece(number: int) -> Json:
        return _asked(exchange, service, PACKAGE, {"number": number})

    response = streamed(piece(0), piece, exchange, PACKAGE)
    response.content_type = "application/zip"
    response.headers["Content-Disposition"] = 'attachment; filename="ressourcen-hsds.zip"'
    return response


def _ask(exchange: Exchange, method: str, asked: Json) -> Response:
    return answer_json(_asked(exchange, SERVICE, method, asked))


def _asked(exchange: Exchange, service: str, method: str, asked: Json) -> Json:
    context = headers.context(exchange)
    deadline = Deadline(headers.timeout_seconds(exchange))
    asking = exchange.identity.asks(service, exchange.correlation_id)
    described = exchange.descriptions.method(service, method, asking, deadline)
    shapes = described["request"]["properties"]
    body = _filters(exchange, shapes) | asked
    return exchange.client.call(service, method, body, context, deadline.left())


def _filters(exchange: Exchange, shapes: Json) -> Json:
    """Return what stands behind the question mark as the method takes it."""
    found: Json = {}
    for name, values in exchange.request.args.lists():
        if name not in shapes or len(values) > 1:
            raise own("malformed-request", "Ein Filter ist nicht bekannt oder mehrfach angegeben.")
        found[name] = _value(values[0], shapes[name])
    return found


def _value(text: str, shape: Json) -> Any:
    """Read a number or a yes or no where one is expected; what is none is for the service to refuse."""
    kinds = shape.get("type", [])
    if "integer" in kinds and text.isascii() and text.isdigit() and len(text) <= DIGITS_MAX:
        return int(text)
    if "boolean" in kinds and text in ("true", "false"):
        return text == "true"
    return text
