"""RabbitMQ, with limits on all waiting; in one process kombu's in-memory transport instead."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import TracebackType
from typing import Any, ClassVar, Final

import amqp
from kombu import Connection
from kombu.exceptions import OperationalError
from kombu.transport import pyamqp

from shared.in_memory import WokenTransport

BROKER_TROUBLE = (
    amqp.exceptions.AMQPError,
    OperationalError,
    ConnectionError,
    TimeoutError,
    OSError,
)
"""The broker's trouble: retried for ever, with growing pauses."""

CONFIRM_SECONDS: Final = 10
HEARTBEAT_SECONDS: Final = 20
READ_AHEAD: Final = 16 * 1024  # Bytes: a dozen events, or all frames of a request.
PIECE_MAX: Final = 32 * 1024  # Bytes written at once: some thirty events.
ANSWER_SECONDS: Final = 10  # A broker that is only busy declares a queue in much less.


class _AmqpChannel(pyamqp.Channel):
    """py-amqp's channel, but each answer is waited for with a limit, whatever else arrives."""

    def wait(self, *given: Any, **more: Any) -> Any:
        """Wait for an answer. Raises TimeoutError."""
        connection = self.connection
        if connection is None:
            raise amqp.exceptions.RecoverableConnectionError("connection already closed")
        connection.answer_until = time.monotonic() + ANSWER_SECONDS
        try:
            return super().wait(*given, **{"timeout": ANSWER_SECONDS, **more})
        finally:
            connection.answer_until = None

    def message_to_python(self, raw_message: Any) -> Any:
        """Return a message with its body as it came.

        kombu would decompress a body that claims to be compressed, and raise where that fails: one
        such message would end each reader that it reaches.
        """
        (raw_message.properties.get("application_headers") or {}).pop("compression", None)
        return super().message_to_python(raw_message)


class _AmqpConnection(pyamqp.Connection):
    """py-amqp's connection that only reads when it is asked to.

    Where „connection.blocked“ is negotiated, py-amqp reads from the socket before it writes each
    message, in the thread of the writer and beside the thread that reads: the frames get mixed.
    A blocked broker is noticed by the confirms and replies that do not come.
    """

    negotiate_capabilities: ClassVar[dict[str, bool]] = {
        **pyamqp.Connection.negotiate_capabilities,
        "connection.blocked": False,
    }
    Channel = _AmqpChannel
    _outgoing: "_Outgoing | None" = None
    answer_until: float | None = None

    def drain_events(self, timeout: float | None = None) -> None:
        """Read until something has happened. Raises TimeoutError, also for an overdue answer.

        py-amqp would begin to wait anew after each heartbeat: for ever, where they come in time.
        """
        until = time.monotonic() + (ANSWER_SECONDS if timeout is None else timeout)
        if self.answer_until is not None:
            until = min(until, self.answer_until)
        while not self.blocking_read(max(0.001, until - time.monotonic())):
            if time.monotonic() >= until:
                raise TimeoutError("the broker has sent nothing but heartbeats")

    def connect(self, callback: Any = None) -> Any:
        """Connect; from then on neither a write nor a wait for an answer lasts without a limit.

        The limits of the operating system (SO_RCVTIMEO) would not hold for green threads.
        """
        connected = super().connect(callback)
        self.transport.sock.settimeout(ANSWER_SECONDS)
        if isinstance(self.transport, amqp.transport.TCPTransport):
            # py-amqp keeps what it read too much, but asks the socket thrice for each frame.
            receive = self.transport.sock.recv
            self.transport._quick_recv = lambda size: receive(max(size, READ_AHEAD))  # noqa: SLF001
            self._outgoing = self.transport._write = _Outgoing(self.transport._write)  # noqa: SLF001
        return connected

    @contextmanager
    def one_piece(self) -> Iterator[None]:
        """Send what is written meanwhile in one piece: a system call wakes the broker each time.

        Whoever writes on a connection from several threads holds a lock of its own around this.
        """
        if self._outgoing is None:
            yield
            return
        self._outgoing.hold()
        try:
            yield
        finally:
            if rest := self._outgoing.release():
                self.transport.write(rest)


class _Outgoing:
    """Writes to a socket: at once, or, while it is held, in pieces of some size."""

    def __init__(self, send: Callable[[Any], None]) -> None:
        self._send = send
        self._held: bytearray | None = None

    def __call__(self, frames: Any) -> None:
        held = self._held
        if held is None:
            self._send(frames)
            return
        held += frames
        if len(held) >= PIECE_MAX:
            self._held = bytearray()
            self._send(held)

    def hold(self) -> None:
        """Send nothing small from now on."""
        self._held = bytearray()

    def release(self) -> bytearray | None:
        """Send at once again; return what is still to be sent."""
        rest, self._held = self._held, None
        return rest


def one_piece(channel: Any) -> AbstractContextManager[None]:
    """Send what a channel writes meanwhile in one piece, where there is a socket."""
    together = getattr(channel.connection, "one_piece", nullcontext)
    made: AbstractContextManager[None] = together()
    return made


class _Connection(Connection):
    """kombu's connection that, after trouble, leaves without waiting for the broker's goodbye."""

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        if exc_type is not None and self._connection is not None:
            self._connection.collect()
        super().__exit__(exc_type, exc_val, exc_tb)


class _Transport(pyamqp.Transport):
    Connection = _AmqpConnection


def connection(uri: str) -> Connection:
    """Return a connection, not yet open. Nothing about it waits without a limit."""
    if uri.startswith("memory"):
        return Connection(transport=WokenTransport)
    return _Connection(uri, connect_timeout=5, heartbeat=HEARTBEAT_SECONDS, transport=_Transport)


class ConfirmingChannel:
    """Publishes in order, pipelined: all messages are sent before the first confirm is awaited."""

    def __init__(self, broker: Connection) -> None:
        self.broker = broker
        self.channel = broker.channel()
        self._next_tag = 1
        self._open: set[int] = set()
        self._refused = False
        self._returned: set[str] = set()
        self.confirms = broker.transport.driver_type == "amqp"  # In memory a put is a confirm.
        if self.confirms:
            self.channel.confirm_select()
            self.channel.events["basic_ack"].add(self._on_ack)
            self.channel.events["basic_nack"].add(self._on_nack)
            self.channel.events["basic_return"].add(self._on_return)

    def publish(self, exchange: str, messages: Sequence[tuple[str, str, bytes]]) -> int:
        """Publish (routing key, message id, body); return how many arrived before a return.

        A message that no queue takes comes back from the broker and so is not counted, nor is
        any behind it. Raises TimeoutError when the confirms do not come in time, ConnectionError
        when the broker refuses a message.
        """
        self._returned.clear()
        with one_piece(self.channel):
            for message in messages:
                self._send(exchange, *message)
        self._await_confirms()
        for count, (_, message_id, _) in enumerate(messages):
            if message_id in self._returned:
                return count
        return len(messages)

    def _send(self, exchange: str, key: str, message_id: str, body: bytes) -> None:
        message = self.channel.prepare_message(
            body,
            content_type="application/json",
            content_encoding="utf-8",
            properties={"delivery_mode": 2, "message_id": message_id},
        )
        if self.confirms:
            self._open.add(self._next_tag)
            self._next_tag += 1
        self.channel.basic_publish(message, exchange, key, mandatory=True)

    def breathe(self) -> None:
        """Read what the broker sends while nothing is published, and answer its heartbeat."""
        try:
            self.broker.drain_events(timeout=0.001)
        except TimeoutError:
            self.broker.heartbeat_check()

    def _await_confirms(self) -> None:
        until = time.monotonic() + CONFIRM_SECONDS
        while self._open:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"{len(self._open)} confirms did not come in time")
            try:
                self.broker.drain_events(timeout=left)
            except TimeoutError:
                continue
        if self._refused:
            raise ConnectionError("the broker refused a message")

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:
        if multiple:
            self._open = {tag for tag in self._open if tag > delivery_tag}
        else:
            self._open.discard(delivery_tag)

    def _on_nack(self, delivery_tag: int, multiple: bool) -> None:
        self._refused = True
        self._on_ack(delivery_tag, multiple)

    def _on_return(self, _exc: Any, _exchange: str, _key: str, message: Any) -> None:
        self._returned.add(message.properties["message_id"])
