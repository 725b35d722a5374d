"""One request on its way through the gateway, and what the endpoints answer it with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from werkzeug.wrappers import Request, Response

from services.gateway.descriptions import Client, Descriptions
from shared.call import NOBODY, Context
from shared.canonical import Json, canonical

MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may change.

    json_bytes_max        of the body of a call
    document_bytes_max    of a document sent through HTTP
    timeout_seconds       for a call, unless the caller says otherwise
    ready_seconds         for each service to say that it is ready
    """

    json_bytes_max: int = MEBIBYTE
    document_bytes_max: int = 25 * MEBIBYTE
    timeout_seconds: float = 10.0
    ready_seconds: float = 2.0


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the gateway itself is, and whom it may let in.

    sign     gives the token with which it asks by itself: how a service is, and for subscribed calendars
    sign_in  gives the token of an invented person; None outside of a demonstration
    """

    sign: Callable[[str], str] | None = None
    sign_in: Callable[[str, Sequence[str], str | None], str] | None = None

    def asks(self, service: str, correlation_id: str) -> Context:
        """Return the frame of a question of the gateway's own."""
        token = self.sign(service) if self.sign else None
        return Context(NOBODY, correlation_id, service_token=token)


@dataclass(slots=True)
class Exchange:
    """A request, what is needed to answer it, and the headers that any answer to it carries."""

    request: Request
    correlation_id: str
    client: Client
    settings: Settings
    descriptions: Descriptions
    identity: Identity = field(default_factory=Identity)
    headers: dict[str, str] = field(default_factory=dict)


def answer_json(answer: Json, status: int = 200) -> Response:
    """Return a JSON answer."""
    return Response(canonical(answer), status, content_type="application/json")
