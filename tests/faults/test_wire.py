"""Whatever arrives: an answer or nothing, but never a dead server and never an unexplained failure."""

import json
import threading
import time
import zlib
from contextlib import contextmanager, suppress
from functools import partial
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from kombu import Queue

from services.registry import service_class
from shared.broker import connection
from shared.call import Context
from shared.canonical import canonical, parse
from shared.engine import Engine
from shared.refusal import Refused
from shared.rpc import RPC_EXCHANGE, RpcClient
from shared.settings import Settings
from shared.wire import methods
from tests.checker import check
from tests.faults.messages import FOLLOWERS, send, tapped
from tests.from_schema import from_schema
from tests.processes import wait_until

pytestmark = pytest.mark.rabbitmq

SERVICES = ("projects", "funding", "resources", "reporting")
UNEXPLAINED = {"internal-error", "unexpected-reply"}


@pytest.fixture(scope="module")
def instance(new_instance, new_vhost):
    instance = new_instance(new_vhost(), SERVICES)
    yield instance
    check(instance.database_url, instance.journal, seconds=60)
    for service in SERVICES:
        assert "Traceback" not in instance.log_of(service)


class Wire:
    """Sends whatever it is given, and returns what comes back."""

    def __init__(self, broker, desk):
        self.broker = broker
        self.desk = desk
        self.channel = broker.default_channel
        self.queue = Queue(
            f"replies-{uuid4().hex}", RPC_EXCHANGE, exclusive=True, durable=False, auto_delete=True
        )(self.channel)
        self.queue.routing_key = self.queue.name
        self.queue.declare()
        self.replies: list = []
        broker.Consumer(
            self.queue, channel=self.channel, no_ack=True, on_message=self.replies.append
        ).consume()

    def send(self, service, method, raw, *, told=None, reply=True, **properties):
        kind = properties.pop("content_type", "application/json")
        encoding = properties.pop("content_encoding", "utf-8")
        if reply:
            properties = {"reply_to": self.queue.name, "correlation_id": "1", **properties}
        headers: dict = {"nameko.deadline_ms": int(time.time() * 1000) + 30_000}
        signed = self.desk.context(service, method)
        headers |= {"nameko.token": signed.token, "nameko.service_token": signed.service_token}
        headers |= told or {}
        headers = {name: value for name, value in headers.items() if value is not None}
        message = self.channel.prepare_message(
            raw,
            content_type=kind,
            content_encoding=encoding,
            headers=headers,
            properties=properties,
        )
        self.channel.basic_publish(message, RPC_EXCHANGE.name, f"{service}.{method}")

    def reply(self):
        while not self.replies:
            self.broker.drain_events(timeout=30)
        return parse(self.replies.pop().body)

    def ask(self, service, method, raw, **more):
        """Send bytes, or the frame around a body, and return the reply."""
        if not isinstance(raw, bytes):
            raw = json.dumps({"args": [raw], "kwargs": {}}).encode()
        self.send(service, method, raw, **more)
        return self.reply()

    def code(self, *asked, **more):
        """Return the code of the refusal, or None if there was an answer."""
        reply = self.ask(*asked, **more)
        error = reply["error"]
        return error and error["exc_args"][0]["code"]


@pytest.fixture
def wire(instance):
    with connection(instance.amqp_uri) as broker:
        yield Wire(broker, instance.desk)
    assert instance.health("projects")["status"] == "ok"


def test_a_service_can_be_asked_as_soon_as_it_takes_requests(instance):
    environment = Settings.load(instance.environment)
    engine = Engine(environment, service_class("reporting").blueprint())
    try:
        assert engine.health()["status"] == "ok"
    finally:
        engine.stop()


# ---- what is no request --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00",
        b"\xff\xfe\xfa",
        b"no json",
        b"{",
        b"[]",
        b"null",
        b"3",
        b"{}",
        b'{"args": []}',
        b'{"args": [], "kwargs": {}}',
        b'{"args": {}, "kwargs": {}}',
        b'{"args": [{}, {}], "kwargs": {}}',
        b'{"args": [{}], "kwargs": {"name": "x"}}',
        b'{"args": null, "kwargs": null}',
        b'{"args": [NaN], "kwargs": {}}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_request_is_answered(wire, raw):
    assert wire.code("projects", "describe", raw) == "malformed-request"


@pytest.mark.parametrize(
    "properties",
    [
        {"content_type": "application/x-python-serialize"},
        {"content_type": "text/plain", "content_encoding": "latin-1"},
        {"content_type": "application/data", "content_encoding": "binary"},
        {"content_type": "", "content_encoding": "no-such-encoding"},
    ],
)
def test_the_content_type_does_not_matter(wire, properties):
    assert wire.code("projects", "describe", {}, **properties) is None


@pytest.mark.parametrize(
    ("body", "compression"),
    [
        (b"not compressed", "application/x-gzip"),
        (b"not compressed", "no-such-compression"),
        (zlib.compress(b"no json"), "application/x-gzip"),
    ],
)
def test_a_body_that_claims_to_be_compressed_is_answered(wire, body, compression):
    told = {"compression": compression}
    assert wire.code("projects", "describe", body, told=told) == "malformed-request"


def test_a_method_that_does_not_exist_is_named_in_the_answer(wire):
    reply = wire.ask("projects", "destroy", {})
    assert reply["error"]["exc_type"] == "unknown-method"
    assert "„destroy“" in reply["error"]["value"]


@pytest.mark.parametrize("method", ["__init__", "kernel", "_execute", "", "\0", "\ud800", "ä" * 99])
def test_what_is_no_method_of_the_wire_cannot_be_called(wire, method):
    assert wire.code("projects", method, {}) == "unknown-method"


def test_a_request_without_reply_to_is_carried_out(instance, wire):
    body = {"command_id": str(uuid4()), "name": "Still"}
    raw = canonical({"args": [body], "kwargs": {}})
    wire.send("projects", "register_traeger", raw, reply=False)
    statement = "select 1 from projects.command where command_id = %s"
    wait_until(lambda: instance.sql(statement, body["command_id"]), "it is carried out")


def test_a_reply_that_nobody_waits_for_troubles_nobody(wire):
    raw = canonical({"args": [{}], "kwargs": {}})
    wire.send("projects", "describe", raw, reply_to="nobody", correlation_id="1")
    wire.send("projects", "describe", raw, reply_to="x" * 255, correlation_id="ä" * 127)
    assert wire.code("projects", "describe", {}) is None


def test_a_write_without_a_deadline_is_refused(wire):
    body = {"command_id": str(uuid4()), "name": "Ohne Frist"}
    code = partial(wire.code, "projects", "register_traeger", body)
    assert code(told={"nameko.deadline_ms": None}) == "deadline-missing"
    assert code(told={"nameko.deadline_ms": "bald"}) == "deadline-missing"


def test_a_request_whose_deadline_has_passed_is_not_begun(instance, wire):
    body = {"command_id": str(uuid4()), "name": "Zu spät"}
    told = {"nameko.deadline_ms": int(time.time() * 1000) - 1}
    assert wire.code("projects", "register_traeger", body, told=told) == "deadline-passed"
    statement = "select 1 from projects.command where command_id = %s"
    assert not instance.sql(statement, body["command_id"])


def test_a_huge_body_is_answered(wire):
    body = {"command_id": str(uuid4()), "name": "x" * 8_000_000}
    assert wire.code("projects", "register_traeger", body) == "invalid-input"


HOSTILE_TEXTS = ["", "\0", "a\0b", "\n", "x" * 10_000, "'; drop table event; --", "\u202e", "😀"]


@pytest.mark.parametrize("name", ["token", "service_token", "actor_sub", "correlation_id"])
@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, "\ud800", 10**18, -1, True, [], {}])
def test_hostile_headers_explain_themselves(wire, name, text):
    body = {"command_id": str(uuid4()), "name": "Kopfzeilen"}
    told = {f"nameko.{name}": text}
    assert wire.code("projects", "register_traeger", body, told=told) not in UNEXPLAINED


@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, "0000-00-00", "\ud800", "2026-01-05T00:00"])
def test_a_hostile_day_is_refused(wire, text):
    code = wire.code("reporting", "annual_report", {"year": 2026}, told={"nameko.today": text})
    assert code in ({None} if text == "" else {"day-not-allowed", "malformed-request"})


@pytest.mark.parametrize("milliseconds", [2**63 - 1, -(2**63), 0, -1])
def test_a_hostile_deadline_explains_itself(wire, milliseconds):
    told = {"nameko.deadline_ms": milliseconds}
    assert wire.code("projects", "describe", {}, told=told) in {None, "deadline-passed"}


# ---- what is no event ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"", {}),
        (b"\xff", {}),
        (b"{}", {}),
        (b'{"position": "1", "leaf": "", "event": {}}', {}),
        (b'{"position": 99999999999999999999, "leaf": "", "event": {}}', {}),
        (b'{"position": 1000000, "leaf": null, "previous_leaf": 3, "event": {}}', {}),
        (b'{"position": 1000000, "leaf": "x", "event": []}', {}),
        (b"not compressed", {"compression": "application/x-gzip"}),
    ],
)
def test_what_is_no_event_is_passed_over_by_followers(instance, body, headers):
    instance.wait_quiet()
    with connection(instance.amqp_uri) as broker:
        channel = broker.default_channel
        for name in FOLLOWERS:
            message = channel.prepare_message(body, headers=headers)
            channel.basic_publish(message, "", name)
    instance.apply()
    instance.wait_quiet()
    for service in ("funding", "reporting"):
        health = instance.health(service)
        assert health["parked"] == 0
        assert all(each["connected"] for each in health["followers"])


def broken_forms(told):
    """Return an event of the publisher with each of its parts in a wrong form."""
    values: tuple = (3, "zz", {}, [], {"type": 3})
    whole = [{**told, name: it} for name in ("leaf", "previous_leaf", "event") for it in values]
    parts: list[dict] = [{name: 3} for name in ("type", "stream", "event_id", "data")]
    parts += [{"schema_version": "1"}, {"version": None}]
    return [*whole, *({**told, "event": {**told["event"], **part}} for part in parts)]


FORMS = 21  # As many as `broken_forms` returns.


def _has_published(instance, position):
    return instance.published() >= position


def test_the_next_event_in_a_broken_form_is_read_from_the_log_instead(instance):
    instance.wait_quiet()
    with connection(instance.amqp_uri) as broker, tapped(instance.amqp_uri) as tap:
        channel = broker.default_channel
        for name in FOLLOWERS:
            channel.queue_unbind(name, "projects.events", "#")
        for number in range(FORMS):
            both = instance.head("projects") + 2
            instance.call("projects", "apply", instance.application())
            wait_until(partial(_has_published, instance, both), "published")
            assigned, applied = tap.bodies()
            for name in FOLLOWERS:
                send(channel, name, assigned)
                send(channel, name, canonical(broken_forms(parse(applied))[number]))
            instance.wait_quiet()
        for name in FOLLOWERS:
            channel.queue_bind(name, "projects.events", "#")
    for service in ("funding", "reporting"):
        assert instance.health(service)["parked"] == 0
        assert not instance.said(service, "batch_failed")
        assert not instance.said(service, "log_rewound")


# ---- what is no reply ----------------------------------------------------------------------------


@contextmanager
def answering(uri, raw, **headers):
    """A foreign service that answers everything with the same bytes."""
    with connection(uri) as broker:
        channel = broker.default_channel
        queue = Queue("rpc-foreign", RPC_EXCHANGE, routing_key="foreign.*", auto_delete=True)

        def answer(message):
            made = channel.prepare_message(
                raw,
                headers=headers,
                properties={"correlation_id": message.properties["correlation_id"]},
            )
            channel.basic_publish(made, RPC_EXCHANGE.name, message.properties["reply_to"])

        with broker.Consumer(queue(channel), no_ack=True, on_message=answer):
            yield broker


@pytest.mark.parametrize(
    ("raw", "headers"),
    [
        (b"", {}),
        (b"\xff", {}),
        (b"null", {}),
        (b"[]", {}),
        (b"{}", {}),
        (b'{"result": 3, "error": null}', {}),
        (b'{"result": null, "error": {}}', {}),
        (b'{"result": null, "error": "no"}', {}),
        (b'{"result": null, "error": {"exc_args": "code"}}', {}),
        (b'{"result": null, "error": {"exc_args": [{"code": "x"}]}}', {}),
        (b'{"error": {"exc_args": [{"code": "x", "title": 1, "detail": 2, "errors": 3}]}}', {}),
        (b'{"error": {"exc_args": [{"code": "x", "title": "", "detail": "", "clause": 3}]}}', {}),
        (b"not compressed", {"compression": "application/x-gzip"}),
    ],
)
def test_a_reply_that_makes_no_sense_is_refused_as_such(instance, raw, headers):
    client = RpcClient(partial(connection, instance.amqp_uri))
    with answering(instance.amqp_uri, raw, **headers) as broker:
        asking = Asking(client)
        while asking.is_alive():
            with suppress(TimeoutError):
                broker.drain_events(timeout=0.05)
    assert asking.refused is not None
    assert asking.refused.code == "unexpected-reply"
    client.close()


class Asking(threading.Thread):
    """A caller of the foreign service, who notes how it was refused."""

    def __init__(self, client):
        super().__init__(daemon=True)
        self.client = client
        self.refused: Refused | None = None
        self.start()

    def run(self):
        context = Context.fresh("bjl.kalk", "district_head")
        try:
            self.client.call("foreign", "anything", {}, context, 15)
        except Refused as refused:
            self.refused = refused


# ---- every method of every service -----------------------------------------------------------------


def every_method():
    return [(service, name) for service in SERVICES for name in methods(service_class(service))]


def answered(wire, service, method, body):
    """Ask, and let every failure explain itself."""
    reply = wire.ask(service, method, body)
    assert "Traceback" not in str(reply)
    error = reply["error"]
    if error is not None:
        (refused,) = error["exc_args"]
        assert refused["code"] not in UNEXPLAINED, (service, method, body)
        assert refused["title"]
        assert refused["detail"]


deep: dict = {}
for _ in range(200):
    deep = {"a": deep}

HOSTILE: list = [
    None,
    True,
    0,
    -1,
    2**53,
    -(2**63),
    10**15,
    "",
    "\0",
    "x" * 5_000,
    "2026-02-30",
    "00000000-0000-0000-0000-000000000000",
    "{00000000-0000-0000-0000-000000000000}",
    "٣٤",
    "1e9",
    [],
    [[]],
    [None],
    [{}] * 200,
    {},
    deep,
    {"amount": "1.00", "currency": "EUR"},
    {"amount": "99999999999999999999.99", "currency": "EUR"},
    {"amount": "-0.00", "currency": "USD"},
    {"__type__": "datetime", "__value__": "2026"},
]


@pytest.mark.parametrize(("service", "method"), every_method())
def test_every_method_explains_what_is_wrong_with_hostile_values(instance, wire, service, method):
    described = instance.call(service, "describe")["methods"][method]["request"]
    names = list(described.get("properties", {})) or ["anything"]
    answered(wire, service, method, {})
    for value in HOSTILE:
        answered(wire, service, method, dict.fromkeys(names, value))
        answered(wire, service, method, {"\0": value, "": value, "a/b~c": value})
    sound = _sound(described)
    for name in names:
        for value in HOSTILE:
            answered(wire, service, method, {**sound, name: value})


def _sound(described):
    """Return a body that the schema admits, always the same."""
    found = []

    @settings(max_examples=1, database=None, derandomize=True, phases=[Phase.generate])
    @given(from_schema(described))
    def take(body):
        found.append(body)

    take()
    return found[-1] if isinstance(found[-1], dict) else {}


@pytest.mark.parametrize(("service", "method"), every_method())
def test_every_method_takes_one_object_and_nothing_else(wire, service, method):
    bodies: tuple = (None, 3, "text", [], [{}], True)
    for body in bodies:
        assert wire.code(service, method, body) in {"invalid-input", "malformed-request"}


@pytest.mark.parametrize("surrogate", [b'"\\ud800"', b'"\xed\xa0\x80"', b"1e400", b"1.5", b"-0.0"])
def test_what_json_libraries_disagree_about_is_answered(wire, surrogate):
    raw = b'{"args": [{"command_id": "%s", "name": %s}], "kwargs": {}}'
    raw %= str(uuid4()).encode(), surrogate
    code = wire.code("projects", "register_traeger", raw)
    assert code in {"invalid-input", "malformed-request"}


@pytest.mark.parametrize(("service", "method"), every_method())
@settings(
    max_examples=8,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_every_method_explains_what_it_refuses_of_what_its_schema_admits(
    instance, wire, service, method, data
):
    described = instance.call(service, "describe")["methods"][method]["request"]
    answered(wire, service, method, data.draw(from_schema(described)))
