"""Row 7: a follower catches up into its tables."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from deploy.bench import projects, samples
from deploy.bench.figures import Figure, Target, timed
from deploy.bench.place import NoBrokerError, Place, await_answers, command, connect, signed_in
from deploy.bench.size import Size
from services.registry import sql_folders
from services.reporting.service import ANNUAL_REPORT
from shared import database
from shared.broker import connection
from shared.hearing import Fetch
from shared.readmodel import ReadModels
from shared.rpc import RpcClient
from shared.settings import Settings

READ_SECONDS = 10


def catching_up(place: Place, size: Size) -> Iterator[Figure]:
    """Fill the annual report from the log of projects, from its first event on."""
    settings = filled(place, size.caught_up)
    what = f"catch-up of the annual report, {size.caught_up:,} events"
    with in_process(settings) as fetch:
        found = [rebuilt(settings, fetch) for _ in range(size.rounds)]
    yield Figure("catch-up", what, "events/s", found, target=Target(5000))
    with suppress(NoBrokerError):
        settings = filled(place, size.caught_up, AMQP_URI=place.amqp_uri)
        with over_rpc(place, settings) as fetch:
            found = [rebuilt(settings, fetch) for _ in range(size.rounds)]
        yield Figure("catch-up", f"{what}, over RPC", "events/s", found, target=Target(5000))


def filled(place: Place, count: int, **given: str) -> Settings:
    """Return an instance whose projects have a log of so many events."""
    settings = place.settings(sql_folders(), **given)
    with connect(settings, "projects") as conn:
        projects.fill(conn, count)
        samples.seal(conn)
        conn.execute("update cursor set position = (select max(position) from sealed)")
    return settings


@contextmanager
def in_process(settings: Settings) -> Iterator[Fetch]:
    """Yield what reads the log as the method `read_log` does, without a broker."""
    with database.pool(settings, "projects", size=2) as pool:

        def fetch(after: int, leaf: str | None, limit: int) -> list[dict[str, Any]]:
            with pool.connection() as conn:
                projects.LOG.check_reader(conn, after, leaf)
                return projects.LOG.page(conn, after, limit)

        yield fetch


@contextmanager
def over_rpc(place: Place, settings: Settings) -> Iterator[Fetch]:
    """Yield what asks a running service of projects."""
    client = RpcClient(partial(connection, settings.amqp_uri))
    auditor = signed_in(settings, "auditor")

    def fetch(after: int, leaf: str | None, limit: int) -> list[dict[str, Any]]:
        asked = {"after": after, "leaf": leaf, "limit": limit}
        answer = client.call("projects", "read_log", asked, auditor, READ_SECONDS)
        events: list[dict[str, Any]] = answer["events"]
        return events

    with place.services(settings, {"projects": command("projects")}):
        await_answers(client, ["projects"], lambda: auditor)
        yield fetch
        client.close()


def rebuilt(settings: Settings, fetch: Fetch) -> float:
    """Fill a new generation of the report; return how many events a second."""
    with database.pool(settings, "reporting", size=4) as pool:
        models = ReadModels("reporting", pool, [ANNUAL_REPORT])
        models.prepare()

        def work() -> int:
            namespace = models.rebuild(ANNUAL_REPORT.name, lambda _: fetch)
            with pool.connection() as conn:
                return models.positions(conn, namespace)["projects"]

        return timed(work)
