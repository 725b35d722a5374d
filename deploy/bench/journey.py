"""Rows 10 and 12: from the approval to the report, with real processes; and how large those are."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from statistics import quantiles
from threading import Event, Thread
from typing import Any, Final
from uuid import uuid4

import psutil
import psycopg

from deploy.bench import projects
from deploy.bench.figures import Figure, Target
from deploy.bench.following import filled
from deploy.bench.place import Place, await_answers, command, connect, signed_in
from deploy.bench.size import Size
from services.follows import FOLLOWS
from services.registry import NAMES, sql_folders
from shared.broker import connection
from shared.call import Context
from shared.rpc import RpcClient
from shared.settings import Settings

SECONDS: Final = 10
PATIENCE: Final = 3600  # seconds for 10⁶ events, which all models read at once
MIB: Final = 2**20
PERSONS: Final = {
    "apply": ("bench-team", "asd_member"),
    "co_sign": ("bench-recipient", "recipient"),
    "check_content": ("bench-checker", "asd_member"),
    "check_arithmetic": ("bench-wjh", "wjh"),
    "approve": ("bench-head", "district_head"),
}
ARRIVED: Final = """
    select exists (select from funding.event
            where type = 'debited' and stream = 'budget-2025'
            and strpos(line, %(project_id)s) > 0
            order by version desc limit 1)
        and exists (select from {}.report_project
            where project_id = %(project_id)s and status = 'approved')"""


def journey(place: Place, size: Size) -> Iterator[Figure]:
    """From the request to approve until funding has debited and the report shows it."""
    settings = place.settings(sql_folders(), AMQP_URI=place.amqp_uri)
    client = RpcClient(partial(connection, settings.amqp_uri))
    with place.services(settings, {name: command(name) for name in NAMES}):
        await_answers(client, NAMES, partial(signed_in, settings, "operator"))
        found = _journeys(_Caller(client, settings), settings, size.projects)
        client.close()
    centiles = quantiles(found, n=100, method="inclusive")
    what = f"approve → debited → in the report, {size.projects} projects"
    for name, value, limit in (("p50", centiles[49], 60), ("p99", centiles[98], 300)):
        target = Target(limit, at_least=False)
        yield Figure("journey", f"{what}, {name}", "ms", [value], target=target)


class _Caller:
    """Calls on the day that is played."""

    def __init__(self, client: RpcClient, settings: Settings) -> None:
        self.client = client
        self.settings = settings
        self.areas: list[str] = []
        self.traeger_id: str | None = None
        self._signed_in: dict[str, Context] = {}

    def write(self, service: str, method: str, **body: Any) -> dict[str, Any]:
        asked = {**body, "command_id": str(uuid4())}
        answer = self.client.call(service, method, asked, self._as(method), SECONDS)
        if method == "register_sozialraum":
            self.areas.append(answer["sozialraum_id"])
        if method == "register_traeger":
            self.traeger_id = answer["traeger_id"]
        return answer

    def _as(self, method: str) -> Context:
        """Return the frame of who does this, signed in once, after the areas are known."""
        if method not in self._signed_in:
            sub, role = PERSONS.get(method, ("bench", "central_office"))
            theirs = self.traeger_id if role == "recipient" else None
            known = signed_in(self.settings, role, sub, self.areas, theirs)
            self._signed_in[method] = replace(known, today=projects.DAY)
        return self._signed_in[method]


def _journeys(caller: _Caller, settings: Settings, count: int) -> list[float]:
    traeger = caller.write("projects", "register_traeger", name="Verein", expert=False)
    area = caller.write("projects", "register_sozialraum", name="Kalk-Nord", team_name="Team")
    for year in projects.PLAN:
        amount = projects.euros(100_000_000_000)
        caller.write("funding", "set_budget", year=year, amount=amount, resolution="1/2025")
    asked = projects.applying(area["sozialraum_id"], traeger["traeger_id"])
    ids = [caller.write("projects", "apply", **asked)["project_id"] for _ in range(count)]
    for project_id in ids:
        for method, body in projects.CHECKS.items():
            caller.write("projects", method, project_id=project_id, **body)
    time.sleep(1)
    found = []
    with psycopg.connect(settings.database_url, autocommit=True) as conn:
        live = conn.execute("select namespace from reporting.read_model where state = 'live'")
        row: Any = live.fetchone()
        arrived = ARRIVED.format(row[0]).encode()
        for project_id in ids:
            started = time.perf_counter()
            caller.write("projects", "approve", project_id=project_id)
            while not _is_so(conn, arrived, project_id):
                time.sleep(0.002)
                if time.perf_counter() - started > SECONDS:
                    raise TimeoutError(f"{project_id} did not arrive")
            found.append((time.perf_counter() - started) * 1000)
    return found


def _is_so(conn: psycopg.Connection[Any], query: bytes, project_id: str) -> bool:
    row: Any = conn.execute(query, {"project_id": project_id}).fetchone()
    return bool(row[0])


# ---- memory ----------------------------------------------------------------------------------


def memory(place: Place, size: Size) -> Iterator[Figure]:
    """What each service's process occupies at rest, and while the report is built anew."""
    events = size.logs[-1]
    settings = filled(place, events, AMQP_URI=place.amqp_uri)
    _let_effects_be_done(settings)
    client = RpcClient(partial(connection, settings.amqp_uri))
    operator = partial(signed_in, settings, "operator")
    with place.services(settings, {name: command(name) for name in NAMES}) as pids:
        await_answers(client, NAMES, operator)
        _await_report(client, events, operator())
    # Started anew, nothing is left to catch up with: this is rest.
    with place.services(settings, {name: command(name) for name in NAMES}) as pids:
        await_answers(client, NAMES, operator)
        time.sleep(2)
        resting = {name: _mib(pid) for name, pid in pids.items()}
        with peaks(pids) as most:
            asked = {"read_model": "annual_report"}
            client.call("reporting", "rebuild", asked, operator(), PATIENCE)
    client.close()
    for what, found, limit in (
        ("at rest", resting, 120),
        (f"during a replay of {events:,} events", most, 200),
    ):
        for name in NAMES:
            target = Target(limit, at_least=False)
            figure = f"memory of {name} {what}"
            yield Figure("memory", figure, "MiB", [found[name]], target=target)


def _let_effects_be_done(settings: Settings) -> None:
    """Let services have acted on what projects tell, in its last position: models are measured."""
    with connect(settings, "projects") as conn:
        last: Any = conn.execute(
            "select position, leaf from sealed order by position desc limit 1"
        ).fetchone()
    for name in NAMES:
        if "projects" in FOLLOWS[name]:
            with connect(settings, name) as conn:
                conn.execute("insert into heard values (%s, 'projects', %s, %s)", [name, *last])


def _await_report(client: RpcClient, events: int, operator: Context) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        state = client.call("reporting", "health", {}, operator, SECONDS)
        models = [it for it in state["followers"] if it["source"] == "projects"]
        if all(each["position"] >= events for each in models):
            return
        time.sleep(0.5)
    raise TimeoutError("the report did not catch up")


def _mib(pid: int) -> float:
    return float(psutil.Process(pid).memory_info().rss) / MIB


@contextmanager
def peaks(pids: dict[str, int]) -> Iterator[dict[str, float]]:
    """Yield the greatest memory of each process, filled until the end."""
    peaks = dict.fromkeys(pids, 0.0)
    over = Event()

    def watch() -> None:
        while not over.wait(0.05):
            for name, pid in pids.items():
                peaks[name] = max(peaks[name], _mib(pid))

    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peaks
    finally:
        over.set()
        thread.join()
