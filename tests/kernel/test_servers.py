"""The servers of the tests do what their tests rely on."""

import json
import os
import shutil
import subprocess
import sys

import psutil
import pytest

from tests.conftest import _broker
from tests.servers import Broker, Postgres, Unavailable, connects, runs, wait_for

pytestmark = pytest.mark.slow


def keep(server: Postgres) -> None:
    server.psql("create table if not exists kept (n int)")
    server.psql("insert into kept values (1)")


def kept(server: Postgres) -> int:
    return int(server.psql("select count(*) from kept"))


@pytest.mark.postgres
def test_postgres_is_as_safe_as_in_production(own_postgres):
    assert own_postgres.psql("show fsync") == "on"
    assert own_postgres.psql("show synchronous_commit") == "on"
    assert own_postgres.psql("show listen_addresses") == ""


@pytest.mark.postgres
@pytest.mark.parametrize("how", ["stop", "kill", "kill_hard"])
def test_what_postgres_has_committed_survives_its_end_under_the_same_url(own_postgres, how):
    url, pid = own_postgres.url, own_postgres.pid
    keep(own_postgres)
    getattr(own_postgres, how)()
    assert not runs(pid)
    own_postgres.restart()
    assert own_postgres.url == url
    assert kept(own_postgres) == 1


@pytest.mark.postgres
def test_each_module_has_a_database_of_its_own(postgres, database_url, new_database):
    assert len({database_url, new_database(), new_database()}) == 3


@pytest.mark.postgres
def test_postgres_leaves_nothing_behind():
    server = Postgres().start()
    started = psutil.Process(server.pid)
    family = [started, *started.children(recursive=True)]
    server.destroy()
    assert not any(runs(process.pid) for process in family)
    assert not server.folder.exists()


def declare(broker: Broker) -> None:
    broker.ctl("set_permissions", "-p", "/", "guest", "^kept", ".*", ".*")


def declared(broker: Broker) -> bool:
    rows = json.loads(broker.ctl("list_permissions", "-p", "/", "--formatter", "json"))
    return bool(rows == [{"user": "guest", "configure": "^kept", "write": ".*", "read": ".*"}])


@pytest.mark.rabbitmq
def test_a_broker_dies_comes_back_and_forgets_only_what_is_wiped(own_broker):
    uri, node = own_broker.uri, own_broker.process.pid
    assert psutil.Process(node).name().startswith("beam")
    declare(own_broker)
    own_broker.kill()
    assert not runs(node)
    assert not connects(own_broker.port)
    own_broker.start()
    assert own_broker.uri == uri
    assert declared(own_broker)
    own_broker.restart()
    assert declared(own_broker)
    own_broker.wipe()
    assert not own_broker.data.exists()
    own_broker.start()
    assert not declared(own_broker)


@pytest.mark.rabbitmq
def test_a_broker_leaves_nothing_behind():
    broker = Broker().start()
    assert broker.process is not None
    assert broker._epmd is not None
    started = psutil.Process(broker.process.pid)
    family = [started, psutil.Process(broker._epmd.pid), *started.children(recursive=True)]
    broker.stop()
    broker.destroy()
    assert not any(runs(process.pid) for process in family)
    assert not broker.folder.exists()
    assert not connects(broker.epmd_port)


@pytest.mark.rabbitmq
def test_the_broker_of_the_run_takes_connections(broker):
    code = "import sys, amqp, kombu; kombu.Connection(sys.argv[1]).connect()"
    subprocess.run([sys.executable, "-c", code, broker], check=True, capture_output=True)


def test_without_a_broker_a_developer_is_told_and_ci_fails(monkeypatch):
    monkeypatch.setattr("tests.conftest.Broker", no_broker)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="NOT TESTED"):
        next(_broker())
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="not installed"):
        next(_broker())


def no_broker() -> Broker:
    raise Unavailable("RabbitMQ is not installed")


@pytest.mark.postgres
@pytest.mark.rabbitmq
def test_servers_end_when_the_tests_are_killed():
    code = (
        "import os; from tests.servers import Broker, Postgres\n"
        "p, b = Postgres().start(), Broker().start()\n"
        "print(p.pid, b.process.pid, b._epmd.pid, flush=True)\n"
        "print(p.folder, b.folder, flush=True)\n"
        "os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, env=os.environ
    )
    numbers, folders = done.stdout.splitlines()
    wait_for(lambda: not any(runs(int(n)) for n in numbers.split()), "they live on")
    for folder in folders.split():
        shutil.rmtree(folder)
