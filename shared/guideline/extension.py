"""Projektstart und Eigenanteil: what a change (Verlängerung, Änderung) makes of a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from shared.calendar import last_day, years_of
from shared.guideline.edition import Step, Summand
from shared.guideline.financing import GAP, Quote, finance
from shared.guideline.own_share import OWN_SHARE
from shared.guideline.plan import Financing
from shared.guideline.policy import Policy
from shared.guideline.project_start import EXTENSION_MONTHS_MAX
from shared.guideline.settlement import Decided
from shared.money import euros, plus
from shared.refusal import Fault, Refused


@dataclass(frozen=True, slots=True)
class Shift:
    """Cents that one year gains or, below zero, gives to others."""

    year: int
    amount_ct: int


@dataclass(frozen=True, slots=True)
class Changed:
    """What a decision becomes.

    added            what the guideline makes of the costs that are added; None at no extra cost
    grant_change_ct  cents by year, only of years whose grant changes
    decided          grant, own share and own cash of the whole project from now on
    """

    added: Quote | None
    grant_change_ct: Mapping[int, int]
    decided: Decided
    steps: tuple[Step, ...] = field(compare=False)


def change(
    decided: Decided, shifts: Sequence[Shift], costs: Financing | None, policy: Policy
) -> Changed:
    """Return what moving money and adding costs makes of a decision, with the steps.

    What is added is financed by itself: its own plan, and the head count of the day on which it is
    asked for, apply to the added costs only. Reading: the own share fixed before stays untouched.
    Raises Refused as `finance` does.
    """
    added = None if costs is None else finance(costs, policy)
    moved_ct = moved(shifts)
    change_ct = plus(moved_ct, {} if added is None else added.grant_ct)
    after = Decided(
        plus(decided.grant_ct, change_ct),
        decided.own_share_ct + (added.own_share_ct if added else 0),
        decided.own_cash_ct + (added.own_cash_ct if added else 0),
    )
    return Changed(
        added,
        {year: cents for year, cents in change_ct.items() if cents},
        after,
        (*(added.steps if added else ()), *_explain(decided, added, moved_ct, after)),
    )


def moved(shifts: Sequence[Shift]) -> dict[int, int]:
    """Return what shifts do to each year, in cents."""
    moved_ct: dict[int, int] = {}
    for it in shifts:
        moved_ct = plus(moved_ct, {it.year: it.amount_ct})
    return moved_ct


def check_shifts(
    shifts: Sequence[Shift], grant_ct: Mapping[int, int], start: date, end: date
) -> None:
    """Money moves between years of the project; a year gives what was granted for it, no more.

    Raises Refused `shift-not-possible`, with a pointer to each shift that is not.
    """
    wrong = [
        (number, it.year, detail)
        for number, it in enumerate(shifts)
        if (detail := _impossible(it, grant_ct, years_of(start, end)))
    ]
    if sum(it.amount_ct for it in shifts):
        wrong.append((0, shifts[0].year, "Was ein Jahr gewinnt, müssen andere abgeben."))
    if wrong:
        raise Refused(
            "shift-not-possible",
            "Die Verschiebung zwischen den Jahren geht nicht auf",
            " ".join(dict.fromkeys(detail for _, _, detail in wrong)),
            clause=GAP,
            errors=tuple(
                Fault(f"/shift/{number}/amount", "shift-not-possible", detail)
                for number, _, detail in wrong
            ),
            facts={"year": wrong[0][1]},
        )


def _impossible(shift: Shift, grant_ct: Mapping[int, int], years: Sequence[int]) -> str:
    missing_ct = -shift.amount_ct - grant_ct.get(shift.year, 0)
    if missing_ct > 0:
        return f"Dem Jahr {shift.year} fehlen dafür {euros(missing_ct)}."
    if shift.year not in years:
        return f"Das Jahr {shift.year} gehört nicht zum Projekt."
    return ""


def check_added_years(plan: Mapping[int, object], old_end: date, new_end: date) -> None:
    """Added costs lie in the added time: it begins on the day after the old end, without a gap.

    Raises Refused `years-do-not-match`.
    """
    wanted = years_of(old_end + timedelta(days=1), new_end)
    if sorted(plan) != wanted:
        text = (
            "Der Plan der Verlängerung braucht genau einen Eintrag für jedes Jahr vom Tag nach dem"
            f" bisherigen Ende bis zum neuen: {', '.join(map(str, wanted))}."
        )
        raise Refused(
            "years-do-not-match",
            "Die Jahre passen nicht zur Verlängerung",
            text,
            kind="invalid",
            errors=(Fault("/plan", "years-do-not-match", text),),
        )


def extension_months(first_end: date, end: date) -> int:
    """Return how many of the months by which a project can be extended are used; a part counts."""
    if end <= first_end:
        return 0
    begun = first_end + timedelta(days=1)
    ends = [last_day(begun, months) for months in range(1, EXTENSION_MONTHS_MAX)]
    return 1 + sum(end > it for it in ends)


def _explain(
    decided: Decided, added: Quote | None, moved_ct: Mapping[int, int], after: Decided
) -> tuple[Step, ...]:
    added_ct = {} if added is None else added.grant_ct
    steps = [
        _sum(
            f"grant-after-{year}",
            f"Die Zuwendung {year} nach der Änderung.",
            GAP.heading,
            ("before", f"Bisher {year}", decided.grant_ct.get(year, 0)),
            ("added", "Kosten der Verlängerung", added_ct.get(year, 0)),
            ("moved", "Verschiebung zwischen den Jahren", moved_ct.get(year, 0)),
        )
        for year in sorted(after.grant_ct)
    ]
    if added is not None:
        steps += _explain_own_share(decided, added)
    total = tuple(
        (str(year), f"Zuwendung {year}", cents) for year, cents in sorted(after.grant_ct.items())
    )
    return (*steps, _sum("grant-after", "Die Zuwendung aller Jahre.", GAP.heading, *total))


def _explain_own_share(decided: Decided, added: Quote) -> list[Step]:
    return [
        _sum(
            "own-share-after",
            "Der bisherige Eigenanteil bleibt; der der Verlängerung kommt hinzu.",
            OWN_SHARE.heading,
            ("before", "Bisheriger Eigenanteil", decided.own_share_ct),
            ("added", "Eigenanteil der Verlängerung", added.own_share_ct),
        ),
        _sum(
            "own-cash-after",
            "Eigenes Geld des ganzen Projekts.",
            OWN_SHARE.heading,
            ("before", "Bisheriges eigenes Geld", decided.own_cash_ct),
            ("added", "Eigenes Geld der Verlängerung", added.own_cash_ct),
        ),
    ]


def _sum(rule: str, text: str, basis: str, *parts: tuple[str, str, int]) -> Step:
    """Parts of nothing but the first are left out."""
    told = tuple(Summand(*part) for number, part in enumerate(parts) if part[2] or not number)
    return Step(rule, text, told, sum(part.amount_ct for part in told), basis)
