"""Scenarios of the office about the end of a project: what is paid, claimed and free again.

Amounts and days are those that the office tells.
"""

from datetime import date
from typing import Any

import pytest

from services.funding import closing, commands, events
from services.funding.across import carry_over
from services.funding.grant import GRANT, Grant, settlement
from services.projects.commands import ShortenedPlan
from shared.documents import Document
from shared.guideline import Settlement, Year
from shared.refusal import Refused
from tests.unit.changing import short_lived
from tests.unit.funding.in_memory import Funding

CLOSING_ID = "project-a:9"
WHY = Document.of_text("Der Rest wird erst im neuen Jahr fällig.")


def grant_of(funding: Funding) -> Grant:
    grant = GRANT.fold(funding.grant)
    assert grant is not None
    return grant


def close(funding: Funding, costs_ct: int, *others_ct: int, on: date) -> Settlement:
    """Settle on these figures, and let funding book it."""
    third_party_ct, in_kind_ct = others_ct or (0, 0)
    asked = commands.HoldSettlement(
        funding.project_id, CLOSING_ID, costs_ct, third_party_ct, in_kind_ct
    )
    grant = grant_of(funding)
    made = settlement(closing.completed(asked, funding.budgets(), grant), grant)
    data: dict[str, Any] = {
        "project_id": funding.project_id,
        "closing_id": CLOSING_ID,
        "closed_on": on,
        "final_grant_ct": dict(made.final_grant_ct),
        "recovery_ct": made.recovery_ct,
        "remaining_ct": made.remaining_ct,
        "due_on": on if made.recovery_ct else None,
        "interest_from": on if made.recovery_ct else None,
    }
    funding.close(data, on)
    return made


# ---- who was paid too little -----------------------------------------------------------------


def under_paid() -> Funding:
    """E 50,000, EA 1,500 (V 1,000, C 500), D 4,000, Z 45,500, of which 40,950 were paid."""
    funding = Funding({2026: 30_000_000, 2027: 30_000_000}, "project-a")
    funding.do(commands.Debit(2026, "project-a:2", "project-a", 4_550_000))
    recorded = events.GrantRecorded("project-a", "project-a:2", {2026: 4_550_000}, 150_000, 50_000)
    funding.grant.append(recorded)
    funding.pay(2026, 4_095_000)
    return funding


@pytest.mark.scenario("under-paid")
@pytest.mark.clause("REPORT")
def test_what_remains_comes_out_of_the_commitment_and_only_the_saving_is_free():
    funding = under_paid()
    before = funding.accounts("frei")[2026]
    made = close(funding, 4_800_000, 400_000, 100_000, on=date(2026, 11, 16))
    assert (made.final_grant_ct, made.remaining_ct) == ({2026: 4_350_000}, 255_000)
    assert funding.accounts("frei")[2026] - before == 200_000  # Not 4,550.00.
    assert funding.accounts("festgelegt")[2026] == 255_000
    funding.pay(2026, 255_000)
    assert funding.accounts("festgelegt")[2026] == 0


@pytest.mark.scenario("under-paid")
@pytest.mark.clause("REPORT")
def test_what_remains_of_a_closed_year_is_paid_once_it_is_carried_over():
    funding = under_paid()
    funding.do(commands.CloseYear(2026), date(2027, 1, 15))
    free, lapsed = funding.accounts("frei"), funding.accounts("verfallen")[2026]
    close(funding, 4_800_000, 400_000, 100_000, on=date(2027, 2, 15))
    assert funding.accounts("frei") == free
    assert funding.accounts("verfallen")[2026] - lapsed == 200_000
    with pytest.raises(Refused) as no:
        funding.pay(2026, 255_000)
    assert no.value.code == "year-closed"
    whose, name = funding.project_id, "carry-over-1"
    asked = commands.CarryOver(2026, 2027, 255_000, "bound-unpaid", WHY, "Rat", whose, name)
    funding.add(carry_over(asked, funding.budgets(), date(2027, 3, 1)))
    funding.pay(2027, 255_000)
    assert funding.paid_ct() == {2026: 4_095_000, 2027: 255_000}
    assert funding.accounts("frei") == free


# ---- who stops early -------------------------------------------------------------------------


def stopped_early() -> Funding:
    """Terminated on 30.9.2026: of 2 × 57,600 the first was paid; the plan is fixed at 45,000."""
    office = short_lived({2026: 30_000_000, 2027: 30_000_000})
    office.funding.refills = "on-settlement"
    office.funding.pay(2026, 5_760_000)
    office.terminate(
        date(2026, 9, 14),
        date(2026, 9, 30),
        shortened=ShortenedPlan({2026: Year(4_500_000)}, 180_000, 0),
    )
    return office.funding


@pytest.mark.scenario("early termination and year end")
@pytest.mark.clause("REPORT")
def test_what_is_settled_in_the_open_year_is_free_in_it_again():
    funding = stopped_early()
    assert funding.accounts("frei") == {2026: 24_240_000, 2027: 30_000_000}
    made = close(funding, 4_500_000, on=date(2026, 11, 16))
    assert sum(made.final_grant_ct.values()) == 4_320_000
    assert made.recovery_ct == 1_440_000
    assert funding.accounts("frei") == {2026: 24_240_000 + 1_440_000, 2027: 30_000_000}


@pytest.mark.scenario("early termination and year end")
@pytest.mark.clause("REPORT")
def test_what_is_settled_after_the_year_was_closed_leaves_both_years_as_they_are():
    funding = stopped_early()
    funding.do(commands.CloseYear(2026), date(2027, 1, 15))
    before = funding.accounts("frei")
    assert close(funding, 4_500_000, on=date(2027, 2, 15)).recovery_ct == 1_440_000
    assert funding.accounts("frei") == before == {2026: 0, 2027: 30_000_000}


@pytest.mark.scenario("early termination and year end")
@pytest.mark.clause("BUDGET")
def test_10_000_carried_over_let_300_000_show_310_000():
    funding = stopped_early()
    funding.do(commands.CloseYear(2026), date(2027, 1, 15))
    asked = commands.CarryOver(2026, 2027, 1_000_000, "other", WHY, "Rat", None, "carry-over-1")
    funding.add(carry_over(asked, funding.budgets(), date(2027, 3, 1)))
    assert funding.budgets()[2027].position_ct() == 31_000_000
    assert funding.accounts("budget")[2027] == -30_000_000
