"""What is heard of another service, and where it takes effect."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from shared.canonical import Json
from shared.database import Conn

LEAF_BYTES: Final = 32


class GapError(Exception):
    """Events between the position and the first one offered are missing."""


class RewoundError(Exception):
    """The source's log is not the one that was followed so far."""


class OutdatedCodeError(Exception):
    """The live generation was made by other code: only that may feed it."""


class UnknownVersionError(Exception):
    """An event that concerns this follower has a form that this code does not know."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One sealed event of a source, in its newest form."""

    position: int
    leaf: str
    previous_leaf: str | None
    event: Json

    @classmethod
    def of(cls, told: Json) -> "Heard":
        """Read what the publisher or `read_log` wrote.

        Raises KeyError, TypeError or ValueError for what is no event: it must not pass for one
        that concerns nobody.
        """
        position, leaf, event = told["position"], told["leaf"], told["event"]
        previous_leaf = told.get("previous_leaf")
        for value, form in ((position, int), (event, dict), *_forms(event)):
            if type(value) is not form:
                raise TypeError(f"{form.__name__} expected")
        for it in (leaf, leaf if previous_leaf is None else previous_leaf):
            if len(bytes.fromhex(it)) != LEAF_BYTES:
                raise ValueError("this is no leaf")
        return cls(position, leaf, previous_leaf, event)

    @property
    def type(self) -> str:
        """Return the type of the event."""
        return str(self.event["type"])

    @property
    def stream(self) -> str:
        """Return the stream that the event belongs to."""
        return str(self.event["stream"])


def _forms(event: Json) -> Iterator[tuple[Any, type]]:
    """Yield what every reader of events relies on, with the form that it must have."""
    for name in ("type", "stream", "event_id", "correlation_id"):
        yield event[name], str
    for name in ("version", "schema_version"):
        yield event[name], int
    yield event["data"], dict


class Target(Protocol):
    """Where events take effect: a service's own streams, or a read model.

    versions  the event types that concern it, each with the newest form that it understands;
              all other types are passed over
    alone     whether each event that concerns it has a transaction of its own: effects lock rows
              that commands wait for, and in the order of the events, not of the rows
    """

    name: str
    versions: Mapping[str, int]
    alone: bool

    def standing(self, conn: Conn) -> str:
        """Return the name under which the position is kept; locks nothing."""

    def begin(self, conn: Conn) -> str:
        """Prepare the transaction; return the name under which the position is kept."""

    def apply(self, conn: Conn, source: str, events: Sequence[Heard]) -> None:
        """Let events take effect in the open transaction."""


def portions(target: Target, events: Sequence[Heard]) -> Iterator[Sequence[Heard]]:
    """Cut a batch behind each event that needs a transaction of its own."""
    begin = 0
    for end, event in enumerate(events, 1):
        if end == len(events) or (target.alone and event.type in target.versions):
            yield events[begin:end]
            begin = end


Fetch = Callable[[int, str | None, int], list[Json]]
"""(position, its leaf, limit) → the next events of the source; raises Refused `log-rewound`."""


class Effects:
    """A target whose effects are events in the service's own log.

    handlers  event type → (newest version understood, what to do in the open transaction)
    """

    def __init__(
        self, name: str, handlers: Mapping[str, tuple[int, Callable[[Conn, str, Heard], None]]]
    ) -> None:
        self.name = name
        self.versions: Mapping[str, int] = {
            type_: version for type_, (version, _) in handlers.items()
        }
        self._handlers = {type_: handle for type_, (_, handle) in handlers.items()}

    alone = True

    def standing(self, conn: Conn) -> str:  # noqa: ARG002 - other targets need it
        """Return the name of the follower."""
        return self.name

    begin = standing

    def apply(self, conn: Conn, source: str, events: Sequence[Heard]) -> None:
        """Handle each event."""
        for event in events:
            self._handlers[event.type](conn, source, event)
