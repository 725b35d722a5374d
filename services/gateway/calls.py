"""POST /api/v1/{service}/{method}: one call to a service, its answer or its refusal."""

from uuid import uuid4

from werkzeug.wrappers import Response

from services.gateway import body, headers
from services.gateway.descriptions import Deadline
from services.gateway.exchange import Exchange, answer_json
from services.gateway.problems import own
from shared.canonical import Json


def call(exchange: Exchange, service: str, method: str) -> Response:
    """Answer with what the service answers. A write gets its command_id here at the latest."""
    context = headers.context(exchange)
    deadline = Deadline(headers.timeout_seconds(exchange))
    asking = exchange.identity.asks(service, exchange.correlation_id)
    described = exchange.descriptions.method(service, method, asking, deadline)
    asked = body.json_object(exchange.request, exchange.settings.json_bytes_max)
    if described["kind"] == "write":
        asked = _as_command(exchange, asked)
    answer = exchange.client.call(service, method, asked, context, deadline.left())
    response = answer_json(answer)
    version = answer.get("version")
    if type(version) is int:  # `True` is no version
        response.headers["ETag"] = f'"{version}"'
    return response


def _as_command(exchange: Exchange, asked: Json) -> Json:
    """Bring what the headers say into the body. What both say must be the same."""
    command = dict(asked)
    key = headers.idempotency_key(exchange.request)
    said = command.setdefault("command_id", key or str(uuid4()))
    if headers.is_uuid(said):
        exchange.headers["Idempotency-Key"] = said
    if key is not None and key != _lower(said):
        raise own(
            "idempotency-key-mismatch",
            "Die Kopfzeile Idempotency-Key und command_id im Inhalt müssen gleich sein.",
        )
    version = headers.expected_version(exchange.request)
    if version is not None:
        said = command.setdefault("expected_version", version)
        if type(said) is not int or said != version:
            raise own(
                "if-match-mismatch",
                "Die Kopfzeile If-Match und expected_version im Inhalt müssen gleich sein.",
            )
    return command


def _lower(said: object) -> object:
    return said.lower() if isinstance(said, str) else said
