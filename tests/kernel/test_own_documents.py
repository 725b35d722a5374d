"""Documents by scope over a real PostgreSQL: teams and Träger read those of their own projects."""

from base64 import b64decode
from uuid import uuid4

import pytest

from tests.direct import direct
from tests.roles.scenarios import SCENARIOS
from tests.roles.test_every_cell import ask, code_of
from tests.roles.world import World
from tests.toy import settings

pytestmark = pytest.mark.postgres

NAMES = ("projects", "funding", "reporting")
NARROW = ("asd_member", "traeger_member", "recipient")


@pytest.fixture(scope="module")
def world(database_url, tmp_path_factory):
    known = settings(database_url, tmp_path_factory.mktemp("own"), *NAMES, APP_ENV="demo")
    with direct(known, *NAMES) as services:
        yield World(services)


@pytest.fixture(scope="module")
def notice(world):
    return SCENARIOS["projects.get_document"](world, "recipient")


@pytest.fixture(scope="module")
def need(world):
    """The first text of an application."""
    project_id = world.checked()
    told = world.referred("projects", f"project-{project_id}", "applied")
    return {"owner_id": project_id, "document_id": told, "number": 0}


def code(world, body, token, service="projects"):
    return code_of(world, f"{service}.get_document", body, token)


@pytest.mark.parametrize("role", NARROW)
def test_a_team_and_its_traeger_read_what_they_wrote_and_were_sent(world, notice, need, role):
    told = ask(world, "projects.get_document", notice, world.token(role))
    assert b64decode(told["content"]).startswith(b"<!DOCTYPE html>")
    assert code(world, need, world.token(role)) is None


@pytest.mark.parametrize("role", NARROW)
def test_another_team_and_another_traeger_do_not(world, notice, role):
    assert code(world, notice, world.token(role, foreign=True)) == "not-permitted"


@pytest.mark.parametrize("role", NARROW)
def test_a_document_is_read_with_its_own_project_and_no_other(world, notice, need, role):
    token = world.token(role)
    assert code(world, {**notice, "owner_id": need["owner_id"]}, token) == "not-permitted"
    assert code(world, {**notice, "owner_id": str(uuid4())}, token) == "not-permitted"
    assert code(world, {**notice, "owner_id": None}, token) == "not-permitted"


def test_what_the_office_wrote_for_itself_is_not_theirs(world):
    project_id = world.checked()
    remark = world.referred("projects", f"project-{project_id}", "content_checked")
    asked = {"owner_id": project_id, "document_id": remark, "number": 0}
    assert code(world, asked, world.token("recipient")) == "not-permitted"
    assert code(world, asked, world.token("auditor")) is None


def test_who_sees_everything_need_not_name_the_project(world, notice):
    asked = {name: notice[name] for name in ("document_id", "number")}
    assert code(world, asked, world.token("wjh")) is None
    assert code(world, asked, world.token("uag")) == "not-permitted"


def test_questions_of_the_office_are_read_by_whom_they_are_asked(world):
    asked = SCENARIOS["reporting.get_document"](world, "recipient")
    assert code(world, asked, world.token("recipient"), "reporting") is None
    foreign = world.token("recipient", foreign=True)
    assert code(world, asked, foreign, "reporting") == "not-permitted"


def test_the_same_over_http(world, notice):
    url = f"/api/v1/projects/documents/{notice['document_id']}"

    def got(token, query=""):
        headers = {"Authorization": f"Bearer {token}", "X-Today": world.play("2026-01-05")}
        return world.browser().get(url + query, headers=headers)

    mine = f"?owner_id={notice['owner_id']}"
    answer = got(world.token("recipient"), mine)
    assert (answer.status_code, answer.data[:15]) == (200, b"<!DOCTYPE html>")
    assert got(world.token("recipient")).status_code == 403
    assert got(world.token("recipient", foreign=True), mine).status_code == 403
    assert got(world.token("recipient"), "?owner_id=x").status_code == 422
    assert got(world.token("auditor")).status_code == 200
