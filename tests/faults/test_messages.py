"""Whatever happens to messages, processes and the broker: nothing is lost, nothing happens twice.

Real processes, a real RabbitMQ, a real PostgreSQL. What must hold in the end is checked after each
test by tests/checker.py; the tests themselves say what must hold in their case.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from kombu import Queue

from shared.broker import connection
from shared.canonical import canonical
from shared.refusal import Refused
from shared.rpc import RPC_EXCHANGE, headers
from tests.checker import TailingReader, check
from tests.faults.kill_points import EXIT
from tests.faults.messages import (
    FOLLOWERS,
    Mischief,
    append_applications,
    send,
    tapped,
)
from tests.paying import plan, waive
from tests.processes import SERVICES, euros, wait_until

pytestmark = pytest.mark.rabbitmq

READY = ["applied", "co_signed", "content_checked", "arithmetic_checked"]
"""What has happened to a project that only waits for its approval."""

HERE = Path(__file__).parent
KILL_POINTS = HERE / "kill_points.py"
FOREIGN = HERE / "foreign.py"
GRANTED = [(2026, 35_600_00), (2027, 9_900_00)]  # What the application of tests/processes.py gets.


@pytest.fixture
def people():
    """People who press their buttons at the same time."""
    with ThreadPoolExecutor(10) as pool:
        yield pool


def restart_to_die(instance, service, point):
    """Start a service anew, so that it dies at a point of its code."""
    instance.kill(service)
    instance.start(service, program=(str(KILL_POINTS), point))
    instance.wait_ready(service)


def debits(instance, project_id):
    """Return what was debited for a project, event by event, in the order of the log."""
    rows = instance.sql(
        "select e.line::jsonb -> 'data' from funding.event e join funding.sealed s using (id)"
        " where e.type = 'debited' and e.line::jsonb -> 'data' ->> 'project_id' = %s"
        " order by s.position",
        project_id,
    )
    return [(data["year"], data["amount_ct"]) for (data,) in rows]


def history(instance, service, stream):
    """Return the types of a stream's events."""
    rows = instance.sql(
        f"select type from {service}.event where stream = %s order by version", stream
    )
    return [type_ for (type_,) in rows]


def reported(instance, project_id, year=2026):
    """Return what the annual report says of a project."""
    projects = instance.report(year)["projects"]
    (found,) = [it for it in projects if it["project_id"] == project_id]
    return found


def account(instance, name, year=2026):
    accounts = instance.call("funding", "get_budget", {"year": year})["accounts"]
    return accounts[name]["amount"]


# ---- publication -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("point", "repeated"),
    [
        ("publisher after reading", []),
        ("publisher amid publishing", [1]),
        ("publisher before the cursor moves", [1, 2]),
    ],
)
def test_a_publisher_killed_at_any_step_publishes_again_and_loses_nothing(
    district, people, point, repeated
):
    head = district.head("projects")
    with tapped(district.amqp_uri) as tap:
        restart_to_die(district, "projects", point)
        applying = people.submit(district.apply, timeout=3, insist=60)
        assert district.ended("projects") == EXIT
        district.start("projects")
        project_id = applying.result()
        district.wait_quiet()
        positions = tap.positions()
    once = range(1, len(READY) + 2)  # The number comes first.
    assert positions == [head + it for it in [*repeated, *once]]
    assert reported(district, project_id)["status"] == "applied"


def test_the_cursor_waits_for_confirms(district, frail_broker):
    before, troubles = district.published(), len(district.said("projects", "publisher_trouble"))
    os.kill(frail_broker.process.pid, signal.SIGSTOP)  # It takes bytes, but answers nothing.
    try:
        append_applications(district, 20)
        wait_until(
            lambda: (
                len(district.said("projects", "publisher_trouble")) > troubles
                or district.published() > before
            ),
            "the publisher gives up waiting, or believes what nobody has confirmed",
            60,
        )
        assert district.published() == before
    finally:
        frail_broker.kill()
        frail_broker.start()
    district.wait_ready()
    district.wait_quiet()
    assert district.published() >= before + 20


def test_a_killed_broker_is_waited_for_and_its_dead_queues_are_replaced(
    district, frail_broker, people
):
    reader = TailingReader(district.database_url, "projects")
    reader.start()
    playing = [people.submit(district.play, timeout=3, insist=90) for _ in range(8)]
    wait_until(lambda: any(it.done() for it in playing), "the first project is closed", 60)
    playing += [people.submit(district.play, timeout=3, insist=90) for _ in range(8)]
    frail_broker.kill()
    # As happens by itself to young queues: they are declared, but deliver and confirm nothing.
    for names in frail_broker.data.glob("*/quorum/*/names.dets"):
        names.unlink()
    frail_broker.start()
    projects = [it.result() for it in playing]
    check(district.database_url, district.journal, [reader], seconds=60)
    assert {reported(district, it)["status"] for it in projects} == {"closed"}
    assert district.said("funding", "queue_given_up")


def test_publication_resumes_by_itself_once_the_broker_has_memory_again(district, frail_broker):
    head, troubles = district.head("projects"), len(district.said("projects", "publisher_trouble"))
    frail_broker.ctl("set_vm_memory_high_watermark", "0")
    try:
        append_applications(district, 20)
        wait_until(
            lambda: len(district.said("projects", "publisher_trouble")) > troubles,
            "the publisher gives up waiting for confirms",
            60,
        )
        assert district.published() == head
    finally:
        frail_broker.ctl("set_vm_memory_high_watermark", "0.4")
    pid = district.processes["projects"].pid
    district.wait_ready()
    district.wait_quiet(90)
    assert district.published() == head + 20
    assert district.processes["projects"].pid == pid


def test_an_unroutable_event_stops_the_cursor_until_somebody_is_bound_again(district):
    before = district.published()
    with connection(district.amqp_uri) as broker:
        for name in FOLLOWERS:
            broker.default_channel.queue_unbind(name, "projects.events", "#")
        project_id = district.apply()
        wait_until(lambda: district.health("projects")["unroutable"], "the alarm is given")
        assert district.health("projects")["status"] == "degraded"
        assert district.published() == before
        for name in FOLLOWERS:
            broker.default_channel.queue_bind(name, "projects.events", "#")
    wait_until(lambda: not district.health("projects")["unroutable"], "the alarm is over")
    district.wait_quiet()
    assert reported(district, project_id)["status"] == "applied"


def test_a_deleted_queue_is_declared_again_by_its_running_consumer(district):
    with connection(district.amqp_uri) as broker:
        for name in (*FOLLOWERS, "rpc-projects"):
            broker.default_channel.queue_delete(name)
    project_id = district.play(insist=30)
    district.wait_quiet()
    assert reported(district, project_id)["status"] == "closed"
    with connection(district.amqp_uri) as broker:
        for name in (*FOLLOWERS, "rpc-projects"):
            declared = broker.default_channel.queue_declare(name, passive=True)
            assert declared.consumer_count == 1


# ---- following ---------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2])
def test_lost_doubled_late_and_shuffled_messages_change_nothing(district, people, seed):
    with Mischief(district.amqp_uri, seed) as mischief:
        projects = list(people.map(lambda _: district.play(), range(10)))
        district.wait_quiet()
    assert min(mischief.lost, mischief.doubled, mischief.late) > 0
    district.wait_quiet()
    assert {reported(district, it)["status"] for it in projects} == {"closed"}
    assert all(len(debits(district, it)) == 4 for it in projects)
    for service in ("funding", "reporting"):
        assert not district.said(service, "log_rewound")  # What is missing is no other log.


@pytest.mark.parametrize(
    "point",
    [
        "follower before the commit",
        "follower after the commit",
        "follower before the acknowledgement",
    ],
)
def test_a_follower_killed_at_any_step_has_one_effect(district, point):
    project_id = district.apply()
    district.wait_quiet()
    for service in ("funding", "reporting"):
        restart_to_die(district, service, point)
    district.approve(project_id)
    for service in ("funding", "reporting"):
        assert district.ended(service) == EXIT
        district.start(service)
    district.wait_ready("funding", "reporting")
    district.wait_quiet()
    assert debits(district, project_id) == GRANTED
    assert reported(district, project_id)["status"] == "approved"


def test_a_message_delivered_again_long_after_has_no_second_effect(district):
    with tapped(district.amqp_uri) as tap:
        project_id = district.play()
        district.wait_quiet()
        bodies = tap.bodies()
    before = district.head("funding")
    failures = len(district.said("reporting", "batch_failed"))
    with connection(district.amqp_uri) as broker:
        for name in FOLLOWERS:
            for body in (*bodies, *reversed(bodies)):
                send(broker.default_channel, name, body)
    marker = district.apply()  # It comes after all of them.
    district.wait_quiet()
    assert reported(district, marker)["status"] == "applied"
    assert district.head("funding") == before
    assert len(debits(district, project_id)) == 4
    assert len(district.said("reporting", "batch_failed")) == failures


# ---- events that cannot be applied -------------------------------------------------------------


class Poison:
    """Lets each statement fail that concerns one project, until the code is mended."""

    def __init__(self, instance, table, column, value):
        self.instance, self.table = instance, table
        self.name = f"poison_{uuid4().hex[:8]}"
        instance.sql(
            f"create function {self.name}() returns trigger language plpgsql as $$"
            f" begin if new.{column} = '{value}' then raise exception 'poison'; end if;"
            " return new; end $$"
        )
        instance.sql(
            f"create trigger {self.name} before insert on {table}"
            f" for each row execute function {self.name}()"
        )

    def mend(self):
        self.instance.sql(f"drop function {self.name} cascade")


def poisoned_grant(instance, project_id):
    return Poison(instance, "funding.event", "stream", f"grant-{project_id}")


def poisoned_report(instance, project_id):
    return Poison(instance, f"{live(instance)}.report_grant", "project_id", project_id)


def live(instance):
    """Return the schema that the report is read from."""
    query = (
        "select namespace from reporting.read_model where name = 'annual_report' and state = 'live'"
    )
    return instance.sql(query)[0][0]


def parked(instance, service):
    """Return (type, state) of what is parked, as `sozialraum parked list` tells it."""
    found = json.loads(instance.cli("parked", "list", "--service", service, "--json"))[service]
    return [(it["type"], it["state"]) for it in found]


def wait_parked(instance, service, count):
    query = f"select count(*) from {service}.parked"
    wait_until(lambda: instance.sql(query)[0][0] == count, f"{service} has parked {count}", 60)


def test_a_poisoned_stream_waits_in_order_for_a_month_and_all_others_go_on(district):
    unpaid, unreported = district.apply(), district.apply()
    poisons = [poisoned_grant(district, unpaid), poisoned_report(district, unreported)]
    district.approve(unpaid)
    body = {"project_id": unpaid, "approval_id": f"{unpaid}:99"}
    district.call("projects", "lapse", body, role="service:funding")
    district.approve(unreported)
    other = district.play()
    district.extend(unreported)
    wait_parked(district, "funding", 2)
    wait_parked(district, "reporting", 2)
    assert reported(district, other)["status"] == "closed"
    assert parked(district, "funding") == [("approved", "failed"), ("approval_lapsed", "waiting")]
    assert parked(district, "reporting") == [("approved", "failed"), ("extended", "waiting")]
    assert district.health("funding")["status"] == "degraded"

    retry = ("parked", "retry", "funding", "funding", f"project-{unpaid}")
    again = ("parked", "retry", "reporting", live(district), f"project-{unreported}")
    assert district.cli(*retry, expect=1).startswith("0 ausgeführt, 2 ")
    assert parked(district, "funding") == [("approved", "failed"), ("approval_lapsed", "waiting")]
    assert debits(district, unpaid) == []

    for poison in poisons:
        poison.mend()
    for service in ("funding", "reporting"):  # Nobody looks at them for a month.
        district.sql(f"update {service}.parked set parked_at = parked_at - interval '30 days'")
    assert district.cli(*retry) == "2 ausgeführt, 0 noch zurückgestellt\n"
    assert district.cli(*again) == "2 ausgeführt, 0 noch zurückgestellt\n"
    assert debits(district, unpaid) == GRANTED
    assert reported(district, unreported)["end"] == "2027-07-31"
    assert district.health("funding")["status"] == "ok"
    told = district.cli("parked", "list", "--service", "funding")
    assert told == "Nichts ist zurückgestellt.\n"
    district.cli(*retry, expect=1)
    assert debits(district, unpaid) == GRANTED


def test_a_discarded_event_has_no_effect_and_it_is_known_who_gave_it_up_and_why(district):
    project_id = district.apply()
    poison = poisoned_report(district, project_id)
    approved = district.approve(project_id)
    district.wait_heard("funding", approved["event_ids"][-1])
    district.extend(project_id)
    wait_parked(district, "reporting", 2)
    ((position,),) = district.sql("select position from reporting.parked where state = 'failed'")
    poison.mend()
    discard = ("parked", "discard", "reporting", live(district), "projects", str(position))
    district.cli(*discard, "--reason", "In Akte 8/26 geklärt")
    assert parked(district, "reporting") == [("extended", "waiting")]
    assert district.sql(
        "select d.reason, a.sub from reporting.discarded d join reporting.actor a using (actor_id)"
        " where d.position = %s",
        position,
    ) == [("In Akte 8/26 geklärt", "demo.operator")]
    district.cli("parked", "retry", "reporting", live(district), f"project-{project_id}")
    told = reported(district, project_id)
    assert (told["status"], told["end"]) == ("applied", "2027-07-31")
    district.cli(*discard, "--reason", "noch einmal", expect=1)


def test_a_rebuild_after_the_fix_leaves_nothing_parked(district):
    project_id = district.apply()
    poison = poisoned_report(district, project_id)
    district.approve(project_id)
    wait_parked(district, "reporting", 1)
    poison.mend()
    district.cli("rebuild", "reporting", "annual_report")
    assert reported(district, project_id)["status"] == "approved"
    assert parked(district, "reporting") == []
    assert district.health("reporting")["status"] == "ok"


# ---- requests ----------------------------------------------------------------------------------


def send_request(channel, instance, method, body, reply_to):
    """Send a request to projects as any client would, and do not wait."""
    message = channel.prepare_message(
        canonical({"args": [body], "kwargs": {}}),
        content_type="application/json",
        headers=headers(instance.desk.context("projects", method), time.time() + 30),
        properties={"reply_to": reply_to, "correlation_id": uuid4().hex},
    )
    channel.basic_publish(message, RPC_EXCHANGE.name, f"projects.{method}")


def test_a_command_whose_reply_was_lost_can_be_repeated_and_has_one_effect(district):
    body = {"command_id": str(uuid4()), "name": "Sportverein"}
    district.pause("projects")
    with connection(district.amqp_uri) as broker:
        channel = broker.default_channel
        queue = Queue("lost", RPC_EXCHANGE, routing_key="lost")(channel)
        queue.declare()
        send_request(channel, district, "register_traeger", body, "lost")
        queue.delete()
    district.resume("projects")
    wait_until(
        lambda: district.sql(
            "select 1 from projects.command where command_id = %s", body["command_id"]
        ),
        "it was carried out",
    )
    answer = district.call("projects", "register_traeger", body, command_id=body["command_id"])
    assert answer["version"] == 1
    assert len(history(district, "projects", f"traeger-{answer['traeger_id']}")) == 1


def test_a_server_killed_before_its_reply_is_asked_again_by_the_broker(district, people):
    project_id = district.apply()
    restart_to_die(district, "projects", "server before its reply")
    approving = people.submit(district.approve, project_id, timeout=60)
    assert district.ended("projects") == EXIT
    district.start("projects")
    assert approving.result()["version"] == len(READY) + 1
    district.wait_quiet()
    assert debits(district, project_id) == GRANTED


def test_a_request_that_its_caller_gave_up_while_the_service_was_away_appends_nothing(district):
    command_id = str(uuid4())
    district.stop("projects")
    with pytest.raises(Refused) as refused:
        district.call(
            "projects", "register_traeger", {"name": "Zu spät"}, command_id=command_id, timeout=1
        )
    district.start("projects")
    district.wait_ready("projects")
    district.apply()
    assert refused.value.code == "request-timeout"
    assert not district.sql("select 1 from projects.command where command_id = %s", command_id)


def test_a_service_asked_to_stop_answers_what_is_under_way(district, people):
    district.sql(
        "create function slow() returns trigger language plpgsql as $$"
        " begin perform pg_sleep(3); return new; end $$"
    )
    district.sql(
        "create trigger slow before insert on projects.event for each row execute function slow()"
    )
    try:
        applying = people.submit(
            district.call, "projects", "register_traeger", {"name": "Jugendhaus"}
        )
        sleeping = "select 1 from pg_stat_activity where wait_event = 'PgSleep'"
        wait_until(lambda: district.sql(sleeping), "the request is under way")
        district.stop("projects")
        assert applying.result()["version"] == 1
    finally:
        district.sql("drop function slow cascade")


def test_two_replicas_share_the_work_and_one_takes_over_from_a_killed_leader(district, people):
    district.start("projects", replica="-b")

    playing = [people.submit(district.play, timeout=5, insist=60) for _ in range(6)]
    wait_until(lambda: any(it.done() for it in playing), "the first project is closed")
    district.kill("projects")
    wait_until(
        lambda: district.said("projects-b", "leading"), "the other replica leads", seconds=10
    )
    projects = [it.result() for it in playing]
    district.wait_quiet()
    assert {reported(district, it)["status"] for it in projects} == {"closed"}


# ---- money that was reserved for a decision that never came ------------------------------------


def dying_projects(district, point):
    """Let funding soon forget, and projects die at a point."""
    district.kill("funding")
    district.start("funding", RESERVATION_SECONDS="2")
    district.wait_ready("funding")
    restart_to_die(district, "projects", point)


def wait_unanswered(district):
    """Wait until funding has asked a projects that is away: by then it wants to forget."""
    told = len(district.said("funding", "lapse_unanswered"))
    wait_until(lambda: len(district.said("funding", "lapse_unanswered")) > told, "funding asks")


def test_a_reservation_is_released_after_projects_has_recorded_the_lapse(district):
    project_id = district.apply()
    dying_projects(district, "projects after reserving")
    free, reserved = account(district, "frei"), account(district, "reserviert")
    with pytest.raises(Refused):
        district.approve(project_id, timeout=3)
    assert district.ended("projects") == EXIT
    wait_unanswered(district)
    assert account(district, "reserviert") != reserved
    district.start("projects")
    wait_until(lambda: account(district, "reserviert") == reserved, "the reservation is released")
    assert account(district, "frei") == free
    lapsed = [*READY, "approval_lapsed"]
    assert history(district, "projects", f"project-{project_id}") == lapsed
    assert district.approve(project_id)["version"] == len(lapsed) + 1


def test_a_held_settlement_is_dropped_after_projects_has_recorded_the_lapse(district):
    project_id = district.apply()
    approved = district.approve(project_id)
    district.wait_heard("funding", approved["event_ids"][-1])
    district.wait_heard("reporting", approved["event_ids"][-1])
    district.account(project_id)
    dying_projects(district, "projects after holding the settlement")
    with pytest.raises(Refused):
        district.close(project_id, timeout=3)
    assert district.ended("projects") == EXIT
    wait_unanswered(district)

    def ask(method, **body):
        return district.call("funding", method, body)

    waive(ask, project_id)
    payment = plan(ask, project_id, 2026, euros("1000.00"))
    with pytest.raises(Refused, match="payments-held"):
        ask("release_payments", **payment)
    district.start("projects")
    stream = f"grant-{project_id}"
    wait_until(
        lambda: history(district, "funding", stream)[-1] == "settlement_dropped",
        "the hold is dropped",
    )
    assert ask("release_payments", **payment)["released"] == 1
    assert district.close(project_id, timeout=10)["project_id"] == project_id


# ---- foreign nameko ----------------------------------------------------------------------------


def test_a_plain_nameko_client_can_call_a_service(district):
    def ask(method, body, **context):
        token = district.desk.context("projects", method).token
        told = {"token": token, **context}
        arguments = ["ask", district.amqp_uri, json.dumps(told), "projects", method]
        done = subprocess.run(
            [sys.executable, str(FOREIGN), *arguments, json.dumps(body)],
            capture_output=True,
            check=True,
            timeout=60,
        )
        return json.loads(done.stdout)

    soon = int(time.time() * 1000) + 60_000
    body = {"command_id": str(uuid4()), "name": "Fremder Verein"}
    assert ask("register_traeger", body, deadline_ms=soon)["version"] == 1
    assert ask("register_traeger", body)["exc_type"] == "deadline-missing"


def test_a_plain_nameko_service_can_listen_to_the_events_of_projects(district):
    with subprocess.Popen(
        [sys.executable, str(FOREIGN), "listen", district.amqp_uri], stdout=subprocess.PIPE
    ) as listener:
        assert listener.stdout is not None
        try:
            assert json.loads(listener.stdout.readline()) == "listening"
            project_id = district.apply()
            approved = district.approve(project_id)
            told = json.loads(listener.stdout.readline())
        finally:
            listener.kill()
    assert told["event"]["event_id"] == approved["event_ids"][-1]
    assert told["event"]["data"]["project_id"] == project_id
    with connection(district.amqp_uri) as broker:
        broker.default_channel.queue_delete("evt-projects-approved--foreign.on_approved")


# ---- a broker that has lost everything ---------------------------------------------------------


def test_a_wiped_broker_costs_no_report(own_broker, new_instance, people):
    instance = new_instance(own_broker.uri)
    projects = [instance.play() for _ in range(3)]
    playing = [people.submit(instance.play, timeout=3, insist=90) for _ in range(8)]
    wait_until(lambda: any(it.done() for it in playing), "one more project is closed", 60)
    own_broker.wipe()
    own_broker.start()
    projects += [it.result() for it in playing]
    check(instance.database_url, instance.journal, seconds=60)
    totals = instance.report()["totals"]
    names = ("applications", "approvals", "extensions", "closings")
    assert [totals[name] for name in names] == [len(projects)] * 4


# ---- thousands of events -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def _crowded(new_instance, new_vhost):
    instance = new_instance(new_vhost())
    append_applications(instance, 1_500)
    return instance


@pytest.fixture
def crowded(_crowded):
    """An instance with many projects."""
    _crowded.mend(*SERVICES)
    _crowded.wait_quiet()
    yield _crowded
    _crowded.mend(*SERVICES)
    check(_crowded.database_url, _crowded.journal, seconds=60)


class ReportReader(threading.Thread):
    """Reads the report again and again, and notes what cannot be."""

    def __init__(self, instance):
        super().__init__(daemon=True)
        self.instance = instance
        self.read, self.wrong = 0, []
        self.ending = threading.Event()

    def run(self):
        newest = (0, 0, 0)
        while not self.ending.is_set():
            try:
                report = self.instance.report()
            except Refused as refused:
                if refused.kind not in ("unavailable", "timeout"):
                    self.wrong.append(refused)
                continue
            totals, projects = report["totals"], report["projects"]
            told = report["positions"]["projects"], totals["applications"], totals["closings"]
            closed = sum(it["status"] == "closed" for it in projects)
            goes_back = any(new < old for new, old in zip(told, newest, strict=True))
            if goes_back or len(projects) != told[1] or closed != told[2]:
                self.wrong.append((told, newest, len(projects), closed))
            newest = told
            self.read += 1

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        self.join(60)


def generations(instance):
    """Return state → how many generations of the report there are, with and without tables."""
    rows = instance.sql(
        "select r.state, n.nspname is not null"
        " from (select * from reporting.read_model where name = 'annual_report') r"
        " full join (select nspname from pg_namespace where nspname like 'annual_report_g%') n"
        " on n.nspname = r.namespace"
    )
    return sorted(rows)


def test_readers_never_see_an_empty_or_mixed_report_while_it_is_rebuilt(crowded, people):
    projects, funding = crowded.head("projects"), crowded.head("funding")
    with ReportReader(crowded) as reader:
        playing = [people.submit(crowded.play) for _ in range(5)]
        crowded.cli("rebuild", "reporting", "annual_report")
        for it in playing:
            it.result()
        crowded.cli("rebuild", "reporting", "annual_report")
        crowded.wait_quiet()
    assert reader.wrong == []
    assert reader.read > 1
    # Five projects: number, what makes them ready, approval, notice, request, extension, notice,
    # closing, notice; and what funding makes of it.
    played = crowded.head("projects") - projects
    assert played == 5 * (1 + len(READY) + 7)
    before = crowded.head("funding")
    crowded.cli("rebuild", "reporting", "annual_report")
    assert crowded.head("projects") - projects == played
    assert crowded.head("funding") == before > funding


def test_a_rebuild_killed_in_the_middle_leaves_the_report_as_it_was(crowded):
    before, live_before = crowded.report(), live(crowded)
    restart_to_die(crowded, "reporting", "rebuild in the middle")
    with ReportReader(crowded) as reader:
        with pytest.raises(Refused):
            crowded.call("reporting", "rebuild", {"read_model": "annual_report"}, timeout=5)
        assert crowded.ended("reporting") == EXIT
        crowded.start("reporting")
        crowded.wait_ready("reporting")
        assert ("building", True) in generations(crowded)
        assert live(crowded) == live_before
        crowded.cli("rebuild", "reporting", "annual_report")
    assert reader.wrong == []
    assert live(crowded) != live_before
    assert generations(crowded) == [("live", True), ("retired", True)]
    assert crowded.report() == before


def test_a_follower_that_was_away_catches_up_in_bounded_memory(crowded):
    crowded.stop("funding")
    append_applications(crowded, 12_000)
    wait_until(lambda: crowded.published() == crowded.head("projects"), "all is published", 90)
    with connection(crowded.amqp_uri) as broker:
        queue = broker.default_channel.queue_declare("funding.projects.events", passive=True)
    assert 0 < queue.message_count <= 10_000
    crowded.start("funding")
    crowded.wait_ready("funding")
    crowded.wait_quiet()
    for service in SERVICES:
        assert crowded.memory_mib_max(service) < 200
    project_id = crowded.play()
    crowded.wait_quiet()
    assert len(debits(crowded, project_id)) == 4
