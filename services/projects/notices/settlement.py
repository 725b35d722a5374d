"""What a settlement is told in: the hearing before a recovery, and the notice that fixes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.projects.notices.changes import Reference
from services.projects.notices.letter import ContradictionError, Letter
from shared.guideline import Step


@dataclass(frozen=True, slots=True)
class Found:
    """What a settlement rests on: when the statement of use was checked, and how its sums come about."""

    checked_on: date
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class Balance:
    """What was granted and what of it is final, in cents; the rest follows from both and the payments."""

    granted_ct: int
    final_ct: int
    recovery_ct: int
    remaining_ct: int

    @property
    def paid_ct(self) -> int:
        """Return what was paid, after all that has come back."""
        return self.final_ct + self.recovery_ct - self.remaining_ct

    def __post_init__(self) -> None:
        if self.recovery_ct and self.remaining_ct:
            raise ContradictionError("nobody pays back and is paid at once")
        if min(self.granted_ct - self.final_ct, self.recovery_ct, self.remaining_ct) < 0:
            raise ContradictionError("more is final than was granted, or less than nothing is owed")


@dataclass(frozen=True, slots=True)
class Hearing:
    """Anhörung: what the office means to claim back, why, and until when the Träger can answer."""

    letter: Letter
    parent: Reference
    checked_on: date
    balance: Balance
    reason: str
    until: date
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class Final:
    """Festsetzungsbescheid: the final grant, and, where too much was paid, what has to come back.

    heard_on  the day of the answer; `asked_until` the time to answer, if none came
    due_on, interest_from  of the recovery; None where nothing is to be paid back
    """

    letter: Letter
    parent: Reference
    checked_on: date
    balance: Balance
    steps: Sequence[Step]
    reason: str | None = None
    heard_on: date | None = None
    asked_until: date | None = None
    due_on: date | None = None
    interest_from: date | None = None

    def __post_init__(self) -> None:
        if bool(self.balance.recovery_ct) != (self.due_on is not None):
            raise ContradictionError("a recovery has a day until when it is paid, and nothing else")
