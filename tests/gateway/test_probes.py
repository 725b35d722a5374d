"""Alive is not ready."""

from tests.gateway.fake import Services, assert_problem, browser


def test_livez_touches_nothing(http, services):
    services.down.update({"projects", "funding", "resources", "reporting"})

    response = http.get("/livez")

    assert (response.status_code, response.get_json()) == (200, {"status": "alive"})
    assert services.calls == []


def test_readyz_asks_every_service_for_two_seconds(http, services):
    response = http.get("/readyz")

    ready = {"ready": True}
    assert response.status_code == 200
    assert response.get_json() == {
        "status": "ready",
        "services": {
            "projects": ready,
            "funding": ready,
            "resources": ready,
            "reporting": ready,
        },
    }
    assert {(call[1], call[4]) for call in services.calls} == {("health", 2.0)}


def test_readyz_names_what_is_down(http, services):
    services.down.add("funding")

    problem = assert_problem(http.get("/readyz"), 503, "not-ready")

    assert problem["detail"] == "Nicht bereit: funding."
    assert problem["services"]["projects"] == {"ready": True}
    assert problem["services"]["funding"] == {
        "ready": False,
        "code": "service-unavailable",
        "detail": "Einzelheit von service-unavailable",
    }


def test_a_service_may_say_that_it_is_not_ready():
    services = Services()
    services.answers["health"] = {"ready": False}

    assert_problem(browser(services).get("/readyz"), 503, "not-ready")
