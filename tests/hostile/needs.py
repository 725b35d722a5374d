"""What commands about the needs of a Sozialraum ask, each made so that it would be accepted."""

from collections.abc import Callable
from itertools import count
from typing import Any, Final

from tests.direct import DAY

Body = dict[str, Any]

NUMBER: Final = count(1)
TOOK_PART: Final = [{"group": "ASD", "number": 2}, {"group": "Mädchen", "number": 9}]
NO_CASE: Final = {"confirm_no_case_data": True}
STEPS: Final[dict[str, Body]] = {
    "discuss_topic": {"on": DAY, "result": "Dringend.", "took_part": TOOK_PART},
    "find_idea": {"checked_cards": [], "gap": "Es gibt nichts.", "idea": "Ein Treff."},
    "set_topic_aside": {"reason": "Die Siedlung ist leer."},
}


def observed(it: Any) -> Body:
    """Return what an observation says."""
    return {
        "sozialraum_id": it.sozialraum_id,
        "observed_on": "2026-01-02",
        "text": f"Mädchen haben keinen Ort, hieß es am {next(NUMBER)}. Abend.",
        "subjects": ["leisure"],
        "age_from": 10,
        "age_to": 14,
        "took_part": TOOK_PART,
        **NO_CASE,
    }


def observation(it: Any) -> str:
    """Record an observation; return its id."""
    return str(it.ask("resources", "record_observation", **observed(it))["observation_id"])


def opening(it: Any) -> Body:
    """Return what opens a topic."""
    return {
        "sozialraum_id": it.sozialraum_id,
        "title": "Orte für Mädchen",
        "subject": "gender",
        "age_from": 10,
        "age_to": 14,
        "observations": [observation(it)],
        **NO_CASE,
    }


def topic(it: Any, *steps: str) -> Body:
    """Open a topic and take steps with it; return {topic_id}."""
    named = {"topic_id": it.ask("resources", "open_topic", **opening(it))["topic_id"]}
    for step in steps:
        it.ask("resources", step, **named, **STEPS[step])
    return named


def card(it: Any) -> str:
    """Record a card; return its id."""
    return str(it.ask("resources", "record_card", **it.card())["card_id"])


def _linking(it: Any) -> Body:
    project_id = it.applied()
    it.services.settle()
    return {**topic(it, "discuss_topic", "find_idea"), "project_id": project_id}


def _covering(it: Any) -> Body:
    asked = _linking(it)
    it.ask("resources", "link_project", **asked)
    return {**asked, "cards": [card(it)], "took_part": TOOK_PART, **NO_CASE}


NEED_BODIES: Final[dict[str, Callable[[Any], Body]]] = {
    "resources.record_observation": observed,
    "resources.withdraw_observation": lambda it: {
        "observation_id": observation(it),
        "reason_code": "mistaken",
    },
    "resources.open_topic": opening,
    "resources.bundle_observations": lambda it: {**topic(it), "observations": [observation(it)]},
    "resources.discuss_topic": lambda it: {**topic(it), **STEPS["discuss_topic"], **NO_CASE},
    "resources.find_idea": lambda it: {
        **topic(it, "discuss_topic"),
        **STEPS["find_idea"],
        "checked_cards": [card(it)],
        "took_part": TOOK_PART,
        **NO_CASE,
    },
    "resources.link_project": _linking,
    "resources.cover_topic": _covering,
    "resources.set_topic_aside": lambda it: {**topic(it), **STEPS["set_topic_aside"], **NO_CASE},
    "resources.reopen_topic": lambda it: {
        **topic(it, "set_topic_aside"),
        "reason": "Neue Familien sind da.",
        **NO_CASE,
    },
}
