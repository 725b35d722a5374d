"""What can be asked of the introduction of new staff of the WJH."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OweOnboarding:
    """Einarbeitung schulden; who has been introduced is not introduced again."""

    duty_id: str
    person_id: str
    began_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class ConfirmOnboarding:
    """Einarbeitung bestätigen."""

    person_id: str
    held_on: date
    duty_id: str = ""
    by: str = ""
