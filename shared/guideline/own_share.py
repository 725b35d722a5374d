"""Eigenanteil: what the Träger bears itself."""

from dataclasses import dataclass
from typing import Final

from shared.guideline.edition import Step, Summand, fraction
from shared.guideline.in_kind import IN_KIND, Contribution
from shared.guideline.plan import FinancingType
from shared.guideline.policy import HeadcountMethod, Model
from shared.money import euros, percent_of
from shared.refusal import Clause, Fault, Refused

OWN_SHARE: Final = Clause(
    "Eigenanteil",
    "Der Träger trägt je nach Zahl seiner Mitarbeitenden 1 bis 5 Prozent der förderfähigen Kosten"
    " selbst.",
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


def whole_employees(hundredths: int) -> int:
    """Return the employees that the table is asked for: the next whole number, 30.25 → 31.

    Reading: the table knows whole numbers only, so a part of a full-time equivalent counts as one.
    """
    return -(-hundredths // 100)


def check_headcount(method: HeadcountMethod, hundredths: int, fixed: HeadcountMethod) -> None:
    """Employees are counted as the office has fixed; heads are whole.

    Raises Refused `headcount-method` or `heads-not-whole`.
    """
    if method != fixed:
        way = "Köpfe" if fixed == "heads" else "Vollzeitäquivalente"
        raise Refused(
            "headcount-method",
            "Die Mitarbeitenden sind anders zu zählen",
            f"Für die Größe des Trägers zählen {way}.",
            clause=OWN_SHARE,
            errors=(Fault("/employees/method", "headcount-method", f"Es zählen {way}."),),
        )
    if method == "heads" and hundredths % 100:
        detail = "Köpfe sind eine ganze Zahl."
        raise Refused(
            "heads-not-whole",
            "Es gibt keine halben Köpfe",
            detail,
            clause=OWN_SHARE,
            errors=(Fault("/employees/count", "heads-not-whole", detail),),
        )


@dataclass(frozen=True, slots=True)
class OwnShare:
    """The own share in cents, and how much of it has to be cash."""

    percent: int
    amount_ct: int
    cash_required_ct: int
    steps: tuple[Step, ...]


def own_share(
    eligible_ct: int, employees: int, in_kind: Contribution, type_: FinancingType, model: Model
) -> OwnShare:
    """Return the own share, once on the whole; in-kind contributions above it have no effect.

    Reading: with full funding there is none.
    """
    base_ct = eligible_ct + (in_kind.counted_ct if model == "gross" else 0)
    percent = 0 if type_ == "full" else own_share_percent(employees)
    amount_ct = percent_of(base_ct, percent)
    used_ct = min(amount_ct, in_kind.counted_ct)
    steps = []
    if base_ct != eligible_ct:
        steps.append(_explain_base(eligible_ct, in_kind.counted_ct))
    steps.append(
        _explain_none() if type_ == "full" else explain(base_ct, employees, amount_ct, model)
    )
    steps.append(explain_cash(amount_ct, used_ct))
    return OwnShare(percent, amount_ct, amount_ct - used_ct, tuple(steps))


def check_own_cash(share: OwnShare, own_cash_ct: int) -> None:
    """Own cash fills what in-kind contributions leave of the own share.

    Raises Refused `own-share-too-small`, which names the missing cents.
    """
    missing_ct = share.cash_required_ct - own_cash_ct
    if missing_ct > 0:
        detail = f"Der Eigenanteil beträgt {euros(share.amount_ct)}; es fehlen {euros(missing_ct)}."
        raise Refused(
            "own-share-too-small",
            "Der Eigenanteil ist zu klein",
            detail,
            clause=IN_KIND,
            errors=(Fault("/own_cash", "own-share-too-small", detail),),
            facts={"own_share_ct": share.amount_ct, "missing_ct": missing_ct},
        )


def explain_percent(employees: int) -> str:
    """Say which row of the table it is. A Träger without employees is pointed out."""
    who = f"{employees} Mitarbeitenden" if employees else "0 Mitarbeitenden (bitte prüfen)"
    return f"Bei {who} beträgt der Eigenanteil {own_share_percent(employees)} %"


def explain(base_ct: int, employees: int, own_share_ct: int, model: Model = "net") -> Step:
    """Say how the own share came about."""
    percent = own_share_percent(employees)
    of = "der förderfähigen Kosten" if model == "net" else "der Kosten samt Leistungen"
    return Step(
        "own-share",
        f"{explain_percent(employees)} {of}, einmal auf den Cent gerundet.",
        fraction(f"{percent} % {of}", base_ct, percent, 100),
        own_share_ct,
        OWN_SHARE.heading,
        {"base_ct": base_ct, "employees": employees, "percent": percent},
        None if employees else "no-employees",
    )


def _explain_none() -> Step:
    text = "Bei Vollfinanzierung trägt der Träger keinen Eigenanteil."
    return Step("own-share", text, (), 0, "Finanzierung und Förderung", {"percent": 0})


def _explain_base(eligible_ct: int, in_kind_ct: int) -> Step:
    parts = (
        Summand("eligible", "Förderfähige Kosten", eligible_ct),
        Summand("in-kind", "Sach- und Arbeitsleistungen", in_kind_ct),
    )
    text = "Der Eigenanteil bemisst sich an den Kosten samt den Sach- und Arbeitsleistungen."
    return Step("own-share-base", text, parts, eligible_ct + in_kind_ct, IN_KIND.heading)


def explain_cash(own_share_ct: int, in_kind_ct: int) -> Step:
    """Say how much of the own share has to be cash."""
    return Step(
        "own-cash-required",
        "Was Sach- und Arbeitsleistungen vom Eigenanteil offen lassen, ist eigenes Geld.",
        (
            Summand("own-share", "Eigenanteil", own_share_ct),
            Summand("in-kind", "Sach- und Arbeitsleistungen bis dahin", -in_kind_ct),
        ),
        own_share_ct - in_kind_ct,
        IN_KIND.heading,
    )
