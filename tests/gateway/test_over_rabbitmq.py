"""The gateway and its client on a real RabbitMQ; the services are those a test can see through."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from kombu.entity import Queue
from kombu.messaging import Consumer
from werkzeug.test import Client

from services.gateway.app import create_app
from services.gateway.descriptions import SERVICES
from services.gateway.exchange import Settings
from shared.broker import connection
from shared.canonical import canonical, parse
from shared.refusal import Refused
from shared.rpc import RPC_EXCHANGE, RpcClient, read_headers
from tests.gateway.fake import Services, assert_problem

pytestmark = pytest.mark.rabbitmq


class Answering(threading.Thread):
    """Answers requests as nameko frames them, until it is told to stop."""

    def __init__(self, uri, services):
        super().__init__(daemon=True)
        self.uri, self.services = uri, services
        self.listening, self.stopping = threading.Event(), threading.Event()

    def run(self):
        with connection(self.uri) as broker:
            queues = [
                Queue(f"rpc-{name}", RPC_EXCHANGE, routing_key=f"{name}.*", auto_delete=True)
                for name in SERVICES
            ]
            with Consumer(broker, queues, no_ack=True, on_message=partial(self.on, broker)):
                self.listening.set()
                while not self.stopping.is_set():
                    try:
                        broker.drain_events(timeout=0.2)
                    except TimeoutError:
                        continue

    def on(self, broker, message):
        service, _, method = message.delivery_info["routing_key"].partition(".")
        context, _ = read_headers(message.headers)
        sent = message.body if isinstance(message.body, bytes) else message.body.encode()
        (body,) = parse(sent)["args"]
        try:
            reply = {"result": self.services.call(service, method, body, context, 0), "error": None}
        except Refused as refused:
            reply = {"result": None, "error": {"exc_args": [refused.to_json()]}}
        with broker.Producer() as producer:
            producer.publish(
                canonical(reply),
                exchange=RPC_EXCHANGE,
                routing_key=message.properties["reply_to"],
                correlation_id=message.properties["correlation_id"],
                content_type="application/json",
                content_encoding="utf-8",
            )


@pytest.fixture
def client(broker):
    made = RpcClient(partial(connection, broker))
    yield made
    made.close()


@pytest.fixture
def http(broker, client, services):
    answering = Answering(broker, services)
    answering.start()
    assert answering.listening.wait(20)
    yield Client(create_app(client, Settings()))
    answering.stopping.set()
    answering.join(20)


@pytest.fixture
def services():
    return Services()


def test_an_answer_and_a_refusal_arrive(http):
    assert http.post("/api/v1/projects/find", json={"a": "ä"}).get_json() == {"found": {"a": "ä"}}
    refused = http.post("/api/v1/funding/refuse", json={"kind": "conflict"})
    assert_problem(refused, 409, "as-you-like")


def test_twenty_calls_at_once_are_kept_apart(http):
    def ask(number):
        response = http.post("/api/v1/projects/find", json={"number": number})
        return response.get_json()["found"]["number"]

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(ask, range(20))) == list(range(20))


def test_a_document_goes_and_comes_back(http):
    content = bytes(range(256)) * 10_000
    stored = http.post("/api/v1/projects/documents", data=content)
    assert stored.status_code == 201
    assert http.get(stored.headers["Location"]).data == content


def test_the_services_are_ready_and_described(http):
    assert http.get("/readyz").status_code == 200
    assert http.get("/api/v1/openapi.json").status_code == 200


def test_where_nobody_listens_is_503(client):
    http = Client(create_app(client, Settings()))
    assert_problem(http.post("/api/v1/projects/find", json={}), 503, "service-unavailable")
