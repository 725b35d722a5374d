"""Each failure as a problem (RFC 9457): German for people, a code for programs.

A problem has `type` (urn:sozialraum:problem:<code>), `title` (the same for each use of the code),
`status`, `detail` (this very case), `instance` (urn:uuid:<correlation id>), `code`, `errors`
[{pointer, code, message}], and where there is one a `clause` {heading, rule} and `facts` {}.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response

from shared.canonical import Json, canonical
from shared.refusal import Clause, Fault, Kind, Refused

MEDIA_TYPE: Final = "application/problem+json"
TYPE: Final = "urn:sozialraum:problem:"
RETRY_AFTER_SECONDS: Final = 5

STATUS: Final[Mapping[Kind, int]] = {
    "invalid": 422,
    "unknown": 404,
    "rule": 422,
    "conflict": 409,
    "denied": 403,
    "unauthenticated": 401,
    "unavailable": 503,
    "fault": 500,
    "timeout": 504,
}

OWN: Final[Mapping[str, tuple[int, str]]] = {
    "malformed-json": (400, "Der Inhalt ist kein gültiges JSON-Objekt"),
    "malformed-request": (400, "Die Anfrage ist fehlerhaft"),
    "body-incomplete": (400, "Die Anfrage brach ab"),
    "header-invalid": (400, "Eine Kopfzeile ist ungültig"),
    "idempotency-key-mismatch": (400, "Zwei verschiedene Kennungen für dieselbe Anfrage"),
    "if-match-mismatch": (400, "Zwei verschiedene erwartete Fassungen"),
    "path-unknown": (404, "Diese Adresse gibt es nicht"),
    "service-unknown": (404, "Diesen Dienst gibt es nicht"),
    "unknown-method": (404, "Diese Methode gibt es nicht"),
    "method-not-allowed": (405, "Diese HTTP-Methode ist hier nicht erlaubt"),
    "length-required": (411, "Die Länge des Inhalts fehlt"),
    "body-too-large": (413, "Der Inhalt ist zu groß"),
    "uri-too-long": (414, "Die Adresse ist zu lang"),
    "unsupported-media-type": (415, "Dieses Format wird hier nicht angenommen"),
    "headers-too-large": (431, "Die Kopfzeilen sind zu groß"),
    "internal-error": (500, "Interner Fehler"),
    "not-ready": (503, "Nicht alle Dienste sind bereit"),
    "service-unavailable": (503, "Ein Dienst ist nicht erreichbar"),
    "request-timeout": (504, "Die Antwort kam nicht rechtzeitig"),
}
"""The problems that the gateway itself can have; all others are what a service refused."""


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818 - named as RFC 9457 names it
    """A failure that knows its status. `headers` go into the answer, `members` into the body."""

    status: int
    code: str
    title: str
    detail: str
    errors: Sequence[Fault] = ()
    clause: Clause | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"

    def response(self, correlation_id: str) -> Response:
        """Return the answer. Its 503 says when to ask again (RFC 9110, 10.2.3)."""
        body = canonical(self._members(correlation_id))
        response = Response(body, self.status, content_type=MEDIA_TYPE)
        response.headers["Content-Language"] = "de"
        if self.status == HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        response.headers.update(self.headers)
        return response

    def _members(self, correlation_id: str) -> Json:
        members: Json = {
            **self.members,
            "type": TYPE + self.code,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": f"urn:uuid:{correlation_id}",
            "code": self.code,
            "errors": [
                {"pointer": fault.pointer, "code": fault.code, "message": fault.message}
                for fault in self.errors
            ],
        }
        if self.clause is not None:
            members["clause"] = {"heading": self.clause.heading, "rule": self.clause.rule}
        if self.facts:
            members["facts"] = dict(self.facts)
        return members


def own(code: str, detail: str, **more: Any) -> Problem:
    """Return a problem of the gateway's own."""
    status, title = OWN[code]
    return Problem(status, code, title, detail, **more)


def of_refused(refused: Refused) -> Problem:
    """Return what a service refused, with the status of its kind."""
    return Problem(
        status=STATUS[refused.kind],
        code=refused.code,
        title=refused.title,
        detail=refused.detail,
        errors=refused.errors,
        clause=refused.clause,
        facts=refused.facts,
        headers=_challenge(refused),
    )


def _challenge(refused: Refused) -> Mapping[str, str]:
    """Return what a 401 must say of how to sign in (RFC 6750, 3)."""
    if refused.kind != "unauthenticated":
        return {}
    error = "" if refused.code == "token-missing" else ', error="invalid_token"'
    return {"WWW-Authenticate": f'Bearer realm="sozialraum"{error}'}


def of_http(error: HTTPException) -> Problem:
    """Return what the HTTP library refused."""
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        detail = f"Erlaubt ist hier: {allowed}."
        return own("method-not-allowed", detail, headers={"Allow": allowed})
    if error.code == HTTPStatus.NOT_FOUND:
        return own("path-unknown", "Unter dieser Adresse ist nichts zu finden.")
    return own("malformed-request", "Die Anfrage ist nicht zu verstehen.")


def internal() -> Problem:
    """Return what may be said of a fault of ours: where to look it up, and nothing else."""
    return own(
        "internal-error",
        "Das hätte nicht geschehen dürfen. Bitte später erneut versuchen; besteht der Fehler"
        " fort, der Betriebsstelle die Kennung aus „instance“ nennen.",
    )
