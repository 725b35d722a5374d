"""Logs: one JSON object per line, or a readable form at a terminal. No payload, no names."""

import logging
import sys

import structlog
from structlog.types import Processor

QUIET = ("amqp", "kombu", "nameko", "psycopg.pool", "urllib3")
"""Libraries that tell more than an operator wants; their warnings still come through."""


def configure(*, readable: bool | None = None, level: str = "INFO") -> None:
    """Send all logs, those of libraries included, to stderr in one form.

    readable  True for people, False for machines; None: as stderr is a terminal or not
    """
    if readable is None:
        readable = sys.stderr.isatty()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
    ]
    last: Processor = (
        structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
