"""Packs for meetings as a browser and a spreadsheet get them."""

import pytest

from tests.gateway.fake import METHODS, Services, assert_problem, browser, refused

PAGE = "<!DOCTYPE html><title>Mappe</title>"
CSV = "Titel;Stand\r\nMädchentreff;bewilligt\r\n"
STEERING = "/api/v1/reporting/packs/steering/2026"


@pytest.fixture
def services():
    made = Services()
    for name in ("get_steering_pack", "get_uag_pack"):
        made.methods["reporting"][name] = METHODS["find"]
    pack = {"html": PAGE, "tables": [{"name": "projects", "csv": CSV}]}
    made.answers["get_steering_pack"] = pack
    made.answers["get_uag_pack"] = refused("uag-kept-elsewhere", "rule")
    return made


def test_a_browser_shows_a_pack_and_nothing_in_it_can_act(services):
    response = browser(services).get(f"{STEERING}.html")

    assert response.status_code == 200
    assert response.get_data(as_text=True) == PAGE
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'inline; filename="mappe-steering-2026.html"'
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "form-action 'none'", "sandbox"} <= set(policy)
    ((service, _, body, _, _),) = services.called("get_steering_pack")
    assert (service, body) == ("reporting", {"year": 2026, "files": True})


def test_a_spreadsheet_gets_a_table_that_it_reads_as_utf_8(services):
    response = browser(services).get(f"{STEERING}/projects.csv")

    assert response.status_code == 200
    assert response.get_data() == b"\xef\xbb\xbf" + CSV.encode()
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="mappe-steering-2026-projects.csv"'
    )


@pytest.mark.parametrize(
    "path",
    [
        f"{STEERING}/secrets.csv",
        "/api/v1/reporting/packs/steering/1989.html",
        "/api/v1/reporting/packs/steering/2026",
        "/api/v1/reporting/packs/council/2026.html",
    ],
)
def test_what_is_no_pack_is_not_found(services, path):
    assert browser(services).get(path).status_code == 404


def test_the_service_says_who_may_see_it(services):
    assert_problem(
        browser(services).get("/api/v1/reporting/packs/uag/2026.html"), 422, "uag-kept-elsewhere"
    )
    assert_problem(browser(services).post(f"{STEERING}.html"), 405, "method-not-allowed")


def test_packs_are_described_where_there_are_any(services):
    described = browser(services).get("/api/v1/openapi.json").get_json()["paths"]
    packs = {path for path in described if "/packs/" in path}
    assert packs == {
        f"/api/v1/reporting/packs/{name}/{rest}"
        for name in ("steering", "uag")
        for rest in ("{year}.html", "{year}/{part}.csv")
    }
