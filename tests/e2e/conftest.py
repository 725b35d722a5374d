"""An instance as `make run` starts it: one process, its own PostgreSQL, HTTP on a free port."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
import requests

from shared.settings import Settings
from tests.desk import Desk

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from deploy.cli import main; main()"]
START_SECONDS_MAX = 60


class Running:
    """A running instance over a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        folder.mkdir(parents=True, exist_ok=True)
        self.env = {
            key: value
            for key, value in os.environ.items()
            if key not in ("AMQP_URI", "DATABASE_URL", "PSYCOPG_WAIT_FUNC")
        } | {"PYTHONPATH": str(ROOT), "DATA_DIR": str(folder / "data"), "APP_ENV": "demo"}
        self.process: Any = None
        self.url = ""

    def start(self, port: int = 0) -> "Running":
        with self.log.open("ab") as log:
            begin = log.tell()
            self.process = subprocess.Popen(
                [*COMMAND, "run", "--port", str(port)],
                cwd=self.folder,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.url = self._await_url(begin)
        self.env["SOZIALRAUM_URL"] = self.url
        self.desk = Desk(Settings.load(self.env, database=False))
        return self

    def _await_url(self, begin: int) -> str:
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline and self.process.poll() is None:
            text = self.log.read_bytes()[begin:].decode()
            if found := re.search(r"(http://127\.0\.0\.1:\d+)/readyz", text):
                return found[1]
            time.sleep(0.05)
        raise AssertionError(self.log.read_text()[-3000:])

    def interrupt(self) -> int:
        """Press Ctrl-C; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        code: int = self.process.wait(timeout=30)
        return code

    def post(
        self, path: str, body: Any, sub: str = "", role: str = "", today: str | None = None
    ) -> requests.Response:
        """Ask as somebody, by default as whoever may ask it, on a day that is played."""
        service, method = path.split("/")
        context = self.desk.context(service, method, sub, role)
        answer = requests.post(
            f"{self.url}/api/v1/{path}",
            json=body,
            headers={"Authorization": f"Bearer {context.token}", "X-Today": today},
            timeout=30,
        )
        self.desk.note(answer.json())
        return answer

    def upload(self, service: str, content: bytes, today: str) -> Any:
        """Store a list with a service, as its recipient; return what is answered."""
        context = self.desk.context(service, "put_document", role="recipient")
        answer = requests.post(
            f"{self.url}/api/v1/{service}/documents",
            data=content,
            headers={
                "Authorization": f"Bearer {context.token}",
                "X-Today": today,
                "Content-Type": "text/csv",
            },
            timeout=30,
        )
        assert answer.status_code == 201, answer.text
        return answer.json()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def cli(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run the command beside the instance."""
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=self.folder,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@contextmanager
def folder():
    """Make a folder of our own: another pytest of root closes pytest's to all but root.

    PostgreSQL does not run as root, and so would be locked out of its own data.
    """
    made = Path(mkdtemp(prefix="sozialraum-e2e-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def instance():
    with folder() as made:
        running = Running(made).start()
        yield running
        if running.process.poll() is None:
            running.interrupt()


@pytest.fixture
def own_instance():
    with folder() as made:
        running = Running(made)
        yield running
        if running.process is not None and running.process.poll() is None:
            running.kill()
