"""What the council and central office can ask of a year. Amounts are cents."""

from dataclasses import dataclass

from services.funding.events import CarryOverCode, TransferCode
from shared.documents import Document, DocumentRef


@dataclass(frozen=True, slots=True)
class SetBudget:
    """Jahresbudget festsetzen."""

    year: int
    amount_ct: int
    resolution: str


@dataclass(frozen=True, slots=True)
class Supplement:
    """Nachtrag buchen, below zero a cut."""

    year: int
    amount_ct: int
    resolution: str


@dataclass(frozen=True, slots=True)
class SetCeiling:
    """Planungsrahmen festsetzen: how much of a year without budget may be committed."""

    year: int
    amount_ct: int
    resolution: str


@dataclass(frozen=True, slots=True)
class CarryOver:
    """Haushaltsrest übertragen: of a project what is bound for it, else what is free or lapsed."""

    from_year: int
    to_year: int
    amount_ct: int
    reason_code: CarryOverCode
    reason: Document
    resolution: str
    project_id: str | None = None
    carry_over_id: str = ""


@dataclass(frozen=True, slots=True)
class CarryOut:
    """The old year's half of a carry-over."""

    year: int
    carry_over_id: str
    to_year: int
    project_id: str | None
    amount_ct: int
    reason_code: CarryOverCode
    reason: DocumentRef
    resolution: str


@dataclass(frozen=True, slots=True)
class CarryIn:
    """The new year's half of a carry-over."""

    year: int
    carry_over_id: str
    from_year: int
    project_id: str | None
    amount_ct: int
    resolution: str


@dataclass(frozen=True, slots=True)
class TransferOut:
    """Mittel an einen Bezirk abgeben. Without an id of its own, the transfer gets a new one."""

    year: int
    to_district: int
    amount_ct: int
    reason_code: TransferCode
    reason: Document
    resolution: str
    transfer_id: str = ""


@dataclass(frozen=True, slots=True)
class TransferIn:
    """Mittel von einem Bezirk annehmen, under the id that the giving district made."""

    year: int
    transfer_id: str
    from_district: int
    amount_ct: int
    reason_code: TransferCode
    reason: Document
    resolution: str


@dataclass(frozen=True, slots=True)
class CloseYear:
    """Haushaltsjahr abschließen."""

    year: int


CouncilCommand = (
    SetBudget | Supplement | SetCeiling | CarryOut | CarryIn | TransferOut | TransferIn | CloseYear
)
