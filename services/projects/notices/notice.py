"""What a notice consists of. Each sum is given once and every other derived from it.

Contradictions in a notice are read against the office. So totals are never given beside their
parts, and a notice whose parts do not fit together cannot be made.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from services.projects.events import RejectionCode
from services.projects.events.change import ExtensionCode
from services.projects.events.decision import ReductionCode
from services.projects.notices import deadlines
from services.projects.notices.office import Office
from shared.guideline import Step

NoticeKind = Literal["approval", "approval-reduced", "rejection", "amendment", "extension"]


class ContradictionError(ValueError):
    """The parts of a notice say different things. It would be read against the office."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who a notice is made out to: the Träger, and its address line by line."""

    name: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """What the letters of one file have in common.

    as_deputy  "i. V.": somebody decides in the place of the district head
    is_draft   shown before anything is decided; says so on every page
    """

    office: Office
    addressee: Addressee
    file_number: str
    title: str
    sozialraum: str
    dated: date
    applied_on: date
    application_version: int
    as_deputy: bool = False
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal word for word as in the version of the application that was decided."""

    number: int
    text: str
    indicator: str
    target: str


@dataclass(frozen=True, slots=True)
class Employees:
    """How many the Träger employed, how counted, and on which day."""

    count: int
    method: Literal["heads", "fte"]
    on: date


@dataclass(frozen=True, slots=True)
class OwnShare:
    """Own share in percent of the eligible costs and in cents; in kind, what counts towards it."""

    percent: int
    amount_ct: int
    in_kind_ct: int


@dataclass(frozen=True, slots=True)
class Year:
    """One budget year of the financing plan; `grant_ct` is its tranche.

    reserved  the tranche depends on money that the council has not resolved on yet
    """

    year: int
    costs_ct: int
    third_party_ct: int
    own_cash_ct: int
    grant_ct: int
    reserved: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """When the tranche of a year can be drawn."""

    year: int
    first: date
    last: date
    reserved: bool


@dataclass(frozen=True, slots=True)
class Reduction:
    """Why less is approved than was asked for."""

    requested_ct: int
    reason_code: ReductionCode
    reason: str


@dataclass(frozen=True, slots=True)
class Approval:
    """Zuwendungsbescheid; with a reduction it rejects the rest of the application."""

    letter: Letter
    start: date
    end: date
    financing_type: Literal["gap", "full"]
    edition: str
    goals: Sequence[Goal]
    employees: Employees
    own_share: OwnShare
    years: Sequence[Year]
    steps: Sequence[Step]
    conditions: Sequence[str] = ()
    reduction: Reduction | None = None

    def __post_init__(self) -> None:
        found = list(_contradictions(self))
        if found:
            raise ContradictionError("; ".join(found))

    @property
    def eligible_ct(self) -> int:
        """Eligible costs of all years."""
        return sum(it.costs_ct for it in self.years)

    @property
    def third_party_ct(self) -> int:
        """Money of third parties in all years."""
        return sum(it.third_party_ct for it in self.years)

    @property
    def own_cash_ct(self) -> int:
        """Own cash of all years."""
        return sum(it.own_cash_ct for it in self.years)

    @property
    def grant_ct(self) -> int:
        """Höchstbetrag: the tranches of all years."""
        return sum(it.grant_ct for it in self.years)

    @property
    def refused_ct(self) -> int:
        """What was asked for and is not granted."""
        return self.reduction.requested_ct - self.grant_ct if self.reduction else 0

    @property
    def drawings(self) -> list[Drawing]:
        """When each tranche can be drawn: within its budget year and the grant period."""
        return [
            Drawing(
                it.year,
                max(self.start, date(it.year, 1, 1)),
                min(self.end, date(it.year, 12, 31)),
                it.reserved,
            )
            for it in self.years
            if it.grant_ct
        ]

    @property
    def reserved_years(self) -> list[int]:
        """Years under the reservation clause (Haushaltsvorbehalt)."""
        return [it.year for it in self.years if it.reserved and it.grant_ct]

    @property
    def reports(self) -> list[deadlines.Report]:
        """What is to be reported, by when."""
        return deadlines.reports(self.start, self.end)


def _contradictions(it: Approval) -> Iterator[str]:
    """Say what does not fit together; each of it would have two answers in one notice."""
    if it.end < it.start:
        yield "the grant period ends before it starts"
    if [each.year for each in it.years] != list(range(it.start.year, it.end.year + 1)):
        yield "the financing plan has other years than the grant period"
    if it.eligible_ct != it.third_party_ct + it.own_cash_ct + it.grant_ct:
        yield "the financing plan does not balance"
    if it.grant_ct <= 0:
        yield "nothing is granted"
    if it.own_share.amount_ct > it.own_cash_ct + it.own_share.in_kind_ct:
        yield "the own share is not covered"
    if it.reduction and it.refused_ct <= 0:
        yield "not less is granted than was asked for"
    said = {
        "eligible-costs": it.eligible_ct,
        "third-party": it.third_party_ct,
        "own-share": it.own_share.amount_ct,
        "own-cash-by-year": it.own_cash_ct,
        "grant": it.grant_ct,
        **{f"costs-{each.year}": each.costs_ct for each in it.years},
        **{f"grant-{each.year}": each.grant_ct for each in it.years},
    }
    for step in it.steps:
        if said.get(step.rule, step.result_ct) != step.result_ct:
            yield f"the calculation of {step.rule} has another result than the plan"


@dataclass(frozen=True, slots=True)
class Rejection:
    """Ablehnungsbescheid."""

    letter: Letter
    reason_code: RejectionCode
    reason: str


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier notice: what it is called, and its day."""

    title: str
    dated: date


@dataclass(frozen=True, slots=True)
class AmountChange:
    """An amount of the parent notice, before and after."""

    what: str
    old_ct: int
    new_ct: int


@dataclass(frozen=True, slots=True)
class DateChange:
    """A day of the parent notice, before and after."""

    what: str
    old: date
    new: date


@dataclass(frozen=True, slots=True)
class Amendment:
    """Änderungsbescheid: what of an earlier notice changes; all else stays.

    number    of this amendment, counted from 1 over all amendments of the grant
    parent    the notice that is amended; `between` the amendments since then
    heard_on  when the recipient was heard (§ 24 SGB X); None where nobody is burdened
    """

    letter: Letter
    number: int
    parent: Reference
    amounts: Sequence[AmountChange]
    dates: Sequence[DateChange]
    reason: str
    between: Sequence[Reference] = ()
    heard_on: date | None = None

    def __post_init__(self) -> None:
        kept = [it.what for it in self.amounts if it.old_ct == it.new_ct]
        kept += [it.what for it in self.dates if it.old == it.new]
        if kept or not (self.amounts or self.dates):
            raise ContradictionError(f"nothing changes: {', '.join(kept) or 'no change at all'}")


@dataclass(frozen=True, slots=True)
class Tranche:
    """The grant of a year before and after an extension; equal where it stays."""

    year: int
    old_ct: int
    new_ct: int
    reserved: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """Verlängerungsbescheid: a later end, and what it moves between years or adds.

    number     of this amendment, counted from 1 over all amendments of the grant
    start      of the grant period, which stays
    own_share  of the costs of the extension; None where it costs nothing
    """

    letter: Letter
    number: int
    parent: Reference
    start: date
    old_end: date
    new_end: date
    tranches: Sequence[Tranche]
    reason_code: ExtensionCode
    reason: str
    between: Sequence[Reference] = ()
    own_share: OwnShare | None = field(default=None)

    def __post_init__(self) -> None:
        if self.new_end <= self.old_end:
            raise ContradictionError("an extension ends later")
        if [it.year for it in self.tranches] != list(range(self.start.year, self.new_end.year + 1)):
            raise ContradictionError("the tranches have other years than the grant period")
        if self.new_ct < self.old_ct:
            raise ContradictionError("an extension takes nothing away")

    @property
    def old_ct(self) -> int:
        """Höchstbetrag so far."""
        return sum(it.old_ct for it in self.tranches)

    @property
    def new_ct(self) -> int:
        """Höchstbetrag from now on."""
        return sum(it.new_ct for it in self.tranches)

    @property
    def is_cost_neutral(self) -> bool:
        """Whether the grant stays what it is, though some of it may lie on other years."""
        return self.new_ct == self.old_ct

    @property
    def moves_money(self) -> bool:
        """Whether any year gets another tranche."""
        return any(it.old_ct != it.new_ct for it in self.tranches)

    @property
    def reserved_years(self) -> list[int]:
        """Years under the reservation clause (Haushaltsvorbehalt)."""
        return [it.year for it in self.tranches if it.reserved and it.new_ct]

    @property
    def reports(self) -> list[deadlines.Report]:
        """What is to be reported by when, from now on."""
        return deadlines.reports(self.start, self.new_end)


Notice = Approval | Rejection | Amendment | Extension
