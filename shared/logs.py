"""Logs: one JSON object per line, or a readable form at a terminal. No payload, no names."""

import logging
import sys
from typing import Any

import orjson
import structlog
from structlog.types import Processor

QUIET = ("amqp", "kombu", "nameko", "psycopg.pool", "urllib3")
"""Libraries that tell more than an operator wants; their warnings still come through."""


def _json(line: object, **given: Any) -> str:
    return orjson.dumps(line, **given).decode()


def configure(*, readable: bool | None = None, level: str = "INFO") -> None:
    """Send all logs, those of libraries included, to stderr in one form.

    readable  True for people, False for machines; None: as stderr is a terminal or not
    """
    if readable is None:
        readable = sys.stderr.isatty()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
    ]
    last: list[Processor] = (
        [structlog.dev.ConsoleRenderer()]
        if readable
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(_json)]
    )
    # Not by way of the standard library's logging, where a line costs five times as much.
    structlog.configure(
        processors=[*shared, *last],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
