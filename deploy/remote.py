"""Talking to a running instance: over its broker where one is named, else over HTTP."""

import os
from functools import partial
from typing import Final, Protocol

import requests

from shared.call import Context
from shared.canonical import Json
from shared.refusal import Kind, Refused

URL: Final = "http://127.0.0.1:8000"
_KINDS: Final[dict[int, Kind]] = {
    401: "unauthenticated",
    403: "denied",
    404: "unknown",
    409: "conflict",
    500: "fault",
    503: "unavailable",
    504: "timeout",
}


class Client(Protocol):
    """What calls services: `shared.rpc.RpcClient` or `HttpClient`."""

    def call(self, service: str, method: str, body: Json, context: Context, timeout: float) -> Json:
        """Return the answer. Raises Refused."""


class HttpClient:
    """Calls services through the gateway."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False  # A proxy has no business between us and our gateway.

    def call(self, service: str, method: str, body: Json, context: Context, timeout: float) -> Json:
        """Return the answer of `service.method(body)`. Raises Refused."""
        headers = {
            "X-Correlation-ID": context.correlation_id,
            "X-Actor-Sub": context.actor.sub,
            "X-Actor-Role": context.actor.role,
            "Request-Timeout": str(min(60, max(1, round(timeout)))),
        }
        if context.today is not None:
            headers["X-Today"] = context.today
        try:
            response = self._session.post(
                f"{self.url}/api/v1/{service}/{method}",
                json=body,
                headers=headers,
                timeout=timeout + 2,
            )
            answer = response.json()
        except (requests.RequestException, ValueError) as error:
            raise _unreachable(self.url) from error
        if response.ok and isinstance(answer, dict):
            return answer
        if not isinstance(answer, dict) or "code" not in answer:
            raise _unreachable(self.url)
        raise Refused.from_json({"kind": _KINDS.get(response.status_code, "rule"), **answer})


def _unreachable(url: str) -> Refused:
    return Refused(
        "instance-unreachable",
        "Die Instanz ist nicht erreichbar",
        f"Unter {url} antwortet nichts Brauchbares. Läuft „make run“?",
        kind="unavailable",
    )


def client() -> Client:
    """Return the client that the environment asks for: AMQP_URI, else SOZIALRAUM_URL."""
    from shared.settings import secret  # noqa: PLC0415 - imported once the command needs it

    uri = secret(os.environ, "AMQP_URI")
    if not uri:
        return HttpClient(os.environ.get("SOZIALRAUM_URL", URL))
    from shared.broker import connection  # noqa: PLC0415
    from shared.rpc import RpcClient  # noqa: PLC0415

    return RpcClient(partial(connection, uri))
