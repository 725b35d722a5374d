"""The gateway as it is run: gunicorn, its own worker, real connections."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.gateway.fake import PROBLEM_MEMBERS

ROOT = Path(__file__).parent.parent.parent
START_SECONDS_MAX = 30
WORKER = "services.gateway.worker.ProblemWorker"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """The port of a gateway whose broker is not there."""
    port, broker = free_port(), free_port()
    gunicorn = [sys.executable, "-m", "gunicorn", "-k", WORKER, "--threads", "4"]
    process = subprocess.Popen(
        [*gunicorn, "-b", f"127.0.0.1:{port}", "services.gateway.wsgi:application"],
        cwd=ROOT,
        env=os.environ
        | {
            "AMQP_URI": f"amqp://guest:guest@127.0.0.1:{broker}//",
            "DATA_DIR": str(tmp_path_factory.mktemp("gateway")),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait(port):
    end = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("gunicorn does not listen")


def ask(port, method, path, body=None, **headers):
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.read()


def test_the_gateway_lives_without_a_broker(port):
    assert ask(port, "GET", "/livez") == (200, b'{"status":"alive"}')


def test_without_a_broker_a_call_is_a_problem(port):
    headers = {"Content-Type": "application/json", "Request-Timeout": "1"}

    status, body = ask(port, "POST", "/api/v1/projects/find", "{}", **headers)

    problem = json.loads(body)
    assert (status, problem["code"]) == (503, "service-unavailable")
    assert problem["facts"] == {"service": "projects"}


def test_without_a_broker_nothing_is_ready(port):
    status, body = ask(port, "GET", "/readyz")

    ready = [about["ready"] for about in json.loads(body)["services"].values()]
    assert (status, ready) == (503, 4 * [False])


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (b"GARBAGE\r\n\r\n", 400, "malformed-request"),
        (b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400, "malformed-request"),
        (b"GET /" + 5000 * b"a" + b" HTTP/1.1\r\n\r\n", 414, "uri-too-long"),
        (b"GET / HTTP/1.1\r\n" + 200 * b"A: b\r\n" + b"\r\n", 431, "headers-too-large"),
    ],
    ids=["no-http", "length", "line", "headers"],
)
def test_what_is_no_request_is_a_problem_too(port, sent, status, code):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        head, _, body = b"".join(iter(lambda: line.recv(65536), b"")).partition(b"\r\n\r\n")

    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"Content-Type: application/problem+json" in head
    problem = json.loads(body)
    assert problem.keys() >= PROBLEM_MEMBERS
    assert (problem["status"], problem["code"]) == (status, code)
