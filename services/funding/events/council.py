"""What the council and central office have resolved on a year, and its end. Whole cents."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from shared.documents import DocumentRef

CarryOverCode = Literal["bound-unpaid", "delayed-start", "earmarked", "other"]
"""Why money is carried over: bound and not yet paid; a project begins later; it is earmarked."""

TransferCode = Literal["need", "balance", "correction", "other"]
"""Why money goes to another district: its need; evening out; to mend a mistake."""

CarrySource = Literal["frei", "festgelegt", "verfallen"]
"""The account of the old year from which money is carried over."""


@dataclass(frozen=True, slots=True)
class BudgetSet:
    """Jahresbudget festgesetzt: the council's resolution gives the district so much for a year.

    It takes the place of `ceiling_ct`, the ceiling that commitments were made against until now.
    """

    VERSION: ClassVar[int] = 2

    year: int
    amount_ct: int
    resolution: str
    ceiling_ct: int


@dataclass(frozen=True, slots=True)
class Supplemented:
    """Nachtrag beschlossen: the council adds to a year's budget or, below zero, cuts it."""

    year: int
    amount_ct: int
    resolution: str


@dataclass(frozen=True, slots=True)
class CeilingSet:
    """Planungsrahmen festgesetzt: up to here a year without budget may be committed.

    A planned budget or a Verpflichtungsermächtigung. It takes the place of `replaced_ct`.
    """

    year: int
    amount_ct: int
    resolution: str
    replaced_ct: int


@dataclass(frozen=True, slots=True)
class ClauseApplied:
    """Unter Haushaltsvorbehalt gestellt: an approval rests on money nobody has resolved on yet."""

    year: int
    approval_id: str
    project_id: str
    amount_ct: int


@dataclass(frozen=True, slots=True)
class ClauseLifted:
    """Haushaltsvorbehalt erledigt: resolved money, or none, stands where it stood."""

    year: int
    amount_ct: int


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """In das nächste Jahr übertragen: the old year's half of a carry-over.

    Of a project if `source` is festgelegt: then what is bound for it moves on and stays bound.
    """

    year: int
    carry_over_id: str
    to_year: int
    source: CarrySource
    project_id: str | None
    amount_ct: int
    reason_code: CarryOverCode
    reason: DocumentRef
    resolution: str
    carried_on: date


@dataclass(frozen=True, slots=True)
class CarriedIn:
    """Aus dem Vorjahr übertragen: the new year's half of a carry-over."""

    year: int
    carry_over_id: str
    from_year: int
    project_id: str | None
    amount_ct: int
    resolution: str


@dataclass(frozen=True, slots=True)
class TransferredOut:
    """An einen Bezirk abgegeben: this district's half of a transfer between two."""

    year: int
    transfer_id: str
    to_district: int
    amount_ct: int
    reason_code: TransferCode
    reason: DocumentRef
    resolution: str


@dataclass(frozen=True, slots=True)
class TransferredIn:
    """Von einem Bezirk erhalten: this district's half of a transfer between two."""

    year: int
    transfer_id: str
    from_district: int
    amount_ct: int
    reason_code: TransferCode
    reason: DocumentRef
    resolution: str


@dataclass(frozen=True, slots=True)
class YearClosed:
    """Haushaltsjahr abgeschlossen: what was free has lapsed; what is bound stays bound."""

    year: int
    lapsed_ct: int
    closed_on: date
