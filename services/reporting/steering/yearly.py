"""What the two bodies owe each year: to meet, and the UAG to report. Pure.

The same calendar keeps these duties as those of projects, so they are reminded of in the same way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID, uuid5

from services.reporting import commands
from services.reporting.duties.duty import DUTY, Duty
from services.reporting.events import Body, DutyEvent, DutyKind

OWED: Final[dict[Body, tuple[DutyKind, ...]]] = {
    "steering-group": ("steering-meeting",),
    "uag": ("uag-meeting", "uag-report"),
}
MEETING_OF: Final[dict[Body, DutyKind]] = {
    "steering-group": "steering-meeting",
    "uag": "uag-meeting",
}
_SPACE: Final = UUID("5b1d7c3e-8f2a-5c4b-9e6d-0a1b2c3d4e5f")


@dataclass(frozen=True, slots=True)
class OwedYearly:
    """A duty of a body in a year; its last day is that of the year."""

    kind: DutyKind
    year: int

    @property
    def duty_id(self) -> str:
        """Return the id of the duty: there is one for each kind and year."""
        return str(uuid5(_SPACE, f"{self.kind} {self.year}"))

    @property
    def plan(self) -> commands.PlanDuty:
        """Return what plans the duty."""
        last = date(self.year, 12, 31)
        return commands.PlanDuty(self.duty_id, "", self.kind, self.year, last, "yearly")


def owed(body: Body, year: int) -> Sequence[OwedYearly]:
    """Return what a body owes in a year."""
    return [OwedYearly(kind, year) for kind in OWED[body]]


def fulfilled(it: OwedYearly, duty: Duty | None, today: date) -> list[DutyEvent]:
    """Return what fulfils a duty, also one that nobody has planned yet; nothing if it is done."""
    planned = [] if duty else DUTY.decide(it.plan, None, today)
    state = duty or DUTY.fold(planned)
    return [*planned, *DUTY.decide(commands.FulfilDuty(it.duty_id), state, today)]


def owed_again(it: OwedYearly, duty: Duty | None, today: date) -> list[DutyEvent]:
    """Return what makes a duty open again whose fulfilment does not count; nothing if it is open."""
    if duty is None or duty.standing != "fulfilled":
        return []
    return DUTY.decide(replace(it.plan, cause="returned"), duty, today)
