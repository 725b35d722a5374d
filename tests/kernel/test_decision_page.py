"""The page of a decision over a real PostgreSQL: all that is asked for, in one call."""

from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

import jsonschema
import pytest

from deploy.bench.projects import STATEMENTS, year_plan
from services.projects.answers.deciding import DecisionAnswer, OpenApplicationsAnswer
from shared.call import Context
from shared.describe import json_schema
from shared.refusal import Refused
from tests.direct import DAY, direct
from tests.persons import CHECKS
from tests.toy import settings


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


@pytest.fixture
def services(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "projects", "funding", APP_ENV="demo")
    with direct(known, "projects", "funding") as services:
        yield services


class District:
    """A district with one Sozialraum; its head looks and decides unless somebody else is named."""

    def __init__(self, services):
        self.services = services
        self.traeger_id = self.ask("register_traeger", name="Jugendwerk")["traeger_id"]
        area = self.ask("register_sozialraum", name="Kalk-Nord", team_name="Team Kalk-Nord")
        self.sozialraum_id = area["sozialraum_id"]

    def ask(self, method, **body):
        return self.services.ask("projects", method, body)

    def by(self, sub, role, method, **body):
        context = replace(Context.fresh(sub, role), today=DAY)
        asked = {"command_id": str(uuid4()), **body}
        return self.services.call("projects", method, asked, context, 15)

    def budget(self, **years):
        for year, amount in years.items():
            body = {"year": int(year[1:]), "amount": euros(amount), "resolution": "Haushalt"}
            self.services.ask("funding", "set_budget", body)
        self.services.settle()

    def apply(self, title="Mädchentreff", **other):
        """60,000 euros in two years, of which 40,000 and 18,200 are granted."""
        made = self.ask(
            "apply",
            sozialraum_id=self.sozialraum_id,
            traeger_id=other.pop("traeger_id", self.traeger_id),
            title=title,
            need="Im Viertel fehlt ein Treff.",
            goals=[{"text": "Genutzt", "indicator": "Gäste", "target": "20"}],
            target_group="Mädchen",
            measures="Treff",
            start="2026-02-01",
            end="2027-01-31",
            plan=[year_plan(2026, 41_237_11), year_plan(2027, 18_762_89)],
            own_cash=euros("1800.00"),
            employees={"count": 75, "method": "heads", "on": "2026-01-05"},
            **STATEMENTS,
            **other,
        )
        return made["project_id"]

    def check(self, project_id, **other):
        for method, body in CHECKS.items():
            self.ask(method, project_id=project_id, **{**body, **other.get(method, {})})

    def page(self, project_id):
        told = self.ask("get_decision", project_id=project_id)
        jsonschema.validate(told, json_schema(DecisionAnswer))
        return told


@pytest.fixture
def district(services):
    return District(services)


def in_the_way(page, decision="approve"):
    (found,) = [it for it in page["decisions"] if it["decision"] == decision]
    codes = [it["code"] for it in found["in_the_way"]]
    assert found["possible"] == (not codes)
    return codes


def test_what_is_checked_and_paid_for_can_be_decided_and_the_page_says_on_what(district):
    district.budget(y2026="100000.00", y2027="20000.00")
    project_id = district.apply()
    district.check(project_id)
    page = district.page(project_id)

    assert (page["version"], page["status"]) == (4, "applied")
    assert page["application"]["title"] == "Mädchentreff"
    assert page["application"]["need"] == "Im Viertel fehlt ein Treff."
    assert page["application"]["goals"][0]["text"] == "Genutzt"
    assert (page["number"], page["application_version"]) == ("2026-8-001", 1)
    assert page["content_check"]["remark"] == CHECKS["check_content"]["remark"]
    assert page["content_check"]["is_current"]
    assert page["content_check"]["criteria"][0] == {"name": "need", "met": "yes", "remark": None}
    assert page["arithmetic_check"]["result"] == "passed"
    assert page["calculation"]["grant"] == [
        {"year": 2026, "amount": euros("40000.00")},
        {"year": 2027, "amount": euros("18200.00")},
    ]
    (step,) = [it for it in page["calculation"]["steps"] if it["rule"] == "grant"]
    assert step["result"] == euros("58200.00")
    before_and_after = [
        (it["year"], it["before"]["frei"], it["after"]["frei"], it["after"]["requested"])
        for it in page["budget"]["years"]
    ]
    assert page["budget"]["definitions"]["years.before.frei"]["formula"]
    assert before_and_after == [
        (2026, euros("100000.00"), euros("60000.00"), euros("0.00")),
        (2027, euros("20000.00"), euros("1800.00"), euros("0.00")),
    ]
    assert {it["decision"]: it["possible"] for it in page["decisions"]} == dict.fromkeys(
        ("approve", "approve_reduced", "postpone", "reject"), True
    )
    assert (page["conflicts"], page["waits_before"], page["decided"]) == ([], [], None)
    budget = district.services.ask("funding", "get_budget", {"year": 2026})
    assert budget["accounts"]["reserviert"] == euros("0.00")  # Looking holds nothing.


def test_all_that_stands_in_the_way_is_said_at_once(district):
    district.budget(y2026="39999.99", y2027="20000.00")
    page = district.page(district.apply())
    assert in_the_way(page) == ["check-missing", "co-signature-missing", "insufficient-budget"]
    assert in_the_way(page, "approve_reduced") == ["check-missing", "co-signature-missing"]
    assert (in_the_way(page, "postpone"), in_the_way(page, "reject")) == ([], [])
    assert (page["content_check"], page["arithmetic_check"]) == (None, None)
    short = page["budget"]["years"][0]
    assert short["missing"] == euros("0.01")
    assert "fehlen 0,01 €" in short["refused"]["detail"]


def test_the_page_holds_the_head_count_against_what_is_recorded_of_the_traeger(district):
    """The own share goes by the number stated: whoever checks the figures sees when it is another."""
    project_id = district.apply()
    assert district.page(project_id)["recorded_employees"] is None
    for on, count, differs in (("2025-12-31", 91, True), ("2026-01-05", 75, False)):
        stated = {"employees": {"method": "heads", "count": count}, "on": on}
        district.ask("state_headcount", traeger_id=district.traeger_id, **stated)
        assert district.page(project_id)["recorded_employees"] == {
            "hundredths": count * 100,
            "on": on,
            "has_evidence": False,
            "differs": differs,
        }


def test_missing_and_lapsed_agreements_are_flagged_and_bar_nothing(district):
    """Domain 2.2.10: a flag, not a block."""
    district.budget(y2026="100000.00", y2027="20000.00")
    project_id = district.apply()
    district.check(project_id)
    flagged = district.page(project_id)["traeger_flags"]
    assert [(it["subject"], it["state"]) for it in flagged] == [
        ("recognition", "missing"),
        ("certificates", "missing"),
        ("protection", "missing"),
    ]
    district.ask(
        "amend_traeger",
        traeger_id=district.traeger_id,
        recognised_on="1998-07-01",
        certificates_agreed_on="2015-03-02",
        certificates_until="2025-12-31",
        protection_agreed_on="2012-02-29",
        protection_until="2027-01-31",
    )
    page = district.page(project_id)
    assert page["traeger_flags"] == [
        {
            "subject": "certificates",
            "state": "lapsed",
            "since": "2015-03-02",
            "until": "2025-12-31",
            "detail": "Die Vereinbarung nach § 72a SGB VIII (Führungszeugnisse)"
            " ist am 31.12.2025 abgelaufen.",
        }
    ]
    assert in_the_way(page) == []
    assert "approval_id" in district.ask("approve", project_id=project_id)


def test_a_year_without_budget_stands_in_the_way(district):
    district.budget(y2026="100000.00")
    project_id = district.apply()
    district.check(project_id)
    assert in_the_way(district.page(project_id)) == ["no-ceiling"]


def test_who_has_checked_sees_a_conflict_and_the_head_sees_none(district):
    district.budget(y2026="100000.00", y2027="20000.00")
    project_id = district.apply()
    district.check(project_id)
    page = district.by("wjh.kalk", "wjh", "get_decision", project_id=project_id)
    assert [it["code"] for it in page["conflicts"]] == ["separation-of-duties"]
    for decision in ("approve", "approve_reduced", "postpone", "reject"):
        assert in_the_way(page, decision) == ["separation-of-duties"]
    page = district.by("amt.zentral", "central_office", "get_decision", project_id=project_id)
    assert in_the_way(page) == ["deputy-required"]


def test_after_bias_the_central_office_decides_and_the_head_does_not(district):
    district.budget(y2026="100000.00", y2027="20000.00")
    project_id = district.apply()
    district.check(project_id)
    district.ask("declare_bias", project_id=project_id, reason_code="personal-relation")
    page = district.page(project_id)
    assert page["is_biased"]
    assert in_the_way(page, "reject") == ["conflict-of-interest"]
    central = ("amt.zentral", "central_office")
    page = district.by(*central, "get_decision", project_id=project_id)
    assert in_the_way(page) == []
    assert "approval_id" in district.by(*central, "approve", project_id=project_id)
    assert district.page(project_id)["decided"]["as_deputy"] is True


def test_a_dated_deputy_decides_on_these_days_and_on_no_other(district):
    district.budget(y2026="100000.00", y2027="20000.00")
    project_id = district.apply()
    district.check(project_id)
    central = ("amt.zentral", "central_office")
    deputy = district.ask("register_person", function="Zentrale", name="Uwe", subject=central[0])
    days = {"reason_code": "holiday", "start": DAY, "end": DAY}
    given = district.ask("appoint_deputy", person_id=deputy["person_id"], **days)
    page = district.by(*central, "get_decision", project_id=project_id)
    assert in_the_way(page) == []
    district.ask("revoke_deputy", delegation_id=given["delegation_id"])
    page = district.by(*central, "get_decision", project_id=project_id)
    assert in_the_way(page) == ["deputy-required"]
    district.ask("appoint_deputy", person_id=deputy["person_id"], **days)
    assert "approval_id" in district.by(*central, "approve", project_id=project_id)
    assert district.page(project_id)["decided"]["as_deputy"] is True


def test_a_failed_check_is_told_with_its_remarks_and_who_is_waiting_comes_first(district):
    district.budget(y2026="100000.00", y2027="20000.00")
    waiting, project_id = district.apply("Wartet"), district.apply()
    district.ask(
        "postpone",
        project_id=waiting,
        priority=1,
        reason_code="budget-exhausted",
        reason="Kein Geld.",
    )
    criteria = [
        {**it, "met": "no", "remark": "Nicht belegt."} if it["name"] == "need" else it
        for it in CHECKS["check_content"]["criteria"]
    ]
    failed = {"result": "failed", "proposal": "reject", "criteria": criteria}
    district.check(project_id, check_content=failed)
    page = district.page(project_id)
    assert page["content_check"]["result"] == "failed"
    assert page["content_check"]["criteria"][0]["remark"] == "Nicht belegt."
    assert page["waits_before"] == ["2026-8-001"]
    assert page["reason_needed"] == "deviates-from-check"
    assert [it["title"] for it in page["waiting_list"]] == ["Wartet"]
    assert in_the_way(page) == []  # With a reason that says so.
    assert in_the_way(page, "approve_reduced") == ["check-failed"]


def test_other_projects_of_the_same_traeger_are_shown_with_what_overlaps(district):
    project_id = district.apply()
    same_time = district.apply("Zur selben Zeit")
    rejected = district.apply("Abgelehnt")
    district.ask("reject", project_id=rejected, reason_code="no-need", reason="Nein.")
    elsewhere = district.ask("register_traeger", name="Anderer")["traeger_id"]
    district.apply("Anderer Träger", traeger_id=elsewhere)
    others = district.page(project_id)["same_traeger"]
    assert [(it["title"], it["status"], it["overlaps"]) for it in others] == [
        ("Zur selben Zeit", "applied", True)
    ]
    assert others[0]["project_id"] == same_time


def test_what_is_decided_cannot_be_decided_again(district):
    district.budget(y2026="100000.00", y2027="20000.00")
    project_id = district.apply()
    district.check(project_id)
    approved = district.ask("approve", project_id=project_id)
    page = district.page(project_id)
    assert (page["status"], page["budget"]) == ("approved", None)
    assert page["decided"]["approval_id"] == approved["approval_id"]
    for decision in ("approve", "approve_reduced", "postpone", "reject"):
        assert in_the_way(page, decision) == ["already-decided"]


def test_without_funding_the_page_is_shown_and_says_so(district):
    project_id = district.apply()
    district.check(project_id)
    with away(district.services):
        page = district.page(project_id)
    assert page["budget"] is None
    assert in_the_way(page) == ["budget-check-unavailable"]


@contextmanager
def away(services):
    """Let funding not be reached."""
    funding = services.services["funding"]
    services.services["funding"] = Away()
    yield
    services.services["funding"] = funding


class Away:
    def preview(self, _request):
        no = Refused("service-unavailable", "Fort", "Der Dienst antwortet nicht.", "unavailable")
        return {"result": None, "error": {"exc_args": [no.to_json()]}}


def test_nobody_looks_at_what_does_not_exist(district):
    with pytest.raises(Refused) as no:
        district.page(str(uuid4()))
    assert no.value.code == "project-unknown"


def test_the_lists_fit_their_description(district):
    district.apply()
    for method in ("list_open_applications", "list_waiting"):
        told = district.ask(method)
        jsonschema.validate(told, json_schema(OpenApplicationsAnswer))
