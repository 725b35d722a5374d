"""The overview of a city as a page that can be printed."""

from pathlib import Path

from shared import money
from shared.canonical import Json
from shared.page import environment


def page(overview: Json) -> str:
    """Return the page."""
    templates = environment(Path(__file__).parent)
    templates.filters["euros"] = _euros
    return templates.get_template("page.html").render(**overview)


def _euros(cents: int) -> str:
    """Write cents as Germans do, with a true minus: 1.234,50 €."""
    return money.euros(cents).replace("-", "\N{MINUS SIGN}")
