"""Projects and funding follow each other: policies and budgets there, decisions here."""

from datetime import date
from uuid import uuid4

import pytest

from deploy.bench.projects import CHECKS, applying
from shared.call import Context
from shared.refusal import Refused
from tests.direct import direct
from tests.kernel.test_policy import RULES, WHY, euros
from tests.persons import person
from tests.toy import settings

DAY = "2025-09-15"
PERSONS = {
    "propose_policy": ("meyer", "central_office"),
    "adopt_policy": ("bauer", "central_office"),
}


class District:
    """Two services of a district, asked by whom it concerns; a day lasts until the next is named."""

    def __init__(self, services):
        self.services = services
        self.day = DAY
        area = self.ask("projects", "register_sozialraum", name="Kalk", team_name="Team Kalk")
        traeger = self.ask("projects", "register_traeger", name="Jugendwerk Kalk e. V.")
        self.application = applying(area["sozialraum_id"], traeger["traeger_id"])

    def ask(self, service, method, day=None, **body):
        self.day = day or self.day
        given = Context.fresh(*PERSONS.get(method, person(method)))
        context = Context(given.actor, given.correlation_id, today=self.day)
        asked = {"command_id": str(uuid4()), **body}
        return self.services.call(service, method, asked, context, 15)

    def budget(self, *years, amount="900000.00", day=None):
        for year in years:
            self.ask("funding", "set_budget", day, year=year, amount=euros(amount), resolution="R")
        self.services.settle()

    def adopt(self, valid_from=DAY, **rules):
        """Adopt a policy; projects has not heard of it yet."""
        asked = {"valid_from": valid_from, "rules": RULES | rules, **WHY}
        proposal_id = self.ask("funding", "propose_policy", **asked)["proposal_id"]
        self.ask("funding", "adopt_policy", proposal_id=proposal_id)

    def apply(self, **other):
        """Return the id of an application that two people have checked."""
        project_id = self.ask("projects", "apply", **self.application, **other)["project_id"]
        for method, body in CHECKS.items():
            self.ask("projects", method, project_id=project_id, **body)
        return project_id

    def postpone(self, project_id, priority):
        self.ask(
            "projects",
            "postpone",
            project_id=project_id,
            reason_code="budget-exhausted",
            priority=priority,
            reason="Die Mittel reichen noch nicht.",
        )

    def log(self, service, type_):
        """Return the data of all events of a type, in the order of the log."""
        self.services.settle()
        told = self.ask(service, "read_log", after=0)["events"]
        return [it["event"]["data"] for it in told if it["event"]["type"] == type_]

    def status(self, project_id):
        return self.ask("projects", "get_project", project_id=project_id)["status"]


@pytest.fixture
def district(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "projects", "funding", APP_ENV="demo")
    with direct(known, "projects", "funding") as services:
        yield District(services)


def refused(ask, *args, **body):
    with pytest.raises(Refused) as no:
        ask(*args, **body)
    return no.value


# ---- the office's policy -------------------------------------------------------------------


def test_decisions_rest_on_the_policy_of_their_day(district):
    district.budget(2025, 2026, 2027)
    before, after = district.apply(), district.apply()
    district.ask("projects", "approve", project_id=before)
    district.adopt("2025-09-16", volunteer_hour=euros("16.50"))
    district.services.settle()
    district.ask("projects", "approve", "2025-09-16", project_id=after)
    assert [it["policy_position"] for it in district.log("projects", "approved")] == [0, 1]


def test_what_projects_has_not_heard_of_yet_is_never_overlooked(district):
    district.budget(2025, 2026, 2027)
    project_id = district.apply()
    district.adopt()
    no = refused(district.ask, "projects", "approve", project_id=project_id)
    assert (no.code, no.kind) == ("policy-outdated", "conflict")
    assert no.facts == {"edition": "2026-1", "policy_position": 1}
    assert district.status(project_id) == "applied"
    district.services.settle()
    district.ask("projects", "approve", project_id=project_id)
    assert [it["policy_position"] for it in district.log("projects", "approved")] == [1]


def test_projects_computes_with_all_that_was_adopted(district):
    district.adopt(in_kind_cap_percent=20, future_years="forbid", model="gross", early_start=True)
    district.adopt("2025-09-20", salaries=[], flat_rates=[], completion_days=7)
    district.services.settle()
    projects, funding = (district.services.services[name] for name in ("projects", "funding"))
    for day in ("2025-09-14", "2025-09-15", "2025-09-19", "2025-09-20", "2027-01-01"):
        assert projects.policy_on(date.fromisoformat(day)) == funding.policy(
            date.fromisoformat(day)
        )
    assert projects.policy_on(date(2025, 9, 14)).position == 0
    assert projects.policy_on(date(2025, 9, 15)).flat_rates["Fest"].covers == ("Miete",)
    assert projects.policy_on(date(2025, 9, 20)).position == 2


# ---- the waiting list ----------------------------------------------------------------------


def test_who_waits_for_a_year_is_decided_on_again_once_its_budget_is_set(district):
    later, urgent, open_, rejected = (district.apply() for _ in range(4))
    last = district.apply()
    for project_id, priority in ((last, 2), (later, 2), (urgent, 1), (rejected, 1)):
        district.postpone(project_id, priority)
    reason = {"reason_code": "no-need", "reason": "Es gibt schon ein Angebot."}
    district.ask("projects", "reject", project_id=rejected, **reason)

    district.budget(2030)
    assert district.log("projects", "reopened") == []
    district.budget(2026, day="2025-09-16")
    assert [
        (it["project_id"], it["cause"], it["year"], it["reopened_on"])
        for it in district.log("projects", "reopened")
    ] == [(it, "budget-set", 2026, "2025-09-16") for it in (urgent, later, last)]
    assert [district.status(it) for it in (later, urgent, last)] == ["applied"] * 3
    assert (district.status(open_), district.status(rejected)) == ("applied", "rejected")


def test_the_waiting_list_goes_by_priority_and_by_what_was_set_last(district):
    first, second = district.apply(), district.apply()
    for project_id in (first, second):
        district.postpone(project_id, 3)
    asked = {"project_id": second, "priority": 1, "reason": "Der Bedarf ist gestiegen."}
    district.ask("projects", "prioritise", **asked)
    district.budget(2027)
    reopened = district.log("projects", "reopened")
    assert [it["project_id"] for it in reopened] == [second, first]


def test_what_was_reopened_waits_again_and_is_reopened_by_the_next_year(district):
    project_id = district.apply()
    district.postpone(project_id, 1)
    district.budget(2025)
    district.postpone(project_id, 1)
    district.budget(2026, 2027)
    assert [it["year"] for it in district.log("projects", "reopened")] == [2025, 2026]
    district.ask("projects", "approve", project_id=project_id)
    district.services.settle()
    bound = district.ask("funding", "get_budget", year=2026)["accounts"]["festgelegt"]
    assert bound != euros("0.00")
