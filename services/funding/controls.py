"""What must hold in each year's ledger: two ways of counting agree, and no cent is lost."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from services.funding import events
from services.funding.ledger import SOURCES, Account, balance
from services.funding.totals import totals
from services.funding.year import Budget, evolve
from shared.control import Control

MAY_BE_NEGATIVE: Final = "frei"  # After a cut below what is bound.


Placed = Sequence[tuple[int, Any]]
"""(position, event)"""


def faults(histories: Mapping[str, Placed]) -> Iterator[tuple[int, str]]:
    """Yield (position, what is wrong) of all years and of each statement of their totals."""
    for stream, history in sorted(histories.items()):
        if stream.startswith("budget-"):
            for text in faults_of_year([event for _, event in history]):
                yield history[-1][0], f"{stream}: {text}"
        else:
            yield from _of_totals(histories, history)


def _of_totals(histories: Mapping[str, Placed], stated: Placed) -> Iterator[tuple[int, str]]:
    for position, event in stated:
        upto = {
            int(stream.removeprefix("budget-")): [it for at, it in history if at <= event.position]
            for stream, history in histories.items()
            if stream.startswith("budget-")
        }
        counted = totals({year: history for year, history in upto.items() if history})
        if counted != event.years:
            yield (
                position,
                f"Die Kontensummen bis Position {event.position} sind andere als gebucht.",
            )


def faults_of_year(history: Sequence[events.BudgetEvent]) -> list[str]:
    """Return what is wrong with a year, in German; nothing if ledger and state agree."""
    booked, budget = balance(history), Budget()
    for event in history:
        budget = evolve(budget, event)
    return [*_of_ledger(booked), *_of_state(booked, budget)]


def _of_ledger(booked: dict[Account, int]) -> Iterator[str]:
    if total_ct := sum(booked.values()):
        yield f"Die Konten ergeben zusammen {total_ct} Cent statt null."
    for account, amount_ct in booked.items():
        if account not in SOURCES and account != MAY_BE_NEGATIVE and amount_ct < 0:
            yield f"Auf dem Konto {account} stehen {amount_ct} Cent."


def _of_state(booked: dict[Account, int], budget: Budget) -> Iterator[str]:
    counted: dict[Account, int] = {
        "frei": budget.free_ct,
        "reserviert": sum(it.amount_ct for it in budget.reserved.values()),
        "festgelegt": sum(it.bound_ct for it in budget.shares.values()),
        "ausgezahlt": budget.paid_ct(),
        "verfallen": budget.lapsed_ct,
    }
    for account, amount_ct in counted.items():
        if booked[account] != amount_ct:
            yield (
                f"Konto {account}: gebucht sind {booked[account]} Cent, der Stand des Jahres"
                f" sagt {amount_ct}."
            )


CONTROL: Final = Control(frozenset({"budget", "totals"}), faults)
