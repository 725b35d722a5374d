"""How decisions of old are read: what they did not say yet gets a value that says nothing."""

from shared.canonical import Json
from shared.schema import Catalogue


def register(catalogue: Catalogue) -> None:
    """Raise old forms of decisions to their newest."""
    catalogue.upcast("approved", 1)(_approved_by_somebody)
    catalogue.upcast("rejected", 1)(_rejected_by_somebody)
    catalogue.upcast("extended", 1)(_extended_by_somebody)
    catalogue.upcast("closed", 1)(_closed_by_somebody)


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


def _extended_by_somebody(data: Json) -> Json:
    """Extensions were all the changes there were, asked for on no day that was kept."""
    return {
        **data,
        "amendment": data["number"],
        "amends": "",
        "request_id": None,
        "requested_on": None,
        "eligible_ct": 0,
        "third_party_ct": 0,
        "plan": {},
        "employees": None,
        "reservation_clause_years": [],
        "by": "",
        "as_deputy": False,
    }


def _closed_by_somebody(data: Json) -> Json:
    """Figures were told at the closing itself, and nobody had to be heard before."""
    return {
        **data,
        "statement_id": None,
        "proposal_id": None,
        "interest_from": None,
        "due_on": None,
        "by": "",
        "as_deputy": False,
    }
