"""A read model is built beside the live one, compared row by row, and switched by a person who saw it."""

import json

import psycopg
import pytest

from services.registry import NAMES
from shared.refusal import Refused
from shared.rehearsal import models
from tests.direct import direct
from tests.kernel.test_following import District
from tests.toy import settings

pytestmark = pytest.mark.postgres

MODEL = "annual_report"


@pytest.fixture
def district(new_database, tmp_path):
    known = settings(new_database(), tmp_path, *NAMES, APP_ENV="demo")
    with direct(known, *NAMES) as services:
        district = District(services)
        district.budget(2025, 2026, 2027)
        district.ask("projects", "approve", project_id=district.apply())
        services.settle()
        yield district


def rehearse(district):
    return district.ask("reporting", "rehearse", read_model=MODEL)


def accept(district, told, **other):
    body = {key: told[key] for key in ("read_model", "generation", "digest")}
    return district.ask("reporting", "accept_read_model", **{**body, **other})


def generations(district):
    with district.services.services["reporting"].kernel.pool.connection() as conn:
        return dict(
            conn.execute(
                "select state, namespace from read_model where name = %s", [MODEL]
            ).fetchall()
        )


def spoil(district):
    """Change one row of the live generation, as no event would; return (table, column)."""
    live = generations(district)["live"]
    url = district.services.desk.settings.database_url
    with psycopg.connect(url, autocommit=True) as conn:
        rows = conn.execute(
            "select table_name, column_name from information_schema.columns"
            " where table_schema = %s and data_type in ('bigint', 'integer')"
            " and column_name like '%%\\_ct' order by 1, 2",
            [live],
        ).fetchall()
        for table, column in rows:
            act = f"update {live}.{table} set {column} = {column} + 1"
            where = f" where ctid = (select min(ctid) from {live}.{table})"
            if conn.execute(act + where).rowcount:
                return table, column
    raise AssertionError("the report has no row")


def refused(ask, *given, **more):
    with pytest.raises(Refused) as no:
        ask(*given, **more)
    return no.value.code


def test_what_no_event_explains_is_shown_row_by_row_and_nothing_is_switched(district):
    before = generations(district)
    table, column = spoil(district)
    told = rehearse(district)
    assert (told["total"], len(told["differences"])) == (1, 1)
    (row,) = told["differences"]
    live, built = json.loads(row["live"]), json.loads(row["built"])
    assert row["table"] == table
    assert live[column] == built[column] + 1
    assert {key for key in live if live[key] != built[key]} == {column}
    assert generations(district) == {**before, "building": told["generation"]}


def test_who_accepts_it_switches_and_is_on_record(district):
    spoil(district)
    told = rehearse(district)
    answer = accept(district, told)
    assert answer["generation"] == told["generation"]
    assert generations(district)["live"] == told["generation"]
    (event,) = district.log("reporting", "read_model_accepted")
    assert event["differences"] == 1
    assert event["digest"] == told["digest"]
    assert event["positions"] == told["positions"]
    assert event["by"]
    again = rehearse(district)
    assert (again["total"], again["rows"] > 0) == (0, True)


def test_nobody_accepts_what_nobody_has_seen(district):
    told = rehearse(district)
    assert refused(accept, district, told, digest="0" * 64) == "differences-changed"
    spoil(district)
    assert refused(accept, district, told) == "differences-changed"
    assert refused(accept, district, told, generation="annual_report_g1") == "rehearsal-unknown"
    assert refused(accept, district, told, read_model="nothing") == "read-model-unknown"
    assert district.log("reporting", "read_model_accepted") == []


def test_a_rehearsal_goes_on_hearing_until_it_is_accepted(district):
    told = rehearse(district)
    district.ask("projects", "approve", project_id=district.apply())
    district.services.settle()
    accept(district, told)
    assert district.log("reporting", "read_model_accepted")[0]["positions"] != told["positions"]
    assert rehearse(district)["total"] == 0


def test_the_same_rehearsal_is_accepted_once(district):
    told = rehearse(district)
    accept(district, told)
    assert refused(accept, district, told) == "rehearsal-unknown"


def test_the_next_rehearsal_takes_the_place_of_the_last(district):
    first = rehearse(district)
    spoil(district)
    second = rehearse(district)
    assert refused(accept, district, first) == "differences-changed"
    accept(district, second)


def test_a_live_one_that_lags_behind_is_waited_for_but_not_for_ever(district, monkeypatch):
    monkeypatch.setattr(models, "TRIES", 2)
    monkeypatch.setattr(models, "PAUSE_SECONDS", 0)
    district.ask("projects", "approve", project_id=district.apply())
    district.services.settle("projects")
    assert refused(rehearse, district) == "rehearsal-moving"
