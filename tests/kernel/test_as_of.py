"""Looking back over a real PostgreSQL: by what was recorded, by what held, and the same bytes again.

Days are played, so events say when they count; when they were recorded is set afterwards, as a database
that had been used on these days would have it.
"""

from datetime import date
from typing import Any

import jsonschema
import psycopg
import pytest

from deploy.bench.projects import PLAN, year_plan
from services.registry import NAMES
from shared.call import Context
from shared.canonical import canonical
from shared.refusal import Refused
from tests.direct import direct
from tests.kernel.test_following import District
from tests.kernel.test_policy import euros
from tests.persons import person
from tests.resources_office import DAY, TREFF, Network
from tests.toy import settings

pytestmark = pytest.mark.postgres

LAST_DAY, NEXT_DAY = "2025-12-31", "2026-01-04"
HALF_PAST_TEN = "2025-12-31 22:30:00+00"  # 23:30 in Berlin.
HALF_PAST_ELEVEN = "2025-12-31 23:30:00+00"  # Half past midnight in Berlin.

FROM_FEBRUARY = {
    "start": "2026-02-15",
    "plan": [year_plan(year, cents) for year, cents in PLAN.items() if year > 2025],
    "own_cash": euros("7000.00"),
}


def heads(district):
    """How long each log is."""
    district.services.settle()
    return {name: standing(district, name)["position"] for name in NAMES}


def standing(district, service, **asked):
    """Ask `position_at`, whose `day` is not the day that is played."""
    given = Context.fresh(*person("position_at", service))
    context = Context(given.actor, given.correlation_id, today=district.day)
    return district.services.call(service, "position_at", asked, context, 15)


def recorded(district, upto, at, later):
    """Let what has been recorded up to these positions be of one instant, and the rest of another."""
    with psycopg.connect(district.services.desk.settings.database_url, autocommit=True) as conn:
        conn.execute("set session_replication_role = replica")  # No trigger fires.
        for name, position in upto.items():
            conn.execute(
                f"update {name}.sealed set recorded_at ="
                " case when position <= %s then %s::timestamptz else %s::timestamptz end",
                [position, at, later],
            )


def supplement(district, amount, day):
    given = {"year": 2026, "amount": euros(amount), "resolution": f"Nachtrag {day}"}
    district.ask("funding", "supplement", day, **given)


def played(known):
    """Of 2026 were known 900,000.00 and one approval; 50,000.00 and a second one came in January."""
    with direct(known, *NAMES) as services:
        yield corrections(District(services))


def corrections(district):
    district.budget(2025, 2026, 2027)
    first = district.apply()
    district.ask("projects", "approve", project_id=first)
    upto = heads(district)
    supplement(district, "50000.00", NEXT_DAY)
    district.application |= FROM_FEBRUARY
    second = district.apply()
    district.ask("projects", "approve", project_id=second)
    district.services.settle()
    recorded(district, upto, HALF_PAST_TEN, HALF_PAST_ELEVEN)
    district.upto, district.first, district.second = upto, first, second
    return district


@pytest.fixture(scope="module")
def corrected(database_url, tmp_path_factory):
    """What all tests only look at."""
    yield from played(
        settings(database_url, tmp_path_factory.mktemp("as-of"), *NAMES, APP_ENV="demo")
    )


@pytest.fixture
def changing(new_database, tmp_path):
    """The same, to be changed."""
    yield from played(settings(new_database(), tmp_path, *NAMES, APP_ENV="demo"))


def total(answer):
    return answer["resolved"]["amount"]


def then(by="recorded", day=LAST_DAY, **more):
    return {"day": day, "by": by, **more}


# ---- where a log stood -------------------------------------------------------------------------


def test_a_day_ends_at_midnight_in_berlin_not_in_utc(corrected):
    told = standing(corrected, "funding", day=LAST_DAY)
    assert told["position"] == corrected.upto["funding"]
    assert told == standing(corrected, "funding", position=told["position"])
    assert standing(corrected, "funding", day="2025-12-30")["position"] == 0
    newest = standing(corrected, "funding")
    assert newest == standing(corrected, "funding", day="2026-01-01")
    assert newest["position"] > told["position"]
    assert newest["root"] != told["root"]


def test_the_root_is_that_of_a_proof_of_the_same_size(corrected):
    told = standing(corrected, "funding", day=LAST_DAY)
    proof = {"position": 1, "size": told["position"]}
    assert corrected.ask("funding", "prove_inclusion", **proof)["root"] == told["root"]


@pytest.mark.parametrize("asked", [{"position": 10_000}, {"position": 1, "day": "2025-12-30"}])
def test_what_was_not_there_yet_is_no_position(corrected, asked):
    assert refused(standing, corrected, "funding", **asked) == "position-unknown"


# ---- figures of a past day ---------------------------------------------------------------------


def test_a_later_correction_does_not_change_what_was_known_then(corrected):
    now = corrected.ask("funding", "get_budget", year=2026)
    told = corrected.ask("funding", "get_budget", year=2026, as_of=then())
    assert (total(now), total(told)) == ("950000.00", "900000.00")
    assert [it["project_id"] for it in told["projects"]] == [corrected.first]
    assert {it["project_id"] for it in now["projects"]} == {corrected.first, corrected.second}
    assert "as_of" not in now
    header = told["as_of"]
    upto = {name: corrected.upto[name] for name in ("funding", "projects")}
    assert (header["day"], header["by"], header["positions"]) == (LAST_DAY, "recorded", upto)
    assert header["roots"] == {
        name: standing(corrected, name, day=LAST_DAY)["root"] for name in upto
    }


def counts_for(district, instant):
    """Let the supplement, whenever it was recorded, count for an instant."""
    with psycopg.connect(district.services.desk.settings.database_url, autocommit=True) as conn:
        conn.execute("set session_replication_role = replica")
        done = conn.execute(
            "update funding.event set line ="
            ' regexp_replace(line, \'"occurred_at":"[^"]*\', \'"occurred_at":"\' || %s)'
            " where type = 'supplemented'",
            [instant],
        )
        assert done.rowcount == 1


def test_by_effect_the_past_is_told_as_is_known_now(changing):
    """What was recorded late, but counts for the old year, is in; what counts later is not."""
    counts_for(changing, "2025-12-31T22:59:59.999999Z")
    told = changing.ask("funding", "get_budget", year=2026, as_of=then("effective"))
    assert total(told) == "950000.00"
    assert told["as_of"]["positions"]["funding"] > changing.upto["funding"]
    assert [it["project_id"] for it in told["projects"]] == [changing.first]
    assert total(changing.ask("funding", "get_budget", year=2026, as_of=then())) == "900000.00"
    counts_for(changing, "2025-12-31T23:00:00.000000Z")  # The new year in Berlin.
    told = changing.ask("funding", "get_budget", year=2026, as_of=then("effective"))
    assert total(told) == "900000.00"


def test_projects_are_listed_as_they_were(corrected):
    def listed(**more):
        told = corrected.ask("projects", "list_projects", **more)["projects"]
        return {it["project_id"]: it["status"] for it in told}

    both = {corrected.first: "approved", corrected.second: "approved"}
    assert listed() == both
    assert listed(as_of=then()) == {corrected.first: "approved"}
    assert listed(as_of=then(day="2025-12-30")) == {}
    assert listed(as_of=then("effective", day="2025-09-14")) == {}
    unknown = {"project_id": corrected.second, "as_of": then()}
    assert refused(corrected.ask, "projects", "get_project", **unknown) == "project-unknown"


def test_duties_are_late_as_seen_from_that_day(changing):
    def late(day):
        asked = {"overdue": True, "as_of": then("effective", day=day)}
        return changing.ask("reporting", "list_duties", "2028-06-01", **asked)["duties"]

    assert late(LAST_DAY) == []
    found = late("2027-12-31")
    assert changing.first in {it["project_id"] for it in found}
    assert all(it["due_on"] < "2027-12-31" for it in found)


def test_what_is_hidden_since_then_does_not_come_back_by_an_earlier_day(new_database, tmp_path):
    known = settings(new_database(), tmp_path, *NAMES, APP_ENV="demo")
    with direct(known, *NAMES) as services:
        network = Network(services)
        card_id = network.card(visibility="public")
        upto = {"resources": len(network.log())}
        changed: dict[str, Any] = TREFF | {"name": "Zuflucht", "visibility": "team"}
        network.ask("amend_card", card_id=card_id, **changed)
        here = {"day": DAY, "by": "effective", "positions": upto}
        for role in ("asd_member", "recipient", "wjh"):
            for method in ("find_cards", "get_card"):
                with pytest.raises(Refused, match="not-permitted"):
                    network.ask(method, role, card_id=card_id, as_of=here)
        seen = network.ask("find_cards", "auditor", as_of=here)
        assert [it["name"] for it in seen["cards"]] == ["Mädchentreff Kalk"]
        assert seen["as_of"]["positions"] == upto
        assert network.ask("get_card", "auditor", card_id=card_id, as_of=here)["version"] == 1
        assert network.names("auditor") == ["Zuflucht"]


def test_the_chain_is_shown_as_it_was(corrected):
    asked = {"project_id": corrected.first, "as_of": then()}
    told = corrected.ask("resources", "get_chain", **asked)
    assert told["topics"] == []
    assert told["as_of"]["positions"].keys() == {"projects", "resources"}


# ---- the same bytes again ----------------------------------------------------------------------


def test_a_report_is_made_again_byte_for_byte_whatever_was_corrected_since(changing):
    reports = ("annual_report", "get_district_report", "print_district_report")
    asked = [(it, by) for it in reports for by in ("recorded", "effective")]
    first = [changing.ask("reporting", it, year=2026, as_of=then(by)) for it, by in asked]
    supplement(changing, "-10000.00", "2026-02-10")
    changing.ask("projects", "approve", project_id=changing.apply())
    changing.services.settle()
    changing.day = "2026-03-01"
    for (report, by), told in zip(asked, first, strict=True):
        kept = told["as_of"]
        assert kept["roots"].keys() == kept["positions"].keys() >= {"projects"}
        again = then(by, positions=kept["positions"])
        second = changing.ask("reporting", report, year=2026, as_of=again)
        assert canonical(second) == canonical(told), (report, by)
    html = first[asked.index(("print_district_report", "recorded"))]["html"]
    assert "31.12.2025</time>, nach dem, was bis dahin erfasst war" in html
    assert f"funding bis Position {changing.upto['funding']} (Wurzel" in html
    now = changing.ask("reporting", "get_district_report", year=2026)
    assert now["budget"]["resolved"]["amount"] == "940000.00"


def test_the_district_report_takes_the_money_from_the_same_day(corrected):
    told = corrected.ask("reporting", "get_district_report", year=2026, as_of=then())
    assert told["budget"]["resolved"]["amount"] == "900000.00"
    assert [it["project_id"] for it in told["projects"]] == [corrected.first]
    assert (told["made_on"], told["edition"]) == (LAST_DAY, "2026-1")
    upto = {name: corrected.upto[name] for name in ("funding", "projects", "reporting")}
    assert told["as_of"]["positions"] == upto
    now = corrected.ask("reporting", "get_district_report", year=2026)
    assert now["budget"]["resolved"]["amount"] == "950000.00"


def test_a_read_model_leaves_out_what_counts_later_though_it_is_recorded(corrected):
    def told(**more):
        report = corrected.ask("reporting", "annual_report", year=2026, **more)
        return {it["project_id"] for it in report["projects"]}

    assert told() == {corrected.first, corrected.second}
    assert told(as_of=then("effective", day=NEXT_DAY)) == {corrected.first, corrected.second}
    assert told(as_of=then("effective")) == {corrected.first}
    assert told(as_of=then("recorded")) == {corrected.first}
    assert told(as_of=then("recorded", day="2025-12-30")) == set()


# ---- what is asked wrongly ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        ({"day": "2026-01-05"}, "as-of-ahead"),
        ({"by": "recorded"}, "invalid-input"),
        ({"day": LAST_DAY, "by": "guess"}, "invalid-input"),
        ({"day": LAST_DAY, "positions": {"funding": -1}}, "invalid-input"),
        ({"day": LAST_DAY, "positions": {"funding": 10_000}}, "position-unknown"),
        ({"day": "2025-12-30", "positions": {"funding": 1}}, "position-unknown"),
        (
            {"day": LAST_DAY, "by": "effective", "positions": {"funding": 10_000}},
            "position-unknown",
        ),
    ],
)
def test_a_day_to_come_and_a_position_not_reached_are_refused(corrected, as_of, code):
    assert refused(corrected.ask, "funding", "get_budget", year=2026, as_of=as_of) == code


def test_a_report_has_one_standing(corrected):
    both = {"positions": {"projects": 1}, "as_of": then()}
    assert (
        refused(corrected.ask, "reporting", "annual_report", year=2026, **both) == "invalid-input"
    )


def refused(ask, *given, **more):
    with pytest.raises(Refused) as no:
        ask(*given, **more)
    return no.value.code


# ---- lists that are kept as rows of now ---------------------------------------------------------


def position_of(district, type_, project_id):
    """Return where in the log of projects something happened to a project."""
    with district.services.services["projects"].kernel.pool.connection() as conn:
        ((position,),) = conn.execute(
            "select s.position from sealed s join event e on e.id = s.id"
            " where e.type = %s and e.stream = %s",
            [type_, f"project-{project_id}"],
        ).fetchall()
    return position


def test_what_was_open_then_is_told_from_the_log(corrected):
    """Applied and approved within one day of January: the position just before tells of it."""

    def listed(as_of):
        told = corrected.ask("projects", "list_open_applications", as_of=as_of)
        return [(it["project_id"], it["status"]) for it in told["applications"]]

    just_before = position_of(corrected, "approved", corrected.second) - 1
    of_then = then(day="2026-01-01", positions={"projects": just_before})
    assert listed(of_then) == [(corrected.second, "applied")]
    assert listed(None) == listed(then(day="2026-01-01")) == listed(then()) == []
    assert corrected.ask("projects", "list_waiting", as_of=of_then)["applications"] == []


def test_payments_and_notices_are_those_of_the_day_and_name_nobody(corrected):
    of_first = {"project_id": corrected.first}
    now = corrected.ask("funding", "get_payments", **of_first)
    told = corrected.ask("funding", "get_payments", **of_first, as_of=then())
    assert (told["recipient"], told["number"], told["title"]) == (None, None, None)
    assert now["recipient"] is not None
    assert told["years"] == now["years"] != []
    of_second = {"project_id": corrected.second}
    assert corrected.ask("funding", "get_payments", **of_second)["years"] != []
    told = corrected.ask("funding", "get_payments", **of_second, as_of=then())
    assert (told["years"], told["notices"]) == ([], [])
    assert len(corrected.ask("projects", "list_notices", **of_second)["notices"]) == 1
    assert refused(corrected.ask, "projects", "list_notices", **of_second, as_of=then()) == (
        "project-unknown"
    )


# ---- what is described -------------------------------------------------------------------------

LOOKS_BACK = {
    "funding": {
        *("account_year", "get_budget", "get_claims", "get_ledger", "get_payments"),
        *(
            "get_policy",
            "list_payments",
            "list_policies",
            "list_carry_overs",
            "list_years",
            "year_change",
        ),
    },
    "projects": {
        *("get_application", "get_differences", "get_project", "get_settlement"),
        *("list_deputies", "list_notices", "list_open_applications", "list_projects"),
        "list_waiting",
    },
    "reporting": {
        *("annual_report", "get_district_report", "print_district_report"),
        *("list_duties", "quality_report"),
    },
    "resources": {
        *("find_cards", "get_card", "get_chain", "get_gaps"),
        *("list_observations", "list_topics"),
    },
}
OF_A_PROJECT = {
    *("get_application", "get_claims", "get_differences", "get_payments", "get_project"),
    *("get_settlement", "list_notices"),
}
ASKED = {
    "funding.account_year": {"year": 2026},
    "funding.get_budget": {"year": 2026},
    "funding.get_claims": {},
    "funding.get_ledger": {"year": 2026},
    "funding.get_payments": {},
    "funding.list_payments": {"year": 2026},
    "funding.year_change": {"year": 2026},
    "projects.get_application": {},
    "projects.get_differences": {"old": 1, "new": 1},
    "projects.get_project": {},
    "projects.get_settlement": {},
    "projects.list_notices": {},
    "reporting.annual_report": {"year": 2026},
    "reporting.get_district_report": {"year": 2026},
    "reporting.print_district_report": {"year": 2026},
    "reporting.quality_report": {"year": 2026},
}


def test_each_question_that_looks_back_says_so_and_its_answer_is_as_described(corrected):
    for service in NAMES:
        methods = corrected.ask(service, "describe")["methods"]
        looking = {it for it, told in methods.items() if "as_of" in told["request"]["properties"]}
        assert looking == LOOKS_BACK[service]
        for method in looking - {"get_card", "get_chain"}:  # They need one; their tests are apart.
            asked = ASKED.get(f"{service}.{method}", {})
            if method in OF_A_PROJECT:
                asked = {**asked, "project_id": corrected.first}
            answer = corrected.ask(service, method, **asked, as_of=then())
            jsonschema.validate(answer, methods[method]["answer"])
            day = date.fromisoformat(answer["as_of"]["day"])
            assert day == date.fromisoformat(LAST_DAY)
