"""Whatever is sent, the answer is a success or a problem with all its members."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Response

from services.gateway.app import create_app
from services.gateway.exchange import Settings
from services.gateway.openapi import document
from services.gateway.problems import OWN
from tests.gateway.fake import ID, KEY, METHODS, PROBLEM_MEMBERS, Services

SERVICES = Services()
APP = create_app(SERVICES, Settings(json_bytes_max=200, document_bytes_max=100))
DESCRIBED = {"projects": {"methods": METHODS, "problems": {}}}

text = st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=20)
segments = st.sampled_from(
    [
        "",
        "api",
        "v1",
        "v2",
        "projects",
        "funding",
        "documents",
        "openapi.json",
        "livez",
        ID,
        *METHODS,
    ]
)
paths = st.one_of(
    st.lists(st.one_of(segments, st.text(max_size=6)), max_size=6).map(
        lambda parts: "/" + "/".join(parts)
    ),
    st.sampled_from(sorted(METHODS)).map(lambda method: f"/api/v1/projects/{method}"),
    st.just("/api/v1/projects/documents"),
    st.just(f"/api/v1/projects/documents/{ID}"),
)
methods = st.sampled_from(["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"])
headers = st.dictionaries(
    st.sampled_from(
        [
            "Accept",
            "Authorization",
            "Content-Encoding",
            "Content-Length",
            "Content-Type",
            "Expect",
            "Host",
            "Idempotency-Key",
            "If-Match",
            "Range",
            "Request-Timeout",
            "Transfer-Encoding",
            "Authorization",
            "X-Correlation-ID",
        ]
    ),
    st.one_of(text, st.sampled_from([ID, KEY, '"5"', "5", "1", "application/json", "chunked"])),
    max_size=5,
)
json_text = st.recursive(
    st.sampled_from(
        ["null", "true", "1", "-1.5e3", "1e999", "NaN", '"x"', '"\\ud800"', '"\\u0000"']
    ),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[" + ",".join(items) + "]")
        | st.lists(inner, max_size=3).map(
            lambda items: "{" + ",".join(f'"k{i % 2}":{item}' for i, item in enumerate(items)) + "}"
        )
    ),
).map(str.encode)
objects = st.dictionaries(
    st.sampled_from(["command_id", "expected_version", "kind", "project_id"]),
    st.sampled_from(['"x"', "5", "null", "true", f'"{KEY}"', '"conflict"', '"denied"', "{}"]),
).map(lambda d: ("{" + ",".join(f'"{k}":{v}' for k, v in d.items()) + "}").encode())
bodies = st.one_of(st.binary(max_size=250), json_text, objects)


def environ(method, path, headers, body):
    """Build what a server would hand over; werkzeug's own builder would mend too much."""
    made = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode("utf-8", "surrogatepass").decode("latin-1"),
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "CONTENT_LENGTH": str(len(body)),
    }
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        made[key if key.startswith("CONTENT_") and "ENC" not in key else "HTTP_" + key] = value
    return made


def answer(*request):
    return Response(*run_wsgi_app(APP, environ(*request), buffered=True))


def assert_success_or_problem(response, method):
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Correlation-ID"]
    if 200 <= response.status_code < 300:
        return
    assert response.status_code >= 400
    assert response.content_type == "application/problem+json"
    if method != "HEAD":
        problem = response.get_json()
        assert problem.keys() >= PROBLEM_MEMBERS
        assert problem["status"] == response.status_code
        assert problem["instance"] == "urn:uuid:" + response.headers["X-Correlation-ID"]
        assert all(problem[member] for member in ("type", "title", "detail", "code"))


@settings(max_examples=1000, deadline=None)
@given(methods, paths, headers, bodies)
def test_any_request(method, path, headers, body):
    response = answer(method, path, headers, body)

    assert_success_or_problem(response, method)
    if response.status_code == 500:
        assert path == "/api/v1/projects/crash"


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(sorted(METHODS)), headers, bodies)
def test_any_call_has_a_documented_status(method, headers, body):
    headers = {"Content-Type": "application/json"} | headers
    response = answer("POST", f"/api/v1/projects/{method}", headers, body)

    assert_success_or_problem(response, "POST")
    paths = document(DESCRIBED)["paths"]
    if f"/api/v1/projects/{method}" in paths:
        documented = paths[f"/api/v1/projects/{method}"]["post"]["responses"]
        assert str(response.status_code) in documented
    if response.status_code >= 400 and response.get_json()["code"] in OWN:
        assert OWN[response.get_json()["code"]][0] == response.status_code
