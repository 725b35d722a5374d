"""Bericht und Prüfung: what the grant comes to once all income and expenditure is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from shared.guideline.edition import Step, Summand, fraction
from shared.guideline.policy import Policy
from shared.money import portion, split
from shared.refusal import Clause

REPORT: Final = Clause(
    "Bericht und Prüfung",
    "Nach dem Ende legt ein Bericht alle Einnahmen und Ausgaben offen; an ihnen bemisst sich die"
    " endgültige Zuwendung.",
)


@dataclass(frozen=True, slots=True)
class MeasuredCosts:
    """Eligible costs of a plan, in cents, and the percentage that measured their own share."""

    own_share_percent: int
    costs_ct: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What the decision fixed: the grant in cents by year, the own share and its cash part.

    planned  the costs of its plan and of each extension; none where nobody has told them
    """

    grant_ct: Mapping[int, int]
    own_share_ct: int
    own_cash_ct: int
    planned: tuple[MeasuredCosts, ...] = ()


@dataclass(frozen=True, slots=True)
class Accounts:
    """What was recognised after the end, in cents, and what has been paid out so far, by year.

    returned_ct  has come back of an earlier settlement's claim, and does not count as paid
    """

    costs_ct: int
    third_party_ct: int
    in_kind_ct: int
    paid_ct: Mapping[int, int]
    returned_ct: int = 0


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


def settle(decided: Decided, accounts: Accounts, policy: Policy | None = None) -> Settlement:
    """Return the final grant, laid on the years as it was paid and remains to be paid.

    Reading: the own share stays the amount of the decision, so savings belong to the office;
    planned own cash is used in full; extra income pays extra cost first. The grant never rises.
    The office's `policy` may rule otherwise in each of these but the last.
    """
    policy = policy or Policy()
    costs = _counted_costs(decided, accounts, policy)
    cash = _own_cash(decided, accounts, costs.result_ct, policy)
    own_cash_ct = cash[-1].result_ct
    gap_ct = max(0, costs.result_ct - accounts.third_party_ct - own_cash_ct)
    granted_ct, paid_ct = sum(decided.grant_ct.values()), sum(accounts.paid_ct.values())
    due_ct = min(granted_ct, gap_ct)
    is_little = _is_little(due_ct, paid_ct + accounts.returned_ct, granted_ct, policy)
    spared_ct = max(0, paid_ct - due_ct) if is_little else 0
    final_ct = due_ct + spared_ct
    return Settlement(
        final_grant_ct=_by_year(final_ct, decided.grant_ct, accounts.paid_ct),
        own_cash_required_ct=own_cash_ct,
        gap_ct=gap_ct,
        recovery_ct=max(0, paid_ct - final_ct),
        remaining_ct=max(0, final_ct - paid_ct),
        burden_ct=gap_ct - due_ct,
        steps=(
            *([costs] if len(costs.parts) > 1 else []),
            *cash,
            _gap(costs.result_ct, accounts.third_party_ct, own_cash_ct),
            _final(gap_ct, granted_ct, spared_ct),
            *_explain_balance(final_ct, paid_ct),
        ),
    )


def _counted_costs(decided: Decided, accounts: Accounts, policy: Policy) -> Step:
    """Costs above the plan count for nothing where the office holds the plan's total to be binding."""
    planned_ct = sum(it.costs_ct for it in decided.planned)
    is_capped = policy.settlement.cap_total_at_plan and bool(decided.planned)
    above_ct = max(0, accounts.costs_ct - planned_ct) if is_capped else 0
    return _step(
        "counted-costs",
        "Mehr als die geplanten Kosten zählt nicht: die Gesamtsumme des Plans ist verbindlich.",
        accounts.costs_ct - above_ct,
        ("costs", "Anerkannte Kosten", accounts.costs_ct),
        ("above-plan", "Mehr als geplant", -above_ct),
        planned_ct=planned_ct,
    )


def _own_cash(
    decided: Decided, accounts: Accounts, costs_ct: int, policy: Policy
) -> tuple[Step, ...]:
    """What the Träger has to bring in cash, after whatever measures its own share anew.

    Reading: measured on actual costs, planned cash is no floor; rates of extensions count in
    proportion to the costs planned with them.
    """
    if policy.settlement.own_share == "percent-of-actual" and decided.planned:
        share = _share_of_actual(decided, accounts, costs_ct, policy)
        cash_ct = max(share.result_ct - accounts.in_kind_ct, 0)
        parts = (
            ("own-share", "Eigenanteil an den tatsächlichen Kosten", share.result_ct),
            ("in-kind", "Davon durch anerkannte Leistungen erbracht", cash_ct - share.result_ct),
        )
        text = "Eigenes Geld: was anerkannte Leistungen vom Eigenanteil offen lassen."
        return (
            share,
            _step("own-cash-required", text, cash_ct, *parts, in_kind_ct=accounts.in_kind_ct),
        )
    cash_ct = max(decided.own_cash_ct, decided.own_share_ct - accounts.in_kind_ct, 0)
    more = "Mehr, weil Leistungen am Eigenanteil fehlen"
    return (
        _step(
            "own-cash-required",
            "Eigenes Geld: mindestens das geplante, und was anerkannte Leistungen vom Eigenanteil"
            " offen lassen.",
            cash_ct,
            ("own-cash", "Geplantes eigenes Geld", decided.own_cash_ct),
            ("more", more, cash_ct - decided.own_cash_ct),
            own_share_ct=decided.own_share_ct,
            in_kind_ct=accounts.in_kind_ct,
        ),
    )


def _share_of_actual(decided: Decided, accounts: Accounts, costs_ct: int, policy: Policy) -> Step:
    base_ct = costs_ct + (accounts.in_kind_ct if policy.model == "gross" else 0)
    weighted = sum(it.own_share_percent * it.costs_ct for it in decided.planned)
    whole = 100 * sum(it.costs_ct for it in decided.planned) or 1
    return Step(
        "own-share-of-actual",
        "Der Eigenanteil wird an den tatsächlichen Kosten neu bemessen.",
        fraction("Anteil an den tatsächlichen Kosten", base_ct, weighted, whole),
        portion(base_ct, weighted, whole),
        REPORT.heading,
        {"base_ct": base_ct},
    )


def _is_little(due_ct: int, paid_ct: int, granted_ct: int, policy: Policy) -> bool:
    """Tell whether too little was paid beyond what is due to claim it, all that came back included.

    What a decision took back is never too little.
    """
    return paid_ct <= granted_ct and paid_ct - due_ct <= policy.settlement.bagatelle_ct


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
        return split(final_ct, {year: max(0, cents) for year, cents in paid.items()})
    bound = {year: max(0, granted_ct.get(year, 0) - cents) for year, cents in paid.items()}
    rest = split(rest_ct, bound)
    return {year: cents + rest[year] for year, cents in paid.items()}


def _gap(costs_ct: int, third_party_ct: int, own_cash_ct: int) -> Step:
    open_ct = costs_ct - third_party_ct - own_cash_ct
    return _step(
        "gap",
        "Der Fehlbedarf: anerkannte Kosten ohne Mittel Dritter und eigenes Geld.",
        max(0, open_ct),
        ("costs", "Anerkannte Kosten", costs_ct),
        ("third-party", "Mittel Dritter", -third_party_ct),
        ("own-cash", "Eigenes Geld", -own_cash_ct),
        ("surplus", "Überschuss, der beim Träger bleibt", max(0, -open_ct)),
    )


def _final(gap_ct: int, granted_ct: int, spared_ct: int) -> Step:
    due_ct = min(granted_ct, gap_ct)
    return _step(
        "final-grant",
        "Endgültig ist der Fehlbedarf, höchstens die bewilligte Zuwendung.",
        due_ct + spared_ct,
        ("gap", "Fehlbedarf", gap_ct),
        ("burden", "Mehr als bewilligt, trägt der Träger", due_ct - gap_ct),
        ("bagatelle", "Zu wenig, um es zurückzufordern", spared_ct),
        granted_ct=granted_ct,
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
