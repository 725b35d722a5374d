"""Servers that belong to the tests alone: a PostgreSQL and a RabbitMQ, started, killed, wiped.

All they write lies in a temporary folder, all they listen on is a socket there or 127.0.0.1, and
each process is ended by its number. Should the tests themselves be killed, guards end them.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType
from urllib.parse import urlsplit

import psutil

from deploy.embedded import EmbeddedPostgres, psql
from deploy.processes import end, guard, release, run

START_SECONDS_MAX = 120  # a broker on a loaded machine
STOP_SECONDS_MAX = 30


class Unavailable(Exception):  # noqa: N818 - not an error of ours: the machine lacks something
    """A server cannot be had on this machine."""


class Postgres:
    """A throw-away PostgreSQL, or the one that TEST_DATABASE_URL names (its superuser's URL)."""

    def __init__(
        self,
        settings: Mapping[str, str] = MappingProxyType({}),
        given: str | None = None,
    ) -> None:
        self.given = given
        self.folder = Path(mkdtemp(prefix="sozialraum-postgres-"))
        self.server = EmbeddedPostgres(self.folder, database="tests", settings=settings)

    @property
    def url(self) -> str:
        """The superuser's URL of a database that is always there."""
        return self.given or self.server.url

    @property
    def pid(self) -> int:
        """The number of the postmaster."""
        assert self.server.process is not None
        return self.server.process.pid

    def start(self) -> "Postgres":
        if not self.given:
            self.server.start()
        return self

    def stop(self) -> None:
        """Stop in order: what is under way is rolled back, what is written stays."""
        self.server.stop()

    def restart(self) -> None:
        """Stop, if it runs, and start over the same data and the same socket."""
        self.stop()
        self.start()

    def kill(self) -> None:
        """Crash at once and with all children, as if the power went (SIGQUIT)."""
        self._end(signal.SIGQUIT)

    def kill_hard(self) -> None:
        """Kill the postmaster alone (SIGKILL): its children find out a little later."""
        self._end(signal.SIGKILL)

    def destroy(self) -> None:
        """Stop and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def psql(self, statement: str) -> str:
        return psql(statement, self.url)

    def create_database(self) -> str:
        """Create an empty database with a name of its own and return the superuser's URL of it."""
        name = f"test_{secrets.token_hex(6)}"
        self.psql(f"create database {name}")
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def drop_database(self, url: str) -> None:
        """Drop a database, whoever is still connected."""
        self.psql(f"drop database if exists {urlsplit(url).path[1:]} with (force)")

    def _end(self, how: signal.Signals) -> None:
        end(self.server.process, how, STOP_SECONDS_MAX)
        self.server.stop()


class Broker:
    """A private RabbitMQ node over a folder of its own, with an epmd of its own."""

    def __init__(self) -> None:
        self.programs = rabbitmq_programs()
        self.folder = Path(mkdtemp(prefix="sozialraum-rabbitmq-"))
        self.data = self.folder / "mnesia"
        self.port, self.dist_port, self.epmd_port = free_ports(3)
        self.node = f"test-{secrets.token_hex(4)}@localhost"
        self.process: subprocess.Popen[bytes] | None = None
        self._epmd: subprocess.Popen[bytes] | None = None
        self._guards: list[subprocess.Popen[bytes]] = []
        (self.folder / "enabled_plugins").write_text("[].\n")
        (self.folder / "rabbitmq-env.conf").write_text("")
        (self.folder / "rabbitmq.conf").write_text(
            "disk_free_limit.absolute = 50MB\nlog.file.level = warning\n"
        )

    @property
    def uri(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def start(self) -> "Broker":
        """Start the node over what is in its folder, and wait until it takes connections."""
        self.data.mkdir(exist_ok=True)
        self._epmd = self._spawn(
            shutil.which("epmd") or "epmd", "-address", "127.0.0.1", "-port", str(self.epmd_port)
        )
        wait_for(lambda: connects(self.epmd_port), "epmd does not start")
        self.process = self._spawn(str(self.programs / "rabbitmq-server"))
        wait_for(self._is_ready, f"RabbitMQ does not start, see {self.folder}")
        return self

    def stop(self) -> None:
        """Stop in order: queues and confirmed messages are on disk."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill the node (SIGKILL), as if the power went."""
        self._end(signal.SIGKILL)

    def wipe(self) -> None:
        """Lose everything: kill the node and delete its data. The next start begins from nothing."""
        self.kill()
        shutil.rmtree(self.data, ignore_errors=True)

    def restart(self) -> None:
        """Stop, if it runs, and start over the same data and the same port."""
        self.stop()
        self.start()

    def destroy(self) -> None:
        """Kill and leave nothing behind."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ctl(self, *arguments: str) -> str:
        """Run rabbitmqctl on this node and return what it prints."""
        return run(
            self.programs / "rabbitmqctl",
            "--quiet",
            *arguments,
            env=self._environment(),
            timeout=60,
        )

    # ---- processes -------------------------------------------------------------------------

    def _environment(self) -> dict[str, str]:
        kept = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL") if key in os.environ}
        return kept | {
            "HOME": str(self.folder),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self.epmd_port),
            "ERL_CRASH_DUMP_SECONDS": "0",
            "RABBITMQ_NODENAME": self.node,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self.dist_port),
            "RABBITMQ_MNESIA_BASE": str(self.data),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_PID_FILE": str(self.folder / "pid"),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "rabbitmq-env.conf"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(self.folder / "config"),
            "RABBITMQ_SCHEMA_DIR": str(self.folder / "schema"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "enabled_plugins"),
            # Without it the start script stays as the node's parent, and kills would miss the node.
            "RUNNING_UNDER_SYSTEMD": "true",
            # Two schedulers that do not spin: the tests share their cores with the node.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none",
        }

    def _spawn(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / "output").open("ab") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.folder,
                env=self._environment(),
                start_new_session=True,
            )
        self._guards.append(guard(process.pid, self.folder, "KILL"))
        return process

    def _end(self, how: signal.Signals) -> None:
        """End the node, what it started, and its epmd, each by its number."""
        for watcher in self._guards:
            release(watcher)
        self._guards.clear()
        helpers = descendants(self.process)
        end(self.process, how, STOP_SECONDS_MAX)
        _, alive = psutil.wait_procs(helpers, timeout=5)
        for helper in alive:
            helper.kill()
        end(self._epmd, signal.SIGTERM, STOP_SECONDS_MAX)
        self.process = self._epmd = None

    def _is_ready(self) -> bool:
        """Tell whether the node answers the protocol header with a frame of a method (1)."""
        assert self.process is not None
        if self.process.poll() is not None:
            raise Unavailable((self.folder / "output").read_text(errors="replace")[-2000:])
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                connection.sendall(b"AMQP\x00\x00\x09\x01")
                return connection.recv(1) == b"\x01"
        except OSError:
            return False


# ---- what the machine offers ---------------------------------------------------------------


def rabbitmq_programs() -> Path:
    """Return the folder of RabbitMQ's scripts. Raises Unavailable.

    The `rabbitmq-server` on a Debian machine's path only serves the system's own broker, so the
    scripts behind it are asked for first.
    """
    found = _find_rabbitmq()
    if found is None and os.geteuid() == 0 and Path("/usr/bin/apt-get").exists():
        _install_rabbitmq()
        found = _find_rabbitmq()
    if found is None:
        raise Unavailable("RabbitMQ is not installed, and AMQP_URI names none")
    return found


def _find_rabbitmq() -> Path | None:
    behind = Path("/usr/lib/rabbitmq/bin")
    if (behind / "rabbitmq-server").exists():
        return behind
    on_path = shutil.which("rabbitmq-server")
    return Path(on_path).resolve().parent if on_path else None


def _install_rabbitmq() -> None:
    # RUNLEVEL keeps the package from starting a broker of the system.
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for step in (["update"], ["install", "-y", "--no-install-recommends", "rabbitmq-server"]):
        done = subprocess.run(
            ["/usr/bin/apt-get", "-q", *step],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            env=quiet,
        )
        if done.returncode:
            raise Unavailable(f"RabbitMQ cannot be installed: {done.stderr.strip()[-500:]}")


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def runs(pid: int) -> bool:
    """Tell whether a process runs. One that waits for its parent's attention does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def connects(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


def wait_for(condition, complaint: str, seconds: float = START_SECONDS_MAX) -> None:
    """Wait until something is so. Raises Unavailable."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise Unavailable(complaint)
        time.sleep(0.05)


def descendants(process: subprocess.Popen[bytes] | None) -> list[psutil.Process]:
    """Return what a process has started."""
    if process is None or process.poll() is not None:
        return []
    return psutil.Process(process.pid).children(recursive=True)
