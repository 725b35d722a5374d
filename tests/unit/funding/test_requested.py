from dataclasses import replace

import psycopg
import pytest
from psycopg.types.json import Jsonb

from services.funding.requested import REQUESTED, by_year
from services.projects.events import CATALOGUE, PlanYear, Resubmitted
from tests.unit.projects.examples import APPLIED, APPROVED, PROJECT_ID, REJECTED, RESUBMITTED

pytestmark = pytest.mark.postgres

OTHER = replace(APPLIED, project_id="90ea7f3c-0c4e-5a1b-8d2f-3e4f5a6b7c8d")


def plan(**costs_ct):
    return {
        int(year[1:]): PlanYear(ct, third_party_ct=1_000, own_cash_ct=500, in_kind_ct=7)
        for year, ct in costs_ct.items()
    }


@pytest.fixture
def asked(database_url):
    """Let events happen, then read what is asked of the years; everything is undone afterwards."""
    with psycopg.connect(database_url) as conn:
        conn.execute(REQUESTED.tables)

        def tell(*history, without=""):
            conn.execute("truncate requested")
            for event in history:
                told = CATALOGUE.dump(event)
                data = {k: Jsonb(v) if isinstance(v, dict | list) else v for k, v in told.items()}
                statement = REQUESTED.on[CATALOGUE.name(event)]
                assert isinstance(statement, str)
                conn.execute(statement, data)
            return by_year(conn, without)

        yield tell
        conn.rollback()


def test_an_application_asks_of_each_year_what_its_costs_leave_open_and_at_least_nothing(asked):
    applied = replace(APPLIED, plan=plan(y2026=5_805_900, y2027=1_499))
    assert asked(applied) == {2026: 5_804_400, 2027: 0}


def test_what_several_ask_for_adds_up_and_can_be_told_without_one(asked):
    mine = replace(APPLIED, plan=plan(y2026=1_501, y2027=1_600))
    other = replace(OTHER, plan=plan(y2027=1_502))
    assert asked(mine, other) == {2026: 1, 2027: 102}
    assert asked(mine, other, without=PROJECT_ID) == {2027: 2}


def test_a_new_version_takes_the_place_of_the_old_one_in_every_year(asked):
    first = replace(APPLIED, plan=plan(y2026=4_001_500, y2027=1_001_500))
    second = replace(RESUBMITTED, plan=plan(y2026=2_001_500, y2028=1_501))
    assert isinstance(second, Resubmitted)
    assert asked(first, second) == {2026: 2_000_000, 2028: 1}


@pytest.mark.parametrize("end", [APPROVED, REJECTED], ids=["approved", "rejected"])
def test_what_is_decided_asks_for_nothing_any_more(asked, end):
    other = replace(OTHER, plan=plan(y2027=1_502))
    assert asked(APPLIED, other, end) == {2027: 2}
