"""Notices that change an earlier one: amendment and extension."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.projects.events import ExtensionCode
from services.projects.notices import deadlines
from services.projects.notices.letter import ContradictionError, Letter, OwnShare


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
    own_share: OwnShare | None = None

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
