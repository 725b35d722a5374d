"""What an audit found: each check with its faults, and what it could not show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from shared.canonical import Json
from shared.verify import Fault


@dataclass(slots=True)
class Check:
    """One check: what was held against what, how many of them, and what is wrong."""

    name: str
    title: str
    checked: int = 0
    faults: list[Fault] = field(default_factory=list)

    def add(self, faults: Sequence[Fault], most: int = 20) -> bool:
        """Note faults; tell whether it is worth to go on."""
        self.faults += faults
        return len(self.faults) < most


@dataclass(slots=True)
class Finding:
    """What was found in the log of one service."""

    service: str
    head: int = 0
    root: str = ""
    checks: list[Check] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    """What was not checked, in German."""
    away: int = 0
    """How many events were not there to be checked: their part is detached."""

    @property
    def faults(self) -> list[Fault]:
        """Return all faults, first position first."""
        return sorted(fault for check in self.checks for fault in check.faults)

    def to_json(self) -> Json:
        """Return it for programs."""
        return {
            "service": self.service,
            "position": self.head,
            "root": self.root,
            "ok": not self.faults,
            "whole": not self.away,
            "first_bad_position": self.faults[0].position if self.faults else None,
            "checks": [
                {
                    "name": check.name,
                    "title": check.title,
                    "checked": check.checked,
                    "faults": [fault._asdict() for fault in check.faults],
                }
                for check in self.checks
            ],
            "not_checked": self.open,
        }

    def told(self) -> Iterator[str]:
        """Yield it for people."""
        yield f"{self.service}: {self.head} Ereignisse, Wurzel {self.root or '–'}"
        for check in self.checks:
            sign = "FEHLER" if check.faults else "gut   "
            yield f"  {sign}  {check.title}: {check.checked}"
            yield from (f"            {fault.text}" for fault in check.faults)
        yield from (f"  offen   {text}" for text in self.open)
        if self.away:
            yield f"  Nicht ganz geprüft: Der Inhalt von {self.away} Ereignissen ist nicht da."
        if self.faults:
            yield f"  Erste fehlerhafte Position: {self.faults[0].position}"
