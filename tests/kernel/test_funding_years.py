"""Budget years over a real PostgreSQL: what is asked, what is answered, what can be read after."""

import csv
from io import StringIO
from uuid import uuid4

import pytest

from shared.guideline import EDITION
from shared.hearing import Heard
from shared.refusal import Refused
from shared.service import Effect
from tests.direct import direct
from tests.paying import pay, release
from tests.toy import settings

WHY = {"reason_code": "other", "reason": "Der Umbau verzögert sich.", "resolution": "Rat TOP 3"}


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


@pytest.fixture
def services(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "funding", APP_ENV="demo")
    with direct(known, "funding") as services:
        yield services


@pytest.fixture
def funding(services):
    return lambda method, **body: services.ask("funding", method, body)


def budget(funding, year, amount):
    funding("set_budget", year=year, amount=euros(amount), resolution=f"Rat {year}")


def reserve(funding, approval_id, grant, project_id=None):
    project_id = project_id or str(uuid4())
    asked = [{"year": year, "amount": euros(amount)} for year, amount in grant.items()]
    rules = {"edition": EDITION, "policy_position": 0}
    return funding("reserve", approval_id=approval_id, project_id=project_id, grant=asked, **rules)


def accounts(funding, year):
    told = funding("get_budget", year=year)["accounts"]
    return {name: it["amount"] for name, it in told.items() if it["amount"] != "0.00"}


def refused(funding, method, **body):
    with pytest.raises(Refused) as no:
        funding(method, **body)
    return no.value


@pytest.mark.clause("BUDGET")
def test_one_cent_too_little_is_refused_with_the_year_and_the_cent(funding):
    budget(funding, 2026, "69120.00")
    budget(funding, 2027, "69119.99")
    with pytest.raises(Refused) as no:
        reserve(funding, "a:2", {2026: "69120.00", 2027: "69120.00"})
    assert (no.value.code, no.value.facts) == (
        "insufficient-budget",
        {"year": 2027, "missing_ct": 1},
    )
    assert no.value.detail == "Im Budget 2027 fehlen 0,01 €."
    assert accounts(funding, 2026) == {"budget": "69120.00", "frei": "69120.00"}


def test_a_year_without_budget_is_committed_up_to_its_ceiling_and_named_in_the_answer(funding):
    budget(funding, 2026, "100.00")
    with pytest.raises(Refused) as no:
        reserve(funding, "a:2", {2026: "10.00", 2028: "0.01"})
    assert no.value.code == "no-ceiling"
    funding("set_ceiling", year=2028, amount=euros("50.00"), resolution="Finanzplanung")
    answer = reserve(funding, "a:2", {2026: "10.00", 2028: "50.00"})
    assert answer["under_reservation"] == [2028]
    assert accounts(funding, 2028) == {"ceiling": "50.00", "reserviert": "50.00"}

    budget(funding, 2028, "80.00")
    assert accounts(funding, 2028) == {"budget": "80.00", "frei": "30.00", "reserviert": "50.00"}
    assert reserve(funding, "b:2", {2028: "30.00"})["under_reservation"] == []


def test_a_carry_over_books_both_years_at_once_and_stands_in_the_list_for_the_council(funding):
    budget(funding, 2026, "10000.00")
    budget(funding, 2027, "300000.00")
    asked = {"from_year": 2026, "to_year": 2027, "amount": euros("10000.00"), **WHY}
    command_id = str(uuid4())
    answer = funding("carry_over", command_id=command_id, **asked)
    assert funding("carry_over", command_id=command_id, **asked) == answer
    assert accounts(funding, 2026) == {"budget": "10000.00", "carry_out": "10000.00"}
    assert funding("get_budget", year=2027)["position"] == euros("310000.00")
    assert accounts(funding, 2027) == {
        "budget": "300000.00",
        "carry_in": "10000.00",
        "frei": "310000.00",
    }

    told = funding("list_carry_overs", year=2026)
    (row,) = told["carry_overs"]
    assert (row["carry_over_id"], row["amount"]) == (answer["carry_over_id"], euros("10000.00"))
    assert (row["source"], row["reason_code"], row["carried_on"]) == ("frei", "other", "2026-01-05")
    assert told["total"] == euros("10000.00")
    _, line = csv.reader(StringIO(told["csv"]), delimiter=";")
    assert line[:3] == ["2026", "2027", "10000,00"]
    assert funding("list_carry_overs")["carry_overs"] == [row]
    assert funding("list_carry_overs", year=2027)["carry_overs"] == []
    assert refused(funding, "carry_over", **asked).code == "carry-over-exceeds"


def test_nothing_is_carried_over_but_into_the_next_year(funding):
    asked = {"from_year": 2026, "to_year": 2028, "amount": euros("1.00"), **WHY}
    no = refused(funding, "carry_over", **asked)
    assert [(it.pointer, it.code) for it in no.errors] == [("/to_year", "not-the-next-year")]


def test_the_halves_of_a_transfer_are_booked_once_and_under_one_id(funding):
    budget(funding, 2026, "1000.00")
    out = {"year": 2026, "amount": euros("400.00"), "to_district": 5, **WHY}
    out["reason_code"] = "need"
    gone = funding("transfer_out", **out)
    again = funding("transfer_out", transfer_id=gone["transfer_id"], **out)
    assert again["transfer_id"] == gone["transfer_id"]
    assert accounts(funding, 2026) == {
        "budget": "1000.00",
        "frei": "600.00",
        "transfer_out": "400.00",
    }
    other = {**out, "amount": euros("400.01"), "transfer_id": gone["transfer_id"]}
    assert refused(funding, "transfer_out", **other).code == "already-decided"
    budget(funding, 2027, "1000.00")
    other_year = {**out, "year": 2027, "transfer_id": gone["transfer_id"]}
    assert refused(funding, "transfer_out", **other_year).code == "already-decided"

    into = {**WHY, "reason_code": "balance", "transfer_id": str(uuid4()), "from_district": 5}
    funding("transfer_in", year=2026, amount=euros("50.00"), **into)
    funding("transfer_in", year=2026, amount=euros("50.00"), **into)
    assert accounts(funding, 2026)["transfer_in"] == "50.00"
    assert accounts(funding, 2026)["frei"] == "650.00"


def test_a_district_transfers_nothing_to_itself(funding, tmp_path):
    own = settings("postgresql://x", tmp_path, "funding").district_number
    budget(funding, 2026, "1000.00")
    out = {"year": 2026, "amount": euros("1.00"), "to_district": own, **WHY}
    assert refused(funding, "transfer_out", **out).code == "transfer-to-itself"


def test_a_closed_year_lapses_and_a_carry_over_brings_it_back(funding):
    budget(funding, 2025, "700.00")
    before = funding("year_change", year=2025)
    assert (before["lapses"], before["in_the_way"]) == (euros("700.00"), None)
    funding("close_year", year=2025)
    assert accounts(funding, 2025) == {"budget": "700.00", "verfallen": "700.00"}
    no = refused(funding, "supplement", year=2025, amount=euros("1.00"), resolution="N")
    assert (no.code, no.facts) == ("year-closed", {"year": 2025})
    carried = {"from_year": 2025, "to_year": 2026, "amount": euros("700.00"), **WHY}
    funding("carry_over", **carried)
    assert accounts(funding, 2025) == {"budget": "700.00", "carry_out": "700.00"}
    assert accounts(funding, 2026) == {"carry_in": "700.00", "frei": "700.00"}
    assert funding("year_change", year=2025)["lapsed"] == euros("0.00")


def test_a_running_year_is_not_closed(funding):
    budget(funding, 2026, "700.00")
    assert refused(funding, "close_year", year=2026).code == "year-not-over"


def test_a_preview_writes_nothing_and_says_before_and_after(funding):
    budget(funding, 2026, "69119.99")
    grant = [{"year": 2026, "amount": euros("69120.00")}, {"year": 2027, "amount": euros("1.00")}]
    told = funding("preview", grant=grant, project_id=str(uuid4()))
    assert told["possible"] is False
    assert told["under_reservation"] == [2027]
    assert [(it["year"], it["missing"], it["refused"]["code"]) for it in told["years"]] == [
        (2026, euros("0.01"), "insufficient-budget"),
        (2027, euros("0.00"), "no-ceiling"),
    ]
    fits = funding("preview", grant=[{"year": 2026, "amount": euros("69119.99")}])
    assert fits["possible"] is True
    (year,) = fits["years"]
    assert (year["before"]["frei"], year["after"]["frei"]) == (euros("69119.99"), euros("0.00"))
    assert year["after"]["festgelegt"] == euros("69119.99")
    assert accounts(funding, 2026) == {"budget": "69119.99", "frei": "69119.99"}


def figures(told, place=""):
    """Yield the place of every amount in an answer, without the numbers of lists."""
    if isinstance(told, list):
        for each in told:
            yield from figures(each, place)
    elif isinstance(told, dict) and told.keys() == {"amount", "currency"}:
        yield place.removeprefix(".")
    elif isinstance(told, dict):
        for name, each in told.items():
            yield from figures(each, f"{place}.{name}")


def test_every_figure_of_an_answer_names_its_definition(services, funding):
    budget(funding, 2025, "80.00")
    budget(funding, 2026, "1.00")
    reserve(funding, f"{PROJECT}:2", {2025: "40.00"}, PROJECT)
    approved = {
        "approval_id": f"{PROJECT}:2",
        "grant_ct": {"2025": 4_000},
        "own_share": {"amount_ct": 1, "cash_ct": 1},
    }
    hear(services, "approved", approved)
    funding("carry_over", from_year=2025, to_year=2026, amount=euros("1.00"), **WHY)
    answers = {
        "get_budget": funding("get_budget", year=2025),
        "get_ledger": funding("get_ledger", year=2025),
        "preview": funding("preview", grant=[{"year": 2026, "amount": euros("1.00")}]),
        "year_change": funding("year_change", year=2025),
        "list_carry_overs": funding("list_carry_overs"),
    }
    for method, told in answers.items():
        assert set(told["definitions"]) >= set(figures(told)) > set(), method
        for it in told["definitions"].values():
            assert it["text"].endswith(".")
            assert it["formula"]
    for method in answers.keys() - {"get_ledger"}:
        assert set(answers[method]["definitions"]) == set(figures(answers[method])), method
    ledger = {it for it in answers["get_ledger"]["definitions"] if it.startswith("accounts.")}
    assert ledger == {f"accounts.{name}" for name in answers["get_budget"]["accounts"]}


# ---- what is heard of projects -------------------------------------------------------------

PROJECT = "0f0b1e1c-6a53-4c0b-8f5e-1d2b6d1c7a10"


TRAEGER = "2f0b1e1c-6a53-4c0b-8f5e-1d2b6d1c7a12"
DAYS = {"start": "2025-02-01", "end": "2027-01-31"}
WHOSE = {
    "number": "2025-8-017",
    "title": "Werkbank",
    "sozialraum_id": "3f0b1e1c-6a53-4c0b-8f5e-1d2b6d1c7a13",
    "traeger_id": TRAEGER,
}


def hear(services, type_, data):
    """Let funding hear an event of projects, in a transaction of its own."""
    service = services.services["funding"]
    event = {
        "event_id": str(uuid4()),
        "correlation_id": str(uuid4()),
        "occurred_at": "2026-01-05T09:00:00.000000Z",
        "data": {"project_id": PROJECT, **WHOSE, **DAYS, **data},
    }
    with service.kernel.pool.connection() as conn, conn.transaction():
        effect = Effect(service.kernel, conn, "projects", Heard(1, "", None, event))
        getattr(service, f"on_{type_}")(effect)


@pytest.mark.parametrize("end", ["rejected", "withdrawn"])
def test_who_is_rejected_or_withdraws_holds_nothing(services, funding, end):
    budget(funding, 2026, "82000.00")
    reserve(funding, "a:2", {2026: "40000.00"}, PROJECT)
    hear(services, end, {})
    assert accounts(funding, 2026) == {"budget": "82000.00", "frei": "82000.00"}


def test_a_project_keeps_every_cent_over_the_turn_of_the_year_until_it_is_settled(
    services, funding
):
    """2025 grants 60,000, pays 50,000, is closed; the rest is carried over and paid in 2026."""
    budget(funding, 2025, "60000.00")
    budget(funding, 2026, "60000.00")
    grant = {2025: "60000.00", 2026: "30000.00"}
    reserve(funding, "a:2", grant, PROJECT)
    approval = {
        "approval_id": "a:2",
        "grant_ct": {"2025": 6_000_000, "2026": 3_000_000},
        "own_share": {"amount_ct": 0, "cash_ct": 0},
    }
    account = {"name": "Werkbank e. V.", "profile": {"iban": "DE02120300000000202051"}}
    hear(services, "traeger_registered", account)
    hear(services, "applied", {})
    hear(services, "approved", approval)
    pay(funding, PROJECT, 2025, euros("50000.00"))
    funding("close_year", year=2025)
    told = funding("year_change", year=2025)
    assert told["unpaid_total"] == euros("10000.00")
    release(funding, PROJECT, 2025, euros("0.01"))
    no = refused(funding, "make_pay_list")
    assert (no.code, "abgeschlossen" in no.detail) == ("nothing-to-pay", True)

    (proposal,) = told["proposals"]
    funding("carry_over", **{**proposal, "reason": "Umbau", "resolution": "Rat TOP 3"})
    assert funding("year_change", year=2025)["unpaid"] == []
    pay(funding, PROJECT, 2026, euros("36000.00"))

    hold = {"project_id": PROJECT, "closing_id": "a:3", "third_party": euros("0.00")}
    hold |= {"planned": [], "policy_position": 0}
    costs = {"costs": euros("88000.00"), "in_kind": euros("0.00")}
    granted = [{"year": year, "amount": euros(amount)} for year, amount in grant.items()]
    final = funding("hold_settlement", **hold, **costs, grant=granted)
    assert final["final_grant"] == [
        {"year": 2025, "amount": euros("50000.00")},
        {"year": 2026, "amount": euros("38000.00")},
    ]
    closing = {
        "final_grant_ct": {"2025": 5_000_000, "2026": 3_800_000},
        "recovery_ct": 0,
        "remaining_ct": 200_000,
        "closing_id": "a:3",
        "closed_on": "2026-01-05",
        "due_on": None,
        "interest_from": None,
    }
    hear(services, "closed", closing)
    assert accounts(funding, 2025) == {
        "budget": "60000.00",
        "ausgezahlt": "50000.00",
        "carry_out": "10000.00",
    }
    assert accounts(funding, 2026) == {
        "budget": "60000.00",
        "carry_in": "10000.00",
        "frei": "32000.00",
        "festgelegt": "2000.00",
        "ausgezahlt": "36000.00",
    }
