"""Public keys with which signatures of tokens are checked, from a file or an address.

A key set (JWKS, RFC 7517) is kept in memory. A token that names an unknown key makes us look
again, but an address is asked at most once a minute for that: whoever invents names of keys
costs nobody anything.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import jwt
import requests
import structlog

from shared.canonical import parse

log = structlog.get_logger(__name__)

ALGORITHMS: Final = ("RS256", "ES256", "EdDSA")
AGE_SECONDS_MAX: Final = 600  # A key that its owner has withdrawn is trusted no longer than that.
ASK_SECONDS_MIN: Final = 60
RETRY_SECONDS_MIN: Final = 5  # While there are none at all.
FETCH_SECONDS: Final = 5
BYTES_MAX: Final = 1024 * 1024
RSA_BITS_MIN: Final = 2048


class KeysUnavailableError(Exception):
    """The keys could not be had: that is nobody's bad token."""


class KeySet:
    """The keys of one issuer. Thread-safe.

    source  a path, or an address (https://…)
    """

    def __init__(self, source: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: dict[str | None, jwt.PyJWK] = {}
        self._looked_at = self._asked_at = float("-inf")
        self._changed: object = None

    def find(self, kid: str | None) -> jwt.PyJWK | None:
        """Return the key of this name; without a name, the only key if there is but one.

        Raises KeysUnavailableError where no key was ever had and none can be had now.
        """
        with self._lock:
            found = None if self._is_old() else self._named(kid)
            if found is None and self._may_look():
                self._look()
                found = self._named(kid)
            if not self._keys:
                raise KeysUnavailableError(self._source)
            return found

    def _named(self, kid: str | None) -> jwt.PyJWK | None:
        if kid is None and len(self._keys) == 1:
            (only,) = self._keys.values()
            return only
        return self._keys.get(kid)

    def _is_old(self) -> bool:
        return self._clock() - self._looked_at > AGE_SECONDS_MAX

    def _may_look(self) -> bool:
        if _is_address(self._source):
            pause = ASK_SECONDS_MIN if self._keys else RETRY_SECONDS_MIN
            return self._clock() - self._asked_at >= pause
        return self._is_old() or _changed(Path(self._source)) != self._changed

    def _look(self) -> None:
        """Read the keys anew; what cannot be read leaves the old ones in force."""
        self._asked_at = self._clock()
        try:
            if _is_address(self._source):
                found = _fetched(self._source)
            else:
                path = Path(self._source)
                self._changed = _changed(path)
                found = path.read_bytes()
            self._keys = _usable(parse(found))
        except (OSError, ValueError, requests.RequestException) as error:
            log.warning("keys_unavailable", source=self._source, error=repr(error)[:200])
        self._looked_at = self._clock()


def _is_address(source: str) -> bool:
    return source.startswith(("https://", "http://"))


def _changed(path: Path) -> object:
    """Return what changes when a file is replaced; None where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino, stat.st_size


def _fetched(address: str) -> bytes:
    with requests.get(address, timeout=FETCH_SECONDS, stream=True) as response:
        response.raise_for_status()
        found: bytes = response.raw.read(BYTES_MAX + 1, decode_content=True)
    if len(found) > BYTES_MAX:
        raise ValueError("a key set is never so large")
    return found


def _usable(told: Any) -> dict[str | None, jwt.PyJWK]:
    """Return the keys that may sign tokens; what we do not know is passed over."""
    listed = told.get("keys") if isinstance(told, dict) else None
    if not isinstance(listed, list):
        raise ValueError("this is no key set")  # noqa: TRY004 - a file, not a program, is wrong
    made: dict[str | None, jwt.PyJWK] = {}
    for each in listed:
        key = _key(each)
        if key is not None:
            made[each.get("kid")] = key
    return made


def _key(told: Any) -> jwt.PyJWK | None:
    if not isinstance(told, dict) or told.get("use", "sig") != "sig":
        return None
    try:
        key = jwt.PyJWK(told)
    except (jwt.PyJWTError, TypeError, ValueError):
        return None
    if key.algorithm_name not in ALGORITHMS or "d" in told:
        return None
    if key.algorithm_name == "RS256" and key.key.key_size < RSA_BITS_MIN:
        return None
    return key
