"""The shape of every decision: a state, a command, the day; out come events."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Generic, TypeVar

Command = TypeVar("Command")
State = TypeVar("State")
Event = TypeVar("Event")


@dataclass(frozen=True, slots=True)
class Decider(Generic[Command, State, Event]):
    """Three pure names and nothing else.

    decide  `(command, state, today)` → the events it causes; raises `Refused`; `[]` for what is so
    evolve  `(state, event)` → the next state; never refuses: what has happened has happened
    """

    initial: State
    decide: Callable[[Command, State, date], list[Event]]
    evolve: Callable[[State, Event], State]

    def fold(self, history: Iterable[Event]) -> State:
        """Return the state that a history leads to."""
        return reduce(self.evolve, history, self.initial)
