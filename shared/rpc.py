"""Asking another service: one JSON object out, one back, within a time that the caller sets.

The frame on the wire is nameko's (exchange, routing key, `args`, `kwargs`, `result`, `error`), so
foreign nameko services can ask ours and be asked. The client works with threads and with green
threads alike, one connection for all callers of a process.
"""

import re
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from re import compile as regex
from typing import Any, Final
from uuid import uuid4

import structlog
from kombu import Connection, Exchange, Queue

from shared.broker import BROKER_TROUBLE
from shared.call import NOBODY, Context
from shared.canonical import Json, canonical, parse
from shared.refusal import Refused
from shared.waiting import Waiting

log = structlog.get_logger(__name__)

RPC_EXCHANGE: Final = Exchange("nameko-rpc", type="topic", durable=True)
CONTENT_TYPE: Final = "application/json"
PREFIX: Final = "nameko."
ID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
HEADER_MAX: Final = 255  # Characters; ids and days are shorter.
TOKEN_MAX: Final = 8192

_UNPRINTABLE: Final = regex("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def headers(context: Context, deadline: float) -> dict[str, Any]:
    """Write a context as message headers; `deadline` in seconds since 1970."""
    told = {
        "token": context.token,
        "service_token": context.service_token,
        "correlation_id": context.correlation_id,
        "causation_id": context.causation_id,
        "today": context.today,
        "deadline_ms": int(deadline * 1000),
    }
    return {PREFIX + name: value for name, value in told.items() if value is not None}


def read_headers(found: Mapping[str, Any]) -> tuple[Context, float | None]:
    """Read a context from message headers; the deadline is None where the caller set none.

    Raises ValueError for text that no log and no database could hold.
    """

    def text(name: str, most: int = HEADER_MAX) -> str | None:
        value = found.get(PREFIX + name)
        if not isinstance(value, str) or not value:
            return None
        if len(value) > most or _UNPRINTABLE.search(value):
            raise ValueError(f"the header {name} is too long or holds unprintable characters")
        return value

    context = Context(
        NOBODY,
        _uuid(text("correlation_id")) or str(uuid4()),
        _uuid(text("causation_id")),
        text("today"),
        text("token", TOKEN_MAX),
        text("service_token", TOKEN_MAX),
    )
    deadline = found.get(PREFIX + "deadline_ms")
    return context, deadline / 1000 if isinstance(deadline, int) else None


def _uuid(text: str | None) -> str | None:
    """Return an id, or None for what is none: it goes into the log, where no words belong."""
    return text.lower() if text and ID.fullmatch(text) else None


class RpcClient:
    """Calls methods of services. Thread-safe; connects when first used and again when needed.

    sign  gives the token with which this process proves itself to a service, if it is one itself
    """

    def __init__(
        self, broker: Callable[[], Connection], sign: Callable[[str], str] | None = None
    ) -> None:
        self._broker = broker
        self._sign = sign
        self._lock = threading.RLock()
        self._waiting = Waiting(self._lock)
        self._connected = self._waiting.connected
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._channel: Any = None
        self._reply_to = ""

    def call(self, service: str, method: str, body: Json, context: Context, timeout: float) -> Json:
        """Return the answer of `service.method(body)`; `timeout` in seconds.

        Raises Refused: the service's own, `service-unavailable` where nobody listens or the
        broker is away, `request-timeout` where no answer came in time. After a time-out it is
        unknown whether the request was carried out: repeat it with the same command id.
        """
        deadline = time.time() + timeout
        self._start()
        self._waiting.look()
        if not self._connected.wait(timeout):
            raise _unavailable(service)
        correlation = uuid4().hex
        pending = self._waiting.enter(correlation)
        try:
            self._send(service, method, body, context, deadline, correlation)
            self._waiting.wait(pending, deadline)
        finally:
            self._waiting.leave(correlation)
        if pending.reply is None:
            raise _timed_out(service)
        return _result(service, pending.reply)

    def close(self) -> None:
        """End the connection; callers that wait get no reply."""
        self._closing.set()
        self._waiting.end()
        if self._thread is not None:
            self._thread.join(timeout=3)

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="rpc", daemon=True)
                self._thread.start()

    def _send(  # noqa: PLR0913, PLR0917 - the parts of one message
        self, service: str, method: str, body: Json, context: Context, deadline: float, id_: str
    ) -> None:
        left_ms = max(1, int((deadline - time.time()) * 1000))
        mine = self._sign(service) if self._sign else context.service_token
        known = replace(context, service_token=mine)
        try:
            with self._lock:
                message = self._channel.prepare_message(
                    canonical({"args": [body], "kwargs": {}}),
                    content_type=CONTENT_TYPE,
                    content_encoding="utf-8",
                    headers=headers(known, deadline),
                    properties={
                        "reply_to": self._reply_to,
                        "correlation_id": id_,
                        "expiration": str(left_ms),
                        "delivery_mode": 1,
                    },
                )
                self._channel.basic_publish(
                    message, RPC_EXCHANGE.name, f"{service}.{method}", mandatory=True
                )
        except (*BROKER_TROUBLE, AttributeError) as trouble:
            raise _unavailable(service) from trouble

    # ---- the thread that connects ----------------------------------------------------------

    def _run(self) -> None:
        pause = 0.1
        while not self._closing.is_set():
            try:
                with self._broker() as connection:
                    self._open(connection)
                    pause = 0.1
                    self._waiting.keep(connection)
            except BROKER_TROUBLE as trouble:
                if self._closing.is_set():
                    break  # Nobody waits any more: what the broker lacks is nobody's trouble.
                log.warning("rpc_trouble", error=repr(trouble)[:200])
                self._closing.wait(pause)
                pause = min(pause * 2, 5)
            except Exception:  # Whatever it is: without this thread nobody would get an answer.
                log.exception("rpc_failed")
                self._closing.wait(pause)
                pause = min(pause * 2, 5)
            finally:
                self._channel = None

    def _open(self, connection: Connection) -> None:
        self._reply_to = str(uuid4())
        queue = Queue(
            f"rpc.reply-{self._reply_to}",
            exchange=RPC_EXCHANGE,
            routing_key=self._reply_to,
            exclusive=True,
            auto_delete=True,
            durable=False,
        )
        reading = connection.channel()
        queue(reading).declare()
        consumer = connection.Consumer(
            queue, channel=reading, no_ack=True, on_message=self._on_reply
        )
        consumer.consume()
        channel = connection.channel()
        if hasattr(channel, "events"):
            channel.events["basic_return"].add(self._on_return)
        self._channel = channel

    def _on_reply(self, message: Any) -> None:
        pending = self._waiting.get(message.properties.get("correlation_id"))
        if pending is not None:  # Otherwise its caller has given up.
            pending.put(_decoded(message.body))

    def _on_return(self, _exc: Any, _exchange: str, key: str, message: Any) -> None:
        pending = self._waiting.get(message.properties.get("correlation_id"))
        if pending is not None:
            service = key.partition(".")[0]
            pending.put({"error": {"exc_args": [_unavailable(service).to_json()]}})


def _decoded(body: Any) -> Json:
    try:
        reply = parse(body.encode() if isinstance(body, str) else bytes(body))
    except ValueError:
        reply = None
    return reply if isinstance(reply, dict) else {"error": {"exc_args": []}}


def _result(service: str, reply: Json) -> Json:
    error = reply.get("error")
    if error is None and isinstance(reply.get("result"), dict):
        result: Json = reply["result"]
        return result
    told = error.get("exc_args") if isinstance(error, dict) else None
    if isinstance(told, list) and told:
        with suppress(AttributeError, KeyError, TypeError):  # It is no refusal of ours.
            raise Refused.from_json(told[0])
    raise Refused(
        "unexpected-reply",
        "Unerwartete Antwort",
        f"Der Dienst {service} hat etwas geantwortet, das nicht zu verstehen ist.",
        kind="fault",
    )


def _unavailable(service: str) -> Refused:
    return Refused(
        "service-unavailable",
        "Der Dienst ist gerade nicht erreichbar",
        f"Der Dienst {service} ist gerade nicht erreichbar. Bitte später noch einmal versuchen.",
        kind="unavailable",
        facts={"service": service},
    )


def _timed_out(service: str) -> Refused:
    return Refused(
        "request-timeout",
        "Keine Antwort in der gesetzten Zeit",
        f"Der Dienst {service} hat nicht rechtzeitig geantwortet. Ob die Anfrage ausgeführt"
        " wurde, ist offen: mit derselben Vorgangskennung wiederholen.",
        kind="timeout",
        facts={"service": service},
    )
