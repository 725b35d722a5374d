"""Duties as a calendar program gets them."""

import pytest

from tests.gateway.fake import METHODS, Services, assert_problem, browser, refused

FILE = "/api/v1/reporting/duties.ics"
CALENDAR = "BEGIN:VCALENDAR\r\nSUMMARY:Mädchentreff\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def services():
    made = Services()
    made.methods["reporting"]["get_calendar"] = METHODS["find"]
    made.answers["get_calendar"] = {"calendar": CALENDAR}
    return made


def test_a_calendar_comes_as_a_file_byte_for_byte(services):
    response = browser(services).get(FILE)

    assert response.status_code == 200
    assert response.get_data() == CALENDAR.encode()
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="pflichten.ics"'
    assert response.headers["Cache-Control"] == "no-store"


def test_the_service_is_asked_as_the_person_and_says_who_may_see_it(services):
    services.answers["get_calendar"] = refused("not-permitted", "denied")

    response = browser(services).get(FILE, headers={"Authorization": "Bearer abc"})

    assert_problem(response, 403, "not-permitted")
    ((service, _, body, context, _),) = services.called("get_calendar")
    assert (service, body, context.token) == ("reporting", {}, "abc")


def test_a_service_without_duties_has_no_calendar(services):
    response = browser(services).get("/api/v1/projects/duties.ics")

    assert_problem(response, 404, "unknown-method")


def test_a_calendar_is_read_and_not_sent(services):
    assert browser(services).post(FILE).status_code in (404, 405)
    assert services.called("get_calendar") == []
