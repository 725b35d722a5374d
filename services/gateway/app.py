"""The HTTP gateway: a plain WSGI application (PEP 3333) in front of the services.

It turns a request into one call and the answer, or the refusal, into a response. It holds no state
and no rule: killing it loses nothing. Every failure is a problem (RFC 9457), also that of a path
nobody knows and that of a fault in here; a fault is logged, and nothing of it is told.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any, Final

import structlog
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from services.gateway import (
    calendars,
    calls,
    district_reports,
    documents,
    headers,
    hsds,
    notices,
    openapi,
    packs,
    probes,
    problems,
    sign_in,
)
from services.gateway.descriptions import Client, Descriptions
from services.gateway.exchange import Exchange, Identity, Settings
from services.gateway.problems import Problem
from shared.refusal import Refused

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Endpoint = Callable[..., Response]

PACK: Final = "<any(steering, uag):name>"
HSDS: Final = "/hsds/3.0/<any(services, organizations, service_at_locations, taxonomies, taxonomy_terms):entity>"
YEAR: Final = "<int(min=1990, max=2199):year>"
ROUTES: Final = Map(
    [
        Rule("/livez", methods=["GET"], endpoint=probes.livez),
        Rule("/readyz", methods=["GET"], endpoint=probes.readyz),
        Rule("/api/v1/openapi.json", methods=["GET"], endpoint=openapi.get),
        Rule("/api/v1/sign-in", methods=["POST"], endpoint=sign_in.post),
        Rule("/api/v1/<service>/documents", methods=["POST"], endpoint=documents.put),
        Rule(
            "/api/v1/<service>/documents/<uuid:document_id>",
            methods=["GET"],
            endpoint=documents.get,
        ),
        Rule(
            "/api/v1/<service>/notices/<uuid:project_id>/<int(min=1, max=10000):number>",
            methods=["GET"],
            endpoint=notices.get,
        ),
        Rule(f"/api/v1/<service>/packs/{PACK}/{YEAR}.html", methods=["GET"], endpoint=packs.page),
        Rule(
            f"/api/v1/<service>/packs/{PACK}/{YEAR}/<string(maxlength=40):part>.csv",
            methods=["GET"],
            endpoint=packs.table,
        ),
        Rule(
            "/api/v1/<service>/feeds/<uuid:feed_id>/<secret>.ics",
            methods=["GET"],
            endpoint=calendars.get_feed,
        ),
        Rule("/api/v1/<service>/duties.ics", methods=["GET"], endpoint=calendars.get),
        Rule(
            "/api/v1/<service>/district-reports/<int(min=1990, max=2199):year>.csv",
            methods=["GET"],
            endpoint=district_reports.get_table,
        ),
        Rule(
            "/api/v1/<service>/district-reports/<int(min=1990, max=2199):year>.html",
            methods=["GET"],
            endpoint=district_reports.get_page,
        ),
        Rule("/api/v1/<service>/hsds.zip", methods=["GET"], endpoint=hsds.package),
        Rule("/hsds/3.0/", methods=["GET"], endpoint=hsds.about),
        Rule(HSDS, methods=["GET"], endpoint=hsds.index),
        Rule(f"{HSDS}/<uuid:id>", methods=["GET"], endpoint=hsds.get),
        Rule("/api/v1/<service>/<method>", methods=["POST"], endpoint=calls.call),
    ],
    merge_slashes=False,  # A second spelling of a path is another path, not a redirect.
    redirect_defaults=False,
)

log = structlog.get_logger()


def create_app(
    client: Client, settings: Settings | None = None, identity: Identity | None = None
) -> Application:
    """Return the gateway. Its client is shared by all threads that serve requests."""
    return _Gateway(client, settings or Settings(), identity or Identity())


class _Gateway:
    def __init__(self, client: Client, settings: Settings, identity: Identity) -> None:
        self._client = client
        self._settings = settings
        self._identity = identity
        self._descriptions = Descriptions(client)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        begun = time.monotonic()
        request = Request(environ)
        exchange = Exchange(
            request,
            headers.correlation_id(request),
            self._client,
            self._settings,
            self._descriptions,
            self._identity,
        )
        line: dict[str, Any] = {"method": request.method, "correlation_id": exchange.correlation_id}
        response = _respond(exchange, line)
        _finish(response, exchange)
        line["status"] = response.status_code

        def note() -> None:
            log.info("request", **line, duration_ms=round((time.monotonic() - begun) * 1000, 1))

        response.call_on_close(note)
        return response(environ, start_response)


def _respond(exchange: Exchange, line: dict[str, Any]) -> Response:
    """Return what the endpoint answers, or the problem that it met."""
    try:
        endpoint, given = _route(exchange.request, line)
        return endpoint(exchange, **given)
    except Problem as problem:
        found = problem
    except Refused as refused:
        found = problems.of_refused(refused)
    except HTTPException as error:
        found = problems.of_http(error)
    except Exception:
        log.exception("request_failed", **line)
        found = problems.internal()
    line["code"] = found.code
    return found.response(exchange.correlation_id)


def _route(request: Request, line: dict[str, Any]) -> tuple[Endpoint, dict[str, Any]]:
    """Find the endpoint. The host does not matter, so that a forged one cannot either."""
    routes = ROUTES.bind("gateway")
    rule, given = routes.match(request.path, method=request.method, return_rule=True)
    line["path"] = rule.rule
    endpoint: Endpoint = rule.endpoint
    return endpoint, dict(given)


def _finish(response: Response, exchange: Exchange) -> None:
    """Add what every answer carries. Nothing here may lie in a cache: much of it is personal."""
    response.headers["X-Correlation-ID"] = exchange.correlation_id
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.update(exchange.headers)
