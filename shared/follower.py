"""Following another service's log: each event once, in order, whatever the broker does.

A follower keeps its position per source in the transaction of its effects. A message whose
position is the next one is applied; a smaller one was heard already; a greater one means that
something is missing, and then the source's log is read on from the position. So gaps, doubles,
disorder, a wiped broker, a new follower and a rebuild are all the same case.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Final

import structlog

from shared import parking
from shared.database import TROUBLE, Conn, Pool
from shared.hearing import (
    Fetch,
    GapError,
    Heard,
    OutdatedCodeError,
    RewoundError,
    Target,
    UnknownVersionError,
    portions,
)
from shared.refusal import Refused

log = structlog.get_logger(__name__)

PAGE: Final = 500  # Events of one transaction.
ATTEMPTS_MAX: Final = 5
PAUSES_SECONDS: Final = (0.1, 0.4, 1.5, 5.0)  # Between attempts: 7 s in all, well within 30.
LOG_EACH_UPTO: Final = 20  # Longer batches are told in one line.


class Follower:
    """One target following one source."""

    def __init__(
        self,
        pool: Pool,
        target: Target,
        source: str,
        fetch: Fetch,
        applied: Callable[[], None] = lambda: None,
    ) -> None:
        self.pool = pool
        self.target = target
        self.source = source
        self.fetch = fetch
        self.applied = applied
        self.rewound = False
        self.stopping = threading.Event()

    # ---- where it stands -------------------------------------------------------------------

    def position(self) -> tuple[int, str | None]:
        """Return the position and the leaf of the last event heard."""
        with self.pool.connection() as conn, conn.transaction():
            return self._position(conn, self.target.begin(conn))

    def _position(self, conn: Conn, name: str) -> tuple[int, str | None]:
        """Return position and leaf, and hold the row: two replicas never apply side by side."""
        query = "select position, leaf from heard where follower = %s and source = %s for update"
        row = conn.execute(query, [name, self.source]).fetchone()
        if row is None:
            conn.execute(
                "insert into heard (follower, source) values (%s, %s) on conflict do nothing",
                [name, self.source],
            )
            row = conn.execute(query, [name, self.source]).fetchone()
        assert row is not None, "It was inserted a line above."
        return row[0], row[1].hex() if row[1] else None

    def standing(self) -> int:
        """Return the position without waiting for a batch under way."""
        with self.pool.connection() as conn:
            row = conn.execute(
                "select position from heard where follower = %s and source = %s",
                [self.target.standing(conn), self.source],
            ).fetchone()
        return int(row[0]) if row else 0

    # ---- hearing ---------------------------------------------------------------------------

    def read_on(self) -> int:
        """Read the source's log on from the position to its head; return how many were applied.

        Raises RewoundError; Refused and psycopg's errors while source or database are away.
        """
        total = 0
        while not self.stopping.is_set():
            position, leaf = self.position()
            try:
                told = self.fetch(position, leaf, PAGE)
            except Refused as refused:
                if refused.code == "log-rewound":
                    self._alarm(refused.detail)
                    raise RewoundError(refused.detail) from refused
                raise
            self.rewound = False
            if not told:
                break
            self.hear([Heard.of(each) for each in told])
            total += len(told)
            if len(told) < PAGE:
                break
        return total

    def read_upto(self, position: int) -> None:
        """Apply events up to a position and not one more. Raises LookupError beyond the head."""
        while (at := self.position())[0] < position:
            told = self.fetch(at[0], at[1], min(PAGE, position - at[0]))
            if not told:
                raise LookupError(f"{self.source} has no position {position}")
            self.hear([Heard.of(each) for each in told])

    def _alarm(self, detail: str) -> None:
        if not self.rewound:
            log.error("log_rewound", follower=self.target.name, source=self.source, detail=detail)
        self.rewound = True

    def hear(self, events: Sequence[Heard]) -> None:
        """Apply consecutive events; what was heard already is left out.

        Raises GapError where events are missing, RewoundError, and the infrastructure's errors.
        A failed batch is repeated one by one, so that only the event at fault is parked.
        """
        for portion in portions(self.target, events):
            self._hear(portion)

    def _hear(self, events: Sequence[Heard]) -> None:
        try:
            self._apply(events)
        except (GapError, RewoundError, OutdatedCodeError, *TROUBLE):
            raise
        except Exception as error:  # noqa: BLE001 - whatever a handler raises
            log.warning("batch_failed", source=self.source, size=len(events), error=repr(error))
            for event in events:
                self._apply_or_park(event)

    def _apply(self, events: Sequence[Heard]) -> None:
        with self.pool.connection() as conn, conn.transaction():
            name = self.target.begin(conn)
            position, leaf = self._position(conn, name)
            fresh = [event for event in events if event.position > position]
            if not fresh:
                return
            self._check_next(fresh[0], position, leaf)
            self.target.apply(conn, self.source, self._unparked(conn, name, fresh))
            self._move(conn, name, fresh[-1])
        self._tell(fresh)

    def _check_next(self, first: Heard, position: int, leaf: str | None) -> None:
        if first.position != position + 1:
            raise GapError(f"position {position}, offered {first.position}")
        if leaf is not None and first.previous_leaf not in (None, leaf):
            detail = f"position {position} has another leaf than was heard"
            self._alarm(detail)
            raise RewoundError(detail)

    def _move(self, conn: Conn, name: str, last: Heard) -> None:
        conn.execute(
            "update heard set position = %s, leaf = %s where follower = %s and source = %s",
            [last.position, bytes.fromhex(last.leaf), name, self.source],
        )

    def _unparked(self, conn: Conn, name: str, events: Sequence[Heard]) -> list[Heard]:
        """Return the events that concern the target, and park those behind a parked one.

        So each stream keeps its order.
        """
        blocked = parking.blocked(conn, name, self.source)
        free = []
        for event in events:
            if event.type not in self.target.versions:
                continue
            if event.stream in blocked:
                self._park(conn, name, event, None)
            else:
                self._check_version(event)
                free.append(event)
        return free

    def _check_version(self, event: Heard) -> None:
        if event.event["schema_version"] > self.target.versions[event.type]:
            raise UnknownVersionError(
                f"{event.type} version {event.event['schema_version']} is not known here"
            )

    # ---- what cannot be applied ------------------------------------------------------------

    def _apply_or_park(self, event: Heard) -> None:
        for pause in (*PAUSES_SECONDS, None):
            try:
                self._apply([event])
            except (GapError, RewoundError, OutdatedCodeError, *TROUBLE):
                raise
            except UnknownVersionError as error:
                return self._park_failed(event, error)
            except Exception as error:  # noqa: BLE001 - whatever a handler raises
                if pause is None:
                    return self._park_failed(event, error)
                self.stopping.wait(pause)
            else:
                return None
        return None

    def _park_failed(self, event: Heard, error: Exception) -> None:
        with self.pool.connection() as conn, conn.transaction():
            name = self.target.begin(conn)
            position, leaf = self._position(conn, name)
            if event.position <= position:
                return
            self._check_next(event, position, leaf)
            self._park(conn, name, event, parking.told(error))
            self._move(conn, name, event)
        log.error(
            "parked",
            follower=name,
            source=self.source,
            position=event.position,
            stream=event.stream,
            type=event.type,
            error=type(error).__name__,
        )

    def _park(self, conn: Conn, name: str, event: Heard, error: str | None) -> None:
        parked = parking.Parked(
            name, self.source, event.position, event.stream, event.event["event_id"], event.type
        )
        parking.park(conn, parked, error, ATTEMPTS_MAX if error else 0)

    def retry(self, stream: str) -> int:
        """Apply the parked events of a stream in order; return how many took effect.

        They are fetched from the source again, so that its upcasts of today apply. Stops at the
        first that fails again, which keeps its place with the new error.
        """
        done = 0
        while (parked := self._first_parked(stream)) is not None:
            position, name = parked
            (told,) = self.fetch(position - 1, None, 1)
            event = Heard.of(told)
            try:
                with self.pool.connection() as conn, conn.transaction():
                    self.target.begin(conn)
                    self._position(conn, name)
                    if not parking.unpark(conn, name, self.source, position):
                        continue
                    self._check_version(event)
                    self.target.apply(conn, self.source, [event])
            except TROUBLE:
                raise
            except Exception as error:  # noqa: BLE001 - whatever a handler raises
                with self.pool.connection() as conn:
                    parking.failed_again(conn, name, self.source, position, error)
                break
            self._tell([event])
            done += 1
        return done

    def retry_unknown(self) -> int:
        """Retry what was parked for its unknown form: this code may know it."""
        with self.pool.connection() as conn, conn.transaction():
            streams = parking.unknown_forms(conn, self.target.begin(conn), self.source)
        return sum(self.retry(stream) for stream in streams)

    def _first_parked(self, stream: str) -> tuple[int, str] | None:
        with self.pool.connection() as conn, conn.transaction():
            name = self.target.begin(conn)
            position = parking.first(conn, name, self.source, stream)
        return None if position is None else (position, name)

    def _tell(self, events: Sequence[Heard]) -> None:
        self.applied()
        if len(events) > LOG_EACH_UPTO:
            log.info(
                "heard_batch",
                follower=self.target.name,
                source=self.source,
                first=events[0].position,
                last=events[-1].position,
            )
            return
        for event in events:
            if event.type in self.target.versions:
                log.info(
                    "heard",
                    follower=self.target.name,
                    source=self.source,
                    type=event.type,
                    position=event.position,
                    stream=event.stream,
                    correlation_id=event.event["correlation_id"],
                )
