from hashlib import sha256

from shared.documents import Document, DocumentRef


def test_a_reference_is_the_salted_hash_of_the_text():
    document = Document("d", b"0123456789abcdef", "Mädchentreff".encode(), "text/plain")
    expected = sha256(b"0123456789abcdefM\xc3\xa4dchentreff")
    assert document.sha256 == expected.digest()
    assert document.ref == DocumentRef("d", expected.hexdigest())


def test_nobody_can_tell_that_two_texts_are_equal():
    one, other = Document.of_text("Ja"), Document.of_text("Ja")
    assert len(one.salt) == 16
    assert one.document_id != other.document_id
    assert one.ref.sha256 != other.ref.sha256


def test_salt_and_content_do_not_appear_in_logs():
    assert "Geheimes" not in repr(Document.of_text("Geheimes"))
    assert "salt" not in repr(Document.of_text("Geheimes"))
