"""Keys come and go; whoever names unknown ones costs nobody a request."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from shared.keys import AGE_SECONDS_MAX, ASK_SECONDS_MIN, KeySet, KeysUnavailableError
from shared.refusal import Refused
from shared.tokens import Verifier
from tests.issuers import Key, settings, signed, write_keys


class Address:
    """An address that gives keys and counts who asks."""

    def __init__(self):
        self.keys: list[Key] = []
        self.status, self.asked = 200, 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.asked += 1
                body = json.dumps({"keys": [key.public for key in outer.keys]}).encode()
                self.send_response(outer.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/keys"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class Hand:
    """A clock that is set by hand."""

    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def address():
    made = Address()
    yield made
    made.close()


def test_an_unknown_key_is_looked_for_but_once_a_minute(address):
    clock, old, new = Hand(), Key("old"), Key("new")
    address.keys = [old]
    keys = KeySet(address.url, clock)
    assert keys.find("old") is not None
    for _ in range(20):
        assert keys.find("invented") is None
    assert address.asked == 1
    address.keys = [new, old]
    clock.seconds += ASK_SECONDS_MIN
    assert keys.find("new") is not None
    assert keys.find("old") is not None
    assert address.asked == 2


def test_a_withdrawn_key_is_forgotten_after_some_minutes(address):
    clock, old, new = Hand(), Key("old"), Key("new")
    address.keys = [old, new]
    keys = KeySet(address.url, clock)
    assert keys.find("old") is not None
    address.keys = [new]
    clock.seconds += AGE_SECONDS_MAX + 1
    assert keys.find("old") is None


def test_an_issuer_that_is_away_leaves_the_keys_in_force(address):
    clock, key = Hand(), Key("k")
    address.keys = [key]
    keys = KeySet(address.url, clock)
    assert keys.find("k") is not None
    address.status = 503
    clock.seconds += AGE_SECONDS_MAX + 1
    assert keys.find("k") is not None


def test_without_any_key_nobody_is_called_a_forger(tmp_path):
    verifier = Verifier(settings(tmp_path, OIDC_JWKS=str(tmp_path / "nowhere.json")).identity)
    with pytest.raises(Refused) as refused:
        verifier.verify(signed(Key("k")))
    assert (refused.value.code, refused.value.kind) == ("sign-in-unavailable", "unavailable")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"keys": 1}', '{"keys": {}}', '{"keys": [1, {}, {"kty": "X"}]}', "no json"],
)
def test_what_is_no_key_set_is_told_as_such(tmp_path, text):
    (tmp_path / "keys.json").write_text(text)
    with pytest.raises(KeysUnavailableError):
        KeySet(str(tmp_path / "keys.json")).find("k")


def test_an_issuer_that_is_away_from_the_start_is_not_asked_by_each_request(address):
    clock = Hand()
    address.status = 503
    keys = KeySet(address.url, clock)
    for _ in range(10):
        with pytest.raises(KeysUnavailableError):
            keys.find("k")
    assert address.asked == 1
    address.status, address.keys = 200, [Key("k")]
    clock.seconds += 5
    assert keys.find("k") is not None


def test_a_file_that_is_replaced_is_read_at_once(tmp_path):
    path, old, new = tmp_path / "keys.json", Key("old"), Key("new")
    write_keys(path, old)
    keys = KeySet(str(path))
    assert keys.find("old") is not None
    assert keys.find("new") is None
    write_keys(path, new, old)
    assert keys.find("new") is not None


def test_a_token_of_the_old_key_is_good_until_the_key_is_withdrawn(tmp_path):
    path, old, new = tmp_path / "keys.json", Key("old"), Key("new")
    write_keys(path, old)
    verifier = Verifier(settings(tmp_path).identity)
    assert verifier.verify(signed(old)).districts == {"kalk"}
    write_keys(path, new, old)
    assert verifier.verify(signed(new)).districts == {"kalk"}
    assert verifier.verify(signed(old, sub="another")).person.sub == "another"
    write_keys(path, new)
    with pytest.raises(Refused, match="token-invalid"):
        Verifier(settings(tmp_path).identity).verify(signed(old))


def test_a_private_key_among_the_public_ones_is_not_used(tmp_path):
    key = Key("k")
    private = {**key.public, "d": "x" * 43}
    (tmp_path / "keys.json").write_text(json.dumps({"keys": [private, Key("o").public]}))
    assert KeySet(str(tmp_path / "keys.json")).find("k") is None


def test_a_key_for_encryption_signs_nothing(tmp_path):
    told = {**Key("k").public, "use": "enc"}
    (tmp_path / "keys.json").write_text(json.dumps({"keys": [told, Key("o").public]}))
    assert KeySet(str(tmp_path / "keys.json")).find("k") is None
