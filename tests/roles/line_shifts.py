"""Scenarios of shifts between lines: they need a plan with two of them."""

from collections.abc import Callable

from deploy.bench.projects import CHECKS, year_plan
from deploy.bench.projects import euros as cents
from tests.roles.world import Body, World, euros

Scenario = Callable[[World, str], Body]


def _approved(world: World) -> str:
    """Return a project whose plan has two posts."""
    plan = [year_plan(2026, 39_000_00, 4_000_00), year_plan(2027, 10_000_00)]
    second = {**plan[0]["posts"][0], "function": "Honorarkraft", "yearly_cost": cents(1_000_00)}
    plan[0]["posts"].append(second)
    world.empty_waiting_list()
    project_id: str = world.ask("projects", "apply", **world.application(plan=plan))["project_id"]
    world.desk.traeger_id = world.traeger_id
    for method, body in CHECKS.items():
        world.ask("projects", method, project_id=project_id, **body)
    world.ask("projects", "approve", project_id=project_id)
    world.services.settle()
    return project_id


def _request(world: World, _role: str) -> Body:
    moves = [
        {"line": "Honorarkraft", "amount": euros("-1.00")},
        {"line": "Fachkraft im Treff", "amount": euros("1.00")},
    ]
    return {
        "project_id": _approved(world),
        "moves": moves,
        "reason": "Es sind mehr Stunden nötig.",
    }


def _decision(world: World, role: str) -> Body:
    asked = _request(world, role)
    made = world.ask("reporting", "request_line_shift", **asked)
    named = {name: made[name] for name in ("project_id", "request_id")}
    return {**named, "outcome": "approved", "reason": "Die Stunden sind belegt."}


LINE_SHIFTS: dict[str, Scenario] = {
    "request_line_shift": _request,
    "decide_line_shift": _decision,
    "list_line_shifts": lambda world, _: {"project_id": world.approved()},
}
