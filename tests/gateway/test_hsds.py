"""The network as programs of other directories ask for it."""

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from services.resources.exchange.answers import HsdsPageAnswer
from services.resources.exchange.forms import ExportPackageSchema, GetHsdsSchema, ListHsdsSchema
from shared.describe import json_schema
from tests.gateway.fake import ID, Services, assert_problem, browser, refused

PAGE = {"total_items": 1, "contents": [{"id": ID}]}


@pytest.fixture
def services():
    made = Services()
    for name, form in (("list_hsds", ListHsdsSchema), ("get_hsds", GetHsdsSchema)):
        made.methods["resources"][name] = {
            "kind": "read",
            "summary": "Listet",
            "request": json_schema(form),
            "answer": json_schema(HsdsPageAnswer),
        }
    made.answers["list_hsds"] = PAGE
    made.answers["get_hsds"] = {"id": ID, "name": "Treff"}
    return made


def asked(services, method):
    ((service, _, body, _, _),) = services.called(method)
    assert service == "resources"
    return body


def test_the_root_names_version_and_profile(services):
    told = browser(services).get("/hsds/3.0/").get_json()
    assert told["version"] == "3.0"
    assert told["profile"] == "https://docs.openreferral.org/en/3.0/"
    assert told["openapi_url"].endswith("/api/v1/openapi.json")


def test_filters_reach_the_service_as_what_they_are(services):
    path = f"/hsds/3.0/services?search=M%C3%A4dchen&page=2&per_page=10&full=true&taxonomy_id={ID}"
    response = browser(services).get(path)

    assert (response.status_code, response.get_json()) == (200, PAGE)
    assert asked(services, "list_hsds") == {
        "entity": "services",
        "search": "Mädchen",
        "page": 2,
        "per_page": 10,
        "full": True,
        "taxonomy_id": ID,
    }


def test_what_is_no_number_is_left_to_the_service(services):
    browser(services).get("/hsds/3.0/services?page=zwei&minimal=vielleicht&search=12")
    body = asked(services, "list_hsds")
    assert (body["page"], body["minimal"], body["search"]) == ("zwei", "vielleicht", "12")


@pytest.mark.parametrize("query", ["colour=red", "page=1&page=2", "id=1"])
def test_a_filter_that_would_not_count_is_refused(services, query):
    response = browser(services).get(f"/hsds/3.0/services?{query}")
    assert_problem(response, 400, "malformed-request")
    assert services.called("list_hsds") == []


def test_one_thing_is_named_by_its_id(services):
    response = browser(services).get(f"/hsds/3.0/organizations/{ID}?entity=services")
    assert response.get_json() == {"id": ID, "name": "Treff"}
    assert asked(services, "get_hsds") == {"entity": "organizations", "id": ID}


def test_what_is_not_there_is_not_found(services):
    services.answers["get_hsds"] = refused("hsds-unknown", "unknown")
    assert_problem(browser(services).get(f"/hsds/3.0/services/{ID}"), 404, "hsds-unknown")
    for path in ("/hsds/3.0/persons", "/hsds/3.0/services/7", "/hsds/2.0/services"):
        assert_problem(browser(services).get(path), 404, "path-unknown")
    assert_problem(browser(services).post("/hsds/3.0/services"), 405, "method-not-allowed")


def test_the_paths_are_described_where_there_are_any(services):
    document = browser(services).get("/api/v1/openapi.json").get_json()
    OpenAPIV31SpecValidator(document).validate()
    described = document["paths"]
    paths = {path for path in described if path.startswith("/hsds/")}
    entities = ["services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"]
    lists = {f"/hsds/3.0/{it}" for it in entities}
    assert paths == {"/hsds/3.0/", *lists, *(f"{it}/{{id}}" for it in lists)}
    named = described["/hsds/3.0/services"]["get"]["parameters"]
    assert {it["name"] for it in named if "name" in it} >= {"search", "page", "modified_after"}


def test_a_package_is_a_file(services):
    services.methods["resources"]["export_package"] = {
        "kind": "read",
        "summary": "Gibt aus",
        "request": json_schema(ExportPackageSchema),
        "answer": {"type": "object"},
    }
    whole = {"cards": 0, "sha256": "ab", "size": 4}
    pieces = [
        {"content": "UEs=", "last": False, **whole},
        {"content": "AwQ=", "last": True, **whole},
    ]
    services.export_package = lambda body: pieces[body["number"]]

    response = browser(services).get(f"/api/v1/resources/hsds.zip?sozialraum_id={ID}")
    assert (response.status_code, response.get_data()) == (200, b"PK\x03\x04")
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Content-Disposition"] == 'attachment; filename="ressourcen-hsds.zip"'
    assert response.headers["ETag"] == '"ab"'
    sent = [body for _, method, body, *_ in services.calls if method == "export_package"]
    assert sent == [{"sozialraum_id": ID, "number": number} for number in (0, 1)]
    pieces[1] |= {"sha256": "cd"}  # The network has changed meanwhile.
    with pytest.raises(Exception, match="export_package"):
        assert browser(services).get("/api/v1/resources/hsds.zip").data
    assert_problem(browser(services).get("/api/v1/projects/hsds.zip"), 404, "unknown-method")
    described = browser(services).get("/api/v1/openapi.json").get_json()["paths"]
    assert [it for it in described if it.endswith(".zip")] == ["/api/v1/resources/hsds.zip"]
