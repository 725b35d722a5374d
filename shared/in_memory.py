"""kombu's in-memory transport, for a whole instance in one process."""

import threading
import time
from queue import Empty
from typing import Any

from kombu.transport import memory, virtual


class _Message(virtual.Message):
    """kombu leaves the content type out of `properties`, where AMQP has it."""

    def __init__(self, payload: Any, channel: Any = None, **given: Any) -> None:
        super().__init__(payload, channel=channel, **given)
        self.properties.setdefault("content_type", self.content_type)


class _Channel(memory.Channel):
    Message = _Message
    queues: Any = memory.Channel.queues

    def _put(self, queue: str, message: Any, **given: Any) -> None:
        super()._put(queue, message, **given)
        WokenTransport.arrived()

    def close(self) -> None:
        """Close without forgetting the queues: they belong to all channels of the process."""
        queues = self.queues
        super().close()
        self.queues = queues


class WokenTransport(memory.Transport):
    """kombu's in-memory transport that sleeps until something is put, instead of polling."""

    Channel = _Channel
    _condition = threading.Condition()
    _puts = 0

    @classmethod
    def arrived(cls) -> None:
        """Wake all who wait for messages."""
        with cls._condition:
            cls._puts += 1
            cls._condition.notify_all()

    def drain_events(self, connection: Any, timeout: float | None = None) -> None:  # noqa: ARG002
        """Deliver one message, or raise `socket.timeout`."""
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            puts = self._puts
            try:
                self.cycle.get(self._deliver)
            except Empty:
                left = None if until is None else until - time.monotonic()
                if left is not None and left <= 0:
                    raise TimeoutError from None
                with self._condition:
                    if puts == self._puts:
                        self._condition.wait(left)
            else:
                return
