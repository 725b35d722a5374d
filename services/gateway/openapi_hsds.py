"""How the network for other directories is described: the paths of the HSDS API reference."""

from collections.abc import Mapping
from typing import Final

from services.gateway import hsds
from services.gateway import openapi_parts as parts
from shared.canonical import Json

BASE: Final = "/hsds/3.0"
ENTITIES: Final = {
    "services": "Angebote",
    "organizations": "Organisationen",
    "service_at_locations": "Angebote an Orten",
    "taxonomies": "Begriffslisten",
    "taxonomy_terms": "Begriffe",
}
_BESIDE: Final = ("entity", "id", "after")
_ID: Final[Json] = {"name": "id", "in": "path", "required": True, "schema": parts.UUID}
_STATUSES: Final = (400, 401, 403, 404, 405, 409, 414, 422, 431, 500, 503, 504)


def paths(service: str, methods: Mapping[str, Json]) -> Json:
    """Return path → operations, if a service gives out such a network."""
    found: Json = {}
    if hsds.PACKAGE in methods:
        found[f"/api/v1/{service}/hsds.zip"] = {"get": _package(service)}
    if service != hsds.SERVICE or not {hsds.LIST, hsds.GET} <= methods.keys():
        return found
    about = _operation("hsds", "Nennt Fassung und Profil der Schnittstelle", {"type": "object"}, [])
    found[f"{BASE}/"] = {"get": about}
    shapes = methods[hsds.LIST]["request"].get("properties", {})
    filters = [
        {"name": name, "in": "query", "schema": shape}
        for name, shape in shapes.items()
        if name not in _BESIDE
    ]
    for entity, title in ENTITIES.items():
        say = f"Listet {title} nach HSDS 3.0"
        answer = methods[hsds.LIST]["answer"]
        found[f"{BASE}/{entity}"] = {"get": _operation(f"hsds.{entity}", say, answer, filters)}
        say = f"Zeigt eines der {title} nach HSDS 3.0"
        answer = methods[hsds.GET]["answer"]
        one = _operation(f"hsds.{entity}.get", say, answer, [_ID])
        found[f"{BASE}/{entity}/{{id}}"] = {"get": one}
    return found


def _operation(name: str, summary: str, answer: Json, named: list[Json]) -> Json:
    return {
        "operationId": name,
        "tags": [hsds.SERVICE],
        "summary": summary,
        "parameters": [*named, *parts.parameters()],
        "responses": {
            "200": {
                "description": "Die Antwort in der Form von HSDS 3.0",
                "headers": parts.returned(),
                "content": {"application/json": {"schema": answer}},
            },
            **parts.refusals(_STATUSES),
        },
    }


def _package(service: str) -> Json:
    named = {
        "name": "sozialraum_id",
        "in": "query",
        "description": "Nur die Ressourcen dieses Sozialraums",
        "schema": parts.UUID,
    }
    return {
        "operationId": f"{service}.hsds_package",
        "tags": [service],
        "summary": "Gibt das öffentliche Netz als Datenpaket nach HSDS 3.0 aus",
        "parameters": [named, *parts.parameters()],
        "responses": {
            "200": {
                "description": "Ein ZIP-Archiv mit CSV-Dateien und datapackage.json",
                "headers": parts.returned("ETag"),
                "content": {"application/zip": {}},
            },
            **parts.refusals(_STATUSES),
        },
    }
