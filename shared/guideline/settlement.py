"""Bericht und Prüfung: what the grant comes to once all income and expenditure is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from shared.guideline.edition import Step, Summand
from shared.money import split
from shared.refusal import Clause

REPORT: Final = Clause(
    "Bericht und Prüfung",
    "Nach dem Ende legt ein Bericht alle Einnahmen und Ausgaben offen; an ihnen bemisst sich die"
    " endgültige Zuwendung.",
)


@dataclass(frozen=True, slots=True)
class Decided:
    """What the decision fixed: the grant in cents by year, the own share and its cash part."""

    grant_ct: Mapping[int, int]
    own_share_ct: int
    own_cash_ct: int


@dataclass(frozen=True, slots=True)
class Accounts:
    """What was recognised after the end, in cents, and what has been paid out so far, by year."""

    costs_ct: int
    third_party_ct: int
    in_kind_ct: int
    paid_ct: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Settlement:
    """Festsetzung: the final grant in cents by year, and who owes whom.

    recovery_ct   what the Träger pays back
    remaining_ct  what it still gets
    burden_ct     gap above the grant approved, which the Träger bears
    """

    final_grant_ct: Mapping[int, int]
    own_cash_required_ct: int
    gap_ct: int
    recovery_ct: int
    remaining_ct: int
    burden_ct: int
    steps: tuple[Step, ...] = field(compare=False)


def settle(decided: Decided, accounts: Accounts) -> Settlement:
    """Return the final grant, laid on the years as it was paid and remains to be paid.

    Reading: the own share stays the amount of the decision, so savings belong to the office;
    planned own cash is used in full; extra income pays extra cost first. The grant never rises.
    """
    granted_ct = sum(decided.grant_ct.values())
    own_cash_ct = max(decided.own_cash_ct, decided.own_share_ct - accounts.in_kind_ct, 0)
    gap_ct = max(0, accounts.costs_ct - accounts.third_party_ct - own_cash_ct)
    final_ct = min(granted_ct, gap_ct)
    paid_ct = sum(accounts.paid_ct.values())
    return Settlement(
        final_grant_ct=_by_year(final_ct, decided.grant_ct, accounts.paid_ct),
        own_cash_required_ct=own_cash_ct,
        gap_ct=gap_ct,
        recovery_ct=max(0, paid_ct - final_ct),
        remaining_ct=max(0, final_ct - paid_ct),
        burden_ct=gap_ct - final_ct,
        steps=_explain(decided, accounts, own_cash_ct, gap_ct),
    )


def _by_year(
    final_ct: int, granted_ct: Mapping[int, int], paid_ct: Mapping[int, int]
) -> dict[int, int]:
    """Lay the final grant on the years so that no year keeps money bound that will not be paid.

    What was paid counts where it was paid, the rest in proportion to what is still bound; where
    more was paid than is due, the final grant lies in proportion to the payments.
    """
    paid = {year: paid_ct.get(year, 0) for year in sorted(granted_ct.keys() | paid_ct.keys())}
    rest_ct = final_ct - sum(paid.values())
    if rest_ct < 0:
        return split(final_ct, paid)
    bound = {year: max(0, granted_ct.get(year, 0) - cents) for year, cents in paid.items()}
    rest = split(rest_ct, bound)
    return {year: cents + rest[year] for year, cents in paid.items()}


def _explain(
    decided: Decided, accounts: Accounts, own_cash_ct: int, gap_ct: int
) -> tuple[Step, ...]:
    granted_ct = sum(decided.grant_ct.values())
    final_ct = min(granted_ct, gap_ct)
    open_ct = accounts.costs_ct - accounts.third_party_ct - own_cash_ct
    return (
        _step(
            "own-cash-required",
            "Eigenes Geld: mindestens das geplante, und was anerkannte Leistungen vom Eigenanteil"
            " offen lassen.",
            own_cash_ct,
            ("own-cash", "Geplantes eigenes Geld", decided.own_cash_ct),
            (
                "more",
                "Mehr, weil Leistungen am Eigenanteil fehlen",
                own_cash_ct - decided.own_cash_ct,
            ),
            own_share_ct=decided.own_share_ct,
            in_kind_ct=accounts.in_kind_ct,
        ),
        _step(
            "gap",
            "Der Fehlbedarf: anerkannte Kosten ohne Mittel Dritter und eigenes Geld.",
            gap_ct,
            ("costs", "Anerkannte Kosten", accounts.costs_ct),
            ("third-party", "Mittel Dritter", -accounts.third_party_ct),
            ("own-cash", "Eigenes Geld", -own_cash_ct),
            ("surplus", "Überschuss, der beim Träger bleibt", gap_ct - open_ct),
        ),
        _step(
            "final-grant",
            "Endgültig ist der Fehlbedarf, höchstens die bewilligte Zuwendung.",
            final_ct,
            ("gap", "Fehlbedarf", gap_ct),
            ("burden", "Mehr als bewilligt, trägt der Träger", final_ct - gap_ct),
            granted_ct=granted_ct,
        ),
        *_explain_balance(final_ct, sum(accounts.paid_ct.values())),
    )


def _explain_balance(final_ct: int, paid_ct: int) -> tuple[Step, ...]:
    recovery_ct, remaining_ct = max(0, paid_ct - final_ct), max(0, final_ct - paid_ct)
    return (
        _step(
            "recovery",
            "Zurückzuzahlen ist, was über die endgültige Zuwendung hinaus ausgezahlt wurde.",
            recovery_ct,
            ("paid", "Ausgezahlt", paid_ct),
            ("final-grant", "Davon endgültig", remaining_ct - final_ct),
        ),
        _step(
            "remaining-payment",
            "Noch auszuzahlen ist, was zur endgültigen Zuwendung fehlt.",
            remaining_ct,
            ("final-grant", "Endgültige Zuwendung", final_ct),
            ("paid", "Davon ausgezahlt", recovery_ct - paid_ct),
        ),
    )


def _step(
    rule: str, text: str, result_ct: int, *parts: tuple[str, str, int], **inputs: int
) -> Step:
    """Parts of nothing but the first are left out."""
    told = [Summand(*part) for number, part in enumerate(parts) if part[2] or not number]
    return Step(rule, text, tuple(told), result_ct, REPORT.heading, inputs)
