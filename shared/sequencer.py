"""One sequencer per service gives each committed event its position, after the commit.

Appends take no common lock, so that writers do not wait for each other; the order is made here,
by one leader, in one statement. Why this loses nothing and leaves no gap: only committed rows can
be seen, so a rolled-back event never gets a position; an event that commits late gets a later
one; and an event that was caused by another was inserted after that one was visible, so its
insertion id is greater and it is sealed behind it.

Any number of replicas run this. The leader holds a session lock; PostgreSQL ends its session when
it falls silent, and each new leader raises the fence, so a leader that wakes up too late can
neither seal nor move the publisher's cursor.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from zlib import crc32

import psycopg
import structlog

from shared.database import TROUBLE, Conn

log = structlog.get_logger(__name__)

BATCH_MAX: Final = 5000  # Events of one seal: about 60 ms of one transaction.
SILENCE_MS: Final = 5000  # A leader that is silent for so long has lost its place.
CANDIDATE_SECONDS: Final = 1.0
UNSEALED_ALARM_SECONDS: Final = 10
FAILED_SECONDS: Final = 1.0  # What nobody foresaw is told and tried again; the log must go on.


class FencedError(Exception):
    """Another leader has taken over."""


Connect = Callable[[], Conn]


@contextmanager
def leadership(
    connect: Connect, service: str, stopping: threading.Event
) -> Iterator["Leader | None"]:
    """Wait until this process leads, then yield the leader; None when stopped before.

    Raises psycopg's errors when the database goes away.
    """
    with connect() as conn:
        conn.execute(f"set idle_session_timeout = {SILENCE_MS}")
        conn.execute(f"set idle_in_transaction_session_timeout = {SILENCE_MS}")
        while not _try_lock(conn, service):
            if stopping.wait(CANDIDATE_SECONDS):
                yield None
                return
        rows = conn.execute("update cursor set fence = fence + 1 returning fence").fetchall()
        fence = max(fence for (fence,) in rows)
        log.info("leading", service=service, fence=fence)
        yield Leader(conn, fence)


def _try_lock(conn: Conn, service: str) -> bool:
    """Try the session lock of this service; each service of a database has one of its own."""
    row = conn.execute(
        "select pg_try_advisory_lock(%s, %s)",
        [crc32(b"sequencer") >> 1, crc32(service.encode()) >> 1],
    ).fetchone()
    return bool(row and row[0])


class Leader:
    """The one that seals. `fence` proves it to every statement that must be the leader's."""

    def __init__(self, conn: Conn, fence: int) -> None:
        self.conn = conn
        self.fence = fence

    def seal(self) -> int:
        """Give positions to what is committed; return how many events. Raises FencedError."""
        try:
            row = self.conn.execute("select seal(%s, %s)", [self.fence, BATCH_MAX]).fetchone()
        except psycopg.Error as error:
            if error.sqlstate == "SR003":
                raise FencedError(str(error)) from error
            raise
        return int(row[0]) if row else 0


def oldest_unsealed_seconds(conn: Conn) -> int:
    """Return the age of the oldest event that has no position, 0 if all have one."""
    row = conn.execute(
        "select extract(epoch from clock_timestamp() - at)::integer from unsealed"
        " order by id limit 1"
    ).fetchone()
    return int(row[0]) if row else 0


class Sequencer:
    """The sealing loop of one process: become leader, seal, and let `lead` publish meanwhile.

    lead    called in a thread of its own with the fence while this process leads; it returns
            when the `threading.Event` that it is given is set
    sealed  called after each batch: readers of this process may look again
    """

    def __init__(
        self,
        service: str,
        connect: Connect,
        poll_seconds: float,
        lead: Callable[[int, threading.Event], None] | None = None,
        sealed: Callable[[], None] = lambda: None,
    ) -> None:
        self.service = service
        self.connect = connect
        self.poll_seconds = poll_seconds
        self.lead = lead
        self.sealed = sealed
        self.awake = threading.Event()
        self.stopping = threading.Event()

    def wake(self) -> None:
        """Something was appended in this process."""
        self.awake.set()

    def stop(self) -> None:
        """End the loop; what is committed and unsealed is sealed by the next leader."""
        self.stopping.set()
        self.awake.set()

    def run(self) -> None:
        """Lead or wait to lead until stopped. The database's trouble is waited out."""
        pause = 0.1
        while not self.stopping.is_set():
            try:
                with leadership(self.connect, self.service, self.stopping) as leader:
                    if leader is not None:
                        pause = 0.1
                        self._reign(leader)
            except FencedError:
                log.warning("fenced", service=self.service)
            except TROUBLE as trouble:
                log.warning("sequencer_trouble", service=self.service, error=_brief(trouble))
                self.stopping.wait(pause)
                pause = min(pause * 2, 5)
            except Exception:
                log.exception("sequencer_failed", service=self.service)
                self.stopping.wait(FAILED_SECONDS)

    def _reign(self, leader: Leader) -> None:
        over = threading.Event()
        helper = None
        if self.lead is not None:
            helper = threading.Thread(target=self.lead, args=(leader.fence, over), daemon=True)
            helper.start()
        try:
            self._seal_until_stopped(leader)
        finally:
            over.set()
            if helper is not None:
                helper.join(timeout=10)

    def _seal_until_stopped(self, leader: Leader) -> None:
        while not self.stopping.is_set():
            self.awake.clear()
            if leader.seal():
                self.sealed()
                continue
            self.awake.wait(self.poll_seconds)


def _brief(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def seal_all(conn: Conn) -> int:
    """Seal everything at once, as the leader that the fence row names; for tools and tests."""
    row: Any = conn.execute("select max(fence) from cursor").fetchone()
    leader, total = Leader(conn, row[0]), 0
    while sealed := leader.seal():
        total += sealed
    return total
