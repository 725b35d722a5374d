"""Files go to a service and come back in pieces, byte for byte."""

import io
from base64 import b64decode
from hashlib import sha256
from uuid import UUID, uuid5

import pytest
from structlog.testing import capture_logs

from tests.gateway.fake import ID, KEY, assert_problem, browser, refused

MIB = 1024 * 1024
DOCUMENTS = "/api/v1/projects/documents"
DOCUMENT_ID = str(uuid5(UUID(KEY), "projects.document"))


def upload(http, content, media_type="application/pdf", **more):
    headers = {"Idempotency-Key": KEY} | more.pop("headers", {})
    return http.post(DOCUMENTS, data=content, content_type=media_type, headers=headers, **more)


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        (0, [0]),
        (1, [1]),
        (MIB - 1, [MIB - 1]),
        (MIB, [MIB]),
        (MIB + 1, [MIB, 1]),
        (2 * MIB, [MIB, MIB]),
        (2 * MIB + 5, [MIB, MIB, 5]),
    ],
)
def test_a_document_is_carried_in_pieces_and_comes_back(http, services, size, sizes):
    content = bytes(i * 7 % 251 for i in range(size))

    stored = upload(http, content)

    digest = sha256(content).hexdigest()
    assert stored.status_code == 201
    assert stored.get_json() == {"document_id": DOCUMENT_ID, "sha256": digest, "size": size}
    assert stored.headers["Location"] == f"{DOCUMENTS}/{DOCUMENT_ID}"
    assert stored.headers["Idempotency-Key"] == KEY
    chunks = [call[2] for call in services.called("put_document")]
    assert [chunk["number"] for chunk in chunks] == list(range(len(sizes)))
    assert [chunk["last"] for chunk in chunks] == [False] * (len(sizes) - 1) + [True]
    assert [len(b64decode(chunk["content"])) for chunk in chunks] == sizes

    given = http.get(stored.headers["Location"])
    assert given.status_code == 200
    assert given.data == content
    assert given.headers["Content-Type"] == "application/pdf"
    assert given.headers["Content-Length"] == str(size)
    assert given.headers["ETag"] == f'"{digest}"'
    assert given.headers["Cache-Control"] == "no-store"


def test_without_a_key_each_upload_is_a_new_document(http):
    one, two = (http.post(DOCUMENTS, data=b"x") for _ in range(2))

    assert one.get_json()["document_id"] != two.get_json()["document_id"]
    assert one.headers["Idempotency-Key"] != two.headers["Idempotency-Key"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("application/pdf", "inline"),
        ("text/plain; charset=utf-8", "inline"),
        ("IMAGE/PNG", "inline"),
        ("text/html", "attachment"),
        ("image/svg+xml", "attachment"),
        ("application/xml", "attachment"),
        ("application/vnd.oasis.opendocument.text", "attachment"),
    ],
)
def test_only_what_cannot_act_is_shown(http, given, shown):
    upload(http, b"x", given)

    response = http.get(f"{DOCUMENTS}/{DOCUMENT_ID}")

    assert response.headers["Content-Type"] == given
    assert response.headers["Content-Disposition"] == f'{shown}; filename="{DOCUMENT_ID}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert ("sandbox" in response.headers.get("Content-Security-Policy", "")) == (
        shown == "attachment"
    )


def test_a_stored_media_type_cannot_forge_a_header(http, services):
    upload(http, b"x")
    services.pieces[DOCUMENT_ID][0][0]["media_type"] = "text/html\r\nSet-Cookie: a=b"

    response = http.get(f"{DOCUMENTS}/{DOCUMENT_ID}")

    assert response.headers["Content-Type"] == "application/octet-stream"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("media_type", ["pdf", "a/b/c", "a/" + "b" * 126, "a/b c"])
def test_a_media_type_must_be_one(http, media_type):
    assert_problem(upload(http, b"x", media_type), 400, "header-invalid")


def test_a_document_without_a_media_type_is_just_bytes(http, services):
    http.post(DOCUMENTS, data=b"x", headers={"Idempotency-Key": KEY})

    assert services.called("put_document")[0][2]["media_type"] == "application/octet-stream"


def test_an_unknown_document_is_a_problem(http):
    assert_problem(http.get(f"{DOCUMENTS}/{ID}"), 404, "document-unknown")


def test_a_document_too_large_is_refused_before_it_is_carried(services):
    http = browser(services, document_bytes_max=10)

    assert upload(http, 10 * b"x").status_code == 201
    assert_problem(upload(http, 11 * b"x"), 413, "body-too-large")
    assert len(services.called("put_document")) == 1


def _chunked(http, content):
    return upload(
        http,
        None,
        input_stream=io.BytesIO(content),
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )


def test_a_stream_too_large_is_never_completed(services):
    http = browser(services, document_bytes_max=MIB)

    assert _chunked(http, MIB * b"x").status_code == 201
    services.calls.clear()
    assert_problem(_chunked(http, (MIB + 1) * b"x"), 413, "body-too-large")
    assert not any(call[2]["last"] for call in services.called("put_document"))


def test_an_upload_that_breaks_off_is_never_completed(http, services):
    overrides = {"CONTENT_LENGTH": str(3 * MIB)}

    response = upload(http, (2 * MIB + 1) * b"x", environ_overrides=overrides)

    assert_problem(response, 400, "body-incomplete")
    assert not any(call[2]["last"] for call in services.called("put_document"))


def test_a_refused_upload_tells_its_key(http, services):
    services.answers["put_document"] = refused("document-exists", "conflict")

    response = upload(http, b"x")

    assert_problem(response, 409, "document-exists")
    assert response.headers["Idempotency-Key"] == KEY


def test_a_download_that_breaks_off_is_shorter_than_announced(http, services):
    upload(http, (MIB + 1) * b"x")
    response = http.get(f"{DOCUMENTS}/{DOCUMENT_ID}")
    services.down.add("projects")

    with capture_logs() as lines, pytest.raises(Exception, match="service-unavailable"):
        assert response.data
    assert response.headers["Content-Length"] == str(MIB + 1)
    assert lines[0]["event"] == "document_broken_off"


@pytest.mark.parametrize("content", ["", "eHh4"])
def test_a_document_of_another_length_is_broken_off(http, services, content):
    upload(http, (MIB + 1) * b"x")
    response = http.get(f"{DOCUMENTS}/{DOCUMENT_ID}")
    services.answers["get_document"] = {"content": content, "last": True}
    services.get_document = lambda _: services.answers["get_document"]

    with capture_logs(), pytest.raises(Exception, match=DOCUMENT_ID):
        assert response.data


def test_a_download_is_one_line_in_the_log(http):
    upload(http, b"x")
    with capture_logs() as lines:
        http.get(f"{DOCUMENTS}/{DOCUMENT_ID}", buffered=True)

    assert [(line["event"], line["status"]) for line in lines] == [("request", 200)]


def test_head_asks_for_the_first_piece_only(http, services):
    upload(http, (MIB + 1) * b"x")

    response = http.head(f"{DOCUMENTS}/{DOCUMENT_ID}")

    assert (response.status_code, response.data) == (200, b"")
    assert response.headers["Content-Length"] == str(MIB + 1)
    assert len(services.called("get_document")) == 1
