"""Sums as large as forms admit: each is computed to the cent, or refused; none runs over."""

from uuid import uuid4

import pytest

from deploy.bench.projects import euros, year_plan
from tests.hostile.refusals import assert_clear

MOST_CT = 999_999_999_999_99
PERIOD = {"start": "2040-02-01", "end": "2041-01-31"}


def posts(year, count, cents):
    (post,) = year_plan(year, cents)["posts"]
    return {"year": year, "posts": [post] * count}


def plan(*years):
    return {"plan": [posts(*it) for it in years], "in_kind": [], **PERIOD}


def faults(office, service, method, body):
    asked = {"command_id": str(uuid4()), **body}
    no = office.refused(service, method, asked)
    assert_clear(no, asked)
    return [("", no.code), *((it.pointer, it.code) for it in no.errors)]


def contents(office, **other):
    content = {**office.content(), **office.places(), **other}
    needed = office.ask("funding", "quote", **content)["own_cash_required"]
    return {**content, "own_cash": needed}


def test_a_plan_of_the_largest_sum_is_granted_to_the_cent(office):
    half = MOST_CT // 2
    for year, cents in ((2040, half), (2041, MOST_CT - half)):
        office.budget(year, cents)
    content = contents(office, **plan((2040, 1, half), (2041, 1, MOST_CT - half)))
    project_id = office.ask("projects", "apply", **content)["project_id"]
    office.check(project_id)
    office.ask("projects", "approve", **office.approval(project_id))
    office.hear()
    told = office.ask("projects", "get_project", project_id=project_id)["grant"]
    quoted = office.ask("funding", "quote", **content)
    assert (told, quoted["problems"]) == (quoted["grant"], [])
    bound = [office.ask("funding", "get_budget", year=it["year"]) for it in told]
    assert [it["accounts"]["festgelegt"] for it in bound] == [it["amount"] for it in told]


@pytest.mark.parametrize(("count", "cents"), [(1, MOST_CT), (50, MOST_CT), (50, MOST_CT // 50)])
def test_a_plan_of_a_larger_sum_is_refused_by_quote_and_application(office, count, cents):
    years = plan((2040, count, cents), (2041, count, cents))
    content = {**office.content(), **office.places(), **years}
    quoted = office.ask("funding", "quote", **content)
    assert ("/plan", "sum-too-large") in [(it["pointer"], it["code"]) for it in quoted["problems"]]
    content["own_cash"] = euros(MOST_CT)
    assert ("/plan", "sum-too-large") in faults(office, "projects", "apply", content)


def test_in_kind_contributions_of_a_larger_sum_are_refused(office):
    many = [{"kind": "goods", "text": "Raum", "value": euros(MOST_CT)}] * 50
    content = {**contents(office), "in_kind": many}
    assert ("/in_kind", "sum-too-large") in faults(office, "projects", "apply", content)


def test_a_budget_never_grows_beyond_the_largest_sum(office):
    year = office.budget(next(office.coming_years), MOST_CT - 100)
    more = {"year": year, "amount": euros(101), "resolution": "Nachtrag"}
    assert ("/amount", "budget-too-large") in faults(office, "funding", "supplement", more)
    gift = {"reason_code": "need", "reason": "Viel.", "from_district": 5, **more}
    gift["transfer_id"] = str(uuid4())
    assert ("/amount", "budget-too-large") in faults(office, "funding", "transfer_in", gift)
    office.ask("funding", "supplement", **{**more, "amount": euros(100)})
    told = office.ask("funding", "get_budget", year=year)
    assert told["accounts"]["frei"] == euros(MOST_CT)
