"""Notices as a browser gets them."""

import pytest

from tests.gateway.fake import ID, Services, assert_problem, browser, refused

NOTICE = f"/api/v1/projects/notices/{ID}/2"
PAGE = "<!DOCTYPE html><title>Änderungsbescheid</title>"


@pytest.fixture
def services():
    made = Services()
    made.answers["get_notice"] = {"html": PAGE, "sha256": "5d" * 32}
    return made


def test_a_browser_shows_a_notice_and_nothing_in_it_can_act(services):
    response = browser(services).get(NOTICE)

    assert response.status_code == 200
    assert response.get_data(as_text=True) == PAGE
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'inline; filename="bescheid-2.html"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["ETag"] == f'"{"5d" * 32}"'
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "form-action 'none'", "sandbox"} <= set(policy)
    assert "script-src" not in response.headers["Content-Security-Policy"]


def test_the_service_is_asked_for_this_notice_and_says_who_may_see_it(services):
    services.answers["get_notice"] = refused("not-permitted", "denied")

    assert_problem(browser(services).get(NOTICE), 403, "not-permitted")
    ((service, _, body, _, _),) = services.called("get_notice")
    assert (service, body) == ("projects", {"project_id": ID, "number": 2})


@pytest.mark.parametrize("number", ["0", "-1", "1.0", "10001", "zwei"])
def test_a_number_of_a_notice_is_a_small_whole_number(services, number):
    response = browser(services).get(f"/api/v1/projects/notices/{ID}/{number}")

    assert_problem(response, 404, "path-unknown")
    assert services.called("get_notice") == []


def test_a_service_without_notices_has_none(services):
    del services.methods["projects"]["get_notice"]

    assert_problem(browser(services).get(NOTICE), 404, "unknown-method")


def test_a_notice_is_read_and_not_sent(services):
    assert_problem(browser(services).post(NOTICE), 405, "method-not-allowed")
