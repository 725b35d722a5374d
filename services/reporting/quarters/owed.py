"""Until when the figures of a quarter are owed, as a duty of the calendar. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID, uuid5

from services.reporting import commands
from services.reporting.duties.duty import DUTY, Duty
from services.reporting.events import DutyEvent
from services.reporting.policies import Policies
from services.reporting.quarters.figures import When
from services.reporting.quarters.quarter import due_on, last_day
from shared.workdays import Land

LOOKED_BACK: Final = 4
"""So many quarters back a duty is still planned: longer nobody lets the calendar stand still."""


@dataclass(frozen=True, slots=True)
class OwedQuarter:
    """The figures of a quarter of a Sozialraum."""

    sozialraum_id: str
    when: When

    @property
    def duty_id(self) -> str:
        """Return the id of the duty: there is one for each quarter of a Sozialraum."""
        return str(uuid5(UUID(self.sozialraum_id), f"wjh-quarter {self.when}"))

    def plan(self, policies: Policies, land: Land) -> commands.OweQuarter:
        """Return what plans the duty, by the policy that held when the quarter ended."""
        day = due_on(self.when, policies.on(last_day(self.when)).quarters, land)
        when = self.when
        return commands.OweQuarter(self.duty_id, self.sozialraum_id, when.year, when.quarter, day)


def owed(sozialraum_id: str, since: date, today: date) -> list[OwedQuarter]:
    """Return the quarters that have ended, since there is the Sozialraum and not long ago."""
    this = When(today.year, (today.month + 2) // 3)
    ended = [this.back(number) for number in range(LOOKED_BACK, 0, -1)]
    return [OwedQuarter(sozialraum_id, it) for it in ended if last_day(it) >= since]


def fulfilled(plan: commands.OweQuarter, duty: Duty | None, today: date) -> list[DutyEvent]:
    """Return what fulfils the duty, also one that nobody has planned yet; nothing if it is done."""
    planned = [] if duty else DUTY.decide(plan, None, today)
    state = duty or DUTY.fold(planned)
    return [*planned, *DUTY.decide(commands.FulfilDuty(plan.duty_id), state, today)]
