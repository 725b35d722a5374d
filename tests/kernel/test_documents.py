"""Long texts and files are taken in pieces, kept whole, and refused where they do not fit."""

import os
from base64 import b64decode
from hashlib import sha256

import pytest

from shared import document_store
from shared.document_store import CHUNK_BYTES
from shared.documents import Document
from shared.refusal import Refused
from tests.toy import toys

pytestmark = pytest.mark.postgres

DOCUMENT_ID = "3eb0af41-6085-4d97-bf32-000000000001"
SALT = b"0123456789abcdef"


@pytest.fixture
def conn(new_database, tmp_path):
    with toys(new_database(), tmp_path, "source") as (toy,), toy.pool.connection() as conn:
        yield conn


def put(conn, number, content, *, last, salt=SALT):
    asked = {
        "document_id": DOCUMENT_ID,
        "number": number,
        "last": last,
        "content": content,
        "media_type": "application/pdf",
    }
    return document_store.put_chunk(conn, asked, salt, "file")


def read(conn):
    """Read a document to its end, as a client does."""
    content, number = b"", 0
    while True:
        piece = document_store.get_chunk(conn, DOCUMENT_ID, number)
        content, number = content + b64decode(piece["content"]), number + 1
        if piece["last"]:
            return content, piece


def refused(code, work, *given, **named):
    with pytest.raises(Refused) as no:
        work(*given, **named)
    assert no.value.code == code


def test_a_document_in_pieces_is_read_as_it_was_sent(conn):
    pieces = [os.urandom(1000), os.urandom(1000), b"end"]
    assert put(conn, 0, pieces[0], last=False) == {"document_id": DOCUMENT_ID}
    put(conn, 1, pieces[1], last=False)
    whole = put(conn, 2, pieces[2], last=True)

    content, piece = read(conn)
    assert content == b"".join(pieces)
    hashed = sha256(SALT + b"".join(pieces)).hexdigest()
    assert whole == {"document_id": DOCUMENT_ID, "sha256": hashed, "size": 2003}
    assert (piece["sha256"], piece["size"], piece["media_type"]) == (
        hashed,
        2003,
        "application/pdf",
    )


def test_an_empty_document_is_one(conn):
    assert put(conn, 0, b"", last=True)["size"] == 0
    assert read(conn)[0] == b""


def test_the_salt_is_that_of_the_first_piece(conn):
    put(conn, 0, b"a", last=False, salt=SALT)
    whole = put(conn, 1, b"b", last=True, salt=b"another salt 123")
    assert whole["sha256"] == sha256(SALT + b"ab").hexdigest()


def test_a_repeated_piece_changes_nothing(conn):
    put(conn, 0, b"a", last=False)
    put(conn, 0, b"a", last=False)
    whole = put(conn, 1, b"b", last=True)

    assert put(conn, 1, b"b", last=True) == whole
    assert put(conn, 0, b"a", last=False) == whole
    assert read(conn)[0] == b"ab"


def test_a_whole_document_takes_no_other_piece(conn):
    put(conn, 0, b"a", last=True)
    refused("already-decided", put, conn, 0, b"x", last=True)
    refused("already-decided", put, conn, 1, b"b", last=True)
    assert read(conn)[0] == b"a"


def test_a_piece_with_other_content_is_refused_before_the_document_is_whole_too(conn):
    """Otherwise the sender believes that something is kept which is not."""
    put(conn, 0, b"a", last=False)
    refused("already-decided", put, conn, 0, b"x", last=False)
    refused("already-decided", put, conn, 0, b"x", last=True)

    put(conn, 1, b"b", last=True)
    assert read(conn)[0] == b"ab"


@pytest.mark.parametrize("numbers", [(1,), (0, 2), (1, 2)])
def test_a_document_with_a_hole_is_incomplete(conn, numbers):
    *before, end = numbers
    for number in before:
        put(conn, number, b"a", last=False)
    refused("document-incomplete", put, conn, end, b"z", last=True)
    refused("document-unknown", document_store.get_chunk, conn, DOCUMENT_ID, 0)


def test_what_is_not_whole_is_not_handed_out(conn):
    put(conn, 0, b"a", last=False)
    refused("document-unknown", document_store.get_chunk, conn, DOCUMENT_ID, 0)


@pytest.mark.parametrize("number", [1, 7])
def test_a_piece_that_is_not_there_is_unknown(conn, number):
    put(conn, 0, b"a", last=True)
    refused("document-unknown", document_store.get_chunk, conn, DOCUMENT_ID, number)


def test_a_document_of_a_command_is_cut_into_pieces(conn):
    content = os.urandom(CHUNK_BYTES + 1)
    document = Document(DOCUMENT_ID, SALT, content, "text/plain")
    document_store.store(conn, [document], "file")

    found, piece = read(conn)
    assert found == content
    assert piece["sha256"] == document.ref.sha256
    sizes = conn.execute("select number, length(content) from document_chunk order by 1")
    assert sizes.fetchall() == [(0, CHUNK_BYTES), (1, 1)]


def test_a_deleted_document_leaves_nothing_behind(conn):
    put(conn, 0, b"a", last=True)
    conn.execute("delete from document")
    refused("document-unknown", document_store.get_chunk, conn, DOCUMENT_ID, 0)
    assert conn.execute("select count(*) from document_chunk").fetchone() == (0,)


def test_the_text_cannot_be_told_from_its_hash():
    first, second = Document.of_text("Nein."), Document.of_text("Nein.")
    assert first.document_id != second.document_id
    assert first.sha256 != second.sha256
    assert first.sha256 == sha256(first.salt + b"Nein.").digest()


def test_an_upload_that_was_broken_off_is_forgotten_after_a_day_and_a_whole_one_never(conn):
    put(conn, 0, b"only a piece", last=False)
    store_whole = Document.of_text("Das ist ganz.")
    document_store.store(conn, [store_whole], "file")
    assert document_store.forget_broken(conn) == 0
    conn.execute("update document set created_at = created_at - interval '25 hours'")
    assert document_store.forget_broken(conn) == 1
    kept = conn.execute("select document_id::text from document").fetchall()
    assert kept == [(store_whole.document_id,)]
    assert conn.execute("select count(*) from document_chunk").fetchone() == (1,)
