"""The published HSDS 3.0 schemas, with which answers and files are compared."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

FOLDER = Path(__file__).parent / "hsds"


@cache
def told(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text())


def _retrieve(uri: str) -> Resource[Any]:
    return Resource.from_contents(told(uri.removesuffix(".json")), DRAFT202012)


def wrong(name: str, instance: Any) -> list[str]:
    """Return what of an object breaks its published schema, formats included."""
    registry: Registry[Any] = Registry(retrieve=_retrieve)  # type: ignore[call-arg]
    checker = Draft202012Validator.FORMAT_CHECKER
    validator = Draft202012Validator(told(name), registry=registry, format_checker=checker)
    return [f"{it.json_path}: {it.message}" for it in validator.iter_errors(instance)]


def page_wrong(name: str, page: dict[str, Any]) -> list[str]:
    """Return what of a page of a list breaks the envelope of the API reference, or its contents."""
    envelope = told("openapi")["components"]["schemas"]["Page"]
    missing = sorted({*envelope["properties"], "contents"} - page.keys())
    found = [it.message for it in Draft202012Validator(envelope).iter_errors(page)]
    return missing + found + [it for each in page["contents"] for it in wrong(name, each)]
