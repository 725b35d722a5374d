"""How applications of old are read: what they did not say yet gets a value that says nothing."""

from shared.canonical import Json
from shared.schema import Catalogue


def register(catalogue: Catalogue) -> None:
    """Raise old forms of applications to their newest."""
    catalogue.upcast("applied", 1)(_in_sums_only)


def _in_sums_only(data: Json) -> Json:
    """The first form knew heads, sums by year, and one indicator for each goal."""
    head = data["employees"]
    return {
        **data,
        "goals": [{**goal, "further": [], "qualitative": None} for goal in data["goals"]],
        "employees": {**head, "hundredths": head["count"] * 100},
        "details": {},
        "in_kind": [],
        "financing_type": "gap",
        "full_funding_reason": None,
        "requested_ct": None,
        "statements": None,
        "policy_position": 0,
        "by": "",
    }
