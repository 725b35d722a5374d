"""What every service answers besides its own methods: itself, its log, its documents, its health."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Final
from uuid import UUID, uuid5

from shared import parking
from shared.access import Table
from shared.asof.methods import Standing
from shared.bookyear.methods import KeepingYears
from shared.call import Call, Context
from shared.canonical import Json, parse_instant
from shared.control import Control
from shared.database import Conn
from shared.document_methods import KeepingDocuments
from shared.emergency.methods import BreakingGlass
from shared.engine import Blueprint, Engine
from shared.envelope import acted_at
from shared.erased import Repeat
from shared.hearing import Heard
from shared.kernel_forms import (
    DiscardSchema,
    EmptySchema,
    EventIdSchema,
    ReadLogSchema,
    RebuildSchema,
    StreamSchema,
    SubjectSchema,
)
from shared.methods import OpenSchema
from shared.projection import ReadModel
from shared.proof.methods import Proving
from shared.refusal import Refused
from shared.retention.methods import Retaining
from shared.schema import Catalogue
from shared.wire import EVERY, HEARS, Kernel, internal, members, methods, operator, query
from shared.writer import Decide

VISIBLE_SECONDS: Final = 2.0
VISIBLE_POLL_SECONDS: Final = 0.02
POSITION_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Effect:
    """One heard event and the open transaction in which it takes effect."""

    kernel: Engine
    conn: Conn
    source: str
    heard: Heard

    @property
    def data(self) -> Json:
        """Return the data of the event heard."""
        data: Json = self.heard.event["data"]
        return data

    @property
    def today(self) -> date:
        """Return the day of the act that is heard of: its effects belong to the same."""
        acted = parse_instant(acted_at(self.heard.event))
        return acted.astimezone(self.kernel.settings.time_zone).date()

    def write(self, streams: Sequence[str], decide: Decide) -> None:
        """Append what follows from the event: same correlation, same days, caused by it."""
        event = self.heard.event
        context = Context(self.kernel.context().actor, event["correlation_id"], event["event_id"])
        counts_at = parse_instant(event["occurred_at"]) if "acted_at" in event else None
        call = self.kernel.own_call(context, parse_instant(acted_at(event)), counts_at)
        seed = uuid5(UUID(event["event_id"]), f"{self.kernel.name} {streams[0]}")
        self.kernel.writer.effect(self.conn, call, seed, streams, decide)


class Service(Standing, Proving, BreakingGlass, KeepingYears, KeepingDocuments, Retaining):
    """The base of all services. A subclass names itself and lists its methods.

    followed  whether anybody hears its events
    table     who may call which method; None: whoever reaches the service may call all
    control   what must hold over its streams, for audits
    ends      the types of events with which a stream is over, unless another follows (docs/log.md)
    """

    name: ClassVar[str]
    catalogue: ClassVar[Catalogue]
    sql: ClassVar[Path] = Path("none")
    followed: ClassVar[bool] = False
    table: ClassVar[Table | None] = None
    read_models: ClassVar[Sequence[ReadModel]] = ()
    control: ClassVar[Control | None] = None
    ends: ClassVar[frozenset[str]] = frozenset()

    kernel: Any = Kernel()

    @classmethod
    def erase_again(cls, _conn: Conn, _subjects: Sequence[str]) -> Iterator[Repeat]:
        """Yield what the log tells once more of subjects whose keys are destroyed; here nothing."""
        return iter(())

    @classmethod
    def blueprint(cls) -> Blueprint:
        """Return what the kernel needs to know of this service."""
        effects: dict[str, dict[str, Any]] = {}
        for _, member in members(cls):
            if found := getattr(member, HEARS, None):
                source, type_, version = found
                effects.setdefault(source, {})[type_] = (version, cls._handler(member))
        return Blueprint(
            cls.name,
            cls.catalogue,
            cls.sql,
            cls.followed,
            cls.read_models,
            effects,
            cls._timers(),
            cls.table,
            cls.retention_class,
        )

    @classmethod
    def _timers(cls) -> list[tuple[float, Any]]:
        """Return (seconds, function of the engine) for each method that runs again and again."""

        def bound(member: Any) -> Any:
            def run(engine: Engine) -> None:
                service = cls()
                service.kernel = engine
                member(service)

            return run

        return [
            (seconds, bound(member))
            for _, member in members(cls)
            if (seconds := getattr(member, EVERY, None)) is not None
        ]

    @classmethod
    def _handler(cls, member: Any) -> Any:
        def handle(engine: Engine, conn: Conn, source: str, heard: Heard) -> None:
            service = cls()
            service.kernel = engine
            member(service, Effect(engine, conn, source, heard))

        return handle

    # ---- about the service -----------------------------------------------------------------

    @query(EmptySchema, "Beschreibt alle Funktionen des Dienstes", OpenSchema)
    def describe(self, _call: Call, _asked: Json) -> Json:
        """Return {service, methods: {name: {kind, summary, request, answer}}, events}."""
        return {
            "service": self.name,
            "methods": {name: m.described() for name, m in methods(type(self)).items()},
            "events": {name: version for name, version, _ in self.catalogue},
        }

    @query(EmptySchema, "Sagt, wie es dem Dienst geht", OpenSchema)
    def health(self, _call: Call, _asked: Json) -> Json:
        """Return the state of log, publication and followers."""
        answer: Json = self.kernel.health()
        return answer

    # ---- the log, for services and auditors ------------------------------------------------

    @internal(ReadLogSchema, "Liest das Protokoll ab einer Position weiter", OpenSchema)
    def read_log(self, _call: Call, asked: Json) -> Json:
        """Return {events, head}; with `raw` the stored lines. Raises Refused `log-rewound`."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            kernel.log.check_reader(conn, asked["after"], asked["leaf"])
            page = kernel.log.raw_page if asked["raw"] else kernel.log.page
            events = page(conn, asked["after"], asked["limit"])
            return {"events": events, "head": kernel.log.head(conn)[0]}

    @internal(EventIdSchema, "Nennt die Position eines Ereignisses", OpenSchema)
    def position_of(self, _call: Call, asked: Json) -> Json:
        """Return {position}; null while the event has none, or is not of this service."""
        with self.kernel.pool.connection() as conn:
            return {"position": self.kernel.log.position_of(conn, asked["event_id"])}

    # ---- persons ---------------------------------------------------------------------------

    @internal(SubjectSchema, "Vergisst, wer hinter einer Kennung steht", OpenSchema)
    def forget_subject(self, _call: Call, asked: Json) -> Json:
        """Delete the subject of a person who is erased; the id stays in events."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            kernel.writer.actors.forget_subject(conn, asked["sub"])
        return {}

    # ---- for operators ---------------------------------------------------------------------

    @operator(EmptySchema, "Listet zurückgestellte Ereignisse", OpenSchema)
    def list_parked(self, _call: Call, _asked: Json) -> Json:
        """Return {parked: [...]}, stream by stream."""
        with self.kernel.pool.connection() as conn:
            return {"parked": parking.listed(conn)}

    @operator(StreamSchema, "Versucht die zurückgestellten Ereignisse eines Stroms neu", OpenSchema)
    def retry_parked(self, _call: Call, asked: Json) -> Json:
        """Return {applied, parked}: how many took effect, and what is still parked."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            source = parking.source_of(conn, asked["follower"], asked["stream"])
        applied = sum(
            consumer.follower.retry(asked["stream"])
            for consumer in kernel.consumers
            if consumer.follower.source == source
        )
        with kernel.pool.connection() as conn:
            return {"applied": applied, "parked": parking.listed(conn)}

    @operator(DiscardSchema, "Verwirft ein zurückgestelltes Ereignis mit Grund", OpenSchema)
    def discard_parked(self, call: Call, asked: Json) -> Json:
        """Give one parked event up; who and why is kept."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            actor = kernel.writer.actors.told(conn, call.context.actor)
            parking.discard(conn, asked, actor["sub"])
            return {"parked": parking.listed(conn)}

    @operator(EmptySchema, "Liest alle gefolgten Protokolle bis zum Ende nach", OpenSchema)
    def catch_up(self, _call: Call, _asked: Json) -> Json:
        """Return {applied, followers}."""
        kernel: Engine = self.kernel
        applied = sum(consumer.follower.read_on() for consumer in kernel.consumers)
        return {"applied": applied, "followers": [each.state() for each in kernel.consumers]}

    @operator(RebuildSchema, "Baut ein Lesemodell neu auf, während es weiter antwortet", OpenSchema)
    def rebuild(self, _call: Call, asked: Json) -> Json:
        """Return {read_model, namespace, positions}. Raises Refused `read-model-unknown`."""
        kernel: Engine = self.kernel
        name = asked["read_model"]
        if name not in kernel.read_models.models:
            raise Refused(
                "read-model-unknown",
                "Dieses Lesemodell gibt es nicht",
                f"Der Dienst {self.name} hat kein Lesemodell „{name}“.",
                kind="unknown",
            )
        namespace = kernel.read_models.rebuild(name, kernel.fetch)
        with kernel.pool.connection() as conn:
            positions = kernel.read_models.positions(conn, namespace)
        return {"read_model": name, "namespace": namespace, "positions": positions}

    # ---- reading one's own write -----------------------------------------------------------

    def wait_for(self, call: Call, model: ReadModel, event_id: str | None) -> None:
        """Wait until a read model shows an event. Raises Refused `not-yet-visible` after 2 s."""
        until = time.monotonic() + min(VISIBLE_SECONDS, call.seconds_left())
        while event_id is not None and not self._shows(call, model, event_id):
            if time.monotonic() >= until:
                raise Refused(
                    "not-yet-visible",
                    "Die Änderung ist hier noch nicht zu sehen",
                    "Sie ist gespeichert und erscheint gleich. Bitte noch einmal laden.",
                    kind="unavailable",
                )
            time.sleep(VISIBLE_POLL_SECONDS)

    def _shows(self, call: Call, model: ReadModel, event_id: str) -> bool:
        kernel: Engine = self.kernel
        positions: Mapping[str, int] = kernel.read_models.ask(
            model.name, lambda conn: kernel.read_models.live_positions(conn, model)
        )
        for source in model.sources:
            context = kernel.context(call.context, call.context.causation_id)
            asked = {"event_id": event_id}
            answer = kernel.rpc.call(source, "position_of", asked, context, POSITION_SECONDS)
            position = answer["position"]
            if position is not None:
                return bool(positions.get(source, 0) >= position)
        return False
