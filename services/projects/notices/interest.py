"""The notice that fixes interest: on a recovery, or on money used late. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.projects import events
from services.projects.notices.changes import Reference
from services.projects.notices.file import File, letter_of
from services.projects.notices.issued import last, parents
from services.projects.notices.letter import ContradictionError, Letter
from shared.guideline import Span, Step, add_up


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
    """Zinsbescheid: what money bears, day by day; the sum follows from the days.

    parent      the notice that claims the money back or, of money used late, granted it;  reason  why nothing is waived
    earlier_ct  what earlier notices have fixed for some of these days
    """

    letter: Letter
    ground: events.InterestGround
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
    proposed = file.project.interest.proposed[event.proposal_id]
    return InterestNotice(
        letter=letter_of(file, event.fixed_on, as_deputy=event.as_deputy),
        ground=event.ground,
        parent=_parent(event, file),
        spans=event.spans,
        earlier_ct=event.earlier_ct,
        reason=file.words(proposed.reason),
        due_on=event.due_on,
    )


def _parent(event: events.InterestFixed, file: File) -> Reference:
    """Return the notice that claims back, or, of money used late, the one that granted it."""
    project = file.project
    if event.ground == "recovery":
        closed_on = project.closed.closed_on if project.closed else event.fixed_on
        return last(file.issued, "settlement-recovery", closed_on)
    assert isinstance(project.decided, events.Approved), "Only what is approved is paid."
    return parents(file.issued, project.decided.approved_on)[0]
