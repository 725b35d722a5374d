"""What a year of the district comes to: each project, and sums by Träger, by Sozialraum, of all. Pure.

The money is that of funding's ledger and of no other source: what is told of projects adds up to the
accounts of the year, to the cent. Amounts are cents.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, get_args

from services.reporting.events import GoalOutcome
from shared.canonical import Json

GoalState = Literal[
    "reached",  # erreicht
    "partly",  # teilweise erreicht
    "not_reached",  # nicht erreicht
    "given_up",  # aufgegeben
    "pursued",  # wird weiter verfolgt
    "unreported",  # noch nichts berichtet
]
GOAL_STATES: Final[tuple[GoalState, ...]] = get_args(GoalState)
BY_SETTLEMENT: Final[Mapping[str, GoalState]] = {
    "yes": "reached",
    "partly": "partly",
    "no": "not_reached",
}
BY_REPORT: Final[Mapping[GoalOutcome, GoalState]] = {
    "reached": "reached",
    "not-reached": "not_reached",
    "given-up": "given_up",
    "pursued": "pursued",
}
CLAIMS: Final = (
    *("claimed_ct", "received_ct", "open_ct", "waived_ct"),
    *("interest_ct", "interest_received_ct", "interest_open_ct", "interest_waived_ct"),
)
AMOUNTS: Final = (
    *("committed_ct", "bound_ct", "paid_ct"),
    *("carried_in_ct", "carried_out_ct", "repaid_ct"),
    *CLAIMS,
)
NOTHING: Final = dict.fromkeys(
    ("festgelegt", "ausgezahlt", "carry_in", "carry_out", "refill", *CLAIMS), 0
)
UNHEARD: Final = {
    **dict.fromkeys(("number", "title", "status")),
    **dict.fromkeys(("sozialraum_id", "sozialraum_name", "traeger_id", "traeger_name")),
    "goals": (),
}
"""A project that funding knows and of which this service has not heard yet: its money counts."""

Outcomes = Mapping[str, Mapping[int, GoalOutcome]]
"""By project and goal: what the report about the year says."""


def build(
    year: int, account: Json, known: Iterable[Json], outcomes: Outcomes, overdue: Sequence[Json]
) -> Json:
    """Return the report.

    account  of funding: {accounts, projects: [{project_id, <account>: cents, <claims>: cents}], …}
    known    the projects of the year, and those that have money in it, as far as they are heard of
    """
    money = {it["project_id"]: it for it in account["projects"]}
    facts = {it["project_id"]: it for it in known}
    ids = [*facts, *sorted(money.keys() - facts.keys())]
    projects = [
        _project(one, facts.get(one, UNHEARD), money.get(one, NOTHING), outcomes.get(one, {}))
        for one in ids
    ]
    return {
        "year": year,
        "budget": {name: it for name, it in account.items() if name not in ("projects", "year")},
        "totals": _sums(projects),
        "by_sozialraum": _grouped(projects, "sozialraum"),
        "by_traeger": _grouped(projects, "traeger"),
        "projects": projects,
        "overdue": list(overdue),
    }


def _project(
    project_id: str, known: Json, money: Json, outcomes: Mapping[int, GoalOutcome]
) -> Json:
    named = ("number", "title", "sozialraum_id", "sozialraum_name", "traeger_id", "traeger_name")
    return {
        "project_id": project_id,
        **{name: known[name] for name in (*named, "status")},
        "committed_ct": money["festgelegt"] + money["ausgezahlt"],
        "bound_ct": money["festgelegt"],
        "paid_ct": money["ausgezahlt"],
        "carried_in_ct": money["carry_in"],
        "carried_out_ct": money["carry_out"],
        "repaid_ct": money["refill"],
        **{name: money[name] for name in CLAIMS},
        "goals": _counted(_state(goal, outcomes) for goal in known["goals"]),
    }


def _state(goal: Json, outcomes: Mapping[int, GoalOutcome]) -> GoalState:
    """Return what became of a goal: the settlement says the last word, before it the report."""
    if (reached := goal.get("reached")) is not None:
        return BY_SETTLEMENT[reached]
    said = outcomes.get(goal["id"])
    return "unreported" if said is None else BY_REPORT[said]


def _counted(states: Iterable[GoalState]) -> dict[str, int]:
    found = list(states)
    return {state: found.count(state) for state in GOAL_STATES}


def _sums(projects: Sequence[Json]) -> Json:
    return {
        "projects": len(projects),
        **{name: sum(it[name] for it in projects) for name in AMOUNTS},
        "goals": {state: sum(it["goals"][state] for it in projects) for state in GOAL_STATES},
    }


def _grouped(projects: Sequence[Json], kind: str) -> list[Json]:
    """Return the sums of each; what belongs to nobody that is heard of comes last."""
    key, name = f"{kind}_id", f"{kind}_name"
    names: dict[Any, Any] = {it[key]: it[name] for it in projects}
    order = sorted(names, key=lambda one: (one is None, names[one] or "", one or ""))
    return [
        {key: one, name: names[one], **_sums([it for it in projects if it[key] == one])}
        for one in order
    ]
