"""Talking to a running instance: over its broker where one is named, else over HTTP."""

import json
import os
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Protocol
from uuid import UUID, uuid4, uuid5

import requests

from services.access import ROLES
from services.gateway.issuer import NAME as DEMO
from services.gateway.issuer import DemoIssuer
from shared.access import ANYBODY, SCOPES
from shared.broker import connection
from shared.call import Context
from shared.canonical import Json
from shared.document_store import CHUNK_BYTES
from shared.refusal import Kind, Refused
from shared.rpc import RpcClient
from shared.settings import DEMO_ISSUER, Settings, secret
from shared.signing import Signer

SIGN_IN_SECONDS: Final = 10.0
RPC_SECONDS: Final = 15.0
OPERATOR: Final = "operator"
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


Reach = tuple[Sequence[str], str | None]
NOWHERE: Final[Reach] = ((), None)
"""The Sozialräume whose teams a person of a demonstration belongs to, and the Träger."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way up; the same key (a UUID) is the same document."""

    key: str
    content: bytes
    media_type: str = "application/octet-stream"


class Client(Protocol):
    """What calls services and signs invented persons in: `AmqpClient` or `HttpClient`."""

    def sign_in(
        self, person: str, sozialraeume: Sequence[str] = (), traeger_id: str | None = None
    ) -> str:
        """Return a token. Raises Refused outside of a demonstration."""

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
        headers = _headers(context, timeout) | {"Content-Type": "application/json"}
        return self._post(f"{service}/{method}", json.dumps(body).encode(), headers, timeout + 2)

    def upload(self, service: str, file: Upload, context: Context, timeout: float) -> str:
        """Send a file in one piece; return the document's id. Raises Refused."""
        headers = _headers(context, timeout) | {
            "Content-Type": file.media_type,
            "Idempotency-Key": file.key,
        }
        told = self._post(f"{service}/documents", file.content, headers, timeout + 2)
        return str(told["document_id"])

    def sign_in(
        self, person: str, sozialraeume: Sequence[str] = (), traeger_id: str | None = None
    ) -> str:
        """Return the token of an invented person. Raises Refused outside of a demonstration."""
        asked = {
            "person": person,
            "sozialraeume": list(sozialraeume),
            "traeger_id": traeger_id,
        }
        try:
            body, headers = json.dumps(asked).encode(), {"Content-Type": "application/json"}
            return str(self._post("sign-in", body, headers, SIGN_IN_SECONDS)["access_token"])
        except Refused as refused:
            raise (no_demo() if refused.code == "path-unknown" else refused) from None

    def _post(self, path: str, body: bytes, headers: Mapping[str, str], timeout: float) -> Json:
        try:
            response = self._session.post(
                f"{self.url}/api/v1/{path}", data=body, headers=headers, timeout=timeout
            )
            answer = response.json()
        except (requests.RequestException, ValueError) as error:
            raise _unreachable(self.url) from error
        if response.ok and isinstance(answer, dict):
            return answer
        if not isinstance(answer, dict) or "code" not in answer:
            raise _unreachable(self.url)
        raise Refused.from_json({"kind": _KINDS.get(response.status_code, "rule"), **answer})


def _headers(context: Context, timeout: float) -> dict[str, str]:
    headers = {
        "X-Correlation-ID": context.correlation_id,
        "Request-Timeout": str(min(60, max(1, round(timeout)))),
    }
    if context.token is not None:
        headers["Authorization"] = f"Bearer {context.token}"
    if context.today is not None:
        headers["X-Today"] = context.today
    return headers


class AmqpClient(RpcClient):
    """Calls services over the broker; in a demonstration it signs invented persons in itself."""

    def __init__(self, uri: str) -> None:
        super().__init__(partial(connection, uri))

    def sign_in(
        self, person: str, sozialraeume: Sequence[str] = (), traeger_id: str | None = None
    ) -> str:
        """Return the token of an invented person. Raises Refused outside of a demonstration."""
        settings = Settings.load(database=False)
        if settings.identity.issuer != DEMO_ISSUER:
            raise no_demo()
        return DemoIssuer(settings).token(person, sozialraeume, traeger_id)


def upload(client: Client, service: str, file: Upload, context: Context, timeout: float) -> str:
    """Store a file with a service; return the document's id. Raises Refused.

    The gateway takes it whole and cuts it; on the broker it goes piece by piece.
    """
    if isinstance(client, HttpClient):
        return client.upload(service, file, context, timeout)
    document_id = str(uuid5(UUID(file.key), f"{service}.document"))
    starts = range(0, len(file.content), CHUNK_BYTES) or range(1)
    for number, start in enumerate(starts):
        piece = {
            "document_id": document_id,
            "number": number,
            "last": number == len(starts) - 1,
            "content": b64encode(file.content[start : start + CHUNK_BYTES]).decode(),
            "media_type": file.media_type,
        }
        client.call(service, "put_document", piece, context, timeout)
    return document_id


def no_demo() -> Refused:
    """Return the refusal of invented persons where real ones work."""
    return Refused(
        "no-demo",
        "Hier gibt es keine erfundenen Personen",
        "Anmelden kann man sich hier nur mit einem Token der Anmeldestelle: SOZIALRAUM_TOKEN"
        " oder SOZIALRAUM_TOKEN_FILE. Erfundene Personen gibt es nur mit APP_ENV=demo.",
        kind="unauthenticated",
    )


def _unreachable(url: str) -> Refused:
    return Refused(
        "instance-unreachable",
        "Die Instanz ist nicht erreichbar",
        f"Unter {url} antwortet nichts Brauchbares. Läuft „make run“?",
        kind="unavailable",
    )


def client() -> Client:
    """Return the client that the environment asks for: AMQP_URI, else SOZIALRAUM_URL."""
    uri = secret(os.environ, "AMQP_URI")
    if not uri:
        return HttpClient(os.environ.get("SOZIALRAUM_URL", URL))
    known = Settings.load(database=False)
    names = list(known.broker_passwords)  # In the container of a service, its own and no other.
    return AmqpClient(known.broker_uri(names[0]) if len(names) == 1 else uri)


def asking(
    client: Client,
    callee: str,
    person: str | None,
    reach: Reach = NOWHERE,
    usual: str = OPERATOR,
) -> Context:
    """Return the frame of a command's question: by a token, a person of a demo, or a service.

    In this order: `person`, if one is named; SOZIALRAUM_TOKEN; the service whose signing key this
    process has, and that of no issuer (as in a service's container); the `usual` person of a
    demonstration; the gateway, whose container has both keys.
    """
    if person is not None:
        return Context.of(client.sign_in(person, *reach))
    if token := secret(os.environ, "SOZIALRAUM_TOKEN"):
        return Context.of(token)
    own = _own_keys()
    if DEMO in own or len(own) != 1:
        try:
            return Context.of(client.sign_in(usual))
        except Refused as refused:
            if refused.code != "no-demo":
                raise
    return replace(Context.of(None), service_token=_own_token(own, callee))


def usual(service: str, method: str) -> str:
    """Return an invented person who may call a method: of those that may, who reaches farthest."""
    rule = ROLES.rule(service, method)
    if rule is None or ANYBODY in rule.roles or OPERATOR in rule.roles or not rule.roles:
        return OPERATOR
    held = [role for role in ROLES.roles if role in rule.roles]
    return min(held, key=lambda role: SCOPES.index(rule.roles[role].replace("d", "a")))


def ask(client: Client, name: str, asked: Json, context: Context) -> Json:
    """Call `service.method`; a write that names no command id gets one. Raises Refused."""
    service, _, method = name.partition(".")
    untimed = replace(context, today=None)
    described = client.call(service, "describe", {}, untimed, RPC_SECONDS)["methods"].get(method)
    if described is not None and described["kind"] == "write":
        asked = {"command_id": str(uuid4()), **asked}
    return client.call(service, method, asked, context, RPC_SECONDS)


def _own_keys() -> set[str]:
    """Return whose signing keys this process has."""
    if not secret(os.environ, "AMQP_URI"):
        return set()
    return set(Settings.load(database=False).signing_secrets)


def _own_token(own: set[str], callee: str) -> str | None:
    """Return the token of the one service that this process has the key of, if it has one."""
    names = own - {DEMO}
    return Signer(Settings.load(database=False), *names).token(callee) if len(names) == 1 else None


def gateway_lives() -> bool:
    """Tell whether the gateway of this machine answers at HTTP_BIND."""
    bind = os.environ.get("HTTP_BIND", "127.0.0.1:8000").replace("0.0.0.0", "127.0.0.1")  # noqa: S104
    try:
        return requests.get(f"http://{bind}/livez", timeout=3).ok
    except requests.RequestException:
        return False
