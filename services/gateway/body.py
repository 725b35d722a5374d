"""The bytes of a request, and the JSON object in them.

The body is read here and not by werkzeug: a body of unknown length is read only where the server
marks its end (`wsgi.input_terminated`, as gunicorn does for chunked bodies), an exact limit is
allowed to be reached, and a body that ends early is no shorter body.
"""

import json
import math
from collections.abc import Iterator
from typing import Any, Final, NoReturn

from werkzeug.wrappers import Request

from services.gateway.problems import Problem, own
from shared.canonical import Json, canonical

PIECE_BYTES_MAX: Final = 1024 * 1024
JSON_TYPE: Final = "application/json"


def pieces(request: Request, bytes_max: int) -> Iterator[bytes]:
    """Give the body in pieces of 1 MiB, the last one shorter; nothing for an empty body.

    Raises Problem `body-too-large`, `body-incomplete`, `length-required`, `malformed-request`.
    """
    declared = _declared(request)
    if declared is not None and declared > bytes_max:
        raise _too_large(bytes_max)
    # One byte more than allowed shows that there are more.
    left = bytes_max + 1 if declared is None else declared
    while left > 0:
        piece = _read(request, min(PIECE_BYTES_MAX, left))
        left -= len(piece)
        if declared is None and left == 0:
            raise _too_large(bytes_max)
        if piece:
            yield piece
        if len(piece) < PIECE_BYTES_MAX:
            break
    if declared is not None and left > 0:
        raise _broken_off()


def json_object(request: Request, bytes_max: int) -> Json:
    """Return the JSON object that is the body.

    It must be I-JSON (RFC 7493): UTF-8, no key twice, integers of at most 53 bits, no lone
    surrogates; what the wire between the services cannot carry ends here. Raises Problem
    `unsupported-media-type`, `malformed-json` and what `pieces` raises.
    """
    _check_media_type(request)
    text = b"".join(pieces(request, bytes_max))
    try:
        value = json.loads(
            text.decode("utf-8"),
            object_pairs_hook=_no_key_twice,
            parse_constant=_no_constant,
            parse_float=_finite,
        )
        canonical(value)
    except UnicodeDecodeError as error:
        raise _malformed(f"Byte {error.start} ist kein UTF-8.") from error
    except json.JSONDecodeError as error:
        where = f"Zeile {error.lineno}, Spalte {error.colno}"
        raise _malformed(f"Der Inhalt ist ab {where} nicht lesbar.") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise _malformed(
            "Zu große Zahlen, zu tiefe Verschachtelung oder unvollständige Zeichen sind nicht"
            " erlaubt (RFC 7493)."
        ) from error
    if not isinstance(value, dict):
        raise _malformed("Erwartet wird ein Objekt: { … }.")
    return value


def _check_media_type(request: Request) -> None:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    encoded = request.headers.get("Content-Encoding", "identity").lower() != "identity"
    if request.mimetype != JSON_TYPE or charset not in ("utf-8", "utf8") or encoded:
        raise own(
            "unsupported-media-type",
            f"Erwartet wird Content-Type: {JSON_TYPE}, in UTF-8 und nicht komprimiert.",
            headers={"Accept-Post": JSON_TYPE},
        )


def _declared(request: Request) -> int | None:
    """Return the length that the caller announced; None if it lies in the body itself."""
    length = request.headers.get("Content-Length", "")
    if request.headers.get("Transfer-Encoding"):
        if request.environ.get("wsgi.input_terminated"):
            return None
        raise own("length-required", "Bitte Content-Length angeben.")
    if not length:
        return 0
    if not (length.isascii() and length.isdigit()):
        raise own("malformed-request", "Content-Length ist keine Zahl.")
    return int(length)


def _read(request: Request, size: int) -> bytes:
    """Read until there are so many bytes, or no more."""
    stream = request.environ["wsgi.input"]
    read = bytearray()
    try:
        while len(read) < size:
            some = stream.read(size - len(read))
            if not some:
                break
            read += some
    except Exception as error:  # each server has its own for a broken line or chunk
        raise _broken_off() from error
    return bytes(read)


def _no_key_twice(pairs: list[tuple[str, Any]]) -> Json:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _malformed(f"Der Schlüssel „{_shown(twice)}“ kommt mehrfach vor.")
    return made


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _no_constant(name: str) -> NoReturn:
    raise _malformed(f"{name} ist kein JSON.")


def _shown(text: str) -> str:
    shown = text[:60].encode("utf-8", "replace").decode("utf-8")
    return shown if len(text) <= len(shown) else shown + "…"


def _malformed(detail: str) -> Problem:
    return own("malformed-json", detail)


def _too_large(bytes_max: int) -> Problem:
    detail = f"Erlaubt sind hier höchstens {bytes_max} Bytes."
    return own("body-too-large", detail, facts={"bytes_max": bytes_max})


def _broken_off() -> Problem:
    return own("body-incomplete", "Es kam weniger an, als angekündigt war. Bitte erneut senden.")
