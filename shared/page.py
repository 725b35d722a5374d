"""Pages made of templates: a missing value is an error, and whatever strangers wrote stays text. Pure."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from shared import money
from shared.calendar import german

_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""What no page can show, or what would change the order of what stands beside it."""


def euros(amount_ct: int) -> str:
    """Return an amount that does not break over two lines: `−1.234,50 €`."""
    return money.euros(amount_ct).replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{MINUS SIGN}")


def day(value: date) -> Markup:
    """Return a day as Germans write it, and as machines read it."""
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), german(value))


def foreign(text: str) -> Markup:
    """Return words of others, set apart so that their direction does not reach ours."""
    return Markup("<bdi>{}</bdi>").format(_printable(text))


def css_text(text: str) -> Markup:
    """Return a text as a string of a style sheet; whatever could end it is written as a number."""
    inside = "".join(it if it.isalnum() and it.isascii() else f"\\{ord(it):06x}" for it in text)
    return Markup(f'"{inside}"')  # noqa: S704 - nothing but letters, digits and numbers is left


def years(values: Sequence[int]) -> str:
    """Return years in words: `2027`, `2027 und 2028`, `2026, 2027 und 2028`."""
    texts = [str(value) for value in values]
    return " und ".join(filter(None, [", ".join(texts[:-1]), texts[-1]]))


def environment(templates: Path) -> Environment:
    """Return what renders the templates of a folder."""
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "css_text": css_text,
        "day": day,
        "euros": euros,
        "foreign": foreign,
        "years": years,
    }
    return made


def _printable(value: Any) -> Any:
    """What no page can show is shown as what it is: a sign that cannot be read."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", value) if type(value) is str else value
