"""The turn of a year, and the list of carry-overs for the council."""

from datetime import date

from services.funding import events
from services.funding.budget import BUDGET
from services.funding.year_change import assess, carry_overs, council_list
from shared.documents import DocumentRef

A, B, C = "project-a", "project-b", "project-c"
DAY = date(2027, 1, 4)
SET = events.BudgetSet(2026, 10_000_000, "Rat 11.12.2025", 0)


def debited(project, amount_ct):
    return events.Debited(2026, f"{project}:2", project, amount_ct, 0, 0, 0)


def carried_out(amount_ct, resolution, project=None):
    return events.CarriedOut(
        year=2026,
        carry_over_id="c1",
        to_year=2027,
        source="festgelegt" if project else "frei",
        project_id=project,
        amount_ct=amount_ct,
        reason_code="bound-unpaid" if project else "delayed-start",
        reason=DocumentRef("d", "0" * 64),
        resolution=resolution,
        carried_on=date(2027, 2, 8),
    )


def test_the_turn_of_the_year_names_what_lapses_what_is_unpaid_and_what_could_be_carried_over():
    history = (
        SET,
        debited(A, 4_000_000),
        debited(B, 2_000_000),
        debited(C, 1_000_000),
        events.Paid(2026, A, 3_999_999, 0, None),
        events.Paid(2026, C, 1_000_000, 0, None),
        events.PaymentsHeld(2026, B, f"{B}:3"),
    )
    told = assess(2026, BUDGET.fold(history), DAY)
    assert told["in_the_way"] is None
    assert (told["lapses_ct"], told["lapsed_ct"], told["closed"]) == (3_000_000, 0, False)
    assert told["unpaid"] == [
        {"project_id": A, "bound_ct": 1, "settled": False, "held": False},
        {"project_id": B, "bound_ct": 2_000_000, "settled": False, "held": True},
    ]
    assert told["unpaid_total_ct"] == 2_000_001
    assert told["proposals"] == [
        {
            "from_year": 2026,
            "to_year": 2027,
            "project_id": A,
            "amount_ct": 1,
            "reason_code": "bound-unpaid",
        }
    ]


def test_what_stands_in_the_way_of_the_closing_is_said():
    waiting = events.Reserved(2026, f"{A}:2", A, 500)
    told = assess(2026, BUDGET.fold([SET, waiting]), DAY)
    assert told["in_the_way"] == {
        "code": "reservations-open",
        "title": "Es wird noch entschieden",
        "detail": "Im Jahr 2026 warten noch 5,00 € auf eine Entscheidung.",
    }
    told = assess(2026, BUDGET.fold([SET]), date(2026, 12, 31))
    assert told["in_the_way"]["code"] == "year-not-over"


def test_of_a_closed_year_nothing_lapses_any_more():
    closed = events.YearClosed(2026, 10_000_000, DAY)
    told = assess(2026, BUDGET.fold([SET, closed]), DAY)
    assert (told["lapses_ct"], told["lapsed_ct"], told["closed"]) == (0, 10_000_000, True)


def test_the_list_for_the_council_names_every_carry_over_out_of_the_year():
    came = events.CarriedIn(2026, "c0", 2025, None, 5, "Rat")
    rows = carry_overs([SET, came, carried_out(1_000_001, "Rat 4.2.2027")])
    assert [(row["from_year"], row["to_year"], row["amount_ct"]) for row in rows] == [
        (2026, 2027, 1_000_001)
    ]


def test_the_list_is_read_by_a_german_spreadsheet():
    rows = carry_overs([carried_out(1_000_001, "Rat 4.2.2027; TOP 3"), carried_out(5, "x", A)])
    assert council_list(rows).split("\r\n") == [
        "Aus Jahr;In Jahr;Betrag in Euro;Konto;Projekt;Grund;Beschluss;Gebucht am;Kennung",
        '2026;2027;10000,01;frei;;Maßnahme beginnt später;"Rat 4.2.2027; TOP 3";08.02.2027;c1',
        "2026;2027;0,05;festgelegt;project-a;Festgelegt und noch nicht ausgezahlt;x;08.02.2027;c1",
        "",
    ]


def test_no_cell_of_the_list_is_a_formula():
    (row,) = council_list(carry_overs([carried_out(1, '=HYPERLINK("x")')])).split("\r\n")[1:-1]
    assert ';"\'=HYPERLINK(""x"")";' in row
