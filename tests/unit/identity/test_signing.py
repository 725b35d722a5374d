"""A service proves itself to another with a key of its own, for a minute, and to nobody else."""

import time

import jwt
import pytest

from shared.canonical import parse
from shared.refusal import Refused
from shared.settings import SettingsError
from shared.signing import Callers, Signer, SigningKey, public_file, publish
from tests.issuers import Key, settings

SECRETS = {"PROJECTS_SIGNING_KEY": "a secret of projects" * 2, "FUNDING_SIGNING_KEY": "f" * 32}


@pytest.fixture
def known(tmp_path):
    made = settings(tmp_path, **SECRETS)
    for name in ("projects", "funding"):
        publish(made.keys, name, Signer(made, name).key.public)
    return made


def refused(callers, token):
    with pytest.raises(Refused) as raised:
        callers.verify(token)
    return raised.value.code


def test_a_service_is_recognised(known):
    assert Callers(known, "funding").verify(Signer(known, "projects").token("funding")) == (
        "projects"
    )


def test_a_token_for_one_service_is_none_for_another(known):
    token = Signer(known, "projects").token("funding")
    assert refused(Callers(known, "reporting"), token) == "token-invalid"


def test_a_service_of_another_district_is_none(known, tmp_path):
    elsewhere = settings(tmp_path, DISTRICT="nippes", **SECRETS)
    token = Signer(elsewhere, "projects").token("funding")
    assert refused(Callers(known, "funding"), token) == "token-invalid"


def test_one_service_cannot_speak_for_another(known):
    ours = Signer(known, "projects").key
    said = {
        "iss": "service:funding",
        "sub": "service:funding",
        "aud": "service:reporting",
        "district": "kalk",
        "exp": int(time.time()) + 60,
    }
    assert refused(Callers(known, "reporting"), ours.sign(said)) == "token-invalid"
    said = {**said, "iss": "service:projects"}
    assert refused(Callers(known, "reporting"), ours.sign(said)) == "token-invalid"


@pytest.mark.parametrize(
    "issuer", [None, 1, "projects", "service:", "service:../keys/x", "service:nobody", "x" * 9000]
)
def test_who_names_no_service_is_none(known, issuer):
    key = Key("k")
    said = {"iss": issuer, "sub": issuer, "aud": "service:funding", "exp": int(time.time()) + 60}
    said = {name: value for name, value in said.items() if isinstance(value, str | int)}
    if not isinstance(issuer, str):
        said.pop("iss", None)
        said.pop("sub", None)
    token = jwt.encode(said, key.private, algorithm="EdDSA", headers={"kid": "k"})
    assert refused(Callers(known, "funding"), token) == "token-invalid"


@pytest.mark.parametrize("token", ["", "a.b.c", "[]", "\x00", "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_token_is_refused_and_nothing_worse(known, token):
    assert refused(Callers(known, "funding"), token) == "token-invalid"


def test_a_token_lives_a_minute_and_is_renewed_before_it_ends(known, monkeypatch):
    now = time.time()
    signer = Signer(known, "projects")
    first = signer.token("funding")
    said = jwt.decode(first, options={"verify_signature": False})
    assert said["exp"] - said["iat"] <= 60
    assert signer.token("funding") == first
    monkeypatch.setattr(time, "time", lambda: now + 31)
    assert signer.token("funding") != first


def test_secrets_are_made_once_and_only_their_owner_reads_them(tmp_path):
    made = settings(tmp_path)
    first = Signer(made, "projects").key.kid
    assert Signer(settings(tmp_path), "projects").key.kid == first
    (file,) = (tmp_path / "secrets").iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == ("kalk_projects.signing", 0o600)
    assert Signer(made, "funding").key.kid != first


def test_keys_for_two_purposes_differ_though_their_secret_is_the_same():
    assert SigningKey("s", "projects").kid != SigningKey("s", "funding").kid


def test_a_changed_key_leaves_the_one_before_and_no_other(tmp_path):
    keys = [SigningKey(f"secret {number}", "projects").public for number in range(3)]
    for key in (*keys, keys[2]):
        publish(tmp_path, "projects", key)
    told = parse(public_file(tmp_path, "projects").read_bytes())
    assert told == {"keys": [keys[2], keys[1]]}
    assert not any("d" in key for key in told["keys"])


def test_tokens_of_both_keys_are_good_while_the_key_changes(tmp_path):
    before = settings(tmp_path, PROJECTS_SIGNING_KEY="old" * 11)
    after = settings(tmp_path, PROJECTS_SIGNING_KEY="new" * 11)
    callers = Callers(before, "funding")
    publish(before.keys, "projects", Signer(before, "projects").key.public)
    assert callers.verify(Signer(before, "projects").token("funding")) == "projects"
    publish(after.keys, "projects", Signer(after, "projects").key.public)
    assert callers.verify(Signer(after, "projects").token("funding")) == "projects"
    assert callers.verify(Signer(before, "projects").token("funding")) == "projects"


def test_a_place_where_nothing_can_be_written_is_told_in_plain_words(tmp_path):
    (tmp_path / "keys").write_text("a file where a folder should be")
    with pytest.raises(SettingsError, match="sozialraum migrate"):
        publish(tmp_path / "keys", "projects", SigningKey("s", "projects").public)


def test_a_key_that_could_be_guessed_is_named_and_an_empty_one_is_none(tmp_path):
    with pytest.raises(SettingsError) as raised:
        settings(tmp_path, PROJECTS_SIGNING_KEY="x" * 31, VAULT_KEY="short", DEMO_SIGNING_KEY="")
    assert str(raised.value) == (
        "PROJECTS_SIGNING_KEY ist zu kurz: mindestens 32 Zeichen."
        " VAULT_KEY ist zu kurz: mindestens 32 Zeichen."
    )
    empty = settings(tmp_path, PROJECTS_SIGNING_KEY="")
    assert empty.signing_secrets == {}
    assert len(empty.signing_secret("projects")) == 43
