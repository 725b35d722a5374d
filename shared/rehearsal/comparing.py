"""Two generations of a read model, row by row."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Final

from psycopg import sql

from shared.canonical import Json, canonical
from shared.database import Conn

Rows = dict[str, str]
"""Primary key (JSON) → row (JSON)."""

_TABLES: Final = "select tablename from pg_tables where schemaname = %s order by tablename"
_KEY: Final = """
    select a.attname from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
    where i.indisprimary and i.indrelid = format('%%I.%%I', %s::text, %s::text)::regclass
    order by array_position(i.indkey::smallint[], a.attnum)"""


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


def differences(live: Mapping[str, Rows], built: Mapping[str, Rows]) -> Iterator[Json]:
    """Yield {table, key, live, built} of each row that is not the same, in order; null: no such row."""
    for table in sorted(live.keys() | built.keys()):
        before, after = live.get(table, {}), built.get(table, {})
        for key in sorted(before.keys() | after.keys()):
            was, now = before.get(key), after.get(key)
            if was != now:
                yield {"table": table, "key": key, "live": was, "built": now}


def digest(found: list[Json]) -> str:
    """Return SHA-256 of differences, in hex."""
    return sha256(canonical(found)).hexdigest()
