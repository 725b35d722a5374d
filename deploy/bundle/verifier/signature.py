"""Signatures of Ed25519 (RFC 8032, section 5.1) in plain Python, and the notes that carry them."""

import base64
import hashlib
import re
from contextlib import suppress

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME
ROOT_OF_MINUS_ONE = pow(2, (PRIME - 1) // 4, PRIME)
PLAIN, COSIGNED = 1, 4
KEY_BYTES, SIGNATURE_BYTES = 32, 64
Point = tuple[int, int, int, int]  # x, y, z, t with x = x/z, y = y/z, x·y = t/z
IDENTITY: Point = (0, 1, 1, 0)


def add(p: Point, q: Point) -> Point:
    """Return the sum of two points (5.1.4)."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % PRIME
    b = (p[1] + p[0]) * (q[1] + q[0]) % PRIME
    c = 2 * p[3] * q[3] * CURVE % PRIME
    d = 2 * p[2] * q[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def multiply(scalar: int, point: Point) -> Point:
    """Return a multiple of a point."""
    found = IDENTITY
    while scalar:
        if scalar & 1:
            found = add(found, point)
        point, scalar = add(point, point), scalar >> 1
    return found


def same(p: Point, q: Point) -> bool:
    """Tell whether two points are the same (5.1.4)."""
    return not ((p[0] * q[2] - q[0] * p[2]) % PRIME or (p[1] * q[2] - q[1] * p[2]) % PRIME)


def decoded(text: bytes) -> Point | None:
    """Return the point that 32 bytes stand for, None if they stand for none (5.1.3)."""
    number = int.from_bytes(text, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(text) != KEY_BYTES or y >= PRIME:
        return None
    square = (y * y - 1) * pow(CURVE * y * y + 1, PRIME - 2, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * ROOT_OF_MINUS_ONE % PRIME
    if (x * x - square) % PRIME or (x == 0 and sign):
        return None
    x = PRIME - x if x & 1 != sign else x
    return x, y, 1, x * y % PRIME


BASE = decoded(bytes([0x58] + [0x66] * 31)) or IDENTITY


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether this key has signed this message (5.1.7)."""
    key, nonce = decoded(public), decoded(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or len(signature) != SIGNATURE_BYTES or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    return same(multiply(scalar, BASE), add(nonce, multiply(challenge, key)))


class Key:
    """A public key as C2SP notes write it: name+id+key."""

    def __init__(self, text: str) -> None:
        name, _, rest = text.strip().partition("+")
        known, _, key = rest.partition("+")
        raw = base64.b64decode(key, validate=True)
        named = name.encode() + b"\n" + raw
        if hashlib.sha256(named).hexdigest()[:8] != known or len(raw) != KEY_BYTES + 1:
            raise ValueError("kein Prüfschlüssel: " + text.strip())
        self.name, self.kind, self.public = name, raw[0], raw[1:]
        self.id = bytes.fromhex(known)


def keys_in(text: str) -> list[Key]:
    """Return the keys that the bundle names; what is none shows elsewhere."""
    found = []
    for line in text.splitlines():
        with suppress(ValueError):
            found.append(Key(line))
    return found


def signers(note: str, keys: list[Key]) -> tuple[str, list[Key], list[str]]:
    """Return (text, keys that have signed it, names whose signature is wrong)."""
    text, _, rest = note.rpartition("\n\n")
    text += "\n"
    good, bad = [], []
    for line in rest.splitlines():
        told = re.fullmatch("— ([^ +]+) ([A-Za-z0-9+/=]+)", line)
        name, raw = (told.group(1), base64.b64decode(told.group(2))) if told else (line, b"")
        for key in keys:
            if (key.name, key.id) == (name, raw[:4]):
                if _has_signed(key, text, raw[4:]):
                    good.append(key)
                else:
                    bad.append(name)
    return text, good, bad


def unclear_lines(note: str, keys: list[Key]) -> list[str]:
    """Return what stands under a note and is not the signature of one of these keys, as written."""
    found = []
    below = note.rpartition("\n\n")[2]
    for line in below.removesuffix("\n").split("\n"):
        told = re.fullmatch("— ([^ +]+) ([A-Za-z0-9+/=]+)", line)
        raw = base64.b64decode(told[2]) if told else b""
        written = base64.b64encode(raw).decode()
        is_known = any((key.name, key.id) == (told[1], raw[:4]) for key in keys) if told else False
        if not (told and is_known and written == told[2] and below.endswith("\n")):
            found.append(line)
    return found


def _has_signed(key: Key, text: str, raw: bytes) -> bool:
    if key.kind == COSIGNED:
        seconds = int.from_bytes(raw[:8], "big")
        text, raw = f"cosignature/v1\ntime {seconds}\n{text}", raw[8:]
    return is_signed(key.public, text.encode(), raw)
