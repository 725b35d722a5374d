"""Approvals as notices (Zuwendungsbescheide). Each sum is derived from the plan and given nowhere else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.projects.events import ReductionCode
from services.projects.notices import deadlines
from services.projects.notices.letter import ContradictionError, Letter, OwnShare
from shared.guideline import Step


@dataclass(frozen=True, slots=True)
class Sign:
    """What shows that a goal is reached, and the value to reach."""

    indicator: str
    target: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal word for word as in the version of the application that was decided.

    What cannot be counted has no signs, and says in `qualitative` how it shows all the same.
    """

    number: int
    text: str
    signs: tuple[Sign, ...]
    qualitative: str | None = None


@dataclass(frozen=True, slots=True)
class Employees:
    """How many the Träger employed, how counted, and on which day."""

    count: int
    method: Literal["heads", "fte"]
    on: date


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
    full_funding_reason: str | None = None
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
