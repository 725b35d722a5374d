"""The thread worker of gunicorn, which also says in JSON what it refuses before our application.

`gunicorn -k services.gateway.worker.ProblemWorker services.gateway.wsgi:application`. The plain
`gthread` works as well, but answers a request that is no HTTP with a page of HTML.
"""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

import structlog
from gunicorn import util
from gunicorn.http.errors import (
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)
from gunicorn.workers.gthread import ThreadWorker

from services.gateway.problems import Problem, internal, own

log = structlog.get_logger()


class ProblemWorker(ThreadWorker):  # type: ignore[misc] # gunicorn is untyped
    """Answers as our application would."""

    def handle_error(self, _req: Any, client: Any, _addr: Any, exc: Exception) -> None:
        """Answer a request that never became one."""
        correlation_id = str(uuid4())
        problem = problem_of(exc)
        noted = {"code": problem.code, "correlation_id": correlation_id}
        if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("request_failed", **noted, exc_info=exc)
        else:
            log.info("request", **noted, status=problem.status)
        try:
            util.write_nonblock(client, answer(problem, correlation_id))
        except OSError:
            log.info("caller_gone", correlation_id=correlation_id)


def problem_of(error: Exception) -> Problem:
    """Return what is wrong with a request that the server could not read."""
    if isinstance(error, LimitRequestLine):
        return own("uri-too-long", "Die Adresse ist länger, als hier angenommen wird.")
    if isinstance(error, LimitRequestHeaders):
        return own("headers-too-large", "Es sind zu viele oder zu lange Kopfzeilen.")
    if isinstance(error, InvalidResponseHeader | InvalidResponseHeaderName):
        return internal()
    if isinstance(error, ParseException):
        return own("malformed-request", "Die Anfrage ist kein gültiges HTTP (RFC 9112).")
    return internal()


def answer(problem: Problem, correlation_id: str) -> bytes:
    """Return the whole answer as it goes over the line; the connection ends with it."""
    response = problem.response(correlation_id)
    response.headers["X-Correlation-ID"] = correlation_id
    response.headers["Cache-Control"] = "no-store"
    response.headers["Connection"] = "close"
    head = f"HTTP/1.1 {response.status_code} {HTTPStatus(response.status_code).phrase}"
    lines = [head, *(f"{name}: {value}" for name, value in response.headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + response.get_data()
