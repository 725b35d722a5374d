"""Issuers of tokens that are not ours: with keys of every kind, over a file or an address."""

import json
import time
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from shared.settings import Settings

ISSUER = "https://anmeldung.stadt.test/realms/jugendamt"
PRIVATE = {
    "RS256": lambda: rsa.generate_private_key(65537, 2048),
    "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate,
    "PS256": lambda: rsa.generate_private_key(65537, 2048),
    "ES384": lambda: ec.generate_private_key(ec.SECP384R1()),
}


class Key:
    """A private key with a name."""

    def __init__(self, kid: str, algorithm: str = "EdDSA") -> None:
        self.kid, self.algorithm = kid, algorithm
        self.private: Any = PRIVATE[algorithm]()

    @property
    def public(self) -> dict[str, Any]:
        made = jwt.get_algorithm_by_name(self.algorithm).to_jwk(self.private.public_key())
        return {**json.loads(made), "kid": self.kid, "use": "sig", "alg": self.algorithm}


def claims(**given: Any) -> dict[str, Any]:
    """Return what a good token of the district head of Kalk says; None leaves a claim out."""
    now = int(time.time())
    said = {
        "iss": ISSUER,
        "aud": "sozialraum",
        "sub": "f3b1-bjl",
        "iat": now,
        "nbf": now,
        "exp": now + 300,
        "district": "kalk",
        "realm_access": {"roles": ["district_head", "offline_access"]},
        **given,
    }
    return {name: value for name, value in said.items() if value is not None}


def signed(key: Key, **given: Any) -> str:
    return jwt.encode(
        claims(**given), key.private, algorithm=key.algorithm, headers={"kid": key.kid}
    )


def write_keys(path: Path, *keys: Key) -> None:
    path.write_text(json.dumps({"keys": [key.public for key in keys]}))


def settings(folder: Path, **given: str) -> Settings:
    """Return settings that trust the keys in `keys.json` of a folder."""
    return Settings.load(
        {
            "DATABASE_URL": "postgresql://nowhere/none",
            "DATA_DIR": str(folder),
            "OIDC_ISSUER": ISSUER,
            "OIDC_JWKS": str(folder / "keys.json"),
            **given,
        }
    )
