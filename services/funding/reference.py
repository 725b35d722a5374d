"""What a transfer says: a fixed pattern that a bookkeeper, and this system, can match. Pure.

`Sozialraumprojekt 2026-8-017 Rate 2 Haushaltsjahr 2026` goes out, `Sozialraumprojekt 2026-8-017
Rueckzahlung` comes back: characters of SEPA, far below its 140. On the way banks may change letter
case, break lines and add words of their own; a Träger may write ü.
"""

import re
from dataclasses import dataclass
from typing import Final

PATTERN: Final = "Sozialraumprojekt {} Rate {} Haushaltsjahr {}"
SEPA_MAX: Final = 140
_FOUND: Final = re.compile(
    r"sozialraumprojekt([0-9]{4}-[0-9]{1,2}-[0-9]{3,})rate([0-9]{1,4})haushaltsjahr([0-9]{4})"
)
RECOVERY: Final = "Sozialraumprojekt {} Rueckzahlung"
_RETURNED: Final = re.compile(
    r"sozialraumprojekt([0-9]{4}-[0-9]{1,2}-[0-9]{3,})r(?:ue|ü|u)ckzahlung"
)
BOOKING_MAX: Final = 100
"""So long is the number that the cash office gives to what has come in."""
_BLANKS: Final = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Reference:
    """A payment as its transfer names it: file number of the project, number, year."""

    project_number: str
    number: int
    year: int

    def __str__(self) -> str:
        return PATTERN.format(self.project_number, self.number, self.year)


def read(text: str) -> Reference | None:
    """Return the payment that a text names; None if it names none, or more than one."""
    found = {*_FOUND.findall(_BLANKS.sub("", text).casefold())}
    if len(found) != 1:
        return None
    ((project_number, number, year),) = found
    return Reference(project_number, int(number), int(year))


def recovery(project_number: str) -> str:
    """Return what a Träger writes on the transfer by which it pays back."""
    return RECOVERY.format(project_number)


def read_recovery(text: str) -> str | None:
    """Return the file number of the project that is paid back for; None if none, or several, are."""
    flat = _BLANKS.sub("", text).casefold()
    found = {*_RETURNED.findall(flat)}
    return found.pop() if len(found) == 1 and not _FOUND.search(flat) else None
