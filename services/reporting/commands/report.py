"""What can be asked of the report about a funding year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.reporting.events import GoalOutcome, GroupTookPart, MoneyLine, ReportedActivity
from shared.documents import Document
from shared.workdays import Land


@dataclass(frozen=True, slots=True)
class ApprovedGoal:
    """A goal of the approved application; one that cannot be counted has no indicator."""

    id: int
    indicator: str
    target: str


@dataclass(frozen=True, slots=True)
class ApprovedYear:
    """What was approved for a year: the goals, and the plan's lines in cents."""

    goals: tuple[ApprovedGoal, ...] = ()
    planned_ct: Mapping[MoneyLine, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GivenGoal:
    """What a report says of a goal."""

    id: int
    outcome: GoalOutcome
    value: str | None = None
    explanation: Document | None = None


@dataclass(frozen=True, slots=True)
class SubmitProjectReport:
    """Projektbericht einreichen."""

    duty_id: str
    goals: tuple[GivenGoal, ...]
    activities: tuple[ReportedActivity, ...]
    reach: Document
    card_ids: tuple[str, ...]
    actual_ct: Mapping[MoneyLine, int]
    deviations: Document | None
    outlook: Document
    participation: tuple[GroupTookPart, ...] = ()
    project_id: str = ""
    year: int = 0
    approved: ApprovedYear = ApprovedYear()
    by: str = ""

    @property
    def documents(self) -> list[Document]:
        """Return the texts."""
        found = [self.reach, self.deviations, self.outlook, *(it.explanation for it in self.goals)]
        return [it for it in found if it is not None]


@dataclass(frozen=True, slots=True)
class ReturnProjectReport:
    """Projektbericht zurückgeben: which places, why, until when."""

    duty_id: str
    places: tuple[str, ...]
    text: Document
    due_on: date
    by: str = ""
    land: Land = "NW"


@dataclass(frozen=True, slots=True)
class CheckProjectReport:
    """Projektbericht als geprüft vermerken."""

    duty_id: str
    remark: Document | None = None
    by: str = ""


ReportCommand = SubmitProjectReport | ReturnProjectReport | CheckProjectReport
