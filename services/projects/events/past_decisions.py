"""How decisions of old are read: what they did not say yet gets a value that says nothing."""

from shared.canonical import Json
from shared.schema import Catalogue


def register(catalogue: Catalogue) -> None:
    """Raise old forms of decisions to their newest."""
    catalogue.upcast("approved", 1)(_approved_by_somebody)
    catalogue.upcast("rejected", 1)(_rejected_by_somebody)


def _approved_by_somebody(data: Json) -> Json:
    return {
        **data,
        "by": "",
        "as_deputy": False,
        "reduced": False,
        "plan": {},
        "financing_type": "gap",
        "conditions": [],
        "reservation_clause_years": [],
        "reason_code": "as-proposed",
        "reason": None,
    }


def _rejected_by_somebody(data: Json) -> Json:
    return {**data, "by": "", "as_deputy": False}
