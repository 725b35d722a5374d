"""Starting tests/candidate.py in processes of its own and hearing what they say."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAYS_SECONDS_MAX = 60


class Process:
    """A Python process of the tests: what it says, and how it is stopped."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self.lines: queue.Queue[str] = queue.Queue()
        self.popen = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, **environment},
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.popen.stdout is not None
        for line in self.popen.stdout:
            self.lines.put(line.strip())

    def says(self, *starts: str, seconds: float = SAYS_SECONDS_MAX) -> str:
        """Wait for a line that starts in one of these ways. Raises queue.Empty."""
        while True:
            line = self.lines.get(timeout=seconds)
            if line.startswith(starts):
                return line

    def tell(self, line: str) -> None:
        assert self.popen.stdin is not None
        self.popen.stdin.write(line + "\n")
        self.popen.stdin.flush()

    def pause(self) -> None:
        self.popen.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.popen.send_signal(signal.SIGCONT)

    def wait(self, seconds: float = SAYS_SECONDS_MAX) -> int:
        return self.popen.wait(seconds)

    def kill(self) -> None:
        """Kill (SIGKILL); nothing happens if it has ended."""
        self.popen.kill()
        self.popen.wait()
        self._reader.join(timeout=10)
        for pipe in (self.popen.stdin, self.popen.stdout):
            assert pipe is not None
            pipe.close()


@contextmanager
def processes() -> Iterator[Callable[..., Process]]:
    """Start processes by their arguments; all are killed in the end."""
    started: list[Process] = []

    def start(*arguments: str, **environment: str) -> Process:
        started.append(Process(*arguments, **environment))
        return started[-1]

    try:
        yield start
    finally:
        for each in started:
            each.kill()
