"""What can be asked of a duty."""

from dataclasses import dataclass
from datetime import date

from services.reporting.commands.onboarding import ConfirmOnboarding, OweOnboarding
from services.reporting.events import DutyCause, DutyKind
from shared.documents import Document
from shared.workdays import Land


@dataclass(frozen=True, slots=True)
class PlanDuty:
    """Pflicht planen; what is planned already is planned anew if its day is another one."""

    duty_id: str
    project_id: str
    kind: DutyKind
    year: int
    due_on: date
    cause: DutyCause


@dataclass(frozen=True, slots=True)
class OweQuarter:
    """Quartalsdaten schulden."""

    duty_id: str
    sozialraum_id: str
    year: int
    quarter: int
    due_on: date


@dataclass(frozen=True, slots=True)
class DropDuty:
    """Pflicht entfallen lassen."""

    duty_id: str
    cause: DutyCause


@dataclass(frozen=True, slots=True)
class RemindOfDuty:
    """An eine Pflicht erinnern, if its day has come; working days are those of `land`."""

    duty_id: str
    land: Land


@dataclass(frozen=True, slots=True)
class FulfilDuty:
    """Pflicht erfüllen."""

    duty_id: str


@dataclass(frozen=True, slots=True)
class RequestInterimReport:
    """Zwischenbericht verlangen. `short_notice` says why there is less time than usual."""

    project_id: str
    questions: tuple[Document, ...]
    due_on: date
    short_notice: Document | None = None
    duty_id: str = ""
    by: str = ""
    land: Land = "NW"


@dataclass(frozen=True, slots=True)
class SubmitInterimReport:
    """Zwischenbericht einreichen: an answer to each question, in their order."""

    duty_id: str
    answers: tuple[Document, ...]
    by: str = ""


DutyCommand = (
    PlanDuty
    | OweQuarter
    | DropDuty
    | RemindOfDuty
    | FulfilDuty
    | RequestInterimReport
    | SubmitInterimReport
    | OweOnboarding
    | ConfirmOnboarding
)
