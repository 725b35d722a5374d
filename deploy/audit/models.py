"""Read models, held row by row against what a replay of the logs makes of them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from psycopg import Connection, sql

from deploy.audit.finding import Check
from services.registry import service_class
from shared import database
from shared.database import Conn
from shared.hearing import Fetch
from shared.log import Log
from shared.projection import ReadModel, live_namespace
from shared.readmodel import ReadModels
from shared.settings import Settings
from shared.verify import Fault

FAULTS_MAX: Final = 20
Rows = dict[str, str]
"""Primary key (JSON) → row (JSON)."""

_TABLES: Final = "select tablename from pg_tables where schemaname = %s order by tablename"
_KEY: Final = """
    select a.attname from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
    where i.indisprimary and i.indrelid = format('%%I.%%I', %s::text, %s::text)::regclass
    order by array_position(i.indkey::smallint[], a.attnum)"""


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
        for table, rows in contents(conn, namespace).items():
            check.checked += len(rows)
            for text in differences(shown.get(table, {}), rows):
                if not check.add([Fault(max(positions.values()), f"{table}: {text}")], FAULTS_MAX):
                    return check
    return check


def contents(conn: Conn, namespace: str) -> dict[str, Rows]:
    """Return table → its rows of one generation."""
    return {
        table: _rows(conn, namespace, table)
        for (table,) in conn.execute(_TABLES, [namespace]).fetchall()
    }


def _rows(conn: Conn, namespace: str, table: str) -> Rows:
    columns = [name for (name,) in conn.execute(_KEY, [namespace, table]).fetchall()]
    parts: list[sql.Composable] = [sql.Identifier("t", name) for name in columns]
    key = sql.SQL(", ").join(parts or [sql.SQL("t::text")])
    query = sql.SQL("select jsonb_build_array({})::text, to_jsonb(t)::text from {} t").format(
        key, sql.Identifier(namespace, table)
    )
    return dict(conn.execute(query).fetchall())


def differences(shown: Mapping[str, str], replayed: Mapping[str, str]) -> Iterator[str]:
    """Yield, in the order of keys, what is shown and what a replay makes of it."""
    for key in sorted(shown.keys() | replayed.keys()):
        was, should = shown.get(key), replayed.get(key)
        if was is None:
            yield f"Zeile {key} fehlt; nachgespielt: {should}"
        elif should is None:
            yield f"Zeile {key} kommt aus keinem Ereignis: {was}"
        elif was != should:
            yield f"Zeile {key} zeigt {was}; nachgespielt: {should}"


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
