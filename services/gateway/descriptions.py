"""What each service says of itself: its methods, their shapes and its problems.

The answers are kept for a minute, so that an ordinary request costs one call and not two. They
are no state: whoever restarts the gateway loses nothing.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final, Protocol

from services.gateway.problems import own
from shared.call import Context
from shared.canonical import Json
from shared.refusal import Refused

SERVICES: Final = ("projects", "funding", "resources", "reporting")
AGE_SECONDS_MAX: Final = 60.0
REFRESH_SECONDS_MIN: Final = 5.0  # A caller who guesses method names shall not cost a call each.


class Client(Protocol):
    """What the gateway needs of the other services. Several threads share one."""

    def call(self, service: str, method: str, body: Json, context: Context, timeout: float) -> Json:
        """Return the answer. Raises Refused, also for what never arrived or came too late."""


class Deadline:
    """How long the caller will still wait, over all the calls that its request needs."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds left. Raises Problem `request-timeout`."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise own("request-timeout", "Die Zeit für diese Anfrage ist abgelaufen.")
        return left


class _Shelf:
    """What is known of one service, and when it was last asked."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.description: Json | None = None
        self.asked_at = float("-inf")


class Descriptions:
    """The descriptions of all services, asked for when needed."""

    def __init__(self, client: Client, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._shelves = {service: _Shelf() for service in SERVICES}

    def method(self, service: str, method: str, context: Context, deadline: Deadline) -> Json:
        """Return the description of a method that is served over HTTP.

        Raises Problem `service-unknown`, `unknown-method`, `request-timeout`; Refused if the service
        cannot be asked.
        """
        for age_seconds_max in (AGE_SECONDS_MAX, REFRESH_SECONDS_MIN):
            described = self.of(service, context, deadline, age_seconds_max)
            found: Json | None = described["methods"].get(method)
            if found is not None and found["kind"] != "internal":
                return found
        raise own("unknown-method", f"Der Dienst „{service}“ hat keine solche Methode.")

    def of(
        self,
        service: str,
        context: Context,
        deadline: Deadline,
        age_seconds_max: float = AGE_SECONDS_MAX,
    ) -> Json:
        """Return the description of a service, newly asked for if it is older than that.

        If the service does not answer, the old description stands; if there is none, raises what
        the call raised.
        """
        shelf = self._shelf(service)
        if self._is_fresh(shelf, age_seconds_max):
            return _described(shelf)
        with _held(shelf, deadline) as held:
            if held and not self._is_fresh(shelf, age_seconds_max):
                self._ask(shelf, service, context, deadline)
        return _described(shelf)

    def check(self, service: str) -> None:
        """Raise Problem `service-unknown` for a service that is none."""
        self._shelf(service)

    def _shelf(self, service: str) -> _Shelf:
        if service not in self._shelves:
            known = ", ".join(SERVICES)
            raise own("service-unknown", f"Es gibt die Dienste {known}.")
        return self._shelves[service]

    def _is_fresh(self, shelf: _Shelf, age_seconds_max: float) -> bool:
        age_seconds = self._clock() - shelf.asked_at
        return shelf.description is not None and age_seconds < age_seconds_max

    def _ask(self, shelf: _Shelf, service: str, context: Context, deadline: Deadline) -> None:
        try:
            shelf.description = self._client.call(service, "describe", {}, context, deadline.left())
        except Refused:
            if shelf.description is None:
                raise
        shelf.asked_at = self._clock()


@contextmanager
def _held(shelf: _Shelf, deadline: Deadline) -> Iterator[bool]:
    """Ask one at a time. Who has an old description goes on with it and does not wait."""
    if shelf.description is not None:
        held = shelf.lock.acquire(blocking=False)
    else:
        held = shelf.lock.acquire(timeout=deadline.left())
    try:
        yield held
    finally:
        if held:
            shelf.lock.release()


def _described(shelf: _Shelf) -> Json:
    if shelf.description is None:
        raise own("request-timeout", "Der Dienst hat sich noch nicht beschrieben.")
    return shelf.description
