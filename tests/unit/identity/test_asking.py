"""As whom a command asks: a person named, a token, the service it runs in, or somebody invented."""

import jwt
import pytest

from deploy import remote
from shared.settings import Settings
from shared.signing import Callers, Signer, publish

KEYS = {"FUNDING_SIGNING_KEY": "f" * 32, "DEMO_SIGNING_KEY": "d" * 32}


class Client:
    """Signs invented persons in, or refuses to."""

    def __init__(self, *, demo):
        self.demo = demo

    def sign_in(self, person, sozialraeume=(), traeger_id=None):
        if not self.demo:
            raise remote.no_demo()
        return f"the token of {person}"

    def call(self, service, method, body, context, timeout):
        raise AssertionError("nobody is asked")


@pytest.fixture(autouse=True)
def place(monkeypatch, tmp_path):
    for name in ("SOZIALRAUM_TOKEN", "SOZIALRAUM_TOKEN_FILE", "AMQP_URI_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AMQP_URI", "amqp://nobody@127.0.0.1:1/")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))


def keys(monkeypatch, *names):
    for name in names:
        monkeypatch.setenv(name, KEYS[name])


def test_in_the_container_of_a_service_that_service_asks(monkeypatch):
    keys(monkeypatch, "FUNDING_SIGNING_KEY")
    context = remote.asking(Client(demo=True), "projects", None)
    assert context.token is None
    assert context.service_token is not None
    settings = Settings.load(database=False)
    publish(settings.keys, "funding", Signer(settings, "funding").key.public)
    assert Callers(settings, "projects").verify(context.service_token) == "funding"


@pytest.mark.parametrize("names", [(), ("DEMO_SIGNING_KEY",), tuple(KEYS)], ids=len)
def test_elsewhere_in_a_demonstration_somebody_invented_asks(monkeypatch, names):
    keys(monkeypatch, *names)
    context = remote.asking(Client(demo=True), "projects", None, usual="wjh")
    assert (context.token, context.service_token) == ("the token of wjh", None)


def test_where_nobody_is_invented_the_service_beside_the_issuer_asks(monkeypatch):
    keys(monkeypatch, *KEYS)
    context = remote.asking(Client(demo=False), "projects", None)
    assert context.service_token is not None
    told = jwt.decode(context.service_token, options={"verify_signature": False})
    assert (context.token, told["sub"]) == (None, "service:funding")


def test_who_is_named_and_a_token_come_first(monkeypatch):
    keys(monkeypatch, "FUNDING_SIGNING_KEY")
    monkeypatch.setenv("SOZIALRAUM_TOKEN", "mine")
    assert remote.asking(Client(demo=True), "projects", None).token == "mine"
    assert remote.asking(Client(demo=True), "projects", "wjh").token == "the token of wjh"


def test_who_may_ask_and_reaches_farthest_asks_where_nobody_is_named():
    assert remote.usual("funding", "quote") == "district_head"
    assert remote.usual("funding", "set_budget") == "central_office"
    assert remote.usual("projects", "apply") == "asd_member"
    assert remote.usual("projects", "check_arithmetic") == "wjh"
    assert remote.usual("funding", "list_parked") == "operator"
    assert remote.usual("funding", "describe") == "operator"
    assert remote.usual("funding", "nothing") == "operator"
