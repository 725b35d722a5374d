"""Every failure is a problem: with its status, in German, and without a word too much."""

import io

import pytest
from gunicorn.http.errors import InvalidChunkSize
from structlog.testing import capture_logs

from tests.gateway.fake import ID, assert_problem, browser, refused

FIND = "/api/v1/projects/find"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("invalid", 422),
        ("unknown", 404),
        ("rule", 422),
        ("conflict", 409),
        ("denied", 403),
        ("unauthenticated", 401),
        ("unavailable", 503),
        ("fault", 500),
        ("timeout", 504),
    ],
)
def test_a_refusal_has_the_status_of_its_kind(http, kind, status):
    response = http.post("/api/v1/projects/refuse", json={"kind": kind})

    assert assert_problem(response, status, "as-you-like") == {
        "type": "urn:sozialraum:problem:as-you-like",
        "title": "Titel von as-you-like",
        "status": status,
        "detail": "Einzelheit von as-you-like",
        "instance": "urn:uuid:" + response.headers["X-Correlation-ID"],
        "code": "as-you-like",
        "errors": [{"pointer": "/kind", "code": "odd", "message": "Seltsam."}],
        "clause": {"heading": "Eigenanteil", "rule": "Er beträgt höchstens 5 %."},
        "facts": {"missing": {"amount": "1.00", "currency": "EUR"}},
    }
    assert response.headers["Content-Language"] == "de"
    assert response.headers.get("Retry-After") == ("5" if status == 503 else None)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/api",
        "/api/v1",
        "/api/v1/",
        "/api/v1/projects",
        "/api/v1/projects/",
        "/api/v1/projects/find/",
        "/api/v1//projects/find",
        "//livez",
        "/livez/",
        "/api/v1/projects/documents/5",
        "/api/v1/projects/documents/",
        "/%ff%00",
        "/api/v1/../v1/projects/find",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_path_is_a_problem(http, path, method):
    assert_problem(http.open(path, method=method, json={}), 404, "path-unknown")


def test_an_unknown_service_is_a_problem(http, services):
    for path in ("/api/v1/nobody/find", "/api/v1/nobody/documents"):
        assert_problem(http.post(path, json={}), 404, "service-unknown")
    assert_problem(http.get(f"/api/v1/nobody/documents/{ID}"), 404, "service-unknown")
    assert services.calls == []


@pytest.mark.parametrize("method", ["nothing", "lapse", "put_document", "describe", "__class__"])
def test_what_is_not_served_over_http_is_unknown(http, services, method):
    response = http.post(f"/api/v1/projects/{method}", json={})

    assert_problem(response, 404, "unknown-method")
    assert {call[1] for call in services.calls} == {"describe"}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", FIND, "POST"),
        ("PUT", FIND, "POST"),
        ("OPTIONS", FIND, "POST"),
        ("BREW", FIND, "POST"),
        ("POST", "/livez", "GET, HEAD"),
        ("DELETE", f"/api/v1/projects/documents/{ID}", "GET, HEAD"),
        ("GET", "/api/v1/projects/documents", "POST"),
    ],
)
def test_a_wrong_method_is_told_the_right_one(http, method, path, allowed):
    response = http.open(path, method=method)

    assert_problem(response, 405, "method-not-allowed")
    assert response.headers["Allow"] == allowed


def test_head_is_answered_without_a_body(http):
    response = http.head("/livez")

    assert (response.status_code, response.data) == (200, b"")


@pytest.mark.parametrize(
    "content_type",
    [None, "", "text/plain", "application/xml", "application/json; charset=latin-1", "json", "?"],
)
def test_only_json_is_taken(http, content_type):
    response = http.post(FIND, data="{}", content_type=content_type)

    assert_problem(response, 415, "unsupported-media-type")
    assert response.headers["Accept-Post"] == "application/json"


def test_nothing_compressed_is_taken(http):
    response = http.post(FIND, json={}, headers={"Content-Encoding": "gzip"})

    assert_problem(response, 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{} {}",
        b"null",
        b"5",
        b'"text"',
        b"[]",
        b"{'a': 1}",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1, "a": 1}',
        b'{"a": {"b": 1, "c": 2, "b": 3}}',
        b'{"\\ud800": 1, "\\ud800": 1}',
        b'{"a": "\\ud800"}',
        b'{"\\udfff": 1}',
        b'{"a": 9007199254740992}',
        b'{"a": 1e999}',
        b'{"a": 1' + 5000 * b"0" + b"}",
        b'{"a": ' + 100_000 * b"[" + 100_000 * b"]" + b"}",
        b'{"a": ' + 300 * b"[" + 300 * b"]" + b"}",
        b'{"a": "\xff"}',
        b"\xef\xbb\xbf{}",
        "{}".encode("utf-16"),
    ],
    ids=lambda body: repr(body[:30]),
)
def test_what_is_no_i_json_object_is_refused(http, services, body):
    response = http.post(FIND, data=body, content_type="application/json")

    assert_problem(response, 400, "malformed-json")
    assert services.called("find") == []


def test_the_body_may_reach_its_limit_but_not_exceed_it(services):
    http = browser(services, json_bytes_max=9)

    assert http.post(FIND, data=b'{"a":123}', content_type="application/json").status_code == 200
    response = http.post(FIND, data=b'{"a":1234}', content_type="application/json")
    problem = assert_problem(response, 413, "body-too-large")
    assert problem["facts"] == {"bytes_max": 9}


def _chunked(http, body, *, terminated):
    return http.post(
        FIND,
        content_type="application/json",
        input_stream=io.BytesIO(body),
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True} if terminated else {},
    )


def test_a_body_of_unknown_length_is_read_where_the_server_marks_its_end(services):
    http = browser(services, json_bytes_max=9)

    assert _chunked(http, b'{"a":123}', terminated=True).status_code == 200
    assert_problem(_chunked(http, b'{"a":1234}', terminated=True), 413, "body-too-large")
    assert_problem(_chunked(http, b'{"a":123}', terminated=False), 411, "length-required")


@pytest.mark.parametrize("length", ["-1", "x", "1.5", "٣".encode().decode("latin-1")])
def test_a_length_that_is_no_number_is_refused(http, length):
    overrides = {"CONTENT_LENGTH": length}
    response = http.post(FIND, json={}, environ_overrides=overrides)

    assert_problem(response, 400, "malformed-request")


def test_a_body_that_breaks_off_is_no_shorter_body(http):
    response = http.post(FIND, json={}, environ_overrides={"CONTENT_LENGTH": "3"})

    assert_problem(response, 400, "body-incomplete")


@pytest.mark.parametrize("fault", [ConnectionResetError, InvalidChunkSize(b"zz")])
def test_a_connection_that_breaks_is_no_fault_of_ours(http, fault):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise fault

    response = http.post(
        FIND,
        content_type="application/json",
        input_stream=Broken(),
        environ_overrides={"CONTENT_LENGTH": "3"},
    )

    assert_problem(response, 400, "body-incomplete")


def test_a_service_that_is_down_is_503(http, services):
    services.down.add("projects")
    response = http.post(FIND, json={})

    assert_problem(response, 503, "service-unavailable")
    assert response.headers["Retry-After"] == "5"


def test_a_call_that_takes_too_long_is_504(http, services):
    services.answers["find"] = refused("request-timeout", "timeout")

    assert_problem(http.post(FIND, json={}), 504, "request-timeout")


def test_a_fault_of_ours_is_logged_and_not_told(http):
    with capture_logs() as lines:
        response = http.post("/api/v1/projects/crash", json={}, headers={"X-Correlation-ID": ID})

    assert_problem(response, 500, "internal-error")
    for word in ("geheim", "1234", "RuntimeError", "Traceback", ".py"):
        assert word not in response.text
    fault = lines[0]
    assert (fault["event"], fault["log_level"]) == ("request_failed", "error")
    assert fault["correlation_id"] == ID
    assert fault["exc_info"]


@pytest.mark.parametrize("host", ["evil.example", "", "a b", "[::1", "x" * 300])
def test_the_host_does_not_matter(http, host):
    assert http.get("/livez", environ_overrides={"HTTP_HOST": host}).status_code == 200
