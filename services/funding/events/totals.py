"""What the accounts came to: a fact of its own in the log, so that a checkpoint covers the sums too."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class YearTotals:
    """Kontensummen eines Jahres: where the money of a year came from, and where it lay."""

    year: int
    budget_ct: int
    supplementary_ct: int
    ceiling_ct: int
    clause_ct: int
    carried_in_ct: int
    transferred_in_ct: int
    refilled_ct: int
    free_ct: int
    reserved_ct: int
    bound_ct: int
    paid_ct: int
    lapsed_ct: int
    revenue_ct: int
    carried_out_ct: int
    transferred_out_ct: int


@dataclass(frozen=True, slots=True)
class TotalsStated:
    """Kontensummen festgestellt: so much lay on the accounts of each year after position `position`."""

    position: int
    years: tuple[YearTotals, ...]
