"""Given what has happened, when something is asked, then exactly this happens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import pytest

from shared.decider import Decider
from shared.refusal import Clause, Refused


@dataclass(frozen=True)
class Given:
    """`given = Given(PROJECT)`; then `given(*events).when(command, on=day).then(*events)`."""

    decider: Decider[Any, Any, Any]

    def __call__(self, *history: object) -> "When":
        return When(self.decider, history)


@dataclass(frozen=True)
class When:
    decider: Decider[Any, Any, Any]
    history: tuple[object, ...]

    def when(self, command: object, on: date = date(2025, 9, 15)) -> "Then":
        state = self.decider.fold(self.history)
        return Then(lambda: self.decider.decide(command, state, on), self.decider, state)


@dataclass(frozen=True)
class Then:
    decide: Callable[[], list[Any]]
    decider: Decider[Any, Any, Any]
    state: Any

    def then(self, *events: object) -> None:
        """Exactly these events, in this order, equal in every field; and they can be folded."""
        made = self.decide()
        assert made == list(events)
        reduce(self.decider.evolve, made, self.state)

    def then_refused(self, code: str, clause: Clause | None = None, **facts: object) -> Refused:
        """Refused with this code, this clause, and at least these facts."""
        with pytest.raises(Refused) as no:
            self.decide()
        assert (no.value.code, no.value.clause) == (code, clause)
        assert {name: no.value.facts.get(name) for name in facts} == facts
        return no.value
