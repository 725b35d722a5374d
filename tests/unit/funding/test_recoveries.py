"""Recoveries in the file of confirmations: each line names its project and its booking, and counts once."""

from datetime import date

import pytest

from services.funding import commands, confirmations, events
from services.funding.budget import BUDGET
from services.funding.ledger import balance
from services.funding.recoveries import Owing
from services.funding.reference import SEPA_MAX, read, read_recovery, recovery
from tests.unit.funding.test_claims import CLAIM_ID, OWING, P, folded

NUMBER = "2026-8-017"
TEXT = f"Sozialraumprojekt {NUMBER} Rueckzahlung"
TODAY = date(2028, 4, 3)
HEADING = "Verwendungszweck;Betrag in Euro;Gezahlt am;Buchung"
BUDGETS = {
    2026: BUDGET.fold([events.BudgetSet(2026, 9_000_000, "Rat", 0)]),
    2027: BUDGET.fold(
        [
            events.BudgetSet(2027, 9_000_000, "Rat", 0),
            events.YearClosed(2027, 9_000_000, date(2028, 1, 31)),
        ]
    ),
    2028: BUDGET.fold([events.BudgetSet(2028, 9_000_000, "Rat", 0)]),
}


def told(*lines, grant=None, budgets=BUDGETS):
    table = confirmations.table("\r\n".join([HEADING, *lines]).encode())
    grants = {NUMBER: (P, grant or folded(OWING))}
    return confirmations.confirm(table, budgets, TODAY, Owing(grants, "desk"))


def faults(found):
    return [(it.line, it.column, it.code) for it in found.errors]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.upper(),
        "SVWZ+SOZIALRAUMPROJEKT 2026-8-01\n7 RUECKZAHLUNG EREF+NOTPROVIDED",
        TEXT.replace("ue", "ü"),
        TEXT.replace("ue", "u"),
        f"{TEXT} {TEXT}",
    ],
)
def test_what_banks_and_people_make_of_it_is_understood(text):
    assert read_recovery(text) == NUMBER
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        NUMBER,
        f"Rueckzahlung {NUMBER}",
        f"{TEXT} {TEXT.replace('017', '018')}",
        f"{TEXT} Sozialraumprojekt {NUMBER} Rate 2 Haushaltsjahr 2026",
    ],
)
def test_what_names_no_recovery_or_two_things_is_not_guessed_at(text):
    assert read_recovery(text) is None


def test_the_text_is_told_in_the_characters_of_sepa():
    assert recovery(NUMBER) == TEXT
    assert len(recovery("2026-99-123456")) <= SEPA_MAX
    assert TEXT.isascii()


def test_what_comes_back_in_parts_counts_to_the_oldest_year_and_is_booked_there():
    """2,000.00 of 2026 are free again; of 2027, which is closed, 800.00 are revenue of this year."""
    found = told(f"{TEXT};1.500,00;30.03.2028;KA 1", f"{TEXT};1.300,00;31.03.2028;KA 2")
    assert (found.new, found.recoveries, found.known, faults(found)) == (2, 2, 0, [])
    assert [(it.reference, it.amount_ct) for it in found.received[P]] == [
        ("KA 1", {2026: 150_000}),
        ("KA 2", {2026: 50_000, 2027: 80_000}),
    ]
    booked = {year: balance(it) for year, it in found.made.items()}
    assert {year: -it["refill"] for year, it in booked.items()} == {2026: 200_000, 2028: 80_000}
    assert (booked[2026]["frei"], booked[2028]["vereinnahmt"]) == (200_000, 80_000)


def test_the_same_file_again_changes_nothing():
    lines = [f"{TEXT};1.500,00;30.03.2028;KA 1", f"{TEXT};1.300,00;31.03.2028;KA 2"]
    once = told(*lines)
    grant = folded([*OWING, *once.received[P]])
    again = told(*lines, grant=grant)
    assert (again.new, again.recoveries, again.known, faults(again)) == (0, 0, 2, [])
    assert (again.received, again.made) == ({P: []}, {})


def test_each_fault_is_named_by_its_line_and_holds_nobody_up():
    found = told(
        f"{TEXT};1.500,00;30.03.2028;",
        f"{TEXT.replace('017', '018')};1.500,00;30.03.2028;KA 1",
        f"{TEXT};2.800,01;30.03.2028;KA 2",
        f"{TEXT};1,00;04.04.2028;KA 3",
        f"{TEXT};viel;30.03.2028;KA 4",
        f"{TEXT};1.500,00;30.03.2028;KA 5",
        f"{TEXT};1.500,01;30.03.2028;KA 5",
        f"{TEXT};1,00;;KA 6",
    )
    assert faults(found) == [
        (2, "Buchung", "booking-missing"),
        (3, "Verwendungszweck", "unknown-reference"),
        (4, "Betrag in Euro", "more-than-open"),
        (5, "Gezahlt am", "day-impossible"),
        (6, "Betrag in Euro", "invalid-amount"),
        (8, "Buchung", "reference-known"),
    ]
    assert (found.new, found.open) == (1, 1)
    assert "2026-8-018" in found.errors[1].message


def test_a_line_says_no_more_than_somebody_could_record_by_hand():
    """Nothing came back with nothing, and the number of a booking is no long text."""
    found = told(
        f"{TEXT};0,00;30.03.2028;KA 1",
        f"{TEXT};1,00;30.03.2028;{'K' * 101}",
        f"{TEXT};1,00;30.03.2028;KA\x002",
        f"{TEXT};1,00;30.03.2028;{'K' * 100}",
    )
    assert faults(found) == [
        (2, "Betrag in Euro", "invalid-amount"),
        (3, "Buchung", "invalid-booking"),
        (4, "Buchung", "invalid-booking"),
    ]
    assert [len(it.reference) for it in found.received[P]] == [100]


def test_payments_and_recoveries_stand_in_one_file():
    paid = commands.OrderPayment(
        2028, P, 1, 100, "Sozialraumprojekt 2026-8-017 Rate 1 Haushaltsjahr 2028", "2028-001", "wjh"
    )
    history: list[events.BudgetEvent] = [
        events.BudgetSet(2028, 9_000_000, "Rat", 0),
        events.Debited(2028, "a:2", P, 100, 0, 0, 0),
    ]
    budget = BUDGET.fold(history)
    ordered = BUDGET.decide(paid, budget, date(2028, 3, 1))
    budgets = {**BUDGETS, 2028: BUDGET.fold([*history, *ordered])}
    found = told(
        f"{paid.reference};1,00;30.03.2028;", f"{TEXT};1.500,00;30.03.2028;KA 1", budgets=budgets
    )
    assert (found.new, found.recoveries, faults(found)) == (2, 1, [])
    assert [type(it) for it in found.made[2028]] == [events.Paid]
    assert found.received[P][0].claim_id == CLAIM_ID
