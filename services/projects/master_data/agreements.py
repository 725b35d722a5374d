"""Recognition and agreements of a Träger (§§ 75, 72a, 8a SGB VIII), held against a project. Pure.

Who decides is told what is missing or over. It bars nothing: a paper that is on its way must not
stop a project, and one that is there need not be recorded yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from services.projects.events import TraegerProfile
from shared.calendar import german

Subject = Literal["recognition", "certificates", "protection"]
State = Literal["missing", "not-yet", "lapsed", "ends-early"]

SAID: Final[dict[Subject, str]] = {
    "recognition": "Die Anerkennung nach § 75 SGB VIII",
    "certificates": "Die Vereinbarung nach § 72a SGB VIII (Führungszeugnisse)",
    "protection": "Die Vereinbarung nach § 8a SGB VIII (Schutzauftrag)",
}


@dataclass(frozen=True, slots=True)
class Flag:
    """What is not in order, since and until when it holds, and the same in words."""

    subject: Subject
    state: State
    since: date | None
    until: date | None
    detail: str


def flags(profile: TraegerProfile, today: date, end: date) -> tuple[Flag, ...]:
    """Return what is missing or over today, or will be before the last day of a project."""
    return tuple(_flags(profile, today, end))


def _flags(it: TraegerProfile, today: date, end: date) -> Iterator[Flag]:
    held: dict[Subject, tuple[date | None, date | None]] = {
        "recognition": (it.recognised_on, it.recognised_until),
        "certificates": (it.certificates_agreed_on, it.certificates_until),
        "protection": (it.protection_agreed_on, it.protection_until),
    }
    for subject, (since, until) in held.items():
        state, ending = _state(since, until, today, end)
        if state is not None:
            yield Flag(subject, state, since, until, f"{SAID[subject]} {ending}")


def _state(
    since: date | None, until: date | None, today: date, end: date
) -> tuple[State | None, str]:
    """Return what is wrong with one of them, and how its sentence ends."""
    if since is None:
        return "missing", "ist nicht erfasst."
    if since > today:
        return "not-yet", f"gilt erst ab {german(since)}."
    if until is not None and until < today:
        return "lapsed", f"ist am {german(until)} abgelaufen."
    if until is not None and until < end:
        return "ends-early", f"endet am {german(until)}, vor dem Ende des Projekts."
    return None, ""
