"""The report about a year of a district as browsers and spreadsheets get it."""

import pytest

from tests.gateway.fake import METHODS, Services, assert_problem, browser, refused

FILE = "/api/v1/reporting/district-reports/2026"
CSV = "\ufeffJahr;Träger\r\n2026;Jugendwerk\r\n"
HTML = "<!DOCTYPE html><title>Jahresbericht 2026</title>"


@pytest.fixture
def services():
    made = Services()
    for name, answer in (
        ("get_district_report", {"csv": CSV}),
        ("print_district_report", {"html": HTML}),
    ):
        made.methods["reporting"][name] = METHODS["find"]
        made.answers[name] = answer
    return made


def test_the_file_comes_byte_for_byte_with_the_mark_that_spreadsheets_look_for(services):
    response = browser(services).get(f"{FILE}.csv")

    assert response.status_code == 200
    assert response.get_data() == b"\xef\xbb\xbf" + CSV.removeprefix("\ufeff").encode()
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    name = 'attachment; filename="jahresbericht-2026.csv"'
    assert response.headers["Content-Disposition"] == name


def test_the_page_is_shown_and_can_do_nothing(services):
    response = browser(services).get(f"{FILE}.html")

    assert response.get_data() == HTML.encode()
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("ending", "method"), [("csv", "get_district_report"), ("html", "print_district_report")]
)
def test_the_service_is_asked_as_the_person_and_says_who_may_see_it(services, ending, method):
    services.answers[method] = refused("not-permitted", "denied")

    response = browser(services).get(f"{FILE}.{ending}", headers={"Authorization": "Bearer abc"})

    assert_problem(response, 403, "not-permitted")
    ((service, _, body, context, _),) = services.called(method)
    assert (service, body, context.token) == ("reporting", {"year": 2026}, "abc")


@pytest.mark.parametrize("year", ["1989", "2200", "26", "x"])
def test_what_is_no_year_is_no_report(services, year):
    path = f"/api/v1/reporting/district-reports/{year}.csv"
    assert browser(services).get(path).status_code == 404
    assert services.called("get_district_report") == []


def test_a_service_without_reports_has_none(services):
    response = browser(services).get("/api/v1/funding/district-reports/2026.html")

    assert_problem(response, 404, "unknown-method")
