"""The description of the API is valid, complete and says what the gateway does."""

import json

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from services.gateway.problems import OWN
from tests.gateway.fake import assert_problem

PATH = "/api/v1/openapi.json"


@pytest.fixture
def document(http):
    return json.loads(http.get(PATH).data)


def test_it_is_valid_openapi(document):
    OpenAPIV31SpecValidator(document).validate()


def test_it_lists_what_is_served(document):
    projects = {path for path in document["paths"] if path.startswith("/api/v1/projects/")}

    assert projects == {
        "/api/v1/projects/approve",
        "/api/v1/projects/crash",
        "/api/v1/projects/documents",
        "/api/v1/projects/documents/{document_id}",
        "/api/v1/projects/find",
        "/api/v1/projects/get_notice",
        "/api/v1/projects/notices/{project_id}/{number}",
        "/api/v1/projects/refuse",
    }
    assert {"/livez", "/readyz", PATH} <= document["paths"].keys()


def test_every_operation_has_a_name_of_its_own(document):
    names = [
        operation["operationId"]
        for operations in document["paths"].values()
        for operation in operations.values()
    ]

    assert len(names) == len(set(names))


def test_a_write_need_not_name_its_command_id(document):
    post = document["paths"]["/api/v1/projects/approve"]["post"]
    schema = post["requestBody"]["content"]["application/json"]["schema"]

    assert schema["required"] == ["project_id"]
    parameters = {each["$ref"].rpartition("/")[2] for each in post["parameters"]}
    assert parameters >= {"Idempotency-Key", "If-Match"}


def test_every_status_of_a_problem_is_documented(document):
    statuses = {str(status) for status, _ in OWN.values()} | {"401", "403", "409", "422"}

    assert document["components"]["responses"].keys() == statuses
    call = document["paths"]["/api/v1/projects/find"]["post"]["responses"]
    assert call.keys() == statuses | {"200"}


def test_the_problems_are_listed(document):
    assert document["x-problems"]["gateway"]["path-unknown"]["status"] == 404
    assert "budget-exhausted" in document["x-problems"]["funding"]


def test_a_service_that_is_down_is_named(http, services):
    services.down.add("resources")

    problem = assert_problem(http.get(PATH), 503, "service-unavailable")

    assert problem["facts"]["service"] == "resources"
    assert "resources" in problem["detail"]


def test_a_service_that_is_down_is_described_as_it_was(http, services):
    before = http.get(PATH).data
    services.down.add("resources")

    assert http.get(PATH).data == before
