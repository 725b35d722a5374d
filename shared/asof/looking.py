"""Makes a question one that can be asked for a day that is over, in the one place where it is dispatched."""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import UTC, timedelta
from functools import wraps
from typing import Any, Final

from shared.asof.forms import end_of
from shared.asof.past import Past
from shared.call import Call
from shared.canonical import Json
from shared.refusal import Fault, Refused, not_permitted

Ask = Callable[[Any, Call, Json], Json]
May = Callable[[Call], bool]
TICK: Final = timedelta(microseconds=1)


def everybody(_call: Call) -> bool:
    """Let whoever may ask for now ask for earlier days too."""
    return True


def looking_back(ask: Ask, may: May) -> Ask:
    """Return a question that also takes `as_of`, from those who may ask for it.

    Asked so, the method sees a past instead of the engine, and that day as its own. `after`, an event
    that must be shown, has no meaning then. Raises Refused `as-of-ahead` for a day to come.
    """

    @wraps(ask)
    def look(service: Any, call: Call, asked: Json) -> Json:
        here = {name: value for name, value in asked.items() if name != "as_of"}
        wanted = asked.get("as_of")
        if wanted is None:
            return ask(service, call, here)
        if not may(call):
            raise not_permitted("Frühere Stände dürfen Sie hier nicht einsehen.")
        if wanted["day"] > call.today:
            raise _ahead()
        looking, past = copy(service), Past(service.kernel, wanted, call.context)
        looking.kernel = past
        over = end_of(past.day, service.kernel.settings.time_zone).astimezone(UTC) - TICK
        then = replace(call, today=past.day, now=min(over, call.now))
        if "after" in here:
            here["after"] = None
        answer = ask(looking, then, here)
        return {**answer, "as_of": past.told()}

    return look


def _ahead() -> Refused:
    detail = "Der Stichtag liegt in der Zukunft."
    return Refused(
        "as-of-ahead",
        "Dieser Stichtag ist noch nicht da",
        detail,
        kind="invalid",
        errors=[Fault("/as_of/day", "as-of-ahead", detail)],
    )
