"""Scenarios of interest: it takes days to come, and rates that somebody has recorded."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from shared.call import Context
from tests.kernel.test_policy import RULES, WHY
from tests.persons import person
from tests.roles.world import Body, World, command, euros

SPRING = "2026-04-01"
"""Twelve weeks after a recovery was claimed."""
Scenario = Callable[[World, str], Body]


def in_spring(world: World, service: str, method: str, **body: Any) -> Body:
    """Ask as whoever may, twelve weeks later."""
    context = replace(Context.fresh(*person(method, service)), today=world.play(SPRING))
    answer = world.services.call(service, method, command(body), context, 15)
    world.services.settle()
    return answer


def rated(world: World) -> None:
    """Let the office know the rates; on the day of all others it does not yet."""
    if world.rated:
        return
    asked = {"valid_from": "2026-03-01", "rules": RULES, **WHY}
    proposal_id = world.ask("funding", "propose_policy", **asked)["proposal_id"]
    world.ask("funding", "adopt_policy", proposal_id=proposal_id)
    world.services.settle()
    world.rated = True


def scenarios(service: str, owing: Callable[[World, str], str]) -> dict[str, Scenario]:
    """Return the scenarios of a service; `owing` makes a project that has to pay back."""

    def until(world: World, role: str) -> Body:
        rated(world)
        return {"project_id": owing(world, role), "ground": "recovery", "until": SPRING}

    def proposable(world: World, role: str) -> Body:
        return {**until(world, role), "reason": "Es ist nichts eingegangen."}

    def unchecked(world: World, role: str) -> Body:
        return {"project_id": owing(world, role)}

    def proposed(world: World, role: str) -> Body:
        asked = proposable(world, role)
        made = in_spring(world, "projects", "propose_interest", **asked)
        return {"project_id": asked["project_id"], "proposal_id": made["proposal_id"]}

    def fixed(world: World, role: str) -> Body:
        asked = proposed(world, role)
        made = in_spring(world, "projects", "fix_interest", **asked)
        return {
            "project_id": asked["project_id"],
            "interest_id": made["interest_id"],
            "reference": "KA 2026-2",
            "amount": euros("0.01"),
            "received_on": SPRING,
        }

    found: dict[str, dict[str, Scenario]] = {
        "projects": {"propose_interest": proposable, "fix_interest": proposed},
        "funding": {"preview_interest": until, "record_interest": fixed, "get_late_use": unchecked},
        "reporting": {"spent_by_day": unchecked},
    }
    return found[service]


DAYS = {
    "funding.preview_interest": SPRING,
    "funding.record_interest": SPRING,
    "projects.propose_interest": SPRING,
    "projects.fix_interest": SPRING,
}
