"""Numbered SQL, applied once each, by the owner, under a lock. Services only check.

The kernel's files (shared/sql) and a service's own (services/<service>/sql) form one sequence per
service: kernel numbers first. A file that was applied is never edited.
"""

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection, sql

from shared.settings import Settings

KERNEL = Path(__file__).parent / "sql"
LOCK = 0x50524A  # One migration at a time; the number means nothing but is ours.

RIGHTS = """
    grant usage on schema {schema} to {role};
    grant select on all tables in schema {schema} to {role};
    grant insert on event, sealed, command, unsealed, stream, document, document_chunk, actor,
        heard, parked, discarded, read_model, vault_record, subtree,
        checkpoint, checkpoint_key, cosignature, document_deleted to {role};
    grant update on stream, cursor, document, heard, parked, read_model, vault_record to {role};
    grant delete on unsealed, document, document_chunk, actor, heard, parked, read_model,
        vault_record to {role};
    grant usage on all sequences in schema {schema} to {role};
    grant execute on all functions in schema {schema} to {role};
"""

OWN_RIGHTS = "grant insert, update, delete on {table} to {role}"
"""On what a service's own files make beside the log: such rows may change."""

_TABLE = re.compile(r"^create table (\w+)", re.MULTILINE)


class SchemaError(Exception):
    """The database has another schema than this code expects. The text is German."""


def files(service_sql: Path) -> list[Path]:
    """Return the numbered files of a service, the kernel's first."""
    own = sorted(service_sql.glob("[0-9]*.sql")) if service_sql.is_dir() else []
    return [*sorted(KERNEL.glob("[0-9]*.sql")), *own]


def migrate(settings: Settings, services: dict[str, Path]) -> list[str]:
    """Bring each service's schema to this code's state; return the names of what was applied."""
    applied = []
    with psycopg.connect(settings.database_url, connect_timeout=5) as conn:
        conn.execute("select pg_advisory_lock(%s)", [LOCK])
        _check_encoding(conn)
        for service, folder in services.items():
            applied += _migrate_one(conn, settings, service, folder)
        conn.commit()
    return applied


def _check_encoding(conn: Connection[Any]) -> None:
    encoding = conn.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise SchemaError(f"Die Datenbank hat die Kodierung {encoding}, nötig ist UTF8.")


def _migrate_one(
    conn: Connection[Any], settings: Settings, service: str, folder: Path
) -> list[str]:
    role, schema = sql.Identifier(settings.role(service)), sql.Identifier(service)
    password = sql.Literal(settings.password(service))
    exists = conn.execute(
        "select 1 from pg_roles where rolname = %s", [settings.role(service)]
    ).fetchone()
    make = "alter role {} login password {}" if exists else "create role {} login password {}"
    conn.execute(sql.SQL(make).format(role, password))
    conn.execute(sql.SQL("create schema if not exists {}").format(schema))
    conn.execute(sql.SQL("set search_path = {}").format(schema))
    conn.execute(
        "create table if not exists migration (name text primary key, digest text not null,"
        " applied_at timestamptz not null default now())"
    )
    known = dict(conn.execute("select name, digest from migration").fetchall())
    applied = []
    for file in files(folder):
        text, name = file.read_text(), file.stem
        digest = sha256(text.encode()).hexdigest()
        if name not in known:
            conn.execute(text.encode())
            conn.execute("insert into migration values (%s, %s)", [name, digest])
            applied.append(f"{service}: {name}")
        elif known[name] != digest:
            raise SchemaError(f"Die Migration {service}/{name} wurde nachträglich geändert.")
    conn.execute(sql.SQL(RIGHTS).format(schema=schema, role=role))
    _withdraw_parts(conn, role)
    for table in _own_tables(folder):
        conn.execute(sql.SQL(OWN_RIGHTS).format(table=sql.Identifier(table), role=role))
    # Generations of read models are schemas of the service's own.
    database = sql.Identifier(conn.info.dbname)
    conn.execute(sql.SQL("grant create, connect on database {} to {}").format(database, role))
    return applied


def _withdraw_parts(conn: Connection[Any], role: sql.Identifier) -> None:
    """Leave a service no right on the parts of its log: it reads and adds through `event` alone."""
    rows = conn.execute(
        "select name from partition where to_regclass(quote_ident(name)) is not null"
    )
    for (part,) in rows.fetchall():
        conn.execute(
            sql.SQL("revoke all on {part} from {role}").format(part=sql.Identifier(part), role=role)
        )


def _own_tables(service_sql: Path) -> list[str]:
    """Return the tables that a service's own files make."""
    own = [file for file in files(service_sql) if file.parent != KERNEL]
    return [table for file in own for table in _TABLE.findall(file.read_text())]


def check(conn: Connection[Any], service: str, folder: Path) -> None:
    """Raise SchemaError unless exactly this code's migrations were applied."""
    wanted = [file.stem for file in files(folder)]
    try:
        found = [name for (name,) in conn.execute("select name from migration order by name")]
    except psycopg.errors.UndefinedTable:
        found = []
    if sorted(wanted) != found:
        missing = sorted(set(wanted) - set(found))
        unknown = sorted(set(found) - set(wanted))
        raise SchemaError(
            f"Das Schema von {service} passt nicht zu diesem Programm"
            f" (es fehlen: {', '.join(missing) or '–'}; unbekannt: {', '.join(unknown) or '–'})."
            " Bitte zuerst „sozialraum migrate“ ausführen."
        )
