"""An audit of a year's ledger passes what can have happened, and nothing else."""

from uuid import uuid4

import pytest

from services.funding import events
from services.funding.controls import faults_of_year

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


@pytest.mark.parametrize("lost_ct", [1, -1])
def test_a_cent_that_is_lost(monkeypatch, lost_ct):
    booked = {"budget": -100, "frei": 100 + lost_ct, "reserviert": 0, "festgelegt": 0}
    booked |= {"ausgezahlt": 0, "verfallen": 0}
    monkeypatch.setattr("services.funding.controls.balance", lambda _: booked)
    assert f"Die Konten ergeben zusammen {lost_ct} Cent statt null." in faults_of_year([])
