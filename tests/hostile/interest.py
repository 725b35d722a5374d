"""What the commands of interest need: a recovery that some weeks have passed since."""

from collections.abc import Callable
from typing import Any, Final

from deploy.bench.projects import euros

Body = dict[str, Any]
WEEKS_LATER: Final = "2026-03-02"
METHODS: Final = ("propose_interest", "fix_interest", "record_interest")


def _proposable(it: Any) -> Body:
    return {
        "project_id": it.owing(),
        "ground": "recovery",
        "until": WEEKS_LATER,
        "reason": "Es ist nichts eingegangen.",
    }


def _proposed(it: Any) -> Body:
    asked = _proposable(it)
    told = it.ask("projects", "propose_interest", **asked)
    return {"project_id": asked["project_id"], "proposal_id": told["proposal_id"]}


def _fixed(it: Any) -> Body:
    asked = _proposed(it)
    told = it.ask("projects", "fix_interest", **asked)
    it.hear()
    return {
        "project_id": asked["project_id"],
        "interest_id": told["interest_id"],
        "reference": f"KA {told['interest_id']}",
        "amount": euros(1),
        "received_on": WEEKS_LATER,
    }


INTEREST_BODIES: Final[dict[str, Callable[[Any], Body]]] = {
    "projects.propose_interest": _proposable,
    "projects.fix_interest": _proposed,
    "funding.record_interest": _fixed,
}
