"""The one path in: read the streams, decide, append. Everything that changes a log passes here."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, tzinfo
from typing import Any, Final, TypeVar
from uuid import UUID

import structlog

from shared.actors import Actors
from shared.call import Call
from shared.canonical import Json, instant, parse
from shared.clock import noon
from shared.database import Conn, Pool
from shared.decider import Decider
from shared.document_store import store
from shared.documents import Document
from shared.envelope import Origin
from shared.log import Command, ConflictError, Draft, History, Log, RepeatedError, answer_of
from shared.refusal import Refused, stale

State = TypeVar("State")
log = structlog.get_logger(__name__)

ATTEMPTS_MAX: Final = 20  # With 16 writers on one stream the unluckiest needed 14.
PAUSE_SECONDS_MAX: Final = 0.05


@dataclass(slots=True)
class Turn:
    """One attempt at a command: what has happened so far, and what shall be added.

    actor   the random id of who acts, as the envelope will name it
    beside  what else changes in the transaction of the append, in rows beside the log
    """

    histories: Mapping[str, History]
    actor: str = ""
    draft: Draft = field(default_factory=Draft)
    beside: list[Callable[[Conn], None]] = field(default_factory=list)

    def state(self, decider: Decider[Any, State, Any], stream: str) -> State:
        """Return the state that a stream has reached."""
        return decider.fold(self.histories[stream].events)

    def version(self, stream: str) -> int:
        """Return the newest version of a stream, 0 if there is none."""
        return self.histories[stream].version

    def add(self, stream: str, events: Sequence[object]) -> None:
        """Let events follow in a stream."""
        self.draft.add(self.histories[stream], events)

    def count_for(self, day: date | None) -> None:
        """Let the events count for an earlier day: they correct what was known of it (Nachtrag)."""
        self.draft.counts_on = day

    def keep(self, *documents: Document) -> None:
        """Store documents together with the events that refer to them."""
        self.draft.documents.extend(documents)


Decide = Callable[[Turn], Mapping[str, Any] | None]
"""Adds events to a turn and returns what the answer shall tell; raises Refused.

It may run several times (another writer was faster) and must not change anything but the turn.
"""


class Writer:
    """Executes commands on a service's log."""

    def __init__(
        self,
        pool: Pool,
        log_: Log,
        district: str,
        wake: Callable[[], None],
        retention_class: str = "file",
    ) -> None:
        self.pool = pool
        self.log = log_
        self.district = district
        self.wake = wake
        self.retention_class = retention_class
        self.zone: tzinfo = UTC
        """In it a day begins and ends for which a correction counts."""
        self.actors = Actors()

    def execute(
        self, call: Call, streams: Sequence[str], decide: Decide, *, lock: bool = False
    ) -> Json:
        """Carry a command out and return its answer, once per command id.

        streams  all that the decision reads or writes; the first is the one that
                 `expected_version` speaks of
        lock     hold the streams' rows from the reading to the commit, so that losers of a race
                 are refused by the decision and not by contention
        """
        for attempt in range(1, ATTEMPTS_MAX + 1):
            try:
                return self._attempt(call, streams, decide, lock=lock)
            except RepeatedError:
                continue  # Its first carrying out has been awaited; now the answer is stored.
            except ConflictError as conflict:
                if call.expected_version is not None:
                    raise _stale(streams[0], None) from conflict
                log.info("version_conflict", stream=streams[0], attempt=attempt)
                time.sleep(random.uniform(0, PAUSE_SECONDS_MAX))  # noqa: S311 - no secret
        raise Refused(
            "contended",
            "Zu viele gleichzeitige Änderungen",
            "Der Vorgang wird gerade von vielen geändert. Bitte gleich noch einmal versuchen.",
            kind="unavailable",
        )

    def _attempt(self, call: Call, streams: Sequence[str], decide: Decide, *, lock: bool) -> Json:
        command = _command(call)
        if lock:
            with self.pool.connection() as conn:
                self.actors.told(conn, call.context.actor)  # Not inside, where it may be undone.
                with conn.transaction():
                    self.log.lock(conn, streams)
                    answer = self._begin(conn, call, command, streams)
                    if not isinstance(answer, Turn):
                        return answer
                    return self._finish(conn, call, command, answer, decide(answer))
        with self.pool.connection() as conn:
            answer = self._begin(conn, call, command, streams)
        if not isinstance(answer, Turn):
            return answer
        told = decide(answer)  # No connection is held: a decision may ask another service.
        with self.pool.connection() as conn:
            return self._finish(conn, call, command, answer, told)

    def _begin(
        self, conn: Conn, call: Call, command: Command, streams: Sequence[str]
    ) -> Turn | Json:
        """Return the histories as a turn, or the stored answer of the same command."""
        stored, histories = self.log.load(conn, streams, command)
        if stored is not None:
            answer: Json = parse(stored)
            return answer
        version = histories[streams[0]].version
        if call.expected_version is not None and call.expected_version != version:
            raise _stale(streams[0], version)
        return Turn(histories, self.actors.told(conn, call.context.actor)["sub"])

    def _finish(
        self, conn: Conn, call: Call, command: Command, turn: Turn, told: Mapping[str, Any] | None
    ) -> Json:
        draft = turn.draft
        lines = self.log.lines(draft, self.origin(conn, call, draft), UUID(command.command_id))
        answer = answer_of(draft, lines, told or {})
        call.check_deadline()
        with conn.transaction() if draft.documents or turn.beside else nullcontext():
            self.log.append(conn, draft, lines, command, answer)
            store(conn, draft.documents, self.retention_class)
            for change in turn.beside:
                change(conn)
        self.wake()
        final: Json = parse(answer)
        log.info(
            "executed",
            command=f"{call.service}.{call.method}",
            stream=final["stream"],
            version=final["version"],
            events=[line.type for line in lines],
        )
        return final

    def effect(
        self, conn: Conn, call: Call, seed: UUID, streams: Sequence[str], decide: Decide
    ) -> None:
        """Append what an event of another service causes, in the caller's open transaction.

        The streams' rows are locked first. The follower's position moves in the same transaction,
        so no command id is needed; `seed` makes the event ids.
        """
        self.log.lock(conn, streams)
        actor = self.actors.told(conn, call.context.actor)["sub"]
        turn = Turn(self.log.read(conn, *streams), actor)
        decide(turn)
        if turn.draft.events:
            lines = self.log.lines(turn.draft, self.origin(conn, call, turn.draft), seed)
            self.log.append(conn, turn.draft, lines, None, "")
        for change in turn.beside:
            change(conn)

    def origin(self, conn: Conn, call: Call, draft: Draft) -> Origin:
        """Return what all events of one append share: carried in this one place."""
        counts_at = call.counts_at
        if draft.counts_on is not None and draft.counts_on != call.today:
            counts_at = noon(draft.counts_on, self.zone)
        return Origin(
            actor=self.actors.told(conn, call.context.actor),
            occurred_at=instant(counts_at or call.now),
            acted_at=instant(call.now) if counts_at else None,
            correlation_id=call.context.correlation_id,
            causation_id=call.context.causation_id or call.command_id,
            district=self.district,
            reason=draft.reason,
        )


def _command(call: Call) -> Command:
    assert call.command_id is not None, "A command has an id."
    actor = call.context.actor
    who = {"sub": actor.sub, "role": actor.role, "on_behalf_of": actor.on_behalf_of}
    return Command.of(call.command_id, f"{call.service}.{call.method}", call.body, who)


def _stale(stream: str, version: int | None) -> Refused:
    return stale({"stream": stream, "version": version})
