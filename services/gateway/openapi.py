"""The API as an OpenAPI 3.1 document, put together from what the services say of themselves."""

from http import HTTPStatus
from typing import Final

from werkzeug.wrappers import Response

from services.gateway import headers, openapi_hsds, openapi_packs, problems
from services.gateway import openapi_parts as parts
from services.gateway.descriptions import SERVICES, Deadline
from services.gateway.exchange import Exchange, answer_json
from services.gateway.problems import Problem, own
from services.gateway.sign_in import SignInSchema
from shared.canonical import Json
from shared.describe import json_schema
from shared.refusal import Refused

VERSION: Final = "1"

_CALL_STATUSES: Final = (
    *(400, 401, 403, 404, 405, 409, 411, 413, 414, 415, 422, 431),
    *(500, 503, 504),
)
_PUT_STATUSES: Final = tuple(
    status for status in _CALL_STATUSES if status != HTTPStatus.UNSUPPORTED_MEDIA_TYPE
)
_READ_STATUSES: Final = (400, 401, 403, 404, 405, 409, 414, 422, 431, 500, 503, 504)


def get(exchange: Exchange) -> Response:
    """Answer with the document. Raises Problem `service-unavailable` that names the service."""
    deadline = Deadline(headers.timeout_seconds(exchange))
    described: dict[str, Json] = {}
    for service in SERVICES:
        try:
            asking = exchange.identity.asks(service, exchange.correlation_id)
            described[service] = exchange.descriptions.of(service, asking, deadline)
        except (Refused, Problem) as error:
            raise own(
                "service-unavailable",
                f"Der Dienst „{service}“ beschreibt sich zurzeit nicht.",
                facts={"service": service, "code": error.code},
            ) from error
    return answer_json(document(described, demo=exchange.identity.sign_in is not None))


def document(described: dict[str, Json], *, demo: bool = False) -> Json:
    """Return the OpenAPI document of the services described; invented persons only in a demo."""
    paths: Json = dict(parts.GATEWAY_PATHS)
    if demo:
        paths["/api/v1/sign-in"] = {"post": _sign_in()}
    for service, description in described.items():
        methods = description["methods"]
        for method, about in sorted(methods.items()):
            if about["kind"] != "internal":
                paths[f"/api/v1/{service}/{method}"] = {"post": _call(service, method, about)}
        if "put_document" in methods:
            paths[f"/api/v1/{service}/documents"] = {"post": _put_document(service)}
        if "get_document" in methods:
            paths[f"/api/v1/{service}/documents/{{document_id}}"] = {"get": _get_document(service)}
        if "get_notice" in methods:
            path = f"/api/v1/{service}/notices/{{project_id}}/{{number}}"
            paths[path] = {"get": _get_notice(service)}
        if "get_calendar" in methods:
            paths[f"/api/v1/{service}/duties.ics"] = {"get": _get_calendar(service)}
        paths |= openapi_packs.paths(service, methods)
        paths |= openapi_hsds.paths(service, methods)
        if "get_district_report" in methods:
            path = f"/api/v1/{service}/district-reports/{{year}}"
            paths[f"{path}.csv"] = {"get": _get_district_report(service, "text/csv")}
            paths[f"{path}.html"] = {"get": _get_district_report(service, "text/html")}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sozialraum",
            "version": VERSION,
            "summary": "Förderung sozialräumlicher Projekte in einem Bezirksjugendamt",
            "description": parts.ABOUT,
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": service} for service in described],
        "paths": paths,
        "security": [{"bearer": []}],
        "components": parts.COMPONENTS,
        "x-problems": _problems(described),
    }


def _call(service: str, method: str, about: Json) -> Json:
    write = about["kind"] == "write"
    return {
        "operationId": f"{service}.{method}",
        "tags": [service],
        "summary": about["summary"],
        "parameters": parts.parameters(*(parts.WRITE_HEADERS if write else ())),
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _of_request(about["request"], write=write)}},
        },
        "responses": {
            "200": {
                "description": "Die Antwort des Dienstes",
                "headers": parts.returned("ETag", *(["Idempotency-Key"] if write else [])),
                "content": {"application/json": {"schema": about["answer"]}},
            },
            **parts.refusals(_CALL_STATUSES),
        },
    }


def _of_request(schema: Json, *, write: bool) -> Json:
    """A write need not name its command_id: the header does, or the gateway."""
    required = schema.get("required", [])
    if not write or "command_id" not in required:
        return schema
    return schema | {"required": [name for name in required if name != "command_id"]}


def _sign_in() -> Json:
    return {
        "operationId": "sign_in",
        "tags": ["gateway"],
        "summary": "Meldet eine erfundene Person an (nur im Vorführbetrieb)",
        "parameters": parts.parameters(),
        "security": [],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": json_schema(SignInSchema)}},
        },
        "responses": {
            "200": {
                "description": "Das Token",
                "headers": parts.returned(),
                "content": {"application/json": {"schema": parts.SIGNED_IN}},
            },
            **parts.refusals(_CALL_STATUSES),
        },
    }


def _put_document(service: str) -> Json:
    return {
        "operationId": f"{service}.put_document",
        "tags": [service],
        "summary": "Legt ein Dokument ab",
        "parameters": parts.parameters("Idempotency-Key"),
        "requestBody": {"required": True, "content": {"*/*": {}}},
        "responses": {
            "201": {
                "description": "Das Dokument ist abgelegt",
                "headers": parts.returned("Location", "Idempotency-Key"),
                "content": {"application/json": {"schema": parts.STORED}},
            },
            **parts.refusals(_PUT_STATUSES),
        },
    }


def _get_document(service: str) -> Json:
    named = {"name": "document_id", "in": "path", "required": True, "schema": parts.UUID}
    owner = {
        "name": "owner_id",
        "in": "query",
        "description": "Wozu das Dokument gehört, etwa das Projekt; nötig, wo man nicht alles sieht",
        "schema": parts.UUID,
    }
    return {
        "operationId": f"{service}.get_document",
        "tags": [service],
        "summary": "Gibt ein Dokument aus",
        "parameters": [named, owner, *parts.parameters()],
        "responses": {
            "200": {
                "description": "Der Inhalt des Dokuments",
                "headers": parts.returned("ETag"),
                "content": {"*/*": {}},
            },
            **parts.refusals(_READ_STATUSES),
        },
    }


def _get_notice(service: str) -> Json:
    named = [
        {"name": "project_id", "in": "path", "required": True, "schema": parts.UUID},
        {"name": "number", "in": "path", "required": True, "schema": parts.NUMBER},
    ]
    return {
        "operationId": f"{service}.get_notice_page",
        "tags": [service],
        "summary": "Zeigt einen Bescheid zum Lesen und Drucken",
        "parameters": [*named, *parts.parameters()],
        "responses": {
            "200": {
                "description": "Der Bescheid, wie er erlassen wurde",
                "headers": parts.returned("ETag"),
                "content": {"text/html": {"schema": {"type": "string"}}},
            },
            **parts.refusals(_READ_STATUSES),
        },
    }


def _get_calendar(service: str) -> Json:
    return {
        "operationId": f"{service}.get_calendar_file",
        "tags": [service],
        "summary": "Gibt die offenen Pflichten als Kalender aus (iCal)",
        "parameters": parts.parameters(),
        "responses": {
            "200": {
                "description": "Ein Kalender nach RFC 5545",
                "headers": parts.returned(),
                "content": {"text/calendar": {"schema": {"type": "string"}}},
            },
            **parts.refusals(_READ_STATUSES),
        },
    }


def _problems(described: dict[str, Json]) -> Json:
    gateway = {
        code: {"status": status, "title": title} for code, (status, title) in problems.OWN.items()
    }
    told = {service: about.get("problems", {}) for service, about in described.items()}
    return {"gateway": gateway} | told


def _get_district_report(service: str, media_type: str) -> Json:
    kind = media_type.removeprefix("text/")
    year = {"type": "integer", "minimum": 1990, "maximum": 2199}
    named = {"name": "year", "in": "path", "required": True, "schema": year}
    return {
        "operationId": f"{service}.get_district_report_{kind}",
        "tags": [service],
        "summary": "Gibt den Bericht über ein Jahr des Bezirks als Datei aus",
        "parameters": [named, *parts.parameters()],
        "responses": {
            "200": {
                "description": "Eine Zeile je Projekt"
                if kind == "csv"
                else "Eine Seite zum Drucken",
                "headers": parts.returned(),
                "content": {media_type: {"schema": {"type": "string"}}},
            },
            **parts.refusals(_READ_STATUSES),
        },
    }
