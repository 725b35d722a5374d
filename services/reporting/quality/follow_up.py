"""What a project is asked after its end, as a duty of the calendar: when, and until when. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID, uuid5

from services.reporting import commands
from services.reporting.duties.duty import DUTY, Duty
from services.reporting.events import DutyEvent
from services.reporting.quality.assessment import MONTHS_AFTER_END, due_after
from shared.calendar import months_after
from shared.workdays import Land, working_day

MONTHS_OF_TIME: Final = 1
"""So long there is time from the day on which it can be said what has lasted."""
LOOKED_BACK_MONTHS: Final = 12
"""So long after that day a duty is still planned: longer nobody lets the calendar stand still."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A project is asked again, so many months after its last day."""

    project_id: str
    last_day: date
    months: int

    @property
    def duty_id(self) -> str:
        """Return the id of the duty: there is one for each time that a project is asked."""
        return str(uuid5(UUID(self.project_id), f"quality-follow-up {self.months}"))

    @property
    def first_day(self) -> date:
        """Return the day from which on it is asked."""
        return due_after(self.last_day, self.months)

    def due_on(self, land: Land) -> date:
        """Return until when it is to be answered."""
        return working_day(months_after(self.first_day, MONTHS_OF_TIME), land)

    def plan(self, land: Land) -> commands.PlanDuty:
        """Return what plans the duty."""
        due_on = self.due_on(land)
        return commands.PlanDuty(
            self.duty_id, self.project_id, "quality-follow-up", due_on.year, due_on, "ended"
        )

    def is_to_be_planned(self, today: date) -> bool:
        """Tell whether its day has come, and not long ago."""
        return self.first_day <= today < months_after(self.first_day, LOOKED_BACK_MONTHS)


def of_project(project_id: str, last_day: date) -> list[FollowUp]:
    """Return each time that a project is asked after its end."""
    return [FollowUp(project_id, last_day, it) for it in MONTHS_AFTER_END]


def fulfilled(plan: commands.PlanDuty, duty: Duty | None, today: date) -> list[DutyEvent]:
    """Return what fulfils the duty, also one that nobody has planned yet; nothing if it is done."""
    planned = [] if duty else DUTY.decide(plan, None, today)
    state = duty or DUTY.fold(planned)
    return [*planned, *DUTY.decide(commands.FulfilDuty(plan.duty_id), state, today)]
