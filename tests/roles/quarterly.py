"""For each method of quarterly figures a request that succeeds, made anew for each test."""

from collections.abc import Callable
from typing import Any, Final

from tests import quarters
from tests.roles.world import Body, World

Scenario = Callable[[World, str], Body]

QUARTER = {"year": 2025, "quarter": 2}


def _quarter(world: World) -> Body:
    world.services.settle()
    world.last = None
    return {"sozialraum_id": world.sozialraum_id, **QUARTER}


def _recording(world: World, _role: str) -> Body:
    """Other figures each time, so that there is something to record."""
    return {**_quarter(world), "rows": quarters.rows(next(world.number))}


def _recorded(**more: Any) -> Scenario:
    def made(world: World, role: str) -> Body:
        world.ask("reporting", "record_quarter", **_recording(world, role))
        return {**_quarter(world), **more}

    return made


PUBLISHING = {"booked": quarters.NET, "reason": "Es kam etwas nach."}


def _published(world: World, role: str) -> Body:
    quarter = _recorded()(world, role)
    world.ask("reporting", "publish_quarter", **quarter, **PUBLISHING)
    return quarter


def _quarters_file(world: World, _role: str) -> Body:
    _quarter(world)
    number = next(world.number)
    line = f"2025;2;Kalk-Nord;§ 31;42;{9 + number};{6 + number};45;183.600,00;1.250,00"
    return {"content": quarters.file(line)}


def _help_budget(world: World, _role: str) -> Body:
    budgets = quarters.budget(next(world.number))
    return {"sozialraum_id": _quarter(world)["sozialraum_id"], "year": 2026, "budgets": budgets}


def _budget_file(world: World, _role: str) -> Body:
    _quarter(world)
    line = f"2026;Kalk-Nord;§ 31;{720000 + next(world.number)},00"
    return {"content": quarters.budget_file(line)}


def _of_district(world: World, role: str) -> Body:
    _published(world, role)
    return QUARTER


def _year(world: World, role: str) -> Body:
    return {"sozialraum_id": _published(world, role)["sozialraum_id"], "year": 2025}


QUARTERLY: Final[dict[str, Scenario]] = {
    "record_quarter": _recording,
    "publish_quarter": _recorded(**PUBLISHING),
    "preview_quarter": _recorded(),
    "record_help_budget": _help_budget,
    "check_quarters": _quarters_file,
    "import_quarters": _quarters_file,
    "check_help_budgets": _budget_file,
    "import_help_budgets": _budget_file,
    "get_help_year": _year,
    "get_full_help_year": _year,
    "get_quarter": _published,
    "get_full_quarter": _published,
    "list_quarters": lambda world, role: {
        "sozialraum_id": _published(world, role)["sozialraum_id"],
    },
    "get_district_quarter": _of_district,
    "get_full_district_quarter": _of_district,
}
