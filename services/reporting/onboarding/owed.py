"""Who is new in the WJH, and until when that person is to be introduced into the concept. Pure.

Who works for the WJH is who belongs to a team for it. Whoever has changed teams is not new again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid5

from services.reporting import commands
from services.reporting.policies import Policies
from shared.calendar import months_after
from shared.workdays import Land, working_day

BETWEEN: Final = timedelta(days=31)
"""Who comes back after no more than this was not away: one team has ended before another began."""
NEW_FOR: Final = timedelta(days=365)
"""Who was there longer already when it was first recorded is not new, but was never recorded."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A person belongs to a team for the WJH; both days are inclusive, no `end` is open."""

    start: date
    end: date | None
    heard_on: date

    def reaches(self, day: date) -> bool:
        """Tell whether whoever begins on a day was there just before."""
        return self.end is None or day <= self.end + BETWEEN


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is in the WJH since a day."""

    person_id: str
    began_on: date

    @property
    def duty_id(self) -> str:
        """Return the id of the duty: there is one for each person."""
        return duty_id_of(self.person_id)

    def owe(self, policies: Policies, land: Land) -> commands.OweOnboarding:
        """Return what plans the duty, by the policy that held on the first day."""
        months = policies.on(self.began_on).onboarding_months
        due_on = working_day(months_after(self.began_on, months), land)
        return commands.OweOnboarding(self.duty_id, self.person_id, self.began_on, due_on)


def duty_id_of(person_id: str) -> str:
    """Return the id of the duty to introduce a person."""
    return str(uuid5(UUID(person_id), "wjh-onboarding"))


def newcomer(person_id: str, known: Sequence[Membership], today: date) -> Newcomer | None:
    """Return since when a person is new in the WJH; None for who is not there or never was new."""
    begun = sorted((it for it in known if it.start <= today), key=lambda it: it.start)
    if not any(it.end is None or today <= it.end for it in begun):
        return None
    first = begun[-1]
    for it in reversed(begun):
        if it.reaches(first.start):
            first = it
    if first.heard_on - first.start > NEW_FOR:
        return None
    return Newcomer(person_id, first.start)
