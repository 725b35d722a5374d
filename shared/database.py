"""Connections to PostgreSQL: one pool per service, in the service's own schema and role."""

from typing import Any

import psycopg
from psycopg import Connection
from psycopg_pool import ConnectionPool

from shared.settings import Settings

Row = tuple[Any, ...]
Conn = Connection[Row]
Pool = ConnectionPool[Conn]

STATEMENT_TIMEOUT_MS = 30_000
LOCK_TIMEOUT_MS = 2_000  # A command that waits longer for a stream is better refused.

TROUBLE = (psycopg.OperationalError, psycopg.InterfaceError)
"""The infrastructure's trouble, not the command's: retried, or answered with 503."""


def options(schema: str) -> str:
    """Return the libpq options of a service's connections."""
    return (
        f"-c search_path={schema} -c TimeZone=UTC -c statement_timeout={STATEMENT_TIMEOUT_MS}"
        f" -c lock_timeout={LOCK_TIMEOUT_MS} -c idle_in_transaction_session_timeout=60000"
    )


def connect(settings: Settings, service: str, **given: Any) -> Conn:
    """Open a connection of a service outside its pool."""
    url = settings.service_url(service)
    known: dict[str, Any] = {"autocommit": True, "prepare_threshold": 0, "connect_timeout": 5}
    return psycopg.connect(url, options=options(service), **{**known, **given})


def pool(settings: Settings, service: str, size: int = 12) -> Pool:
    """Open the pool of a service. Connections are in autocommit: one statement, one commit."""
    return ConnectionPool(
        settings.service_url(service),
        min_size=1,
        max_size=size,
        timeout=5,
        open=True,
        reconnect_timeout=30,
        name=service,
        kwargs={
            "options": options(service),
            "autocommit": True,
            "prepare_threshold": 0,
            "connect_timeout": 5,
        },
    )
