"""Read models, held row by row against what a replay of the logs makes of them."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from psycopg import Connection

from deploy.audit.finding import Check
from services.registry import service_class
from shared import database
from shared.canonical import Json
from shared.hearing import Fetch
from shared.log import Log
from shared.projection import ReadModel, live_namespace
from shared.readmodel import ReadModels
from shared.rehearsal.comparing import contents, differences
from shared.settings import Settings
from shared.verify import Fault

FAULTS_MAX: Final = 20


def compare(settings: Settings, service: str, names: Sequence[str] = ()) -> list[Check]:
    """Return a check for each read model of a service, or for those named."""
    listed = [it for it in service_class(service).read_models if not names or it.name in names]
    if not listed:
        return []
    with database.pool(settings, service, size=4) as pool, _fetching(settings) as fetch:
        models = ReadModels(service, pool, listed)
        return [_compared(models, model, fetch) for model in listed]


def _compared(models: ReadModels, model: ReadModel, fetch: Any) -> Check:
    check = Check(f"read-model:{model.name}", f"Zeilen von {model.name} wie nachgespielt")
    with models.pool.connection() as conn, conn.transaction():
        conn.execute("set transaction isolation level repeatable read, read only")
        live = live_namespace(conn, model)
        positions = {**dict.fromkeys(model.sources, 0), **models.positions(conn, live)}
        shown = contents(conn, live)
    with (
        models.replayed(model.name, positions, fetch) as namespace,
        models.pool.connection() as conn,
    ):
        replayed = contents(conn, namespace)
        check.checked = sum(map(len, replayed.values()))
        for row in differences(shown, replayed):
            if not check.add([Fault(max(positions.values()), _told(row))], FAULTS_MAX):
                break
    return check


def _told(row: Json) -> str:
    """Return what is shown and what a replay makes of it."""
    where = f"{row['table']}: Zeile {row['key']}"
    if row["live"] is None:
        return f"{where} fehlt; nachgespielt: {row['built']}"
    if row["built"] is None:
        return f"{where} kommt aus keinem Ereignis: {row['live']}"
    return f"{where} zeigt {row['live']}; nachgespielt: {row['built']}"


@contextmanager
def _fetching(settings: Settings) -> Iterator[Any]:
    """Yield what reads the logs of all services on, straight from the database."""
    with ExitStack() as stack:
        conns: dict[str, Connection[Any]] = {}

        def fetch(source: str) -> Fetch:
            log = Log(service_class(source).catalogue)
            if source not in conns:
                conns[source] = stack.enter_context(database.connect(settings, source))

            def read(after: int, leaf: str | None, limit: int) -> list[dict[str, Any]]:
                log.check_reader(conns[source], after, leaf)
                return log.page(conns[source], after, limit)

            return read

        yield fetch
