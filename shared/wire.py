"""nameko's side of a service: methods as entrypoints, the engine as a dependency.

nameko hosts the service and runs its workers. What it does not do well enough is done here: its
own RPC consumer drops bodies it cannot decode, waits for a confirm of each reply, and runs
requests hours after their caller gave up. Only this file and shared/serve.py know nameko.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import marshmallow as ma
import structlog
from kombu import Queue
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import DependencyProvider, Entrypoint, SharedExtension

from shared.broker import BROKER_TROUBLE, connection, one_piece
from shared.canonical import Json, canonical, parse
from shared.engine import Engine
from shared.methods import (
    AnswerSchema,
    Method,
    MethodKind,
    Request,
    answering,
    malformed,
    unknown_method,
    unwritable,
)
from shared.rpc import CONTENT_TYPE, RPC_EXCHANGE, read_headers
from shared.settings import Settings

log = structlog.get_logger(__name__)

SETTINGS_KEY: Final = "SOZIALRAUM"
STOP_SECONDS: Final = 15
HEARS: Final = "__hears__"
EVERY: Final = "__every__"


class RpcServer(SharedExtension):
    """One connection that takes the requests of a service and sends its replies."""

    def __init__(self) -> None:
        self.methods: dict[str, Rpc] = {}
        self.stopping = threading.Event()
        self.stopped = threading.Event()
        self.writing = threading.RLock()  # Frames of two green threads must not mix.
        self.channel: Any = None
        self.consumer: Any = None
        self.under_way = 0

    def start(self) -> None:
        """Begin to take requests."""
        self.container.spawn_managed_thread(self.run, identifier="rpc")

    def stop(self) -> None:
        """Take no more requests, answer those under way, then close the connection."""
        self.stopping.set()
        self.stopped.wait(timeout=STOP_SECONDS)

    def run(self) -> None:
        """Take requests until stopped, reconnecting with growing pauses."""
        uri = self.container.config[SETTINGS_KEY].broker_uri(self.container.service_name)
        pause = 0.1
        while not self.stopping.is_set():
            try:
                with connection(uri) as broker:
                    self._listen(broker)
                    pause = 0.1
                    self._take(broker)
            except BROKER_TROUBLE as trouble:
                log.warning("rpc_server_trouble", error=repr(trouble)[:200])
                self.stopping.wait(pause)
                pause = min(pause * 2, 5)
        self.stopped.set()

    def _listen(self, broker: Any) -> None:
        name = self.container.service_name
        channel = broker.channel()
        channel.basic_qos(0, self.container.max_workers, False)  # noqa: FBT003 - AMQP's own order
        queue = Queue(f"rpc-{name}", exchange=RPC_EXCHANGE, routing_key=f"{name}.*", durable=True)
        queue(channel).declare()
        self.consumer = broker.Consumer(queue, channel=channel, on_message=self._on_message)
        self.consumer.consume()
        self.channel = channel

    def _take(self, broker: Any) -> None:
        while not self.stopping.is_set():
            try:
                broker.drain_events(timeout=0.5)
            except TimeoutError:
                with self.writing:
                    broker.heartbeat_check()
        with self.writing:
            self.consumer.cancel()
        while self.under_way:
            time.sleep(0.01)

    def _on_message(self, message: Any) -> None:
        service = self.container.service_name
        name = message.delivery_info["routing_key"].partition(".")[2]
        entrypoint = self.methods.get(name)
        if entrypoint is None:
            return self.reply(message, unknown_method(service, name))
        body = _body(message)
        if body is None:
            return self.reply(message, malformed("Erwartet wird genau ein JSON-Objekt."))
        try:
            context, deadline = read_headers(message.headers or {})
        except ValueError:
            return self.reply(message, malformed("Die Kopfzeilen der Nachricht sind unbrauchbar."))
        request = Request(name, body, context, deadline)
        self.under_way += 1
        try:
            self.container.spawn_worker(
                entrypoint, (request,), {}, handle_result=partial(self._on_result, message)
            )
        except ContainerBeingKilled:
            self.under_way -= 1
            with self.writing:
                message.requeue()
        return None

    def _on_result(self, message: Any, _context: Any, result: Any, exc_info: Any) -> Any:
        self.reply(message, result)
        self.under_way -= 1
        return result, exc_info

    def reply(self, message: Any, reply: Json) -> None:
        """Send a reply and acknowledge the request; without a broker its caller times out."""
        to = message.properties.get("reply_to")
        try:
            with self.writing, one_piece(self.channel):
                if to:
                    self._publish(message, reply, to)
                message.ack()
        except BROKER_TROUBLE as trouble:
            log.warning("reply_lost", error=repr(trouble)[:200])

    def _publish(self, message: Any, reply: Json, to: str) -> None:
        made = self.channel.prepare_message(
            _written(reply),
            content_type=CONTENT_TYPE,
            content_encoding="utf-8",
            properties={
                "correlation_id": message.properties.get("correlation_id"),
                "delivery_mode": 1,
            },
        )
        self.channel.basic_publish(made, RPC_EXCHANGE.name, to)


def _written(reply: Json) -> bytes:
    """Return a reply as JSON; one that is none must not end the server."""
    try:
        return canonical(reply)
    except TypeError:
        log.exception("unwritable_reply")
        return canonical(unwritable())


def _body(message: Any) -> Any:
    """Return the one argument of a request, or None where the message is none."""
    raw = message.body
    try:
        told = parse(raw.encode() if isinstance(raw, str) else bytes(raw))
        args, kwargs = told["args"], told["kwargs"]
    except (ValueError, KeyError, TypeError):
        return None
    return args[0] if isinstance(args, list) and len(args) == 1 and not kwargs else None


class Rpc(Entrypoint):
    """Makes a method callable as `<service>.<method>`."""

    server = RpcServer()

    def setup(self) -> None:
        """Become known to the server of this service."""
        self.server.methods[self.method_name] = self

    def stop(self) -> None:
        """Let the server of all methods stop before the workers are waited for."""
        self.server.stop()


class Kernel(DependencyProvider):
    """Gives each worker the engine of its service."""

    engine: Engine | None = None

    def setup(self) -> None:
        """Make the engine; the process ends here if the schema is not this code's."""
        settings: Settings = self.container.config[SETTINGS_KEY]
        service = self.container.service_cls
        self.engine = Engine(settings, service.blueprint())

    def start(self) -> None:
        """Start sealing, publishing and following."""
        assert self.engine is not None, "setup comes first"
        self.engine.start()

    def stop(self) -> None:
        """Stop once no worker needs the engine."""
        if self.engine is not None:
            self.engine.stop()

    def kill(self) -> None:
        """Stop as well as can be."""
        self.stop()

    def get_dependency(self, worker_ctx: Any) -> Engine | None:  # noqa: ARG002 - nameko's form
        """Return the engine."""
        return self.engine


def _method(
    kind: MethodKind, request: type[ma.Schema], summary: str, answers: type[ma.Schema]
) -> Callable[[Callable[..., Json]], Any]:
    def decorate(function: Callable[..., Json]) -> Any:
        method = Method(function.__name__, kind, summary, request, answers)
        run = answering(method, function)
        run.__method__ = method  # type: ignore[attr-defined]
        return Rpc.decorator(run)

    return decorate


def command(
    request: type[ma.Schema], summary: str, answers: type[ma.Schema] = AnswerSchema
) -> Callable[[Callable[..., Json]], Any]:
    """Make a method that changes the log: `(self, call, asked command) → answer`."""
    return _method("write", request, summary, answers)


def query(
    request: type[ma.Schema], summary: str, answers: type[ma.Schema]
) -> Callable[[Callable[..., Json]], Any]:
    """Make a method that only reads."""
    return _method("read", request, summary, answers)


def operator(
    request: type[ma.Schema], summary: str, answers: type[ma.Schema]
) -> Callable[[Callable[..., Json]], Any]:
    """Make a method with which an operator keeps the service running."""
    return _method("operator", request, summary, answers)


def internal(
    request: type[ma.Schema], summary: str, answers: type[ma.Schema]
) -> Callable[[Callable[..., Json]], Any]:
    """Make a method for other services; no frontend reaches it."""
    return _method("internal", request, summary, answers)


def hears(source: str, type_: str, version: int = 1) -> Callable[[Any], Any]:
    """Let a method handle an event type of a source, up to a version: `(self, effect)`."""

    def decorate(function: Any) -> Any:
        setattr(function, HEARS, (source, type_, version))
        return function

    return decorate


def every(seconds: float) -> Callable[[Any], Any]:
    """Let a method run again and again, `seconds` apart, in each replica: `(self)`."""

    def decorate(function: Any) -> Any:
        setattr(function, EVERY, seconds)
        return function

    return decorate


def methods(service: type) -> Mapping[str, Method]:
    """Return the methods of a service class, by name."""
    found = {name: getattr(member, "__method__", None) for name, member in members(service)}
    return {name: method for name, method in sorted(found.items()) if method is not None}


def members(service: type) -> Sequence[tuple[str, Any]]:
    """Return the members of a service class, inherited ones included, by name."""
    return [(name, getattr(service, name)) for name in dir(service) if not name.startswith("__")]
