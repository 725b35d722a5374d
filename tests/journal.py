"""What a client sent and what it was told: the other half of the evidence for tests/checker.py.

With a file, each record is written before the next thing happens, so that a client that is killed
leaves its journal behind.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shared.refusal import Refused

UNDECIDED = ("timeout", "unavailable")
"""Kinds of refusal after which a command may have been carried out nevertheless."""


@dataclass
class Entry:
    """One command, however often it was sent. Neither answered nor refused: its fate is unknown."""

    command_id: str
    service: str
    method: str
    body: dict[str, Any]
    answers: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> bool:
        return bool(self.answers)


class Journal:
    """All commands of one or several clients of a test. Safe for threads."""

    def __init__(self, file: Path | None = None) -> None:
        self.entries: dict[str, Entry] = {}
        self._file = file
        self._lock = threading.Lock()
        if file is not None and file.exists():
            for line in file.read_text().splitlines():
                self._take(json.loads(line))

    def sent(self, command_id: str, service: str, method: str, body: dict[str, Any]) -> None:
        self._note({"sent": [command_id, service, method, body]})

    def answered(self, command_id: str, answer: dict[str, Any]) -> None:
        self._note({"answered": [command_id, answer]})

    def refused(self, command_id: str, code: str) -> None:
        self._note({"refused": [command_id, code]})

    def call(
        self, ask: Callable[[str, str, dict[str, Any]], Any], service: str, method: str, body: Any
    ) -> dict[str, Any]:
        """Send a command through `ask(service, method, body)` and note what comes of it."""
        self.sent(body["command_id"], service, method, body)
        try:
            answer: dict[str, Any] = ask(service, method, body)
        except Refused as refused:
            if refused.kind not in UNDECIDED:
                self.refused(body["command_id"], refused.code)
            raise
        self.answered(body["command_id"], answer)
        return answer

    def unknown(self) -> list[Entry]:
        """Return the commands whose fate is unknown, in the order in which they were sent."""
        return [it for it in self.entries.values() if not it.answers and not it.refusals]

    def _note(self, record: dict[str, Any]) -> None:
        with self._lock:
            self._take(record)
            if self._file is not None:
                with self._file.open("a") as out:
                    out.write(json.dumps(record) + "\n")

    def _take(self, record: dict[str, Any]) -> None:
        ((what, told),) = record.items()
        if what == "sent":
            self.entries.setdefault(told[0], Entry(*told))
        elif what == "answered":
            self.entries[told[0]].answers.append(told[1])
        else:
            self.entries[told[0]].refusals.append(told[1])
