"""Where the year is played: on real servers, in a running instance, or in one that is thrown away."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

from rich.console import Console

from deploy import remote
from deploy.processes import end, guard, release
from deploy.remote import Client, HttpClient
from services.registry import NAMES
from shared.call import Context
from shared.refusal import Refused

HEALTH_SECONDS: Final = 3.0
SERVICES_SECONDS_MAX: Final = 15.0  # Services that have just been started need a moment.
START_SECONDS_MAX: Final = 120.0
STOP_SECONDS_MAX: Final = 30.0

FOREIGN: Final = re.compile(
    r"(AMQP_URI|DATABASE_URL|.*_DATABASE_PASSWORD|.*_BROKER_PASSWORD|.*_SIGNING_KEY|.*_CHECKPOINT_KEY(_BEFORE)?|SOZIALRAUM_TOKEN)(_FILE)?"
    r"|SOZIALRAUM_URL|KEYS_DIR|OIDC_.*"
)
"""Settings of another instance, which a throw-away one must not touch."""

_URL: Final = re.compile(r"(http://127\.0\.0\.1:[0-9]+)/readyz")
_RUN: Final = "from deploy.cli import main; main()"


@contextmanager
def instance(out: Console, *, fresh: bool = False) -> Iterator[Client]:
    """Give a client of the instance that the surroundings name, else of a throw-away one."""
    env = os.environ
    if not fresh and (env.get("AMQP_URI") or env.get("AMQP_URI_FILE")):
        with closing(_over_amqp(out)) as client:
            yield client
    elif not fresh and (url := env.get("SOZIALRAUM_URL")):
        yield _over_http(out, url)
    elif not fresh and _answers(remote.URL):
        yield _over_http(out, remote.URL)
    else:
        with throwaway(out) as url:
            yield _over_http(out, url)


def _over_amqp(out: Console) -> Any:
    out.print("Gespielt wird auf den Diensten, die AMQP_URI erreicht.")
    client = remote.client()
    missing = _missing(client)
    if missing:
        starts = ", ".join(f"„sozialraum run {name}“" for name in missing)
        raise Refused(
            "services-missing",
            "Es fehlen Dienste",
            f"Über AMQP_URI antworten nicht: {', '.join(missing)}. Erreicht AMQP_URI RabbitMQ, und"
            f" laufen die Dienste? Zu starten sind sie mit APP_ENV=demo: {starts}.",
            kind="unavailable",
        )
    return client


def _over_http(out: Console, url: str) -> Client:
    out.print(f"Gespielt wird in der Instanz unter {url}", highlight=False)
    client = HttpClient(url)
    missing = _missing(client)
    if missing:
        raise Refused(
            "services-missing",
            "Es fehlen Dienste",
            f"Unter {url} antworten nicht: {', '.join(missing)}. Läuft dort „sozialraum run“?",
            kind="unavailable",
        )
    return client


def _answers(url: str) -> bool:
    """Tell whether an instance of ours listens there, ready or not."""
    try:
        HttpClient(url).call("projects", "health", {}, Context.of(None), 1)
    except Refused as refused:
        return refused.code != "instance-unreachable"
    return True


def _missing(client: Client) -> list[str]:
    """Return the services that do not answer, after a moment of waiting."""

    def silent(name: str) -> bool:
        try:
            context = Context.of(client.sign_in("operator"))
            client.call(name, "health", {}, context, HEALTH_SECONDS)
        except Refused as refused:
            if refused.code == "no-demo":
                raise
            return True
        return False

    until = time.monotonic() + SERVICES_SECONDS_MAX
    with ThreadPoolExecutor(len(NAMES)) as pool:
        while True:
            found = list(pool.map(silent, NAMES))
            missing = [name for name, is_silent in zip(NAMES, found, strict=True) if is_silent]
            if not missing or time.monotonic() > until:
                return missing
            time.sleep(0.5)


# ---- an instance of our own ----------------------------------------------------------------


@contextmanager
def throwaway(out: Console) -> Iterator[str]:
    """Start an instance over a temporary folder, give its URL, and leave nothing behind."""
    folder = Path(mkdtemp(prefix="sozialraum-demo-"))
    process = watcher = None
    try:
        with out.status("Eine Instanz zum Ausprobieren startet …"):
            process = _start(folder)
            watcher = guard(process.pid, Path.cwd(), "INT")
            url = _started(process, folder / "output")
        yield url
    finally:
        with _undisturbed(), out.status("Die Instanz wird beendet und gelöscht …"):
            end(process, signal.SIGINT, STOP_SECONDS_MAX)
            release(watcher)
            shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path) -> subprocess.Popen[bytes]:
    env = {name: value for name, value in os.environ.items() if not FOREIGN.fullmatch(name)}
    env |= {"APP_ENV": "demo", "DATA_DIR": str(folder / "data")}
    with (folder / "output").open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-c", _RUN, "run", "--port", "0"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=env,
            start_new_session=True,  # Ctrl-C is ours to hear; we end it in order.
        )


def _started(process: subprocess.Popen[bytes], output: Path) -> str:
    """Wait until the instance says where it can be reached."""
    until = time.monotonic() + START_SECONDS_MAX
    while process.poll() is None and time.monotonic() < until:
        if found := _URL.search(output.read_text(errors="replace")):
            return found[1]
        time.sleep(0.05)
    said = "\n".join(output.read_text(errors="replace").splitlines()[-8:])
    raise Refused("instance-does-not-start", "Die Instanz startet nicht", said, kind="unavailable")


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let a second Ctrl-C not break off the tidying up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
