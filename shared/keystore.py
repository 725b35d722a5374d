"""The key store of the vault: a key for each subject, and the list of those that were destroyed.

It lies apart from the data and in none of their backups: a SQLite file in the data folder, or a
PostgreSQL database of its own. Keys are stored wrapped by the instance key, which lies in neither. The
list of destroyed keys is only ever added to; applied to a restored store, it destroys them again.
"""

import os
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg_pool import ConnectionPool

from shared.settings import Settings

NAME: Final = "vault"  # Of the role, the schema and the password's setting.
FILE: Final = "vault-keys.sqlite3"  # In the data folder.
BUSY_SECONDS: Final = 5
CONNECTIONS_MAX: Final = 4
LOCK: Final = 0x4B455953  # Who adds or destroys a key does so alone; the number is ours.

Execute = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Key:
    """The wrapped key of a subject."""

    key_id: str
    subject: str
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Destroyed:
    """A key that is gone for good, and since when (ISO 8601, UTC)."""

    key_id: str
    subject: str
    destroyed_at: str


class KeyDestroyedError(Exception):
    """The subject's key has been destroyed: it never gets another one."""


class KeyStore(ABC):
    """What both kinds of store have in common: all but how they run a statement."""

    @abstractmethod
    def transaction(self, *, alone: bool = False) -> AbstractContextManager[Execute]:
        """Give a transaction as what executes a statement; `alone`: no other writer meanwhile."""

    @abstractmethod
    def close(self) -> None:
        """Let go of connections."""

    def find(self, subjects: Sequence[str]) -> dict[str, Key]:
        """Return subject → key of those that have one."""
        with self.transaction() as execute:
            rows = execute(
                f"select key_id, subject, wrapped from vault_key where subject in {_in(subjects)}",  # noqa: S608 - placeholders
                subjects,
            )
        keys = [Key(str(key_id), str(subject), bytes(key)) for key_id, subject, key in rows]
        return {key.subject: key for key in keys}

    def destroyed(self, subjects: Sequence[str] | None = None) -> dict[str, Destroyed]:
        """Return subject → what was destroyed, of some subjects or of all, in order of time."""
        where = "" if subjects is None else f"where subject in {_in(subjects)}"
        with self.transaction() as execute:
            rows = execute(
                f"select key_id, subject, destroyed_at from destroyed_key {where}"  # noqa: S608 - placeholders
                " order by destroyed_at, key_id",
                subjects or (),
            )
        gone = [Destroyed(str(key_id), str(subject), at) for key_id, subject, at in rows]
        return {each.subject: each for each in gone}

    def add(self, key: Key) -> Key:
        """Keep a subject's first key; return the one that is kept. Raises KeyDestroyedError."""
        with self.transaction(alone=True) as execute:
            if execute("select 1 from destroyed_key where subject = %s", [key.subject]):
                raise KeyDestroyedError(key.subject)
            execute(
                "insert into vault_key (key_id, subject, wrapped) values (%s, %s, %s)"
                " on conflict (subject) do nothing",
                [key.key_id, key.subject, key.wrapped],
            )
        return self.find([key.subject])[key.subject]

    def destroy(self, subject: str, at: str) -> Destroyed:
        """Destroy the key of a subject and record it; who was destroyed before stays so."""
        with self.transaction(alone=True) as execute:
            rows = execute("select key_id from vault_key where subject = %s", [subject])
            key_id = str(rows[0][0]) if rows else str(uuid4())  # None was made: none will be.
            _destroy(execute, Destroyed(key_id, subject, at))
        return self.destroyed([subject])[subject]

    def apply(self, destroyed: Iterable[Destroyed]) -> None:
        """Destroy what another copy of this store has destroyed: after a backup was restored."""
        with self.transaction(alone=True) as execute:
            for each in destroyed:
                _destroy(execute, each)


def _destroy(execute: Execute, gone: Destroyed) -> None:
    execute("delete from vault_key where subject = %s", [gone.subject])
    execute(
        "insert into destroyed_key (key_id, subject, destroyed_at) values (%s, %s, %s)"
        " on conflict (subject) do nothing",
        [gone.key_id, gone.subject, gone.destroyed_at],
    )


def _in(subjects: Sequence[str]) -> str:
    return f"({', '.join(['%s'] * len(subjects)) or 'null'})"


# ---- a file in the data folder ---------------------------------------------------------------

_SQLITE: Final = """
create table if not exists vault_key (
    key_id text primary key, subject text not null unique, wrapped blob not null);
create table if not exists destroyed_key (
    key_id text primary key, subject text not null unique, destroyed_at text not null);
create trigger if not exists destroyed_key_stays before delete on destroyed_key begin
    select raise(abort, 'the list of destroyed keys is only ever added to'); end;
create trigger if not exists destroyed_key_unchanged before update on destroyed_key begin
    select raise(abort, 'the list of destroyed keys is only ever added to'); end;
"""


class FileKeyStore(KeyStore):
    """Keys in a SQLite file that only its owner can read. What is deleted is overwritten."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        with self._open() as conn:
            conn.executescript(_SQLITE)

    def close(self) -> None:
        """Nothing is open between two transactions."""

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection costs less than a thread may keep waiting for another's."""
        with closing(
            sqlite3.connect(self.file, timeout=BUSY_SECONDS, isolation_level=None)
        ) as conn:
            conn.execute("pragma secure_delete = on")
            conn.execute("pragma synchronous = full")
            yield conn

    @contextmanager
    def transaction(self, *, alone: bool = False) -> Iterator[Execute]:
        """Give a transaction; SQLite has one writer at a time anyway."""
        with self._open() as conn:
            conn.execute("begin immediate" if alone else "begin")
            try:
                yield lambda query, given: conn.execute(
                    query.replace("%s", "?"), [*given]
                ).fetchall()
            except BaseException:
                conn.rollback()
                raise
            conn.commit()


# ---- a database of its own ---------------------------------------------------------------------

_POSTGRES: Final = """
create table if not exists vault_key (
    key_id uuid primary key, subject uuid not null unique, wrapped bytea not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 0);
create table if not exists destroyed_key (
    key_id uuid primary key, subject uuid not null unique, destroyed_at text not null);
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% of % is refused: the list is only ever added to', tg_op, tg_table_name
        using errcode = 'SR004';
end $$;
create or replace trigger immutable before update or delete on destroyed_key
    for each row execute function refuse_change();
create or replace trigger untruncatable before truncate on destroyed_key
    execute function refuse_change();
"""
_RIGHTS: Final = """
grant usage on schema {schema} to {role};
grant select, insert, delete on vault_key to {role};
grant select, insert on destroyed_key to {role};
"""


def migrate(settings: Settings) -> None:
    """Make tables and role in the key store's own database, with its owner's login."""
    if settings.vault.keys_url is None:
        return
    role, schema = sql.Identifier(settings.role(NAME)), sql.Identifier(NAME)
    with psycopg.connect(settings.vault.keys_url, connect_timeout=5) as conn:
        conn.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        exists = conn.execute(
            "select 1 from pg_roles where rolname = %s", [settings.role(NAME)]
        ).fetchone()
        make = "alter role {} login password {}" if exists else "create role {} login password {}"
        conn.execute(sql.SQL(make).format(role, sql.Literal(settings.password(NAME))))
        conn.execute(sql.SQL("create schema if not exists {}").format(schema))
        conn.execute(sql.SQL("set local search_path = {}").format(schema))
        conn.execute(_POSTGRES)
        conn.execute(sql.SQL(_RIGHTS).format(schema=schema, role=role))


class DatabaseKeyStore(KeyStore):
    """Keys in a PostgreSQL database of their own, with a role that can do no more than needed."""

    def __init__(self, url: str) -> None:
        self.pool: ConnectionPool[psycopg.Connection[tuple[Any, ...]]] = ConnectionPool(
            url,
            min_size=0,
            max_size=CONNECTIONS_MAX,
            timeout=5,
            open=True,
            name=NAME,
            kwargs={
                "options": f"-c search_path={NAME} -c statement_timeout=10000",
                "connect_timeout": 5,
                "autocommit": True,
            },
        )

    def close(self) -> None:
        """Close the connections."""
        self.pool.close()

    @contextmanager
    def transaction(self, *, alone: bool = False) -> Iterator[Execute]:
        """Give a transaction; writers wait for each other."""

        def execute(query: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
            cursor = conn.execute(query.encode(), given)
            return cursor.fetchall() if cursor.description else []

        with self.pool.connection() as conn, conn.transaction():
            if alone:
                execute("select pg_advisory_xact_lock(%s)", [LOCK])
            yield execute


def key_store(settings: Settings) -> KeyStore:
    """Open the key store of an instance."""
    place = settings.vault.keys_url
    if place is None:
        return FileKeyStore(settings.data / FILE)
    return DatabaseKeyStore(settings.service_url(NAME, place))
