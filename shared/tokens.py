"""Bearer tokens (OpenID Connect): genuine, still valid, meant for us, and of whom they speak.

Signed with RS256, ES256 or EdDSA and nothing else; issuer, audience, expiry and begin are checked.
What a token says of roles and of their reach is read from claims whose places are settings.
"""

import re
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import jwt

from shared.call import Person
from shared.canonical import Json
from shared.keys import ALGORITHMS, KeySet, KeysUnavailableError
from shared.refusal import Refused
from shared.settings import IdentitySettings

LEEWAY_SECONDS: Final = 30
BYTES_MAX: Final = 8192
REMEMBERED_MAX: Final = 1000
REMEMBERED_SECONDS: Final = 60  # So long a token of a withdrawn key may still pass.

Found = TypeVar("Found")

_TEXT: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,200}")
_READER: Final = jwt.PyJWT(options={"enforce_minimum_key_length": True})


@dataclass(frozen=True, slots=True)
class Claims:
    """What a genuine token says: who, in which districts, and all that its issuer put into it."""

    person: Person
    districts: frozenset[str]


class Remembered(Generic[Found]):
    """What was found in tokens lately, so that not each request costs a signature. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[str, tuple[float, Found]] = {}

    def get(self, token: str) -> Found | None:
        """Return what was found in a token, if that still holds."""
        until, found = self._found.get(token, (0.0, None))
        return found if time.time() < until else None

    def put(self, token: str, found: Found, expiry: float) -> None:
        """Remember it for a minute, and not beyond the token's expiry."""
        with self._lock:
            if len(self._found) >= REMEMBERED_MAX:
                self._found.clear()
            self._found[token] = (min(time.time() + REMEMBERED_SECONDS, expiry), found)


class Verifier:
    """Checks the tokens of one issuer. Thread-safe."""

    def __init__(self, settings: IdentitySettings, audience: str = "") -> None:
        self._settings = settings
        self._audience = audience or settings.audience
        self._keys = KeySet(settings.jwks)
        self._remembered = Remembered[Claims]()

    def verify(self, token: str) -> Claims:
        """Return what a token says. Raises Refused `token-invalid`, `token-expired`."""
        claims = self._remembered.get(token)
        if claims is None:
            told = self._genuine(token)
            claims = self._claims(told)
            self._remembered.put(token, claims, float(told["exp"]) + LEEWAY_SECONDS)
        return claims

    def _genuine(self, token: str) -> Json:
        if len(token) > BYTES_MAX:
            raise invalid()
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            key = self._keys.find(kid)
            if key is None:
                raise invalid()
            told: Json = _READER.decode(
                token,
                key,
                algorithms=ALGORITHMS,
                audience=self._audience,
                issuer=self._settings.issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except KeysUnavailableError as error:
            raise _unavailable() from error
        except jwt.ExpiredSignatureError as error:
            raise expired() from error
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise invalid() from error
        return told

    def _claims(self, told: Json) -> Claims:
        known = self._settings
        if not _is_text(told["sub"]) or told["sub"].startswith("service:"):
            raise invalid()
        person = Person(
            sub=told["sub"],
            roles=frozenset(
                role.lstrip("/") for path in known.roles_claims for role in _texts(told, path)
            ),
            district=known.district,
            sozialraeume=frozenset(_texts(told, known.sozialraeume_claim)),
            traeger_id=next(iter(_texts(told, known.traeger_claim)), None),
        )
        return Claims(person, frozenset(_texts(told, known.district_claim)))


def claim(told: Any, path: str) -> Any:
    """Return what lies at a path: `realm_access.roles`, or `/a.b/roles` where names hold dots."""
    steps = path[1:].split("/") if path.startswith("/") else path.split(".")
    for step in steps:
        if not isinstance(told, dict) or step not in told:
            return None
        told = told[step]
    return told


def _texts(told: Json, path: str) -> list[str]:
    """Return the texts at a path, be there one or a list; whatever else stands there is nothing."""
    found = claim(told, path)
    several: Iterable[Any] = found if isinstance(found, list) else [found]
    return [each for each in several if _is_text(each)]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and _TEXT.fullmatch(value) is not None


def missing() -> Refused:
    """Return the refusal of a request without a token."""
    return Refused(
        "token-missing",
        "Die Anmeldung fehlt",
        "Die Anfrage trägt kein Anmeldetoken (Authorization: Bearer …).",
        kind="unauthenticated",
    )


def invalid() -> Refused:
    """Return the refusal of a token that is none of ours. Why is not told: it helps forgers only."""
    return Refused(
        "token-invalid",
        "Das Anmeldetoken ist ungültig",
        "Das Anmeldetoken wurde nicht für dieses System ausgestellt oder ist beschädigt.",
        kind="unauthenticated",
    )


def expired() -> Refused:
    """Return the refusal of a token that was valid once."""
    return Refused(
        "token-expired",
        "Die Anmeldung ist abgelaufen",
        "Bitte neu anmelden und die Anfrage wiederholen.",
        kind="unauthenticated",
    )


def _unavailable() -> Refused:
    return Refused(
        "sign-in-unavailable",
        "Die Anmeldung kann gerade nicht geprüft werden",
        "Die Schlüssel der Anmeldestelle sind nicht zu bekommen. Bitte später noch einmal"
        " versuchen.",
        kind="unavailable",
    )
