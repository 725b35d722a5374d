"""The notice that fixes interest on a recovery. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.projects import events
from services.projects.notices.changes import Reference
from services.projects.notices.file import File, letter_of
from services.projects.notices.issued import last
from services.projects.notices.letter import ContradictionError, Letter
from shared.guideline import Span, Step, add_up

RECOVERY: events.NoticeKind = "settlement-recovery"


@dataclass(frozen=True, slots=True)
class Row:
    """Days of the table, both inclusive, what was open on them, and the rate in percent."""

    first: date
    last: date
    days: int
    owed_ct: int
    percent: str


@dataclass(frozen=True, slots=True)
class InterestNotice:
    """Zinsbescheid: what a recovery bears, day by day; the sum follows from the days.

    parent      the notice that claims the money back;  reason  why nothing is waived
    earlier_ct  what earlier notices have fixed for some of these days
    """

    letter: Letter
    parent: Reference
    spans: Sequence[Span]
    earlier_ct: int
    reason: str
    due_on: date

    def __post_init__(self) -> None:
        if not self.spans or self.amount_ct <= 0:
            raise ContradictionError("a notice of interest fixes some")

    @property
    def amount_ct(self) -> int:
        """Return what this notice fixes."""
        return add_up(self.spans, self.earlier_ct).amount_ct

    @property
    def steps(self) -> Sequence[Step]:
        """Return how the sum comes about."""
        return (add_up(self.spans, self.earlier_ct).step,)

    @property
    def rows(self) -> Sequence[Row]:
        """Return the days as people read them."""
        return [_row(it) for it in self.spans]


def _row(it: Span) -> Row:
    percent = f"{it.rate_hundredths // 100},{it.rate_hundredths % 100:02}"
    return Row(it.first, it.until - timedelta(days=1), it.days, it.amount_ct, percent)


def interest(event: events.InterestFixed, file: File) -> InterestNotice:
    """Return the notice of a decision."""
    closed = file.project.closed
    proposed = file.project.interest.proposed[event.proposal_id]
    return InterestNotice(
        letter=letter_of(file, event.fixed_on, as_deputy=event.as_deputy),
        parent=last(file.issued, RECOVERY, closed.closed_on if closed else event.fixed_on),
        spans=event.spans,
        earlier_ct=event.earlier_ct,
        reason=file.words(proposed.reason),
        due_on=event.due_on,
    )
