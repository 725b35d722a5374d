"""A service's own key, and the short-lived tokens with which it asks other services.

The private key is derived from a secret that only this service has (a setting, or random in the
data folder). The public half lies in a folder that all services of the instance can read.
"""

import os
import re
import threading
import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shared.canonical import Json, canonical, parse
from shared.keys import ALGORITHMS, KeySet, KeysUnavailableError
from shared.settings import Settings, SettingsError
from shared.tokens import BYTES_MAX, LEEWAY_SECONDS, Remembered, invalid

TOKEN_SECONDS: Final = 60
RENEW_SECONDS: Final = 30  # A token that is sent is valid for at least so long.
KEPT_KEYS: Final = 2  # The newest and the one before: tokens under way outlive a change of keys.
PREFIX: Final = "service:"
_SERVICE: Final = re.compile(r"service:([a-z][a-z0-9]{0,30})")


class SigningKey:
    """A private key (Ed25519) that signs tokens; `kid` is its thumbprint (RFC 7638)."""

    def __init__(self, secret: str, purpose: str) -> None:
        seed = HKDF(SHA256(), 32, salt=None, info=f"sozialraum {purpose}".encode())
        self._key = Ed25519PrivateKey.from_private_bytes(seed.derive(secret.encode()))
        raw = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        thumb = {"crv": "Ed25519", "kty": "OKP", "x": _base64(raw)}
        self.kid = _base64(sha256(canonical(thumb)).digest())
        self.public: Json = {**thumb, "alg": "EdDSA", "use": "sig", "kid": self.kid}

    def sign(self, claims: Json) -> str:
        """Return a token that says this."""
        return jwt.encode(claims, self._key, algorithm="EdDSA", headers={"kid": self.kid})


class Signer:
    """Makes the tokens of one service. Thread-safe."""

    def __init__(self, settings: Settings, service: str) -> None:
        self._service = service
        self._district = settings.district
        self.key = SigningKey(settings.signing_secret(service), service)
        self._lock = threading.Lock()
        self._made: dict[str, tuple[float, str]] = {}

    def token(self, callee: str) -> str:
        """Return a token for one callee, which cannot use it to ask anybody else."""
        with self._lock:
            now = time.time()
            until, token = self._made.get(callee, (0.0, ""))
            if until - now < RENEW_SECONDS:
                until = now + TOKEN_SECONDS
                name = PREFIX + self._service
                token = self.key.sign(
                    {
                        "iss": name,
                        "sub": name,
                        "aud": PREFIX + callee,
                        "district": self._district,
                        "iat": int(now),
                        "exp": int(until),
                    }
                )
                self._made[callee] = (until, token)
            return token


class Callers:
    """Checks the tokens of other services of the same instance."""

    def __init__(self, settings: Settings, service: str) -> None:
        self._folder = settings.keys
        self._district = settings.district
        self._audience = PREFIX + service
        self._key_sets: dict[str, KeySet] = {}
        self._remembered = Remembered[str]()

    def verify(self, token: str) -> str:
        """Return the name of the service that asks. Raises Refused `token-invalid`."""
        return self._remembered.get(token) or self._genuine(token)

    def _genuine(self, token: str) -> str:
        try:
            told = self._told(token)
        except (jwt.PyJWTError, KeysUnavailableError, ValueError, TypeError) as error:
            raise invalid() from error
        if told.get("district") != self._district or told["sub"] != told["iss"]:
            raise invalid()
        name = str(told["sub"]).removeprefix(PREFIX)
        self._remembered.put(token, name, float(told["exp"]) + LEEWAY_SECONDS)
        return name

    def _told(self, token: str) -> Json:
        if len(token) > BYTES_MAX:
            raise invalid()
        said: Any = jwt.decode(token, options={"verify_signature": False}).get("iss")
        named = _SERVICE.fullmatch(said) if isinstance(said, str) else None
        if named is None:
            raise invalid()
        key = self._keys(named[1]).find(jwt.get_unverified_header(token).get("kid"))
        if key is None:
            raise invalid()
        told: Json = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=self._audience,
            issuer=said,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iss", "aud", "sub"]},
        )
        return told

    def _keys(self, service: str) -> KeySet:
        return self._key_sets.setdefault(service, KeySet(str(public_file(self._folder, service))))


def public_file(folder: Path, service: str) -> Path:
    """Return where the public keys of a service lie."""
    return folder / f"{service}.json"


def publish(folder: Path, name: str, public: Json) -> None:
    """Let others find a public key; the one before stays for tokens under way.

    Raises SettingsError where the key is not there and cannot be written.
    """
    path = public_file(folder, name)
    try:
        before = parse(path.read_bytes())["keys"] if path.exists() else []
        if before and before[0] == public:
            return
        folder.mkdir(parents=True, exist_ok=True)
        keys = [public, *(each for each in before if each != public)][:KEPT_KEYS]
        made = path.with_suffix(f".{os.getpid()}")
        made.write_bytes(canonical({"keys": keys}))
        made.replace(path)
    except OSError as error:
        raise SettingsError(
            f"Der öffentliche Schlüssel von {name} liegt nicht in {folder}, und dorthin kann hier"
            " nicht geschrieben werden. „sozialraum migrate“ legt ihn ab (KEYS_DIR)."
        ) from error


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
