"""Applications and their drafts over a real PostgreSQL: what is kept, what goes, what can be read."""

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import jsonschema
import pytest

from deploy.bench.projects import STATEMENTS, applying, goods, year_plan
from services.projects.service import ProjectsService
from shared.call import Context
from shared.describe import json_schema
from shared.refusal import Refused
from shared.wire import methods
from tests.direct import DAY, direct
from tests.persons import person
from tests.toy import settings

TEAM = ("team.kalk", "asd_member")
TEAMS = {
    *("apply", "save_draft", "get_draft", "list_drafts", "check_draft", "submit_draft"),
    *("resubmit", "withdraw", "get_application", "get_differences", "get_project"),
    "list_projects",
}
ANSWERS = {name: json_schema(it.answer) for name, it in methods(ProjectsService).items()}


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


@pytest.fixture
def services(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "projects", "funding", APP_ENV="demo")
    with direct(known, "projects", "funding") as services:
        yield services


@pytest.fixture
def district(services):
    return District(services)


class District:
    """A Sozialraum and a Träger; whoever may asks, the team before all, unless somebody is named."""

    def __init__(self, services):
        self.services = services
        self.traeger_id = self.ask("register_traeger", name="Jugendwerk")["traeger_id"]
        area = self.ask("register_sozialraum", name="Kalk-Nord", team_name="Team Kalk-Nord")
        self.sozialraum_id = area["sozialraum_id"]

    def ask(self, method, by=None, role=None, of_traeger=None, **body):
        asked = {"command_id": str(uuid4()), **body}
        usual_by, usual_role = TEAM if method in TEAMS else person(method, "projects")
        context = replace(Context.fresh(by or usual_by, role or usual_role), today=DAY)
        if of_traeger is not None:
            token = self.services.desk.token(by, role, traeger_id=of_traeger)
            context = replace(context, token=token)
        answer = self.services.call("projects", method, asked, context, 15)
        jsonschema.validate(answer, ANSWERS[method])
        return answer

    def refused(self, method, **body):
        with pytest.raises(Refused) as no:
            self.ask(method, **body)
        return no.value

    def application(self, **other):
        """50,000 euros in one year, of which 45,500 are granted."""
        return {
            **applying(self.sozialraum_id, self.traeger_id),
            "start": "2026-02-01",
            "end": "2026-12-31",
            "plan": [year_plan(2026, 50_000_00, 4_000_00)],
            "own_cash": euros("500.00"),
            "in_kind": goods(1_000_00),
            "employees": {"count": 75, "method": "heads", "on": "2026-01-05"},
            **other,
        }

    def requested(self, year=2026):
        """What projects ask of a year, without holding it back."""
        self.services.settle()
        budget = self.services.ask("funding", "get_budget", {"year": year})
        return budget["requested"]["amount"]

    def query(self, statement, *values):
        with self.services.services["projects"].kernel.pool.connection() as conn:
            return conn.execute(statement, values).fetchall()


# ---- drafts --------------------------------------------------------------------------------


def test_a_draft_with_only_a_title_is_saved_and_found_again(district):
    saved = district.ask("save_draft", content={"title": "Mädchentreff"})
    assert saved["version"] == 1
    draft = district.ask("get_draft", draft_id=saved["draft_id"])
    assert (draft["title"], draft["content"]) == ("Mädchentreff", {"title": "Mädchentreff"})
    assert [it["title"] for it in district.ask("list_drafts")["drafts"]] == ["Mädchentreff"]
    assert district.query("select count(*) from event where type = 'applied'") == [(0,)]


def test_a_draft_is_checked_and_says_all_that_is_missing_and_what_it_would_bring(district):
    content = district.application(title=" ", need="Az. 51-1234", traeger_id=str(uuid4()))
    del content["own_cash"]
    draft_id = district.ask("save_draft", content=content)["draft_id"]
    checked = district.ask("check_draft", draft_id=draft_id)
    assert sorted((it["pointer"], it["code"]) for it in checked["gaps"]) == [
        ("/own_cash", "missing"),
        ("/title", "blank"),
        ("/traeger_id", "master-data-unknown"),
    ]
    (warning,) = checked["warnings"]
    assert (warning["pointer"], warning["words"]) == ("/need", "Az. 51-1234")
    assert checked["quote"]["own_cash_required"] == euros("500.00")
    assert checked["quote"]["grant"] is None

    no = district.refused("submit_draft", draft_id=draft_id)
    assert no.code == "application-incomplete"
    assert {it.pointer for it in no.errors} == {"/own_cash", "/title", "/traeger_id"}
    assert district.query("select count(*) from event where type = 'applied'") == [(0,)]


def test_a_draft_that_is_handed_in_is_gone_in_the_moment_its_application_is_there(district):
    content = district.application()
    draft_id = district.ask("save_draft", content=content)["draft_id"]
    checked = district.ask("check_draft", draft_id=draft_id)
    assert (checked["gaps"], checked["quote"]["problems"]) == ([], [])
    command_id = str(uuid4())
    made = district.ask("submit_draft", draft_id=draft_id, command_id=command_id)
    assert made["quote"]["grant"] == [{"year": 2026, "amount": euros("45500.00")}]
    assert district.refused("get_draft", draft_id=draft_id).code == "draft-unknown"
    told = district.ask("get_application", project_id=made["project_id"])
    assert told["application"]["need"] == content["need"]

    assert district.ask("submit_draft", draft_id=draft_id, command_id=command_id) == made
    assert district.refused("submit_draft", draft_id=draft_id).code == "draft-unknown"
    assert district.query("select count(*) from event where type = 'applied'") == [(1,)]


def test_a_draft_that_was_saved_meanwhile_is_not_handed_in_as_it_was(district):
    content = district.application()
    draft_id = district.ask("save_draft", content=content)["draft_id"]
    district.ask(
        "save_draft", draft_id=draft_id, content={**content, "title": "Neu"}, expected_version=1
    )
    no = district.refused("submit_draft", draft_id=draft_id, expected_version=1)
    assert (no.code, no.facts["version"]) == ("stale-version", 2)
    made = district.ask("submit_draft", draft_id=draft_id, expected_version=2)
    assert district.ask("get_project", project_id=made["project_id"])["title"] == "Neu"


def test_a_draft_that_is_saved_while_it_is_being_handed_in_stays(district, monkeypatch):
    """The append and the deletion are one transaction, and it looks at the draft again."""
    content = district.application()
    draft_id = district.ask("save_draft", content=content)["draft_id"]
    service = district.services.services["projects"]
    policy = type(service).policy

    def saved_meanwhile(self, conn, day):
        conn.execute("update draft set version = version + 1 where draft_id = %s", [draft_id])
        return policy(self, conn, day)

    monkeypatch.setattr(type(service), "policy", saved_meanwhile)
    assert district.refused("submit_draft", draft_id=draft_id).code == "stale-version"
    assert district.query("select count(*) from event where type = 'applied'") == [(0,)]
    assert district.query("select count(*) from document") == [(0,)]
    assert district.query("select count(*) from draft") == [(1,)]


def test_words_that_look_like_a_client_are_asked_about_before_a_draft_is_handed_in(district):
    content = district.application(need="Die Familie (Az. 51-1234) sucht einen Treff.")
    draft_id = district.ask("save_draft", content=content)["draft_id"]
    no = district.refused("submit_draft", draft_id=draft_id)
    assert (no.code, [it.pointer for it in no.errors]) == ("case-references-found", ["/need"])
    district.ask("get_draft", draft_id=draft_id)
    assert district.ask("submit_draft", draft_id=draft_id, confirm_no_case_data=True)["number"]


def test_what_the_form_and_what_the_rules_say_is_said_in_one_answer(district):
    """Whoever mends one fault must not be sent back for the next: all gaps, each with its place."""
    asked = district.application(
        title=" ",
        end="2028-02-29",
        plan=[year_plan(year, 20_000_00) for year in (2026, 2027, 2028)],
        traeger_id=str(uuid4()),
        employees={"count": 75, "method": "heads", "on": "2026-01-06"},
    )
    del asked["need"]
    no = district.refused("apply", **asked)
    assert no.code == "invalid-input"
    assert sorted((it.pointer, it.code) for it in no.errors) == [
        ("/employees/on", "day-to-come"),
        ("/end", "duration-exceeds-24-months"),
        ("/need", "missing"),
        ("/own_cash", "own-share-too-small"),
        ("/title", "blank"),
        ("/traeger_id", "master-data-unknown"),
    ]
    assert district.query("select count(*) from event where type = 'applied'") == [(0,)]


def test_the_same_holds_for_what_is_handed_in_again(district):
    project_id = district.ask("apply", **district.application())["project_id"]
    asked = {"fields": ["/need"], "text": "Bitte genauer.", "deadline": "2026-02-01"}
    district.ask("return_for_completion", project_id=project_id, **asked)
    again = district.application(title=" ", end="2028-02-29")
    again["plan"] = [year_plan(year, 20_000_00) for year in (2026, 2027, 2028)]
    for name in ("sozialraum_id", "traeger_id"):
        del again[name]
    no = district.refused("resubmit", project_id=project_id, **again)
    assert sorted((it.pointer, it.code) for it in no.errors) == [
        ("/end", "duration-exceeds-24-months"),
        ("/own_cash", "own-share-too-small"),
        ("/title", "blank"),
    ]


def test_who_may_not_apply_there_hears_nothing_of_what_is_registered_there(district):
    stranger = district.ask("register_traeger", name="Anderes Werk")["traeger_id"]
    asked = district.application(title=" ", traeger_id=str(uuid4()))
    with pytest.raises(Refused) as no:
        district.ask("apply", by="fremd", role="recipient", of_traeger=stranger, **asked)
    assert no.value.code == "not-permitted"
    token = district.services.desk.issuer.sign(
        sub="fremd", realm_access={"roles": ["traeger_member"]}, sozialraeume=[str(uuid4())]
    )
    context = Context.of(token, DAY)
    body = {"command_id": str(uuid4()), **asked}
    with pytest.raises(Refused) as no:
        district.services.reply("projects", "apply", body, context, 15)
    assert [(it.pointer, it.code) for it in no.value.errors] == [("/title", "blank")]


def test_a_withdrawal_tells_of_no_client(district):
    project = {"project_id": district.ask("apply", **district.application())["project_id"]}
    words = {"reason_code": "no-need", "reason": "Die Familie, Az. 51-1234, ist weggezogen."}
    no = district.refused("withdraw", **project, **words)
    assert (no.code, [it.pointer for it in no.errors]) == ("case-references-found", ["/reason"])
    district.ask("withdraw", **project, **words, confirm_no_case_data=True)


# ---- there and back ------------------------------------------------------------------------


def test_an_application_is_completed_compared_and_signed(district):
    before = district.application()
    made = district.ask("apply", **before)
    project = {"project_id": made["project_id"]}
    district.ask(
        "return_for_completion",
        **project,
        fields=["/need", "/plan/0/posts"],
        text="Bitte den Bedarf mit Zahlen belegen.",
    )
    told = district.ask("get_application", **project)
    assert told["status"] == "returned"
    returned = told["returned"]
    assert (returned["fields"], returned["deadline"], returned["text"]) == (
        ["/need", "/plan/0/posts"],
        "2026-01-26",
        "Bitte den Bedarf mit Zahlen belegen.",
    )

    after = {name: it for name, it in before.items() if not name.endswith("_id")}
    after["need"] = "24 Mädchen suchen einen Treff."
    no = district.refused("resubmit", **project, **after)
    assert (no.code, [it.pointer for it in no.errors]) == ("not-completed", ["/plan/0/posts"])
    after["plan"] = [year_plan(2026, 51_000_00, 4_000_00)]
    no = district.refused("resubmit", **project, **after)
    assert (no.code, no.facts["missing_ct"]) == ("own-share-too-small", 3_000)
    after["own_cash"] = euros("530.00")
    again = district.ask("resubmit", **project, **after)
    assert again["application_version"] == 2
    assert again["quote"]["grant"] == [{"year": 2026, "amount": euros("46470.00")}]

    told = district.ask("get_application", **project)
    assert (told["status"], told["application_version"], told["returned"]) == ("applied", 2, None)
    assert told["versions"] == [
        {"application_version": 1, "handed_in_on": DAY},
        {"application_version": 2, "handed_in_on": DAY},
    ]
    first = district.ask("get_application", **project, application_version=1)
    assert first["application"]["need"] == before["need"]
    assert first["application"]["plan"][0]["posts"][0]["yearly_cost"] == euros("50000.00")
    assert district.refused("get_application", **project, application_version=3).code == (
        "application-version-unknown"
    )

    found = district.ask("get_differences", **project, old=1, new=2)["differences"]
    assert found == [
        {"pointer": "/need", "old": before["need"], "new": "24 Mädchen suchen einen Treff."},
        {"pointer": "/own_cash", "old": euros("500.00"), "new": euros("530.00")},
        {
            "pointer": "/plan/0/posts/0/yearly_cost",
            "old": euros("50000.00"),
            "new": euros("51000.00"),
        },
    ]

    assert told["co_signed"] is None
    other = {"by": "vorstand.anders", "role": "recipient", "of_traeger": str(uuid4())}
    assert district.refused("co_sign", **project, **other).code == "not-permitted"
    own = {"by": "vorstand.jugendwerk", "role": "recipient", "of_traeger": district.traeger_id}
    district.ask("co_sign", **project, **own)
    signed = district.ask("get_application", **project)["co_signed"]
    assert (signed["application_version"], signed["co_signed_on"]) == (2, DAY)


def test_who_has_handed_in_any_version_does_not_check(district):
    made = district.ask("apply", **district.application())
    project = {"project_id": made["project_id"]}
    district.ask("return_for_completion", **project, fields=["/title"], text="Bitte.")
    after = {k: v for k, v in district.application(title="Neu").items() if not k.endswith("_id")}
    district.ask("resubmit", **project, **after, by="andere.kalk")
    for by in ("team.kalk", "andere.kalk"):
        body = {"result": "passed", "confirmations": [], **project}
        body["confirmations"] = [
            {"name": name, "holds": True}
            for name in (
                *("plan-balances", "posts-graded", "flat-rates", "headcount-evidence"),
                "budget-available",
            )
        ]
        no = district.refused("check_arithmetic", by=by, role="wjh", **body)
        assert no.code == "separation-of-duties"


def test_what_is_asked_for_follows_each_version_and_goes_with_the_withdrawal(district):
    budget = {"year": 2026, "amount": euros("82000.00"), "resolution": "Rat TOP 1"}
    district.services.ask("funding", "set_budget", budget)
    made = district.ask("apply", **district.application())
    project = {"project_id": made["project_id"]}
    assert district.requested() == "45500.00"
    district.ask("return_for_completion", **project, fields=["/plan"], text="Bitte kürzen.")
    after = district.application(plan=[year_plan(2026, 40_000_00, 4_000_00)])
    district.ask("resubmit", **project, **{k: v for k, v in after.items() if not k.endswith("_id")})
    assert district.requested() == "35500.00"
    district.ask("withdraw", **project, reason_code="no-staff", reason="Die Fachkraft geht.")
    assert district.requested() == "0.00"
    assert district.ask("get_project", **project)["status"] == "withdrawn"
    no = district.refused(
        "resubmit", **project, **{k: v for k, v in after.items() if not k.endswith("_id")}
    )
    assert no.code == "already-decided"


def test_no_long_text_and_no_case_stands_in_the_log(district):
    district.ask("apply", **district.application(sustainability="Geheimes Stichwort Walnuss"))
    lines = " ".join(line for (line,) in district.query("select line from event"))
    assert "Walnuss" not in lines
    assert STATEMENTS["existing_offers"] not in lines
    assert (
        json.loads(district.query("select line from event where type = 'applied'")[0][0])[
            "schema_version"
        ]
        == 2
    )


def test_who_is_not_registered_is_pointed_at(district):
    no = district.refused("apply", **district.application(traeger_id=str(uuid4())))
    assert (no.code, [it.pointer for it in no.errors]) == ("master-data-unknown", ["/traeger_id"])
    elsewhere = str(uuid4())
    assert district.refused("apply", **district.application(sozialraum_id=elsewhere)).code == (
        "not-permitted"
    )
    district.services.desk.sozialraeume.add(elsewhere)  # As a token of another register says.
    no = district.refused("apply", **district.application(sozialraum_id=elsewhere))
    assert [it.pointer for it in no.errors] == ["/sozialraum_id"]


def test_a_project_that_does_not_exist_cannot_be_asked_about(district):
    nobody = {"project_id": str(uuid4())}
    asked: dict[str, dict[str, Any]] = {
        "get_application": {},
        "get_differences": {"old": 1, "new": 2},
        "withdraw": {"reason_code": "no-need"},
        "co_sign": {},
        "return_for_completion": {"fields": ["/need"], "text": "Bitte."},
    }
    for method, body in asked.items():
        assert district.refused(method, **nobody, **body).code == "project-unknown"
    after = {k: v for k, v in district.application().items() if not k.endswith("_id")}
    assert district.refused("resubmit", **nobody, **after).code == "project-unknown"


# ---- lists ---------------------------------------------------------------------------------


def test_projects_are_listed_youngest_first_page_by_page(district):
    for number in range(5):
        district.ask("apply", **district.application(title=f"Treff {number}"))
    first = district.ask("list_projects", most=2)
    assert [it["title"] for it in first["projects"]] == ["Treff 4", "Treff 3"]
    second = district.ask("list_projects", most=2, cursor=first["next"])
    assert [it["title"] for it in second["projects"]] == ["Treff 2", "Treff 1"]
    third = district.ask("list_projects", most=2, cursor=second["next"])
    assert ([it["title"] for it in third["projects"]], third["next"]) == (["Treff 0"], None)
    assert third["projects"][0]["costs"] == [{"year": 2026, "amount": euros("50000.00")}]


def test_lists_are_narrowed_by_status_sozialraum_and_traeger(district):
    made = [district.ask("apply", **district.application(title=f"T{n}")) for n in range(3)]
    district.ask("withdraw", project_id=made[0]["project_id"], reason_code="no-need")
    other = district.ask("register_traeger", name="Anderer Träger")["traeger_id"]
    district.ask("apply", **district.application(title="T3", traeger_id=other))

    def titles(**asked):
        return [it["title"] for it in district.ask("list_projects", **asked)["projects"]]

    assert titles(status="withdrawn") == ["T0"]
    assert titles(status="applied") == ["T3", "T2", "T1"]
    assert titles(traeger_id=other) == ["T3"]
    assert titles(traeger_id=district.traeger_id, status="applied", most=1) == ["T2"]
    assert titles(sozialraum_id=district.sozialraum_id, traeger_id=other) == ["T3"]
    assert titles(sozialraum_id=str(uuid4())) == []


def test_nobody_sees_more_than_their_roles_reach(district):
    other = district.ask("register_traeger", name="Anderer Träger")["traeger_id"]
    mine = district.ask("apply", **district.application(title="Meins"))["project_id"]
    theirs = district.ask("apply", **district.application(title="Ihres", traeger_id=other))
    recipient = {
        "by": "vorstand.jugendwerk",
        "role": "recipient",
        "of_traeger": district.traeger_id,
    }
    listed = district.ask("list_projects", **recipient)["projects"]
    assert [it["title"] for it in listed] == ["Meins"]
    assert district.ask("get_application", project_id=mine, **recipient)["status"] == "applied"
    for method, body in (("get_application", {}), ("get_differences", {"old": 1, "new": 1})):
        no = district.refused(method, project_id=theirs["project_id"], **body, **recipient)
        assert no.code == "not-permitted"

    district.services.desk.sozialraeume.clear()
    stranger = {"by": "fachkraft.vingst", "role": "asd_member"}
    assert district.ask("list_projects", **stranger) == {"projects": [], "next": None}
    acts: dict[str, dict[str, Any]] = {
        "get_application": {},
        "get_project": {},
        "withdraw": {"reason_code": "no-need"},
        "return_for_completion": {"fields": ["/need"], "text": "Bitte."},
    }
    for act, asked in acts.items():
        no = district.refused(act, project_id=mine, **asked, **stranger)
        assert no.code == "not-permitted"
    no = district.refused("apply", **district.application(), **stranger)
    assert no.code == "not-permitted"
