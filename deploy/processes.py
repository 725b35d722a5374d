"""Starting other programs so that they hear no Ctrl-C of ours, and end when we end."""

import signal
import subprocess
from pathlib import Path
from typing import Any


class FailedError(Exception):
    """A program came to an end that was not a good one. The text is what it said."""


def run(program: str | Path, *arguments: str, **options: Any) -> str:
    """Run a program to its end and return what it wrote."""
    done = subprocess.run(
        [program, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        start_new_session=True,
        **options,
    )
    if done.returncode:
        said = done.stderr.strip() or done.stdout.strip()
        raise FailedError(f"{Path(program).name}: {said}")
    return str(done.stdout).strip()


def guard(pid: int, cwd: Path, signal_name: str, **options: Any) -> subprocess.Popen[bytes]:
    """Start a guard that signals a process when we die, whatever we die of.

    It waits at the end of a pipe that only we hold. The working directory tells it that the
    number is still that of the process it was set to watch.
    """
    watch = 'read -r _; [ "$(readlink "/proc/$1/cwd")" = "$2" ] && kill "-$3" "$1"'
    return subprocess.Popen(
        ["/bin/sh", "-c", watch, "guard", str(pid), str(cwd), signal_name],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
        **options,
    )


def release(watcher: subprocess.Popen[bytes] | None) -> None:
    """Send a guard home before it does anything."""
    if watcher is None:
        return
    watcher.kill()
    watcher.wait()
    if watcher.stdin is not None:
        watcher.stdin.close()


def end(process: subprocess.Popen[bytes] | None, first: signal.Signals, seconds: float) -> None:
    """Ask a process to end, wait, and kill it if it does not."""
    if process is None:
        return
    if process.poll() is None:
        process.send_signal(first)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
