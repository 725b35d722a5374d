"""How packs for a meeting are described: a page and tables, for each body that has one."""

from collections.abc import Container
from typing import Final

from services.gateway import openapi_parts as parts
from shared.canonical import Json

NAMES: Final = {"steering": "der Steuerungsgruppe", "uag": "der UAG Sozialraumarbeit"}
_YEAR: Final[Json] = {
    "name": "year",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1990, "maximum": 2199},
}
_PART: Final[Json] = {
    "name": "part",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "maxLength": 40},
}
_STATUSES: Final = (400, 401, 403, 404, 405, 409, 414, 422, 431, 500, 503, 504)


def paths(service: str, methods: Container[str]) -> Json:
    """Return path → operations for the packs that a service gives out."""
    found: Json = {}
    for name, whose in NAMES.items():
        if f"get_{name}_pack" in methods:
            place = f"/api/v1/{service}/packs/{name}/{{year}}"
            page, table = f"{service}.get_{name}_pack_page", f"{service}.get_{name}_pack_table"
            say = f"Zeigt die Mappe {whose} zum Lesen und Drucken"
            found[f"{place}.html"] = {"get": _file(service, page, say, "text/html")}
            say = f"Gibt eine Tabelle der Mappe {whose} aus"
            found[f"{place}/{{part}}.csv"] = {"get": _file(service, table, say, "text/csv")}
    return found


def _file(service: str, operation: str, summary: str, media_type: str) -> Json:
    named = [_YEAR, _PART] if media_type == "text/csv" else [_YEAR]
    return {
        "operationId": operation,
        "tags": [service],
        "summary": summary,
        "parameters": [*named, *parts.parameters()],
        "responses": {
            "200": {
                "description": "Die Datei",
                "headers": parts.returned(),
                "content": {media_type: {"schema": {"type": "string"}}},
            },
            **parts.refusals(_STATUSES),
        },
    }
