"""Messages and events as tests handle them: listened to, mishandled, redelivered, made in bulk."""

import random
import secrets
import threading
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

import psycopg
from kombu import Queue

from services.projects import events
from shared.broker import connection
from shared.canonical import parse
from shared.documents import DocumentRef
from shared.envelope import Origin
from shared.log import Draft, History, Log
from shared.publisher import event_exchange

FOLLOWERS = tuple(
    f"{name}.projects.events"
    for name in ("funding", "requested", "reporting", "annual_report", "duties", "quality")
)
QUORUM = {"x-queue-type": "quorum"}


def encoded(body):
    """Return the bytes of a body, which kombu hands out as text where it can."""
    return body.encode() if isinstance(body, str) else bytes(body)


def taken(queue):
    """Yield the messages that lie in a queue, and take them away."""
    while (message := queue.get(no_ack=True)) is not None:
        yield message


def send(channel, queue_name, body):
    """Put a body into a queue past every exchange of ours."""
    message = channel.prepare_message(body, content_type="application/json", content_encoding="")
    channel.basic_publish(message, "", queue_name)


class Tap:
    """A queue of its own on the events of projects."""

    def __init__(self, uri):
        self.uri = uri
        self.queue = Queue(
            f"tap-{secrets.token_hex(4)}",
            event_exchange("projects"),
            routing_key="#",
            queue_arguments=QUORUM,
        )

    def bodies(self):
        """Return what has arrived since the last time."""
        with connection(self.uri) as broker:
            messages = taken(self.queue(broker.default_channel))
            return [encoded(message.body) for message in messages]

    def positions(self):
        return [parse(body)["position"] for body in self.bodies()]


@contextmanager
def tapped(uri):
    tap = Tap(uri)
    with connection(uri) as broker:
        tap.queue(broker.default_channel).declare()
    yield tap
    with connection(uri) as broker:
        tap.queue(broker.default_channel).delete()


class Mischief(threading.Thread):
    """Stands between the exchange of projects and its followers' queues.

    Of what comes, it loses some, doubles some, and holds some back to let them go later in
    another order. What it still holds at the end goes last: far too late.
    """

    def __init__(self, uri, seed):
        super().__init__(daemon=True)
        self.uri = uri
        self.random = random.Random(seed)
        self.lost = self.doubled = self.late = 0
        self.held = []
        self.ending = threading.Event()
        self.begun = threading.Event()

    def __enter__(self):
        self.start()
        assert self.begun.wait(30)
        return self

    def __exit__(self, *_):
        self.ending.set()
        self.join(30)
        assert not self.is_alive()

    def run(self):
        with connection(self.uri) as broker, tapped(self.uri) as tap:
            channel = broker.default_channel
            for name in FOLLOWERS:
                channel.queue_unbind(name, "projects.events", "#")
            self.begun.set()
            while not self.ending.wait(0.005):
                for message in taken(tap.queue(channel)):
                    for name in FOLLOWERS:
                        self._pass_on(channel, name, encoded(message.body))
            for name in FOLLOWERS:
                channel.queue_bind(name, "projects.events", "#")
            self._let_go(channel)

    def _pass_on(self, channel, name, body):
        chance = self.random.random()
        if chance < 0.25:
            self.lost += 1
        elif chance < 0.5:
            self.held.append((name, body))
            self.late += 1
        else:
            send(channel, name, body)
        if 0.5 <= chance < 0.75:
            send(channel, name, body)
            self.doubled += 1
        if self.random.random() < 0.1:
            self._let_go(channel)

    def _let_go(self, channel):
        self.random.shuffle(self.held)
        for name, body in self.held:
            send(channel, name, body)
        self.held.clear()


# ---- many events at once ------------------------------------------------------------------------


def append_applications(instance, count):
    """Append applications to the log of projects as if they had come, without any request."""
    log = Log(events.CATALOGUE)
    options = "-c search_path=projects"
    with psycopg.connect(instance.database_url, autocommit=True, options=options) as conn:
        for start in range(0, count, 1000):
            draft = Draft()
            for _ in range(start, min(count, start + 1000)):
                application = _application(str(uuid4()))
                stream = f"project-{application.project_id}"
                draft.add(History(stream, 0, []), [application])
            lines = log.lines(draft, _origin(instance), uuid4())
            log.append(conn, draft, lines, None, "")


def _application(project_id):
    text = DocumentRef(str(UUID(int=1)), "0" * 64)
    return events.Applied(
        project_id=project_id,
        number=f"2026-9-{project_id[:13]}",
        application_version=1,
        sozialraum_id=str(UUID(int=2)),
        team_id=str(UUID(int=3)),
        traeger_id=str(UUID(int=4)),
        title="Mädchentreff",
        start=date(2026, 2, 1),
        end=date(2026, 12, 31),
        need=text,
        goals=(events.Goal(1, text, "Gäste", "20", (), None),),
        target_group=text,
        measures=text,
        plan={2026: events.PlanYear(50_000_00, 0, 500_00, 0)},
        employees=events.Employees(75, "heads", date(2026, 1, 5), 7_500),
        applied_on=date(2026, 1, 5),
        details={},
        in_kind=(),
        financing_type="gap",
        full_funding_reason=None,
        requested_ct=None,
        statements=None,
        policy_position=0,
        by="",
    )


def _origin(instance):
    actor = {"sub": str(UUID(int=5)), "role": "team", "on_behalf_of": None}
    at = "2026-01-05T11:00:00.000000Z"
    return Origin(actor, at, str(uuid4()), None, instance.environment["DISTRICT"])
