"""Eigenanteil: what the Träger bears itself."""

from typing import Final

from shared.guideline.edition import Step
from shared.money import euros
from shared.refusal import Clause, Refused

OWN_SHARE: Final = Clause(
    "Eigenanteil",
    "Der Träger trägt je nach Zahl seiner Mitarbeitenden 1 bis 5 Prozent der förderfähigen Kosten"
    " selbst.",
)
IN_KIND: Final = Clause(
    "Eigenanteil",
    "Auf den Eigenanteil zählen eigenes Geld ebenso wie Sach- und Arbeitsleistungen, auch"
    " unbezahlte.",
)

# fmt: off
OWN_SHARE_PERCENT: Final = (
    #  Mitarbeitende bis    Prozent
    (                 30,   1),
    (                 60,   2),
    (                 90,   3),
    (                120,   4),
    (               None,   5),
)
# fmt: on


def own_share_percent(employees: int) -> int:
    """Return the row of the table. Reading: a Träger without employees is in the first."""
    for last, percent in OWN_SHARE_PERCENT:
        if last is None or employees <= last:
            return percent
    raise AssertionError("The last row is open.")


def check_own_share(own_share_ct: int, own_cash_ct: int, in_kind_ct: int) -> None:
    """Own cash fills what in-kind contributions leave of the own share.

    Raises Refused `own-share-too-small`, which names the missing cents.
    """
    missing_ct = own_share_ct - in_kind_ct - own_cash_ct
    if missing_ct > 0:
        raise Refused(
            "own-share-too-small",
            "Der Eigenanteil ist zu klein",
            f"Der Eigenanteil beträgt {euros(own_share_ct)}; es fehlen {euros(missing_ct)}.",
            clause=IN_KIND,
            facts={"own_share_ct": own_share_ct, "missing_ct": missing_ct},
        )


def explain_own_share(eligible_ct: int, employees: int, own_share_ct: int) -> Step:
    """Say how the own share came about. A Träger without employees is pointed out."""
    percent = own_share_percent(employees)
    who = f"{employees} Mitarbeitenden" if employees else "0 Mitarbeitenden (bitte prüfen)"
    return Step(
        "own-share",
        f"Bei {who} beträgt der Eigenanteil {percent} % der förderfähigen Kosten, einmal auf den"
        " Cent gerundet.",
        {"eligible_ct": eligible_ct, "employees": employees, "percent": percent},
        own_share_ct,
        OWN_SHARE.heading,
    )


def explain_own_cash(own_share_ct: int, in_kind_ct: int) -> Step:
    """Say how much of the own share has to be cash."""
    return Step(
        "own-cash-required",
        "Was Sach- und Arbeitsleistungen vom Eigenanteil offen lassen, ist eigenes Geld.",
        {"own_share_ct": own_share_ct, "in_kind_ct": in_kind_ct},
        max(0, own_share_ct - in_kind_ct),
        IN_KIND.heading,
    )
