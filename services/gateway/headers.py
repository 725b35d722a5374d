"""What a request says beside its body.

X-Correlation-ID    a UUID; any other is replaced. Returned with every answer.
Request-Timeout     seconds from 1 to 60, for the whole request (10 by default); for a document, for
                    each piece of it.
Idempotency-Key     a UUID, bare or quoted as in the IETF draft: the `command_id` of a write.
If-Match            "<version>" (RFC 9110, 13.1.1): the `expected_version` of a write. One strong tag
                    only; `*` and `W/` say nothing that a version could be compared with.
X-Today             the day that a demonstration plays (ISO 8601); services refuse it outside of one.
Authorization       Bearer and the token of the person who asks (RFC 6750). It is passed on, and the
                    services look whether it is genuine.

Each function raises Problem `header-invalid`, with the name of the header among the facts.
"""

import re
from typing import Final
from uuid import uuid4

from werkzeug.wrappers import Request

from services.gateway.exchange import Exchange
from services.gateway.problems import Problem, own
from shared import tokens
from shared.call import NOBODY, Context

TIMEOUT_SECONDS_MIN: Final = 1
TIMEOUT_SECONDS_MAX: Final = 60
_UUID: Final = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_SECONDS: Final = re.compile(r"[0-9]{1,2}(\.[0-9]{1,3})?")
_VERSION: Final = re.compile(r'"([0-9]{1,15})"')
_BEARER: Final = re.compile(r"Bearer +([A-Za-z0-9._~+/=-]{1,8192})", re.IGNORECASE)
_MEDIA_TYPE: Final = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(\s*;[\t\x20-\x7e]*)?", re.ASCII)
_MEDIA_TYPE_LENGTH_MAX: Final = 127


def is_uuid(text: object) -> bool:
    """Tell whether this is a UUID in its usual form (RFC 9562, 4)."""
    return isinstance(text, str) and _UUID.fullmatch(text) is not None


def is_media_type(text: str) -> bool:
    """Tell whether this may stand in a Content-Type (RFC 9110, 8.3.1)."""
    return len(text) <= _MEDIA_TYPE_LENGTH_MAX and _MEDIA_TYPE.fullmatch(text) is not None


def correlation_id(request: Request) -> str:
    """Return the id under which this request can be found in the logs of all services."""
    given = request.headers.get("X-Correlation-ID", "")
    return given.lower() if is_uuid(given) else str(uuid4())


def context(exchange: Exchange) -> Context:
    """Return who asks, and in which chain of causes."""
    today = exchange.request.headers.get("X-Today") or None
    return Context(NOBODY, exchange.correlation_id, today=today, token=_token(exchange.request))


def timeout_seconds(exchange: Exchange) -> float:
    """Return how long the caller is going to wait."""
    given = exchange.request.headers.get("Request-Timeout")
    if given is None:
        return exchange.settings.timeout_seconds
    if _SECONDS.fullmatch(given):
        seconds = float(given)
        if TIMEOUT_SECONDS_MIN <= seconds <= TIMEOUT_SECONDS_MAX:
            return seconds
    raise _invalid("Request-Timeout", "Erwartet wird eine Zahl von 1 bis 60 (Sekunden).")


def idempotency_key(request: Request) -> str | None:
    """Return the key that the caller gave to its command."""
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return None
    quoted = len(given) > 1 and given.startswith('"') and given.endswith('"')
    key = given[1:-1] if quoted else given
    if not is_uuid(key):
        raise _invalid("Idempotency-Key", "Erwartet wird eine UUID.")
    return key.lower()


def expected_version(request: Request) -> int | None:
    """Return the version that the caller has seen."""
    given = request.headers.get("If-Match")
    if given is None:
        return None
    version = _VERSION.fullmatch(given)
    if version is None:
        raise _invalid("If-Match", 'Erwartet wird eine Fassung in Anführungszeichen, etwa "7".')
    return int(version[1])


def media_type(request: Request) -> str:
    """Return what the body is said to be."""
    given = request.headers.get("Content-Type") or "application/octet-stream"
    if not is_media_type(given):
        raise _invalid("Content-Type", "Erwartet wird ein Medientyp, etwa application/pdf.")
    return given


def _token(request: Request) -> str | None:
    """Return the bearer token. Raises Refused `token-invalid` for anything else that signs in."""
    given = request.headers.get("Authorization")
    if given is None:
        return None
    bearer = _BEARER.fullmatch(given.strip())
    if bearer is None:
        raise tokens.invalid()
    return bearer[1]


def _invalid(header: str, expected: str) -> Problem:
    return own("header-invalid", f"{header}: {expected}", facts={"header": header})
