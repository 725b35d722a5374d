"""What the commands of shifts between lines need: a project whose plan has a post and a flat rate."""

from collections.abc import Callable
from typing import Any, Final

from deploy.bench.projects import euros

Body = dict[str, Any]
BEFOREHAND: Final = ("request_line_shift", "decide_line_shift")
"""Asked while the project runs, unlike all else of reporting."""
POST: Final = "Fachkraft im Treff (ohne)"


def _request(it: Any) -> Body:
    less = {"amount": "-0.01", "currency": "EUR"}
    return {
        "project_id": it.told_of_approval(),
        "moves": [{"line": POST, "amount": less}, {"line": "Fest", "amount": euros(1)}],
        "reason": "Das Fest wird größer.",
    }


def _decision(it: Any) -> Body:
    told = it.ask("reporting", "request_line_shift", **_request(it))
    named = {name: told[name] for name in ("project_id", "request_id")}
    return {**named, "outcome": "approved", "reason": "Einverstanden."}


LINE_SHIFT_BODIES: Final[dict[str, Callable[[Any], Body]]] = {
    "reporting.request_line_shift": _request,
    "reporting.decide_line_shift": _decision,
}
