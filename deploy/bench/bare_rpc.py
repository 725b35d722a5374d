"""A request and its reply with py-amqp and nothing else; run as a module it is the server."""

import json
import sys
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

import amqp

QUEUE: Final = "bench.bare_rpc"


def _connected(uri: str) -> amqp.Connection:
    url = urlsplit(uri)
    connection = amqp.Connection(
        f"{url.hostname}:{url.port or 5672}",
        url.username or "guest",
        url.password or "guest",
        virtual_host=url.path[1:] or "/",
    )
    connection.connect()
    return connection


class Client:
    """Asks and waits, in one thread."""

    def __init__(self, uri: str) -> None:
        self.connection = _connected(uri)
        self.channel = self.connection.channel()
        self.reply_to = self.channel.queue_declare(exclusive=True).queue
        self.channel.basic_consume(self.reply_to, no_ack=True, callback=self._on_reply)
        self.awaited = ""
        self.reply: Any = None

    def _on_reply(self, message: Any) -> None:
        if message.properties["correlation_id"] == self.awaited:
            self.reply = json.loads(message.body)

    def call(self, body: Any) -> Any:
        """Return the reply."""
        self.awaited, self.reply = str(uuid4()), None
        message = amqp.Message(
            json.dumps(body),
            content_type="application/json",
            reply_to=self.reply_to,
            correlation_id=self.awaited,
        )
        self.channel.basic_publish(message, routing_key=QUEUE)
        while self.reply is None:
            self.connection.drain_events(timeout=10)
        return self.reply


def serve(uri: str) -> None:
    """Answer each request with what it asks, and acknowledge it."""
    connection = _connected(uri)
    channel = connection.channel()
    channel.queue_declare(QUEUE, durable=True, auto_delete=False)

    def answer(message: Any) -> None:
        reply = amqp.Message(
            json.dumps(json.loads(message.body)),
            content_type="application/json",
            correlation_id=message.properties["correlation_id"],
        )
        channel.basic_publish(reply, routing_key=message.properties["reply_to"])
        channel.basic_ack(message.delivery_tag)

    channel.basic_qos(0, 10, a_global=False)
    channel.basic_consume(QUEUE, callback=answer)
    while True:
        connection.drain_events()


if __name__ == "__main__":
    serve(sys.argv[1])
