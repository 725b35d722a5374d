"""Hosting services in this process with nameko's runner, until a signal asks to stop."""

import signal
import threading
from collections.abc import Callable, Sequence
from typing import Any

import eventlet
import structlog
from nameko.runners import ServiceRunner

from shared.settings import Settings
from shared.wire import SETTINGS_KEY

log = structlog.get_logger(__name__)

WORKERS_MAX = 10  # Requests of one service under way at once; each may hold one connection.


def serve(
    settings: Settings, services: Sequence[type], ready: Callable[[], Any] = lambda: None
) -> None:
    """Run services until SIGINT or SIGTERM; what is under way is finished first.

    The process must have been made green before (shared/green.py). Raises what keeps a service
    from starting, such as SchemaError, and what ended one of them.
    """
    config = {
        SETTINGS_KEY: settings,
        "AMQP_URI": settings.amqp_uri,
        "max_workers": WORKERS_MAX,
    }
    runner = ServiceRunner(config)
    for service in services:
        runner.add_service(service)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    runner.start()
    running = eventlet.spawn(runner.wait)
    try:
        ready()
        while not stop.wait(0.2):
            if running.dead:
                running.wait()  # Raises what ended it: whoever started us shall know.
                break
    finally:
        log.info("stopping")
        runner.stop()
