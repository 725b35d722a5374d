"""A worker that waits for the database does not hold up the others."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.postgres

ROOT = Path(__file__).parent.parent.parent
TWO_SLEEPS_SECONDS_MAX = 1.7  # One after the other they take 2.

OVERLAP = """
import sys
from shared.green import patch
patch()
import time
import eventlet
import psycopg

def sleep(_):
    with psycopg.connect(sys.argv[1]) as conn:
        conn.execute("select pg_sleep(1)")

pool = eventlet.GreenPool()
list(pool.imap(sleep, range(2)))  # Connecting and compiling for the first time costs as well.
started = time.monotonic()
list(pool.imap(sleep, range(2)))
print(time.monotonic() - started)
"""


def test_two_queries_of_two_green_threads_overlap(database_url):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", OVERLAP, database_url],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=ROOT,
    )

    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < TWO_SLEEPS_SECONDS_MAX
