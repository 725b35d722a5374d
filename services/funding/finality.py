"""When a notice is final (Bestandskraft): nobody can turn against it any more. Pure.

A posted notice counts as announced on the fourth day after (§ 37 Abs. 2 SGB X; the third if posted
before 2025), also if that is no working day. The remedy's month starts then (§§ 187 Abs. 1, 188
Abs. 2 BGB) and ends on a working day (§ 26 Abs. 3 SGB X). A waiver makes final at once. An office
may wait longer; what its policy has on the day of the posting counts for that notice.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from services.funding.commands import Terms
from shared.calendar import months_after
from shared.workdays import working_day

FOURTH_DAY_FROM: Final = date(2025, 1, 1)
DAYS_BEFORE: Final = 3
"""So many days after its posting a notice counted as announced before 2025."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of a decision: its number, when it was issued and posted, when appeals were waived.

    posting_recorded  whether somebody has said so; until then the day of issue stands in
    """

    number: int | None = None
    issued_on: date | None = None
    posted_on: date | None = None
    posting_recorded: bool = False
    waived_on: date | None = None


def announced_on(posted_on: date, terms: Terms) -> date:
    """Return the day on which a posted notice counts as announced."""
    is_now = posted_on >= FOURTH_DAY_FROM
    days = terms.on(posted_on).announced_days if is_now else DAYS_BEFORE
    return posted_on + timedelta(days=days)


def appeal_until(posted_on: date, terms: Terms) -> date:
    """Return the last day on which one can turn against a notice."""
    months = terms.on(posted_on).appeal_months
    return working_day(months_after(announced_on(posted_on, terms), months), terms.land)


def final_from(notice: Notice, terms: Terms) -> date | None:
    """Return the day from which a notice is final; None while nobody knows when it was posted."""
    found = [] if notice.waived_on is None else [notice.waived_on]
    if notice.posted_on is not None:
        found.append(appeal_until(notice.posted_on, terms) + timedelta(days=1))
    return min(found, default=None)
