"""A call over HTTP becomes one call to a service, with what its headers say."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from structlog.testing import capture_logs

from shared import tokens
from shared.call import NOBODY
from tests.gateway.fake import ID, KEY, Slow, assert_problem, browser

APPROVE = "/api/v1/projects/approve"
FIND = "/api/v1/projects/find"


def test_an_answer_is_passed_on(http, services):
    response = http.post(FIND, json={"project_id": ID})

    assert response.status_code == 200
    assert response.get_json() == {"found": {"project_id": ID}}
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "ETag" not in response.headers
    assert "Idempotency-Key" not in response.headers
    assert [call[:3] for call in services.called("find")] == [
        ("projects", "find", {"project_id": ID})
    ]


def test_a_write_without_a_key_gets_one_and_is_told(http, services):
    response = http.post(APPROVE, json={"project_id": ID})

    key = response.headers["Idempotency-Key"]
    assert UUID(key).version == 4
    (call,) = services.called("approve")
    assert call[2] == {"project_id": ID, "command_id": key}


@pytest.mark.parametrize("given", [KEY, KEY.upper(), f'"{KEY}"'])
def test_the_key_is_the_command_id(http, services, given):
    response = http.post(APPROVE, json={}, headers={"Idempotency-Key": given})

    assert response.headers["Idempotency-Key"] == KEY
    assert services.called("approve")[0][2] == {"command_id": KEY}


def test_the_command_id_of_the_body_is_the_key(http, services):
    response = http.post(APPROVE, json={"command_id": KEY})

    assert response.headers["Idempotency-Key"] == KEY
    assert services.called("approve")[0][2] == {"command_id": KEY}


def test_a_command_id_that_is_no_uuid_is_left_to_the_service(http, services):
    response = http.post(APPROVE, json={"command_id": "Zeile\r\nSet-Cookie: a=b"})

    assert "Idempotency-Key" not in response.headers
    assert services.called("approve")[0][2] == {"command_id": "Zeile\r\nSet-Cookie: a=b"}


@pytest.mark.parametrize("said", [ID, None, 5, ["x"], KEY + " "])
def test_key_and_command_id_must_be_the_same(http, services, said):
    response = http.post(APPROVE, json={"command_id": said}, headers={"Idempotency-Key": KEY})

    assert_problem(response, 400, "idempotency-key-mismatch")
    assert services.called("approve") == []


def test_a_failed_write_tells_its_key_too(http, services):
    services.answers["approve"] = TimeoutError()
    response = http.post(APPROVE, json={})

    assert_problem(response, 500, "internal-error")
    assert response.headers["Idempotency-Key"] == services.called("approve")[0][2]["command_id"]


def test_a_read_takes_neither_key_nor_version(http, services):
    http.post(FIND, json={}, headers={"Idempotency-Key": KEY, "If-Match": '"3"'})

    assert services.called("find")[0][2] == {}


def test_if_match_is_the_expected_version(http, services):
    headers = {"Idempotency-Key": KEY, "If-Match": '"7"'}
    http.post(APPROVE, json={}, headers=headers)
    http.post(APPROVE, json={"expected_version": 7}, headers=headers)

    body = {"command_id": KEY, "expected_version": 7}
    assert [call[2] for call in services.called("approve")] == [body, body]


@pytest.mark.parametrize("said", [6, "7", None, True, 7.0])
def test_if_match_and_expected_version_must_be_the_same(http, said):
    response = http.post(APPROVE, json={"expected_version": said}, headers={"If-Match": '"7"'})

    assert_problem(response, 400, "if-match-mismatch")


@pytest.mark.parametrize(
    ("answer", "etag"),
    [({"version": 7}, '"7"'), ({"version": 0}, '"0"'), ({"version": True}, None), ({}, None)],
)
def test_a_version_is_the_etag(http, services, answer, etag):
    services.answers["find"] = answer

    assert http.post(FIND, json={}).headers.get("ETag") == etag


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Idempotency-Key", "5"),
        ("Idempotency-Key", ""),
        ("Idempotency-Key", "{" + KEY + "}"),
        ("Idempotency-Key", KEY.replace("-", "")),
        ("Idempotency-Key", f'"{KEY}'),
        ("If-Match", "7"),
        ("If-Match", 'W/"7"'),
        ("If-Match", "*"),
        ("If-Match", '"7", "8"'),
        ("If-Match", '"-1"'),
        ("If-Match", '"٧"'.encode().decode("latin-1")),
        ("Request-Timeout", "0"),
        ("Request-Timeout", "0.9"),
        ("Request-Timeout", "60.001"),
        ("Request-Timeout", "61"),
        ("Request-Timeout", "nan"),
        ("Request-Timeout", "1e1"),
    ],
)
def test_a_header_that_makes_no_sense_is_refused(http, header, value):
    problem = assert_problem(
        http.post(APPROVE, json={}, headers={header: value}), 400, "header-invalid"
    )

    assert problem["facts"] == {"header": header}


def test_the_correlation_id_goes_along_and_comes_back(http, services):
    response = http.post(FIND, json={}, headers={"X-Correlation-ID": ID.upper()})

    assert response.headers["X-Correlation-ID"] == ID
    assert {call[3].correlation_id for call in services.calls} == {ID}


@pytest.mark.parametrize("given", [None, "", "5", ID + ", " + ID])
def test_without_a_correlation_id_one_is_made(http, services, given):
    headers = {} if given is None else {"X-Correlation-ID": given}
    response = http.post(FIND, json={}, headers=headers)

    made = response.headers["X-Correlation-ID"]
    assert UUID(made).version == 4
    assert services.called("find")[0][3].correlation_id == made


def test_the_token_goes_along_and_who_acts_is_not_the_gateways_to_say(http, services):
    http.post(FIND, json={})
    told = {"Authorization": "bearer a.b.c", "X-Actor-Sub": "u-17", "X-Actor-Role": "wjh"}
    http.post(FIND, json={}, headers=told)

    contexts = [call[3] for call in services.called("find")]
    assert [context.token for context in contexts] == [None, "a.b.c"]
    assert {context.actor for context in contexts} == {NOBODY}
    assert {context.service_token for context in contexts} == {None}


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer a b",
        "Bearer ä",
        "Bearer " + "x" * 8193,
        "a.b.c",
    ],
)
def test_what_is_no_bearer_token_is_401_and_says_how_to_sign_in(http, services, value):
    sent = value.encode().decode("latin-1")
    response = http.post(FIND, json={}, headers={"Authorization": sent})

    assert_problem(response, 401, "token-invalid")
    assert (
        response.headers["WWW-Authenticate"] == 'Bearer realm="sozialraum", error="invalid_token"'
    )
    assert services.called("find") == []


def test_a_service_that_misses_a_token_is_401_without_an_error(http, services):
    services.answers["approve"] = tokens.missing()
    response = http.post(APPROVE, json={})

    assert_problem(response, 401, "token-missing")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="sozialraum"'


@pytest.mark.parametrize(
    ("given", "seconds"), [(None, 10), ("1", 1), ("2.5", 2.5), ("60", 60), ("60.000", 60)]
)
def test_the_caller_says_how_long_it_waits(http, services, given, seconds):
    http.post(FIND, json={}, headers={} if given is None else {"Request-Timeout": given})

    assert seconds - 0.5 < services.called("find")[0][4] <= seconds


def test_a_charset_and_upper_case_do_no_harm(http):
    content_type = "Application/JSON; charset=UTF-8"

    assert http.post(FIND, data="{}", content_type=content_type).status_code == 200


def test_twenty_calls_at_once_are_kept_apart():
    services = Slow()
    http = browser(services)

    def ask(number):
        correlation_id = str(uuid4())
        headers = {"X-Correlation-ID": correlation_id}
        response = http.post(FIND, json={"number": number}, headers=headers)
        assert response.headers["X-Correlation-ID"] == correlation_id
        return response.get_json()["found"]["number"]

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(ask, range(20))) == list(range(20))
    assert len(services.called("describe")) == 1


def test_a_request_is_one_line_in_the_log_without_its_content(http):
    with capture_logs() as lines:
        headers = {"X-Correlation-ID": ID}
        http.post(FIND + "?a=geheim", json={"b": "geheim"}, headers=headers).close()

    (line,) = lines
    assert line.pop("duration_ms") >= 0
    assert line == {
        "event": "request",
        "log_level": "info",
        "method": "POST",
        "path": "/api/v1/<service>/<method>",
        "status": 200,
        "correlation_id": ID,
    }
