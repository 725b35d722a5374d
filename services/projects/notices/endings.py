"""Notices that end or take back a grant before its time, or leave it as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.projects.events import (
    ChangeRejectionCode,
    RevocationBasis,
    RevocationCode,
    RevocationExtent,
    TerminationCause,
)
from services.projects.notices import deadlines
from services.projects.notices.changes import AmountChange, Reference
from services.projects.notices.letter import ContradictionError, Letter


@dataclass(frozen=True, slots=True)
class Termination:
    """Bescheid über das vorzeitige Ende: the project ends earlier, later years are not granted.

    number    of this amendment, counted from 1 over all amendments of the grant
    heard_on  when the recipient was heard (§ 24 SGB X); None where it asked for the end itself
    """

    letter: Letter
    number: int
    parent: Reference
    start: date
    old_end: date
    new_end: date
    amounts: Sequence[AmountChange]
    cause: TerminationCause
    reason: str
    between: Sequence[Reference] = ()
    heard_on: date | None = None

    def __post_init__(self) -> None:
        if not self.start <= self.new_end < self.old_end:
            raise ContradictionError("an early end lies before the old one, in the grant period")
        check_amounts(self.amounts)

    @property
    def reports(self) -> list[deadlines.Report]:
        """What is to be reported by when, from now on."""
        return deadlines.reports(self.start, self.new_end)


@dataclass(frozen=True, slots=True)
class Revocation:
    """Aufhebungsbescheid: a grant is taken back (§ 45 SGB X) or revoked (§ 47 SGB X).

    effective_from  from which day on; None from the beginning
    known_since     since when the office knows what justifies it
    """

    letter: Letter
    number: int
    parent: Reference
    basis: RevocationBasis
    extent: RevocationExtent
    effective_from: date | None
    old_end: date
    new_end: date
    amounts: Sequence[AmountChange]
    reason_code: RevocationCode
    reason: str
    known_since: date
    heard_on: date
    between: Sequence[Reference] = ()

    def __post_init__(self) -> None:
        check_amounts(self.amounts)
        if self.extent == "part" and not self.amounts:
            raise ContradictionError("a part of the grant is taken back, but no amount changes")
        if self.extent == "part" and self.new_end != self.old_end:
            raise ContradictionError("a part of the grant is taken back, and the project ends")

    @property
    def is_for_the_past(self) -> bool:
        """Whether something is taken back that the recipient already had."""
        return self.effective_from is None or self.effective_from < self.letter.dated


@dataclass(frozen=True, slots=True)
class ChangeRejection:
    """Ablehnung eines Änderungsantrags: what was granted stays as it is."""

    letter: Letter
    parent: Reference
    requested_on: date
    new_end: date | None
    reason_code: ChangeRejectionCode
    reason: str
    between: Sequence[Reference] = ()


def check_amounts(amounts: Sequence[AmountChange]) -> None:
    """Raise ContradictionError for an amount that is told to change and stays."""
    kept = [it.what for it in amounts if it.old_ct == it.new_ct]
    if kept:
        raise ContradictionError(f"nothing changes: {', '.join(kept)}")
