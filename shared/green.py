"""Green threads: what must happen before anything else is imported by a service process."""

import os
import warnings


def patch() -> None:
    """Let sockets, threads and psycopg give way to each other.

    psycopg's C wait function blocks every green thread of the process (five parallel one-second
    queries took five seconds); waiting with `select`, which eventlet patches, lets them overlap.
    psycopg reads the setting when it is imported. eventlet's own resolver would keep a broker's old
    address for as long as the DNS allows, minutes after the broker has moved; the system's asks.
    """
    os.environ["PSYCOPG_WAIT_FUNC"] = "wait_selector"
    os.environ["EVENTLET_NO_GREENDNS"] = "yes"
    with warnings.catch_warnings():
        # It says that new projects should not begin with eventlet. nameko decides that for us.
        warnings.simplefilter("ignore")
        import eventlet  # noqa: PLC0415 - nothing green may be imported before the setting

        eventlet.monkey_patch()
