"""An audit of a year's ledger passes what can have happened, and nothing else."""

from typing import Any
from uuid import uuid4

import pytest

from services.funding import events
from services.funding.controls import faults, faults_of_year
from services.funding.totals import totals

PROJECT = str(uuid4())


def test_a_year_in_order():
    assert faults_of_year([]) == []
    assert faults_of_year([events.BudgetSet(2026, 500_000_00, "Rat", 0)]) == []


def test_money_paid_that_was_never_bound():
    paid = events.Paid(2026, PROJECT, 1_000_00, 0, None)
    (fault,) = faults_of_year([events.BudgetSet(2026, 500_000_00, "Rat", 0), paid])
    assert fault == "Auf dem Konto festgelegt stehen -100000 Cent."


def test_a_state_that_counts_otherwise_than_the_ledger(monkeypatch):
    monkeypatch.setattr("services.funding.controls.evolve", lambda budget, _: budget)
    found = faults_of_year([events.BudgetSet(2026, 500_000_00, "Rat", 0)])
    assert found == ["Konto frei: gebucht sind 50000000 Cent, der Stand des Jahres sagt 0."]


BUDGET = events.BudgetSet(2026, 500_000_00, "Rat", 0)
MORE = events.Supplemented(2026, 1_00, "Nachtrag")


def test_totals_are_those_of_their_position():
    early = events.TotalsStated(3, totals({2026: [BUDGET]}))
    late = events.TotalsStated(6, totals({2026: [BUDGET, MORE]}))
    histories: dict[str, Any] = {
        "budget-2026": [(3, BUDGET), (5, MORE)],
        "totals-ledger": [(4, early), (7, late)],
    }
    assert list(faults(histories)) == []
    assert early.years[0].free_ct == early.years[0].budget_ct == 500_000_00


def test_totals_that_were_never_booked():
    wrong = events.TotalsStated(5, totals({2026: [BUDGET]}))
    histories: dict[str, Any] = {
        "budget-2026": [(3, BUDGET), (5, MORE)],
        "totals-ledger": [(7, wrong)],
    }
    assert list(faults(histories)) == [
        (7, "Die Kontensummen bis Position 5 sind andere als gebucht.")
    ]


@pytest.mark.parametrize("lost_ct", [1, -1])
def test_a_cent_that_is_lost(monkeypatch, lost_ct):
    booked = {"budget": -100, "frei": 100 + lost_ct, "reserviert": 0, "festgelegt": 0}
    booked |= {"ausgezahlt": 0, "verfallen": 0}
    monkeypatch.setattr("services.funding.controls.balance", lambda _: booked)
    assert f"Die Konten ergeben zusammen {lost_ct} Cent statt null." in faults_of_year([])
