"""Duties as a calendar program gets them."""

import pytest
from structlog.testing import capture_logs

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


# ---- subscriptions ---------------------------------------------------------------------------

FEED_ID, SECRET = "d1f0a3b2-6c47-5e80-9b1a-2c3d4e5f6a7b", "ab" * 32
FEED = f"/api/v1/reporting/feeds/{FEED_ID}/{SECRET}.ics"


@pytest.fixture
def subscribed(services):
    services.methods["reporting"]["read_feed"] = {**METHODS["find"], "kind": "internal"}
    services.answers["read_feed"] = {"calendar": CALENDAR}
    return services


def test_a_subscribed_calendar_needs_no_sign_in_and_the_service_is_asked_for_nobody(subscribed):
    response = browser(subscribed).get(FEED, headers={"Authorization": "Bearer abc"})

    assert (response.status_code, response.get_data()) == (200, CALENDAR.encode())
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    ((service, _, body, context, _),) = subscribed.called("read_feed")
    assert (service, body) == ("reporting", {"feed_id": FEED_ID, "secret": SECRET})
    assert context.token is None


def test_an_address_that_shows_nothing_is_a_problem_like_any_other(subscribed):
    subscribed.answers["read_feed"] = refused("feed-unknown", "unknown")

    assert_problem(browser(subscribed).get(FEED), 404, "feed-unknown")


def test_a_service_without_subscriptions_has_none(services):
    assert_problem(browser(services).get(FEED), 404, "unknown-method")


@pytest.mark.parametrize("path", [f"/api/v1/reporting/feeds/x/{SECRET}.ics", f"{FEED}/more"])
def test_what_is_no_address_is_asked_nowhere(subscribed, path):
    assert browser(subscribed).get(path).status_code == 404
    assert subscribed.called("read_feed") == []


def test_no_log_line_holds_the_address(subscribed):
    with capture_logs() as lines:
        browser(subscribed).get(FEED).close()

    assert [it["event"] for it in lines] == ["request"]
    assert SECRET not in str(lines)
