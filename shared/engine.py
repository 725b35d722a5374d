"""What a running service consists of: its log, its sequencer and publisher, its followers.

Nothing here knows nameko: shared/wire.py starts and stops an engine, tools and tests use it alone.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

import structlog
from kombu import Connection

from shared import broker as broker_module
from shared import database, document_store, migrations
from shared.access import Identity, Table
from shared.call import Call, Context
from shared.canonical import Json
from shared.clock import Clock
from shared.consumer import Consumer
from shared.follower import Follower
from shared.gate import Gate, record
from shared.hearing import Effects, Fetch, Target
from shared.keystore import key_store
from shared.log import Log
from shared.projection import Generation, ReadModel
from shared.proof.keeper import Keeper
from shared.publisher import Publisher
from shared.readmodel import ReadModels
from shared.refusal import Refused
from shared.rpc import RpcClient
from shared.schema import Catalogue
from shared.sequencer import UNSEALED_ALARM_SECONDS, Sequencer, oldest_unsealed_seconds
from shared.settings import Settings
from shared.vault import Vault
from shared.writer import Writer

log = structlog.get_logger(__name__)

READ_LOG_SECONDS: Final = 10
SWEEP_SECONDS: Final = 3600
REBUILD_PAUSE_SECONDS: Final = 2
CHECKPOINT_SECONDS: Final = 5


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What distinguishes one service from another, as far as the kernel cares.

    followed     whether anybody follows this service; otherwise nothing is published
    table        who may call which method; None: whoever reaches the service may call all
    effects      source → event type → (newest version understood, handler)
    timers       (seconds between runs, what to run)
    """

    name: str
    catalogue: Catalogue
    sql: Path
    followed: bool
    read_models: Sequence[ReadModel] = ()
    effects: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    timers: Sequence[tuple[float, Callable[["Engine"], None]]] = ()
    table: Table | None = None
    retention_class: str = "file"


class Engine:
    """One service of one instance, in this process."""

    def __init__(self, settings: Settings, blueprint: Blueprint) -> None:
        self.settings = settings
        self.blueprint = blueprint
        self.name = blueprint.name
        self.pool = database.pool(settings, self.name)
        with self.pool.connection() as conn:
            migrations.check(conn, self.name, blueprint.sql)
        self.log = Log(blueprint.catalogue)
        self.publisher = Publisher(self.name, self.log, self._connect, self.broker)
        self.sequencer = Sequencer(
            self.name,
            self._connect,
            settings.poll_seconds,
            lead=self.publisher.run if blueprint.followed else None,
            sealed=self.publisher.wake,
        )
        self.writer = Writer(
            *(self.pool, self.log, settings.district, self.sequencer.wake),
            blueprint.retention_class,
        )
        self.writer.zone = settings.time_zone
        self.keeper = Keeper(settings, self.name)
        table = blueprint.table
        self.gate = Gate(settings, self.name, table) if table is not None else None
        self.rpc = RpcClient(self.broker, self.gate.signer.token if self.gate else None)
        self.read_models = ReadModels(self.name, self.pool, blueprint.read_models)
        self.clock = Clock(settings.time_zone, demo=settings.demo)
        self.consumers = [
            Consumer(
                self.broker,
                Follower(self.pool, target, source, self.fetch(source), self.sequencer.wake),
            )
            for target, source in self._targets()
        ]
        self._outdated = self.read_models.prepare()  # Before the first question can come.
        self._threads: list[threading.Thread] = []
        self.stopping = threading.Event()

    @cached_property
    def vault(self) -> Vault:
        """The vault, opened when it is needed first: most services have nothing in it."""
        return Vault(self.name, key_store(self.settings), self.settings.vault_secret())

    def _connect(self) -> database.Conn:
        return database.connect(self.settings, self.name)

    def broker(self) -> Connection:
        """Return a new connection to the broker, not yet open."""
        return broker_module.connection(self.settings.broker_uri(self.name))

    def _targets(self) -> list[tuple[Target, str]]:
        found: list[tuple[Target, str]] = [
            (Effects(self.name, self._handlers(handlers)), source)
            for source, handlers in self.blueprint.effects.items()
        ]
        for model in self.blueprint.read_models:
            found += [(Generation(model, self.name), source) for source in model.sources]
        return found

    def _handlers(self, handlers: Mapping[str, Any]) -> dict[str, Any]:
        return {
            type_: (version, partial(handle, self)) for type_, (version, handle) in handlers.items()
        }

    # ---- life ------------------------------------------------------------------------------

    def start(self) -> None:
        """Start sealing, publishing and following."""
        with self.pool.connection() as conn:  # What it causes by hearing needs its own id.
            self.writer.actors.told(conn, self.context().actor)
            self.keeper.publish_keys(conn)  # Also where nothing is recorded yet to sign for.
        self._spawn(self.sequencer.run, "sequencer")
        for consumer in self.consumers:
            self._spawn(partial(self._follow, consumer), "follower")
        self._spawn(partial(self._repeat, UNSEALED_ALARM_SECONDS, Engine._watch), "watch")
        self._spawn(partial(self._repeat, SWEEP_SECONDS, Engine._sweep), "sweep")
        self._spawn(partial(self._repeat, CHECKPOINT_SECONDS, Engine._checkpoint), "checkpoint")
        for seconds, run in self.blueprint.timers:
            self._spawn(partial(self._repeat, seconds, run), "timer")

    def _sweep(self) -> None:
        """Forget uploads that were broken off."""
        with self.pool.connection() as conn:
            forgotten = document_store.forget_broken(conn)
        if forgotten:
            log.info("uploads_forgotten", count=forgotten)

    def _watch(self) -> None:
        """Give the alarm where events wait too long for their position, whoever should seal."""
        with self.pool.connection() as conn:
            age = oldest_unsealed_seconds(conn)
        if age >= UNSEALED_ALARM_SECONDS:
            log.error("unsealed_too_long", service=self.name, seconds=age)

    def _checkpoint(self) -> None:
        """Let the tree grow, and sign for what it holds if that is due."""
        with self.pool.connection() as conn:
            self.keeper.if_due(conn)

    def _repeat(self, seconds: float, run: Callable[["Engine"], None]) -> None:
        """Run again and again; whatever goes wrong is told, and tried again next time."""
        while not self.stopping.wait(seconds):
            try:
                run(self)
            except Exception:
                log.exception("timer_failed")

    def _spawn(self, run: Callable[[], None], name: str) -> None:
        thread = threading.Thread(target=run, name=f"{self.name}-{name}", daemon=True)
        thread.start()
        self._threads.append(thread)

    def _follow(self, consumer: Consumer) -> None:
        """Follow; but a read model of older code is rebuilt first, and readable meanwhile."""
        name = consumer.follower.target.name
        while name in self._outdated and not consumer.follower.stopping.is_set():
            try:
                if self.read_models.is_outdated(name):  # Another process may have been faster.
                    self.read_models.rebuild(name, self.fetch)
                break
            except (Refused, *database.TROUBLE) as trouble:
                log.warning("rebuild_waits", read_model=name, error=repr(trouble)[:200])
            except Exception:
                log.exception("rebuild_failed", read_model=name)
            consumer.follower.stopping.wait(REBUILD_PAUSE_SECONDS)
        consumer.run()

    def stop(self) -> None:
        """Stop in the order of the flow; what is under way is finished."""
        self.stopping.set()
        for consumer in self.consumers:
            consumer.stop()
        self.sequencer.stop()
        for thread in self._threads:
            thread.join(timeout=10)
        self.rpc.close()
        if "vault" in vars(self):
            self.vault.keys.close()
        self.pool.close()

    # ---- who asks --------------------------------------------------------------------------

    def recognise(self, context: Context) -> Identity | None:
        """Return whom the tokens of a request speak of; None where no table of roles is kept."""
        return self.gate.recognise(context) if self.gate else None

    def note_denial(self, method: str, context: Context, identity: Identity, code: str) -> None:
        """Record that somebody was turned away; the log keeps a random id, and no payload."""
        assert self.gate is not None, "Somebody was recognised."
        known = replace(context, actor=self.gate.actor(identity))
        record(self.writer, known, self.gate.told(method, identity, code))

    # ---- other services --------------------------------------------------------------------

    def context(self, cause: Context | None = None, causation_id: str | None = None) -> Context:
        """Return a context in which this service acts itself, because of something."""
        me = Context.fresh(f"service:{self.name}", f"service:{self.name}")
        if cause is None:
            return me
        return Context(me.actor, cause.correlation_id, causation_id, cause.today)

    def fetch(self, source: str) -> Fetch:
        """Return how the log of a source is read on."""

        def read(after: int, leaf: str | None, limit: int) -> list[Json]:
            if source == self.name:
                return self.read_log(after, leaf, limit)
            asked = {"after": after, "leaf": leaf, "limit": limit}
            answer = self.rpc.call(source, "read_log", asked, self.context(), READ_LOG_SECONDS)
            events: list[Json] = answer["events"]
            return events

        return read

    def read_log(self, after: int, leaf: str | None, limit: int) -> list[Json]:
        """Return sealed events of this service after a position. Raises Refused `log-rewound`."""
        with self.pool.connection() as conn:
            self.log.check_reader(conn, after, leaf)
            return self.log.page(conn, after, limit)

    def own_call(self, context: Context, occurred: Any, counts_at: Any = None) -> Call:
        """Return the frame of something that this service does by itself."""
        return Call(
            service=self.name,
            method="",
            body={},
            context=context,
            deadline=time.time() + READ_LOG_SECONDS,
            now=occurred,
            today=occurred.astimezone(self.settings.time_zone).date(),
            counts_at=counts_at,
        )

    # ---- how it is -------------------------------------------------------------------------

    def health(self) -> Json:
        """Return {service, status, log, followers, ...}; status is "ok" or "degraded"."""
        with self.pool.connection() as conn:
            head, _ = self.log.head(conn)
            unsealed = oldest_unsealed_seconds(conn)
            published: Any = conn.execute(
                "select position from cursor where name = 'published'"
            ).fetchone()
            parked: Any = conn.execute("select count(*) from parked").fetchone()
        followers = [consumer.state() for consumer in self.consumers]
        late = unsealed > UNSEALED_ALARM_SECONDS
        troubled = late or parked[0] or self.publisher.unroutable or self.keeper.trouble
        troubled = troubled or any(each["rewound"] for each in followers)
        return {
            "service": self.name,
            "status": "degraded" if troubled else "ok",
            "district": self.settings.district,
            "log": {"head": head, "oldest_unsealed_seconds": unsealed},
            "checkpoint": self.keeper.trouble or "ok",
            "published": published[0] if self.blueprint.followed else None,
            "unroutable": self.publisher.unroutable,
            "followers": followers,
            "parked": parked[0],
            "bad_tokens": dict(self.gate.bad_tokens) if self.gate else {},
        }
