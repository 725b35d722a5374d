"""Many callers wait for replies on one connection, and one of them reads for all.

So the reply of a lone caller passes through no other thread: handing it over would cost more than
everything else the caller does. Who has its reply lets the next one read.
"""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from kombu import Connection

from shared.canonical import Json

BEAT_SECONDS: Final = 1.0
GLANCE_SECONDS: Final = 0.001
SILENCE_SECONDS: Final = 0.2  # Then the broker may have gone without anybody having noticed.


class Pending:
    """One caller: `turn` is set when its reply is there, or when it may read."""

    __slots__ = ("reply", "turn")

    def __init__(self) -> None:
        self.turn = threading.Event()
        self.reply: Json | None = None

    def put(self, reply: Json) -> None:
        """Let the caller have its reply."""
        self.reply = reply
        self.turn.set()


class Waiting:
    """The callers who wait for replies on a connection that `keep` was given.

    connected  set while there is a connection
    writing    held by who writes on the connection, as the answer to a heartbeat does too
    """

    def __init__(self, writing: Any) -> None:
        self.connected = threading.Event()
        self._callers: dict[str, Pending] = {}
        self._connection: Connection | None = None
        self._writing = writing
        self._reading = threading.Lock()
        self._read_at = 0.0
        self._over = threading.Event()
        self._ended = False
        self._trouble: Exception | None = None

    # ---- for callers -----------------------------------------------------------------------

    def look(self) -> None:
        """After a silence, see whether the connection still stands."""
        connection = self._connection
        silence = time.monotonic() - self._read_at
        if connection is not None and silence > SILENCE_SECONDS:
            self._lead(connection, partial(self._drain, connection, GLANCE_SECONDS))

    def enter(self, correlation_id: str) -> Pending:
        """Become one of those who wait."""
        pending = self._callers[correlation_id] = Pending()
        return pending

    def leave(self, correlation_id: str) -> None:
        """Wait no more, with a reply or without; another one may read then."""
        self._callers.pop(correlation_id, None)
        self._pass_on()

    def get(self, correlation_id: Any) -> Pending | None:
        """Return who waits for this reply, None where its caller has given up."""
        return self._callers.get(str(correlation_id))

    def wait(self, pending: Pending, deadline: float) -> None:
        """Wait until a reply is there or time is up; read meanwhile unless somebody else does."""
        while pending.reply is None and (left := deadline - time.time()) > 0:
            connection = self._connection
            read = partial(self._read, connection, pending, deadline)
            if connection is None or not self._lead(connection, read):
                pending.turn.wait(left)
                pending.turn.clear()

    # ---- for the thread that connects ------------------------------------------------------

    def keep(self, connection: Connection) -> None:
        """Let callers read, and answer heartbeats while nobody calls, until `end` or trouble.

        Raises what the one who read has met with.
        """
        self._over.clear()
        self._connection = connection
        self.connected.set()
        self._pass_on()
        try:
            while not (self._ended or self._over.wait(BEAT_SECONDS)):
                self._lead(connection, partial(self._drain, connection, GLANCE_SECONDS))
                self._pass_on()
        finally:
            self._connection = None
            self.connected.clear()
        with self._reading:  # Who reads right now looks up within a beat.
            trouble, self._trouble = self._trouble, None
        if trouble is not None:
            raise trouble

    def end(self) -> None:
        """Let nobody read any more."""
        self._ended = True
        self._over.set()

    # ---- reading ---------------------------------------------------------------------------

    def _lead(self, connection: Connection, read: Callable[[], None]) -> bool:
        """Read, if nobody else does; tell whether. What goes wrong ends the connection for all."""
        if not self._reading.acquire(blocking=False):
            return False
        try:
            if self._connection is connection:
                read()
        except Exception as trouble:  # noqa: BLE001 - `keep` raises it
            self._connection, self._trouble = None, trouble
            self.connected.clear()
            self._over.set()
        finally:
            self._read_at = time.monotonic()
            self._reading.release()
        return True

    def _read(self, connection: Connection | None, pending: Pending, deadline: float) -> None:
        """Read what comes for anybody, until this one's reply is there."""
        while pending.reply is None and self._connection is connection:
            left = deadline - time.time()
            if left <= 0:
                break
            self._drain(connection, min(left, BEAT_SECONDS))

    def _drain(self, connection: Connection, timeout: float) -> None:
        try:
            connection.drain_events(timeout=timeout)
        except TimeoutError:
            with self._writing:
                connection.heartbeat_check()

    def _pass_on(self) -> None:
        """Let one of those who still wait read, unless somebody does."""
        if self._reading.locked():
            return
        for pending in tuple(self._callers.values()):
            if pending.reply is None:
                pending.turn.set()
                return
