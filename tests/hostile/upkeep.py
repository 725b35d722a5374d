"""What each service lets be done with itself, by chance: emergencies, old documents, books."""

from contextlib import suppress
from functools import partial
from typing import Final

from shared.refusal import Refused
from tests.direct import READ_MODELS
from tests.hostile.walk import Act, Body, Walk
from tests.old import old_document
from tests.persons import person

ROLES: Final = ["auditor", "wjh", "recipient", "district_head", "operator", "nobody"]


def _break_glass(it: Walk) -> Body:
    hours = it.chance.choice([1, 1, 2, it.chance.randint(1, 24)])
    return {"role": it.chance.choice(ROLES), "reason": "Niemand ist da.", "hours": hours}


def _close_book_year(it: Walk) -> Body:
    return {"year": it.chance.choice([2023, 2024, 2025, it.year()])}


def _propose_deletions(service: str, it: Walk) -> Body:
    """Mostly there is something old; it is not there by any command, since time is short here."""
    if it.chance.random() < 0.7:
        old_document(it.services.services[service].kernel)
    return {}


def _confirm_deletions(service: str, it: Walk) -> Body:
    return {"proposal_id": it.one_of(f"{service}.deletions")}


def _accept_read_model(service: str, name: str, it: Walk) -> Body:
    """As it was just built, mostly; now and then with sums that nobody has seen."""
    unseen = {"read_model": name, "generation": f"{name}_1", "digest": "0f" * 32}
    if it.chance.random() < 0.2:
        return unseen
    it.services.settle(service)
    with suppress(Refused):
        told = it.ask(person("rehearse", service), f"{service}.rehearse", {"read_model": name})
        return {key: told[key] for key in unseen}
    return unseen


UPKEEP: Final[dict[str, Act]] = {
    **{
        f"{service}.{method}": act
        for service in ("projects", "funding")
        for method, act in {
            "break_glass": Act(_break_glass),
            "close_book_year": Act(_close_book_year, 0.5),
            "propose_deletions": Act(partial(_propose_deletions, service), 2),
            "confirm_deletions": Act(partial(_confirm_deletions, service), 0.3),
        }.items()
    },
    "funding.accept_read_model": Act(
        partial(_accept_read_model, "funding", READ_MODELS["funding"])
    ),
}
"""A proposal is often followed by its confirmation."""
