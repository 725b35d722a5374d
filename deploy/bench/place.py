"""Where is measured: a PostgreSQL and a RabbitMQ of the run's own, and services as processes."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType, TracebackType
from typing import Any, Final, Self

import psycopg
from kombu import Connection

from deploy.embedded import EmbeddedPostgres
from deploy.instance import publish_keys
from services.gateway.issuer import DemoIssuer
from shared import database, migrations
from shared.call import Context
from shared.refusal import Refused
from shared.settings import MEMORY_URI, Settings

ROOT: Final = Path(__file__).parent.parent.parent
POSTGRES: Final = MappingProxyType(
    {
        "shared_buffers": "1GB",
        "max_wal_size": "4GB",
        "fsync": "on",
        "synchronous_commit": "on",
    }
)
SHOWN: Final = (*POSTGRES, "server_version", "full_page_writes", "wal_level", "max_connections")
START_SECONDS: Final = 60


class NoBrokerError(Exception):
    """RabbitMQ cannot be had here."""


class Place:
    """The servers of a run, started when first asked for and ended with it."""

    def __init__(self) -> None:
        self.folder = Path(mkdtemp(prefix="sozialraum-bench-"))
        self._open = ExitStack()
        self._databases = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._open.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # ---- PostgreSQL ------------------------------------------------------------------------

    @cached_property
    def postgres(self) -> EmbeddedPostgres:
        """The server; safe settings, since speed without them would mean nothing."""
        server = EmbeddedPostgres(self.folder / "postgres", "bench", POSTGRES)
        server.start()
        self._open.callback(server.stop)
        return server

    def settings(self, folders: Mapping[str, Path], **given: str) -> Settings:
        """Return the settings of a new instance, in a database of its own, migrated."""
        self._databases += 1
        name = f"bench_{self._databases}"
        self.postgres.psql(f"create database {name}")
        known = {
            "DATABASE_URL": self.postgres.url_of(name),
            "DATA_DIR": str(self.folder),
            "APP_ENV": "demo",
            **given,
        }
        settings = Settings.load(known)
        migrations.migrate(settings, dict(folders))
        publish_keys(settings)
        return settings

    def small(self) -> Settings:
        """Return an instance with one service, called `bench`, that has only a log."""
        return self.settings({"bench": Path("none")})

    def shown(self) -> dict[str, str]:
        """Return the server's settings that matter."""
        with psycopg.connect(self.postgres.url) as conn:
            rows = conn.execute(
                "select name, current_setting(name) from pg_settings where name = any(%s)",
                [list(SHOWN)],
            ).fetchall()
        return dict(sorted(rows))

    # ---- RabbitMQ --------------------------------------------------------------------------

    @cached_property
    def amqp_uri(self) -> str:
        """The broker's URI: AMQP_URI, or a private one. Raises NoBrokerError."""
        if given := os.environ.get("AMQP_URI"):
            return given
        servers = checkout_servers()
        try:
            broker = servers.Broker()
        except servers.Unavailable as lack:
            raise NoBrokerError(str(lack)) from lack
        self._open.callback(broker.destroy)
        broker.start()
        return str(broker.uri)

    @property
    def rabbitmq(self) -> str | None:
        """The broker's version, if the run has asked for one."""
        if "amqp_uri" not in self.__dict__:
            return None
        with Connection(self.amqp_uri) as broker:
            broker.connect()
            return str(broker.connection.server_properties.get("version"))

    # ---- services --------------------------------------------------------------------------

    @contextmanager
    def services(
        self, settings: Settings, commands: Mapping[str, Sequence[str]]
    ) -> Iterator[dict[str, int]]:
        """Run services as processes of their own; yield their process ids once they answer."""
        environment = os.environ | {
            "DATABASE_URL": settings.database_url,
            "DATA_DIR": str(settings.data),
            "AMQP_URI": settings.amqp_uri,
            "APP_ENV": "demo",
            "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
        }
        running: dict[str, subprocess.Popen[bytes]] = {}
        try:
            for name, command in commands.items():
                with (self.folder / f"{name}.log").open("ab") as log:
                    running[name] = subprocess.Popen(
                        [sys.executable, *command], env=environment, stderr=log, stdout=log
                    )
            yield {name: process.pid for name, process in running.items()}
        finally:
            for process in running.values():
                process.terminate()
            for process in running.values():
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def checkout_servers() -> Any:
    """Return the module that starts a private broker. Raises NoBrokerError outside of a checkout.

    The command's own search path does not hold the checkout's tests: only what is installed.
    """
    if str(ROOT) not in sys.path:
        sys.path.append(str(ROOT))
    try:
        return import_module("tests.servers")
    except ImportError as error:
        raise NoBrokerError("AMQP_URI names no RabbitMQ, and this is no checkout") from error


def command(service: str) -> list[str]:
    """Return the arguments that run a service of the product."""
    return ["-c", "from deploy.cli import main; main()", "run", service]


def await_answers(
    client: Any, services: Sequence[str], asking: Callable[[], Context] | None = None
) -> None:
    """Wait until all services answer. Raises the last refusal."""
    deadline = time.monotonic() + START_SECONDS
    for service in services:
        while True:
            try:
                client.call(service, "health", {}, (asking or context)(), 2)
                break
            except Refused:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)


def context() -> Context:
    """Return who measures, where nobody asks for more than a name."""
    return Context.fresh("bench", "operator")


def signed_in(
    settings: Settings,
    role: str,
    sub: str = "bench",
    areas: Sequence[str] = (),
    traeger_id: str | None = None,
) -> Context:
    """Return the frame of what a person asks of the product's services."""
    token = DemoIssuer(settings).sign(
        sub=sub,
        realm_access={"roles": [role]},
        sozialraeume=list(areas),
        traeger_id=traeger_id,
    )
    return Context.of(token)


def connect(settings: Settings, service: str = "bench") -> database.Conn:
    """Open a connection as a service does."""
    return database.connect(settings, service)


__all__ = [
    "MEMORY_URI",
    "NoBrokerError",
    "Place",
    "await_answers",
    "command",
    "connect",
    "context",
    "signed_in",
]
