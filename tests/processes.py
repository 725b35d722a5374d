"""An instance in real processes: started, killed, paused and asked, over RabbitMQ and PostgreSQL.

One virtual host and one database belong to one instance. All processes end with the tests.
"""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from deploy.bench.projects import STATEMENTS, goods, year_plan
from deploy.processes import end, guard, release
from shared.broker import connection
from shared.refusal import Refused
from shared.rpc import RpcClient
from shared.settings import Settings
from tests.desk import Desk
from tests.journal import Journal
from tests.persons import CHECKS
from tests.spent import OVER, Spent, account

ROOT = Path(__file__).parent.parent
CLI = ("-c", "from deploy.cli import main; main()")
SERVICES = ("projects", "funding", "reporting")
START_SECONDS_MAX = 60  # of a service, on a loaded machine
STOP_SECONDS_MAX = 20
QUIET_SECONDS_MAX = 240  # A broker killed at a bad moment is given up and met again several times.

DAY = "2026-01-05"  # The one day on which all is played: no process lets its days run backwards.
COMMANDS = {
    *("set_budget", "supplement", "reserve", "hold_settlement"),
    *("waive_appeal", "plan_payments", "release_payments", "make_pay_list", "import_confirmations"),
    *("register_traeger", "register_sozialraum", "apply", "approve", "reject"),
    *("request_change", "extend"),
    *("co_sign", "check_content", "check_arithmetic"),
    *("import_receipts", "record_in_kind", "submit_statement"),
    *("check_statement_content", "check_statement"),
    *("close", "lapse", "record_card"),
}


class Late(AssertionError):  # noqa: N818 - a test fails because something did not happen in time
    """What had to become so did not."""


def wait_until(condition: Callable[[], Any], what: str, seconds: float = 30) -> Any:
    """Wait until something is so and return it. Raises Late."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise Late(f"not within {seconds} s: {what}")
        time.sleep(0.02)
    return found


def euros(amount: str) -> dict:
    return {"amount": amount, "currency": "EUR"}


class Instance:
    """One district: its processes by name (`projects`, or `projects-b` for a second replica)."""

    def __init__(self, database_url: str, amqp_uri: str, folder: Path, **environment: str) -> None:
        self.database_url = database_url
        self.amqp_uri = amqp_uri
        self.folder = folder.resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.environment = {
            "AMQP_URI": amqp_uri,
            "APP_ENV": "demo",
            "DATABASE_URL": database_url,
            "DATA_DIR": str(self.folder / "data"),
            "DISTRICT": f"test{secrets.token_hex(4)}",  # It names roles of the whole server.
            **environment,
        }
        self.processes: dict[str, subprocess.Popen] = {}
        self.changed: set[str] = set()  # Processes that were not started as they always are.
        self.journal = Journal()
        self.rpc = RpcClient(partial(connection, amqp_uri))
        self.desk = Desk(Settings.load(self.environment))
        self._guards: list[subprocess.Popen] = []
        self.traeger_id = self.sozialraum_id = ""

    # ---- processes -------------------------------------------------------------------------

    def migrate(self) -> None:
        self.cli("migrate")

    def start(self, *services: str, replica: str = "", program=CLI, **environment: str) -> None:
        """Start services, each in a process of its own; `environment` is for these only."""
        for service in services:
            name = f"{service}{replica}"
            with (self.folder / f"{name}.log").open("ab") as out:
                process = subprocess.Popen(
                    [sys.executable, *program, "run", service],
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    cwd=self.folder,
                    env=self._environment() | environment,
                    start_new_session=True,
                )
            self.processes[name] = process
            self.changed.discard(name)
            if environment or program != CLI:
                self.changed.add(name)
            self._guards.append(guard(process.pid, self.folder, "KILL"))

    def wait_ready(self, *services: str) -> None:
        """Wait until services answer and hear whom they follow."""
        for service in services or self._running():
            wait_until(partial(self._is_ready, service), f"{service} is ready", START_SECONDS_MAX)

    def _running(self) -> set[str]:
        return {name.partition("-")[0] for name, it in self.processes.items() if it.poll() is None}

    def _is_ready(self, service: str) -> bool:
        for name, process in self.processes.items():
            if name == service and process.poll() is not None:
                raise Late(f"{name} ended: {self.log_of(name)[-2000:]}")
        try:
            health = self.call(service, "health", today=None, timeout=2)  # No day is played by it.
        except Refused:
            return False
        return all(each["connected"] for each in health["followers"])

    def kill(self, name: str) -> None:
        """Kill a process (SIGKILL) and whatever it has not written down."""
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def stop(self, name: str) -> None:
        """Ask a process to end (SIGTERM); it does so in order."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGTERM)
        try:
            assert process.wait(STOP_SECONDS_MAX) == 0, self.log_of(name)[-2000:]
        finally:
            end(process, signal.SIGKILL, STOP_SECONDS_MAX)

    def ended(self, name: str) -> int:
        """Wait until a process has ended by itself and return its exit code."""
        return self.processes.pop(name).wait(START_SECONDS_MAX)

    def pause(self, name: str) -> None:
        self.processes[name].send_signal(signal.SIGSTOP)

    def resume(self, name: str) -> None:
        self.processes[name].send_signal(signal.SIGCONT)

    def mend(self, *services: str) -> None:
        """Let exactly these services run, one process each, as they always do."""
        for name, process in list(self.processes.items()):
            process.send_signal(signal.SIGCONT)
            if name not in services or name in self.changed or process.poll() is not None:
                self.kill(name)
        self.start(*(name for name in services if name not in self.processes))
        self.wait_ready(*services)

    def destroy(self) -> None:
        """Kill what still runs and close what is open."""
        for process in self.processes.values():
            end(process, signal.SIGKILL, STOP_SECONDS_MAX)
        for watcher in self._guards:
            release(watcher)
        self.processes.clear()
        self.rpc.close()

    def cli(self, *arguments: str, expect: int = 0) -> str:
        """Run the command `sozialraum` to its end and return what it wrote to stdout."""
        done = subprocess.run(
            [sys.executable, *CLI, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env=self._environment() | {"USER": "operator.kalk"},
            timeout=120,
        )
        assert done.returncode == expect, (arguments, done.stdout, done.stderr)
        return done.stdout

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
        return kept | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | self.environment

    # ---- what processes say ----------------------------------------------------------------

    def log_of(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def said(self, name: str, event: str) -> list[dict]:
        """Return the lines that a process has logged about something."""
        lines = self.log_of(name).splitlines()
        told = [json.loads(line) for line in lines if line.startswith("{") and event in line]
        return [line for line in told if line["event"] == event]

    def memory_mib_max(self, name: str) -> int:
        """Return the most memory that a process has ever held."""
        status = Path(f"/proc/{self.processes[name].pid}/status").read_text()
        (peak,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) // 1024

    def sql(self, statement: str, *values: Any) -> list[tuple]:
        """Run a statement as the database's owner, who may do anything."""
        with psycopg.connect(self.database_url, autocommit=True) as conn:
            cursor = conn.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    # ---- asking ----------------------------------------------------------------------------

    def call(
        self,
        service: str,
        method: str,
        body: dict | None = None,
        *,
        today: str | None = "",
        role: str = "",
        command_id: str | None = None,
        timeout: float = 15,
        insist: float = 0,
    ) -> dict:
        """Return the answer of a method. Raises Refused.

        today   the day that is played, None: that of the machine; reporting looks back on all days
        insist  repeat the request for so many seconds while it is open whether it was carried
                out: a person who presses the button again
        """
        if today == "":
            today = OVER if service == "reporting" else DAY
        context = self.desk.context(service, method, role=role, today=today)

        def ask(service: str, method: str, asked: dict) -> dict:
            answer = self.rpc.call(service, method, asked, context, timeout)
            self.desk.note(answer)
            return answer

        asked = {**(body or {})}
        if method in COMMANDS:
            asked["command_id"] = command_id or str(uuid4())
            ask = partial(self.journal.call, ask)
        until = time.monotonic() + insist
        while True:
            try:
                return ask(service, method, asked)
            except Refused as refused:
                is_open = refused.kind in ("unavailable", "timeout")
                if not is_open or refused.code == "internal-error" or time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def health(self, service: str) -> dict:
        return self.call(service, "health", today=None)

    def head(self, service: str) -> int:
        """Return the newest position of a service's log."""
        return int(self.sql(f"select coalesce(max(position), 0) from {service}.sealed")[0][0])

    def heard(self, service: str, source: str = "projects") -> int:
        """Return how far all of a service has heard another, in the generations that it shows."""
        rows = self.sql(
            f"select coalesce(min(position), 0) from {service}.heard where source = %s and"
            f" (follower = %s or follower in (select namespace from {service}.read_model"
            " where state = 'live'))",
            source,
            service,
        )
        return int(rows[0][0])

    def published(self) -> int:
        rows = self.sql("select position from projects.cursor where name = 'published'")
        return int(rows[0][0])

    def wait_quiet(self, seconds: float = QUIET_SECONDS_MAX) -> None:
        """Wait until all that was committed is sealed, published and heard."""

        def quiet() -> bool:
            waiting = self.sql("select count(*) from projects.unsealed")[0][0]
            heard = [self.heard(name) for name in ("funding", "reporting")]
            return not waiting and {self.published(), *heard} == {self.head("projects")}

        wait_until(quiet, "everything is published and heard", seconds)

    # ---- a district and its projects -------------------------------------------------------

    def furnish(self, budget: str = "90000000.00", years: tuple[int, ...] = (2026, 2027)) -> None:
        """Give the district money, a Träger and a Sozialraum."""
        for year in years:
            body = {"year": year, "amount": euros(budget), "resolution": "Beschluss 1"}
            self.call("funding", "set_budget", body)
        traeger = self.call("projects", "register_traeger", {"name": "Jugendwerk"})
        body = {"name": "Kalk-Nord", "team_name": "Team Kalk-Nord"}
        sozialraum = self.call("projects", "register_sozialraum", body)
        self.traeger_id = traeger["traeger_id"]
        self.sozialraum_id = sozialraum["sozialraum_id"]

    def application(self, title: str = "Mädchentreff") -> dict:
        """Return what `apply` takes: 50,000 euros over two years, of which 45,500 are granted."""
        return {
            "sozialraum_id": self.sozialraum_id,
            "traeger_id": self.traeger_id,
            "title": title,
            "need": "Im Viertel fehlt ein Treff.",
            "goals": [{"text": "Der Treff wird genutzt.", "indicator": "Gäste", "target": "20"}],
            "target_group": "Mädchen",
            "measures": "Treff",
            "start": "2026-02-01",
            "end": "2027-01-31",
            "plan": [year_plan(2026, 40_000_00, 4_000_00), year_plan(2027, 10_000_00)],
            "own_cash": euros("500.00"),
            "in_kind": goods(1_000_00),
            "employees": {"count": 75, "method": "heads", "on": "2026-01-05"},
            **STATEMENTS,
        }

    def apply(self, **how: Any) -> str:
        """Apply for a project, have it signed and checked, and return its id."""
        self.desk.traeger_id = self.traeger_id  # Others may have been registered meanwhile.
        project_id: str = self.call("projects", "apply", self.application(), **how)["project_id"]
        for method, body in CHECKS.items():
            self.call("projects", method, {**body, "project_id": project_id}, **how)
        return project_id

    def approve(self, project_id: str, **how: Any) -> dict:
        return self.call("projects", "approve", {"project_id": project_id}, **how)

    def extend(self, project_id: str, **how: Any) -> dict:
        """Extend a project by half a year and move 1,000 euros to its second year."""
        why = "Die Miete wird erst im neuen Jahr fällig."
        request = {
            "project_id": project_id,
            "what": "Ein halbes Jahr mehr.",
            "why": "Der Bedarf besteht fort.",
            "known_since": "2026-01-05",
            "new_end": "2027-07-31",
            "shift": [
                {"year": 2026, "amount": euros("-1000.00"), "reason": why},
                {"year": 2027, "amount": euros("1000.00"), "reason": why},
            ],
        }
        body = {
            "project_id": project_id,
            "request_id": self.call("projects", "request_change", request, **how)["request_id"],
            "reason_code": "demand-continues",
            "reason": "Der Bedarf besteht fort.",
        }
        return self.call("projects", "extend", body, **how)

    def account(self, project_id: str, **how: Any) -> None:
        """Have the statement of use of a project checked: it cost 2,000 euros less than planned.

        What reporting holds it against it has heard of projects before; projects hears of the check.
        """

        def ask(method: str, **body: Any) -> dict:
            return self.call("reporting", method, body, **how)

        spent = Spent(48_000_00, third_party_ct=4_000_00, in_kind_ct=1_000_00)
        self.wait_heard("projects", account(ask, project_id, spent), source="reporting")

    def close(self, project_id: str, **how: Any) -> dict:
        """Close a project whose statement of use is checked."""
        body = {"project_id": project_id, "cause": "completed"}
        return self.call("projects", "close", body, **how)

    def play(self, **how: Any) -> str:
        """Apply, approve, extend, account for and close one project; return its id."""
        project_id = self.apply(**how)
        approved = self.approve(project_id, **how)
        self.wait_heard("funding", approved["event_ids"][-1])
        extended = self.extend(project_id, **how)
        self.wait_heard("funding", extended["event_ids"][-1])
        self.wait_heard("reporting", extended["event_ids"][-1])
        self.account(project_id, **how)
        self.close(project_id, **how)
        return project_id

    def wait_heard(
        self,
        service: str,
        event_id: str,
        seconds: float = QUIET_SECONDS_MAX,
        source: str = "projects",
    ) -> None:
        """Wait until a service has heard an event of another."""

        def heard() -> bool:
            rows = self.sql(f"select position from {source}.sealed where event_id = %s", event_id)
            return bool(rows) and self.heard(service, source) >= rows[0][0]

        wait_until(heard, f"{service} has heard {event_id}", seconds)

    def report(self, year: int = 2026, **asked: Any) -> dict:
        return self.call("reporting", "annual_report", {"year": year, **asked})
