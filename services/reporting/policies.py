"""What the office has fixed, by the days from which it holds. Pure."""

from dataclasses import dataclass
from datetime import date

from shared.calendar import newest_begun
from shared.guideline import Policy


@dataclass(frozen=True, slots=True)
class Policies:
    """All that reporting has heard of, in the order of their adoption, each with its first day."""

    heard: tuple[tuple[date, Policy], ...] = ()

    def on(self, day: date) -> Policy:
        """Return the policy valid on a day: the newest begun, the defaults before the first."""
        return newest_begun(self.heard, day) or Policy()
