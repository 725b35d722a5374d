"""The parts of the OpenAPI document that do not depend on any service."""

from http import HTTPStatus
from typing import Final

from services.gateway.problems import MEDIA_TYPE
from shared.canonical import Json

UUID: Final = {"type": "string", "format": "uuid"}
NUMBER: Final = {"type": "integer", "minimum": 1, "maximum": 10000}

ABOUT: Final = """\
Jede Methode eines Dienstes wird mit POST aufgerufen; Anfrage und Antwort sind ein JSON-Objekt.
Jeder Fehler ist `application/problem+json` (RFC 9457) mit einem festen `code`; die Codes stehen
unter `x-problems`. Eine schreibende Methode darf mit demselben Idempotency-Key beliebig oft
wiederholt werden. Wer etwas fragt oder ändert, weist sich mit einem Anmeldetoken aus
(OpenID Connect); was die Rolle nicht erlaubt, wird mit 403 verweigert und vermerkt."""

WRITE_HEADERS: Final = ("Idempotency-Key", "If-Match")


def parameters(*more: str) -> list[Json]:
    """Refer to the headers that every request may carry, and more."""
    names = ("X-Correlation-ID", "Request-Timeout", *more)
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def returned(*more: str) -> Json:
    """Refer to the headers that every answer carries, and more."""
    names = ("X-Correlation-ID", *more)
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def refusals(statuses: tuple[int, ...]) -> Json:
    """Refer to the problems that these statuses stand for."""
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses}


def _header(description: str, schema: Json) -> Json:
    return {"description": description, "schema": schema}


def _parameter(name: str, description: str, schema: Json) -> Json:
    return {"name": name, "in": "header", "required": False, **_header(description, schema)}


_VERSION: Final = {"type": "string", "pattern": '^"[0-9]{1,15}"$'}

_PARAMETERS: Final = [
    _parameter("X-Correlation-ID", "Kennung, unter der die Anfrage protokolliert wird", UUID),
    _parameter(
        "Request-Timeout",
        "So viele Sekunden wartet der Aufrufer",
        {"type": "number", "minimum": 1, "maximum": 60, "default": 10},
    ),
    _parameter("Idempotency-Key", "Kennung des Befehls (command_id)", UUID),
    _parameter("If-Match", "Die Fassung, die der Aufrufer kennt", _VERSION),
]

_HEADERS: Final = {
    "X-Correlation-ID": _header("Kennung, unter der die Anfrage protokolliert ist", UUID),
    "Idempotency-Key": _header("Kennung des Befehls, für Wiederholungen", UUID),
    "ETag": _header("Die Fassung, falls die Antwort eine nennt", {"type": "string"}),
    "Location": _header("Adresse des Dokuments", {"type": "string", "format": "uri-reference"}),
    "WWW-Authenticate": _header("Wie man sich anmeldet (RFC 6750)", {"type": "string"}),
    "Allow": _header("Erlaubte Methoden", {"type": "string"}),
    "Retry-After": _header("Sekunden bis zum nächsten Versuch", {"type": "integer"}),
}

STORED: Final = {
    "type": "object",
    "properties": {
        "document_id": UUID,
        "sha256": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "Das Siegel des Dokuments; ein geheimes Salz geht in es ein",
        },
        "size": {"type": "integer", "minimum": 0},
    },
    "required": ["document_id", "sha256", "size"],
}

SIGNED_IN: Final = {
    "type": "object",
    "properties": {
        "access_token": {"type": "string"},
        "token_type": {"const": "Bearer"},
        "expires_in": {"type": "integer", "description": "Sekunden"},
    },
    "required": ["access_token", "token_type", "expires_in"],
}

_FAULT: Final = {
    "type": "object",
    "properties": {
        "pointer": {"type": "string", "description": "RFC 6901"},
        "code": {"type": "string"},
        "message": {"type": "string"},
    },
    "required": ["pointer", "code", "message"],
    "additionalProperties": False,
}

_PROBLEM: Final = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri"},
        "code": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
        "clause": {
            "type": "object",
            "properties": {"heading": {"type": "string"}, "rule": {"type": "string"}},
            "required": ["heading", "rule"],
            "additionalProperties": False,
        },
        "facts": {"type": "object"},
    },
    "required": ["type", "title", "status", "detail", "instance", "code", "errors"],
}

_MEANINGS: Final = {
    400: "Die Anfrage ist fehlerhaft",
    401: "Die Anmeldung fehlt, ist ungültig oder abgelaufen",
    403: "Dazu besteht keine Berechtigung",
    404: "Das gibt es nicht",
    405: "Diese HTTP-Methode ist hier nicht erlaubt",
    409: "Jemand anderes war schneller, oder es ist schon entschieden",
    411: "Die Länge des Inhalts fehlt",
    413: "Der Inhalt ist zu groß",
    414: "Die Adresse ist zu lang",
    415: "Dieses Format wird hier nicht angenommen",
    422: "Eine Angabe ist ungültig, oder eine Regel steht entgegen",
    431: "Die Kopfzeilen sind zu groß",
    500: "Interner Fehler",
    503: "Ein Dienst ist nicht erreichbar",
    504: "Die Antwort kam nicht rechtzeitig",
}


def _refusal(status: int, meaning: str) -> Json:
    more = {
        HTTPStatus.UNAUTHORIZED: ["WWW-Authenticate"],
        HTTPStatus.METHOD_NOT_ALLOWED: ["Allow"],
        HTTPStatus.SERVICE_UNAVAILABLE: ["Retry-After"],
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": meaning,
        "headers": returned(*more.get(HTTPStatus(status), [])),
        "content": {MEDIA_TYPE: {"schema": schema}},
    }


COMPONENTS: Final[Json] = {
    "schemas": {"Problem": _PROBLEM, "Fault": _FAULT},
    "parameters": {each["name"]: each for each in _PARAMETERS},
    "headers": _HEADERS,
    "responses": {str(status): _refusal(status, said) for status, said in _MEANINGS.items()},
    "securitySchemes": {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "Ein Token der Anmeldestelle (RS256, ES256 oder EdDSA)",
        }
    },
}


def _plain(operation: str, summary: str, statuses: tuple[int, ...], *, asks: bool = False) -> Json:
    return {
        "get": {
            "operationId": operation,
            "tags": ["gateway"],
            "summary": summary,
            "parameters": parameters() if asks else [],
            "security": [],
            "responses": {
                "200": {
                    "description": "Die Antwort",
                    "headers": returned(),
                    "content": {"application/json": {"schema": {"type": "object"}}},
                },
                **refusals(statuses),
            },
        }
    }


GATEWAY_PATHS: Final[Json] = {
    "/livez": _plain("livez", "Läuft das Gateway?", (400, 405, 414, 431, 500)),
    "/readyz": _plain("readyz", "Sind alle Dienste bereit?", (400, 405, 414, 431, 500, 503)),
    "/api/v1/openapi.json": _plain(
        "openapi", "Diese Beschreibung", (400, 405, 414, 431, 500, 503), asks=True
    ),
}
