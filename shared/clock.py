"""What day it is: the machine's clock, or in a demonstration the day that a call plays."""

from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from shared.call import utc_now
from shared.refusal import Refused

FIRST_YEAR, LAST_YEAR = 1990, 2199  # Outside it is a slip of the pen.


class Clock:
    """Days are those of the instance's time zone; instants are UTC."""

    def __init__(self, zone: ZoneInfo, *, demo: bool) -> None:
        self.zone = zone
        self.demo = demo
        self._latest: date | None = None

    def read(self, played: str | None) -> tuple[datetime, date]:
        """Return now and today. Raises Refused for a played day that may not be, or runs back."""
        if played is None:
            now = utc_now()
            return now, now.astimezone(self.zone).date()
        if not self.demo:
            raise _refused("Der Tag kann nur im Vorführbetrieb vorgegeben werden.")
        try:
            today = date.fromisoformat(played)
        except ValueError:
            raise _refused(f"„{played[:30]}“ ist kein Tag (JJJJ-MM-TT).") from None
        if not FIRST_YEAR <= today.year <= LAST_YEAR:
            raise _refused(f"Der Tag muss zwischen {FIRST_YEAR} und {LAST_YEAR} liegen.")
        if self._latest is not None and today < self._latest:
            raise _refused(
                f"Der Tag läuft nicht zurück: zuletzt war es der {self._latest:%d.%m.%Y}.",
                latest=self._latest.isoformat(),
            )
        self._latest = today
        return noon(today, self.zone), today


def noon(day: date, zone: tzinfo) -> datetime:
    """Return the instant that stands for a day of which nothing more is known."""
    return datetime.combine(day, time(12), zone).astimezone(UTC)


def _refused(detail: str, **facts: str) -> Refused:
    title = "Dieser Tag ist nicht möglich"
    return Refused("day-not-allowed", title, detail, kind="invalid", facts=facts)
