"""Bytes that are no I-JSON (RFC 7493), or that JSON libraries read each in its own way."""

import json
from collections.abc import Iterator
from typing import Any, Final

TYPED: Final = b'"__type__": "datetime"'
DEEP: Final = 100_000
NO_VALUES: Final[list[bytes]] = [
    *(b"NaN", b"Infinity", b"-Infinity", b"1e400", b"-1e400", b"1e3", b"1E3", b"1.0", b"-0.0"),
    *(b"0x10", b"010", b"+1", b".5", b"5.", b"1_000", b"9" * 400, b"undefined", b"True", b"'x'"),
    *(b'"\\ud800"', b'"\\udc00\\ud800"', b'"\xed\xa0\x80"', b'"\xff"', b'"\xc0\x80"', b'"\\u0000"'),
    *(b'"\x00"', b'"\n"', b'"\\x41"', b'"\\u202e"', b"{%s}" % TYPED, b'{"a":1,"a":1}'),
    *(b"[" * DEEP, b"[" * DEEP + b"]" * DEEP, b'{"a":' * DEEP + b"1" + b"}" * DEEP, b"/* */ 1"),
]


def spoilt_texts(body: dict[str, Any]) -> Iterator[bytes]:
    """Yield texts for a body, each with a fault in its bytes or in what stands beside it."""
    text = json.dumps(body).encode()
    inside = text[1:-1]
    yield from (b"", b" ", b"\0", b"null", b"true", b"7", b'"Text"', b"[]", b"[" + text + b"]")
    yield from (text[:-1], text + b"x", text + text, b"\xef\xbb\xbf" + text, text + b"\0", b"\xff")
    yield from (text.decode().encode("utf-16"), text.decode().encode("utf-32"), b"{%s,}" % inside)
    yield from (b"{%s,%s}" % (inside, inside), b"{'a': 1}", b"command_id=1&a=b", b"<x/>")
    for other in (b"", b"\\u0000", b"__type__", b"__proto__", b"x" * 100_000, b"/~0~1", b"\\ud800"):
        yield b'{%s, "%s": 1}' % (inside, other)
    for name in body:
        rest = json.dumps({key: it for key, it in body.items() if key != name}).encode()[1:-1]
        for value in NO_VALUES if name == next(reversed(body)) else (b"NaN", b'"\\ud800"'):
            yield b'{%s, "%s": %s}' % (rest, name.encode(), value)
