"""An auditor looks at a settlement that was fixed anew: both states, who did it, and what was known when."""

import psycopg
import pytest

from services.registry import sql_folders
from shared import migrations
from shared.refusal import Refused
from tests import one_life
from tests.mortal import Deaths, Mortal
from tests.one_life import District, euros
from tests.toy import settings

pytestmark = pytest.mark.postgres

NAMES = ("projects", "funding", "reporting")
THEN, LATER = "2027-12-31", "2028-01-15"


@pytest.fixture
def district(new_database, tmp_path):
    """A project of which 48,500.00 were paid; one of its receipts says 412.50 and not 421.50."""
    known = settings(new_database(), tmp_path, *NAMES, APP_ENV="demo")
    migrations.migrate(known, {name: sql_folders()[name] for name in NAMES})
    district = District(Mortal(known, Deaths(), *NAMES))
    one_life.approved(district)
    one_life.paid(district, "48500.00")
    district.day = "2027-03-02"
    one_life.checked(district, "48000.00", (1, "47.587,50"), (2, "412,50"))
    one_life.heard(district)
    district.act("projects", "close", project_id=district.project_id, cause="completed")
    yield district
    district.mortal.services.close()


def told(district, statement, *values):
    with psycopg.connect(district.mortal.known.database_url, autocommit=True) as conn:
        conn.execute("set session_replication_role = replica")  # No trigger fires.
        cursor = conn.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def recorded(district, moment):
    """Let what was recorded up to a moment be of the last day of the old year, the rest of later."""
    for name in NAMES:
        told(
            district,
            f"update {name}.sealed set recorded_at ="
            " case when recorded_at <= %s then %s::timestamptz else %s::timestamptz end",
            moment,
            f"{THEN} 22:30:00+00",
            f"{LATER} 09:00:00+00",
        )


def refused(district, service, method, **body):
    with pytest.raises(Refused) as no:
        district.act(service, method, **body)
    return no.value


def corrected(district):
    """The receipt is put right; nothing of that is possible before the settlement is taken up again."""
    mine = {"project_id": district.project_id}
    back = {"places": ["/years/0/posts/0/paid"], "text": "Bitte prüfen.", "due_on": "2028-02-29"}
    assert refused(district, "reporting", "return_statement", **mine, **back).code == (
        "statement-not-open"
    )
    law = {"basis": "section-44"}
    no = refused(district, "projects", "reopen_settlement", **mine, **law)
    assert [it.pointer for it in no.errors] == ["/reason"]
    why = "Ein Beleg war mit 412,50 statt 421,50 erfasst."
    district.act("projects", "reopen_settlement", **mine, **law, reason=why)
    district.act("reporting", "return_statement", **mine, **back)
    listed = district.call("reporting", "list_receipts", mine)["receipts"]
    (wrong,) = [it["receipt_id"] for it in listed if it["gross"] == euros("412.50")]
    district.act("reporting", "remove_receipts", **mine, receipt_ids=[wrong])
    one_life.checked(district, "48009.00", (3, "421,50"))
    one_life.heard(district)
    district.act("projects", "close", **mine, cause="completed")


@pytest.mark.scenario("erasure and audit")
def test_what_was_known_then_stays_to_be_seen_beside_what_is_known_now(district):
    mine, by = {"project_id": district.project_id}, ("rpa.kalk", "auditor")
    ((moment,),) = told(district, "select clock_timestamp()")
    district.day = LATER
    corrected(district)
    recorded(district, moment)

    past = {"as_of": {"day": THEN, "by": "recorded"}}
    then = district.call("funding", "get_claims", {**mine, **past}, by)
    assert (then["settlement"]["recovery"], then["claimed"]) == (euros("2000.00"),) * 2
    assert [it["open"] for it in then["claims"]] == [euros("2000.00")]
    now = district.call("funding", "get_claims", mine, by)
    assert (now["settlement"]["recovery"], now["claimed"]) == (euros("1991.00"),) * 2
    parts = [(it["claimed"], it["open"], it["void"]) for it in now["claims"]]
    assert [[it["amount"] for it in each] for each in parts] == [
        ["2000.00", "0.00", "2000.00"],
        ["1991.00", "1991.00", "0.00"],
    ]

    both = district.call("projects", "get_settlement", mine, by)["settlements"]
    assert [(it["closed_on"], it["recovery"], it["reopened_on"]) for it in both] == [
        ("2027-03-02", euros("2000.00"), LATER),
        (LATER, euros("1991.00"), None),
    ]
    assert both[0]["reopened_because"] == "Ein Beleg war mit 412,50 statt 421,50 erfasst."
    who = told(
        district,
        "select e.type, a.sub from projects.event e"
        " join projects.actor a on a.actor_id::text = e.line::jsonb -> 'actor' ->> 'sub'"
        " where e.type in ('closed', 'settlement_reopened') order by e.id",
    )
    assert who == [
        ("closed", "bjl.kalk"),
        ("settlement_reopened", "bjl.kalk"),
        ("closed", "bjl.kalk"),
    ]
