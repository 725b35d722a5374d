"""A token is believed when all of it is right, and never otherwise."""

import base64
import hmac
import json
import time
from hashlib import sha256

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shared.refusal import Refused
from shared.tokens import LEEWAY_SECONDS, Verifier, claim
from tests.issuers import Key, claims, settings, signed, write_keys

OURS = Key("ours")
STRANGER = Key("ours")  # The same name, another key.


@pytest.fixture
def verifier(tmp_path):
    write_keys(tmp_path / "keys.json", OURS)
    return Verifier(settings(tmp_path).identity)


def refusal(verifier, token):
    with pytest.raises(Refused) as refused:
        verifier.verify(token)
    assert refused.value.kind == "unauthenticated"
    return refused.value.code


def base64url(value):
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def by_hand(header, said, sign=lambda _: b""):
    """A token that no library would write."""
    text = f"{base64url(header)}.{base64url(said)}"
    return f"{text}.{base64url(sign(text.encode()))}"


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_a_good_token_says_who_it_is(tmp_path, algorithm):
    key = Key("k", algorithm)
    write_keys(tmp_path / "keys.json", key)
    said = Verifier(settings(tmp_path).identity).verify(
        signed(key, sozialraeume=["s-1", "s-2"], traeger_id="t-1")
    )
    assert said.person.sub == "f3b1-bjl"
    assert said.person.roles == {"district_head", "offline_access"}
    assert said.person.sozialraeume == {"s-1", "s-2"}
    assert said.person.traeger_id == "t-1"
    assert said.districts == {"kalk"}


@pytest.mark.parametrize("algorithm", ["PS256", "ES384"])
def test_other_algorithms_are_not_ours_even_if_the_issuer_has_such_keys(tmp_path, algorithm):
    key = Key("k", algorithm)
    write_keys(tmp_path / "keys.json", OURS, key)
    assert refusal(Verifier(settings(tmp_path).identity), signed(key)) == "token-invalid"


BAD: dict[str, dict] = {
    "another issuer": {"iss": "https://anmeldung.anderswo.test"},
    "another audience": {"aud": "lohnbuchhaltung"},
    "no audience": {"aud": None},
    "no issuer": {"iss": None},
    "no subject": {"sub": None},
    "no expiry": {"exp": None},
    "an expiry that is no number": {"exp": "morgen"},
    "not yet valid": {"nbf": 4_102_444_800},  # 2100: tests may run long after they are read.
    "a subject that is a service": {"sub": "service:funding"},
    "a subject of control characters": {"sub": "bjl\x00kalk"},
    "an endless subject": {"sub": "x" * 201},
    "too large": {"padding": "x" * 9000},
}


@pytest.mark.parametrize("what", BAD)
def test_a_token_with_something_wrong_is_none(verifier, what):
    assert refusal(verifier, signed(OURS, **BAD[what])) == "token-invalid"


def test_an_expired_token_is_told_apart(verifier):
    said = int(time.time()) - LEEWAY_SECONDS - 5
    assert refusal(verifier, signed(OURS, exp=said)) == "token-expired"


def test_clocks_may_differ_by_half_a_minute(verifier):
    now = int(time.time())
    late = LEEWAY_SECONDS - 15
    assert verifier.verify(signed(OURS, exp=now - late)).person.sub == "f3b1-bjl"
    assert verifier.verify(signed(OURS, nbf=now + late, iat=now + late)).person.sub == "f3b1-bjl"
    assert LEEWAY_SECONDS <= 30


def test_a_forged_token_is_none(verifier):
    assert refusal(verifier, signed(STRANGER)) == "token-invalid"


def test_a_changed_token_is_none(verifier):
    head, _, tail = signed(OURS).split(".")
    said = claims(realm_access={"roles": ["central_office"]})
    assert refusal(verifier, f"{head}.{base64url(said)}.{tail}") == "token-invalid"


@pytest.mark.parametrize("name", ["none", "None", "NONE", ""])
def test_a_token_without_signature_is_none(verifier, name):
    header = {"alg": name, "typ": "JWT", "kid": "ours"}
    assert refusal(verifier, by_hand(header, claims())) == "token-invalid"


def test_a_public_key_is_no_password(tmp_path):
    """The oldest trick: HS256, signed with what everybody can read."""
    key = Key("k", "RS256")
    write_keys(tmp_path / "keys.json", key)
    public = key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    token = by_hand(
        {"alg": "HS256", "kid": "k"},
        claims(),
        lambda text: hmac.digest(public, text, sha256),
    )
    assert refusal(Verifier(settings(tmp_path).identity), token) == "token-invalid"


def test_a_key_of_a_shared_secret_is_passed_over(tmp_path):
    secret = base64url(b"s" * 32)
    told = {"keys": [{"kty": "oct", "k": secret, "kid": "k", "alg": "HS256"}, OURS.public]}
    (tmp_path / "keys.json").write_text(json.dumps(told))
    token = jwt.encode(claims(), b"s" * 32, algorithm="HS256", headers={"kid": "k"})
    assert refusal(Verifier(settings(tmp_path).identity), token) == "token-invalid"


def test_a_weak_key_is_passed_over(tmp_path):
    weak = Key("k", "RS256")
    weak.private = rsa.generate_private_key(65537, 1024)  # noqa: S505 - that is the point
    write_keys(tmp_path / "keys.json", weak, OURS)
    said = by_hand({"alg": "RS256", "kid": "k"}, claims(), lambda _: b"x" * 128)
    assert refusal(Verifier(settings(tmp_path).identity), said) == "token-invalid"


@pytest.mark.parametrize(
    "token", ["", ".", "..", "a.b.c", "ä", "x" * 100_000, "eyJhbGciOiJub25lIn0..", "[]", "\x00"]
)
def test_what_is_no_token_is_refused_and_nothing_worse(verifier, token):
    assert refusal(verifier, token) == "token-invalid"


def test_a_genuine_token_is_not_computed_anew_but_expires_all_the_same(verifier, monkeypatch):
    now = int(time.time())
    token = signed(OURS, exp=now + 10)
    assert verifier.verify(token) is verifier.verify(token)
    monkeypatch.setattr(time, "time", lambda: now + 10 + LEEWAY_SECONDS + 1.0)
    monkeypatch.setattr(verifier, "_genuine", lambda _: {"sub": "read anew", "exp": now})
    assert verifier.verify(token).person.sub == "read anew"


# ---- where a token says what ---------------------------------------------------------------


KEYCLOAK = {
    "realm_access": {"roles": ["auditor"]},
    "resource_access": {"sozialraum.kalk": {"roles": ["wjh"]}},
    "groups": ["/asd_member", "/uag"],
}


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("realm_access.roles", {"auditor"}),
        ("/resource_access/sozialraum.kalk/roles", {"wjh"}),
        ("groups", {"asd_member", "uag"}),
        ("realm_access.roles groups", {"auditor", "asd_member", "uag"}),
        ("nowhere.at.all", set()),
        ("realm_access.roles.deeper", set()),
    ],
)
def test_roles_are_read_where_a_setting_says(tmp_path, path, roles):
    write_keys(tmp_path / "keys.json", OURS)
    known = settings(tmp_path, OIDC_ROLES_CLAIM=path).identity
    assert Verifier(known).verify(signed(OURS, **KEYCLOAK)).person.roles == roles


def test_a_claim_of_another_shape_is_none(verifier):
    said = verifier.verify(
        signed(
            OURS,
            realm_access="district_head",
            district=["kalk", 8, None, "x" * 201],
            sozialraeume={"s-1": True},
            traeger_id=["t-1", "t-2"],
        )
    )
    assert said.person.roles == frozenset()
    assert said.districts == {"kalk"}
    assert said.person.sozialraeume == frozenset()
    assert said.person.traeger_id == "t-1"


def test_a_path_leads_through_objects_only():
    assert claim({"a": {"b": 1}}, "a.b") == 1
    assert claim({"a.b": {"c": 1}}, "/a.b/c") == 1
    assert claim({"a": [1]}, "a.0") is None
    assert claim("text", "a") is None
