"""The methods of a service: what they take, what they give, and how a call becomes an answer.

Whatever a caller sends, the reply is an answer or a refusal. A stack trace goes to the log.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial, wraps
from typing import Any, Final, Literal

import marshmallow as ma
import structlog
from psycopg_pool import PoolTimeout
from structlog.contextvars import bound_contextvars

from shared.access import Admission, Identity
from shared.call import Call, Context
from shared.canonical import Json
from shared.database import TROUBLE
from shared.describe import json_schema
from shared.emergency.opened import note_use, opened
from shared.faults import FAULTS_MAX
from shared.form import Asked, load
from shared.refusal import Refused

log = structlog.get_logger(__name__)

MethodKind = Literal["write", "read", "operator", "internal"]
READ_SECONDS: Final = 30  # For callers that set no deadline; writes are refused without one.


@dataclass(frozen=True, slots=True)
class Method:
    """One method: `write` changes the log and carries a command id; `internal` is for services."""

    name: str
    kind: MethodKind
    summary: str
    request: type[ma.Schema]
    answer: type[ma.Schema]

    def described(self) -> Json:
        """Return the method as `describe` tells of it."""
        return {
            "kind": self.kind,
            "summary": self.summary,
            "request": json_schema(self.request),
            "answer": json_schema(self.answer),
        }


class AnswerSchema(ma.Schema):
    """What every write answers: the stream, its version, and the ids of the events appended."""

    class Meta:
        """An answer may tell more."""

        unknown = ma.INCLUDE

    stream = ma.fields.String(required=True, allow_none=True)
    version = ma.fields.Integer(required=True, allow_none=True)
    event_ids = ma.fields.List(ma.fields.String(), required=True)


class OpenSchema(ma.Schema):
    """An object of any shape."""

    class Meta:
        """Nothing is known beforehand."""

        unknown = ma.INCLUDE


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came off the wire, not yet trusted in any part."""

    method: str
    body: Any
    context: Context
    deadline: float | None


Run = Callable[[Any, Request], Json]


def answering(method: Method, function: Callable[..., Json]) -> Run:
    """Return what turns a request into a reply {result, error}; it never raises."""

    @wraps(function)
    def run(service: Any, request: Request) -> Json:
        started = time.monotonic()
        kernel = service.kernel
        with bound_contextvars(service=kernel.name, correlation_id=request.context.correlation_id):
            identity = None
            try:
                identity = kernel.recognise(request.context)
                request, admitted, by_emergency = _admit(kernel, method, request, identity)
                call, asked = _accept(service, method, request, admitted)
                if by_emergency is not None:
                    note_use(kernel, call, by_emergency)
                return {"result": function(service, call, asked), "error": None}
            except Exception as error:  # noqa: BLE001 - the last line before the wire
                refused = _refusal(error)
                if refused.kind == "denied" and not refused.relayed and identity is not None:
                    kernel.note_denial(method.name, request.context, identity, refused.code)
                log.info(
                    "refused",
                    method=method.name,
                    code=refused.code,
                    milliseconds=int((time.monotonic() - started) * 1000),
                )
                return {"result": None, "error": _wire(refused)}

    return run


def _admit(
    kernel: Any, method: Method, request: Request, identity: Identity | None
) -> tuple[Request, Json, str | None]:
    """Return the request of who acts, what the call knows of that, and the emergency access used.

    Raises Refused.
    """
    if identity is None:  # A service without a table of roles: whoever reaches it may ask.
        return request, {}, None
    admission, by_emergency = _admission(kernel, method, request.context, identity)
    known = {
        "person": identity.person,
        "caller": identity.service,
        "scopes": admission.scopes,
    }
    context = replace(request.context, actor=admission.actor)
    return replace(request, context=context), known, by_emergency


def _admission(
    kernel: Any, method: Method, context: Context, identity: Identity
) -> tuple[Admission, str | None]:
    """Return how far a method is open: by the table, or a question by emergency access."""
    try:
        admission: Admission = kernel.gate.admit(method.name, identity)
    except Refused as refused:
        found = None
        if method.kind == "read" and refused.code == "not-permitted":
            found = opened(kernel, method.name, context, identity)
        if found is None:
            raise
        return found.admission, found.access_id
    return admission, None


def _accept(service: Any, method: Method, request: Request, admitted: Json) -> tuple[Call, Any]:
    """Check deadline and form; return the call and what is asked. Raises Refused."""
    deadline = request.deadline
    if deadline is None:
        if method.kind == "write":
            raise Refused(
                "deadline-missing",
                "Der Anfrage fehlt eine Frist",
                "Eine Anfrage, die etwas ändert, muss sagen, bis wann sie gilt.",
                kind="invalid",
            )
        deadline = time.time() + READ_SECONDS
    call = partial(_call, service.kernel, method, request, admitted, deadline=deadline)
    try:
        asked = load(method.request, request.body)
    except Refused as no:
        raise _with_rules(service, method, call, no) from no
    told: Json = {}
    if isinstance(asked, Asked):
        told = {"command_id": asked.command_id, "expected_version": asked.expected_version}
        asked = asked.command
    accepted = call(**told)
    accepted.check_deadline()
    return accepted, asked


def _call(kernel: Any, method: Method, request: Request, admitted: Json, **told: Any) -> Call:
    now, today = kernel.clock.read(request.context.today)
    return Call(
        service=kernel.name,
        method=method.name,
        body=request.body,
        context=request.context,
        now=now,
        today=today,
        **admitted,
        **told,
    )


def _with_rules(service: Any, method: Method, call: Callable[[], Call], no: Refused) -> Refused:
    """Return the refusal of a form with all that rules say besides about what is in form.

    A service that can tell has a `faults_of_<method>`, which takes the call.
    """
    look = getattr(service, f"faults_of_{method.name}", None)
    if look is None or not isinstance(call().body, dict):
        return no
    found = dict.fromkeys((*no.errors, *look(call())))
    return replace(no, errors=tuple(found)[:FAULTS_MAX])


def _refusal(error: Exception) -> Refused:
    if isinstance(error, Refused):
        return error
    if isinstance(error, (PoolTimeout, *TROUBLE)):
        log.warning("database_trouble", error=str(error).partition("\n")[0])
        return Refused(
            "storage-unavailable",
            "Der Speicher ist gerade nicht erreichbar",
            "Ob die Anfrage ausgeführt wurde, ist offen: mit derselben Vorgangskennung"
            " wiederholen.",
            kind="unavailable",
        )
    log.error("internal_error", exc_info=error)
    return _internal_error()


def _internal_error() -> Refused:
    return Refused(
        "internal-error",
        "Unerwarteter Fehler im Dienst",
        "Das hätte nicht geschehen dürfen; es steht im Protokoll des Dienstes.",
        kind="fault",
    )


def _wire(refused: Refused) -> Json:
    """Return a refusal in nameko's form of an error; the whole of it lies in `exc_args`."""
    return {
        "exc_type": refused.code,
        "exc_path": f"refused.{refused.code}",
        "exc_args": [refused.to_json()],
        "value": refused.detail,
    }


def unwritable() -> Json:
    """Return the reply in place of one that cannot be written as JSON."""
    return {"result": None, "error": _wire(_internal_error())}


def malformed(detail: str) -> Json:
    """Return the reply to a message that is no request."""
    return {
        "result": None,
        "error": _wire(
            Refused("malformed-request", "Die Anfrage ist nicht lesbar", detail, kind="invalid")
        ),
    }


def unknown_method(service: str, name: str) -> Json:
    """Return the reply to a request for a method that does not exist."""
    name = name.encode(errors="replace").decode()
    refused = Refused(
        "unknown-method",
        "Diese Funktion gibt es nicht",
        f"Der Dienst {service} hat keine Funktion „{name[:60]}“.",
        kind="unknown",
    )
    return {"result": None, "error": _wire(refused)}
