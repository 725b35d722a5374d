"""The overview of a city as a page that can be printed."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from shared.canonical import Json


def page(overview: Json) -> str:
    """Return the page."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["euros"] = _euros
    return environment.get_template("page.html").render(**overview)


def _euros(cents: int) -> str:
    """Write cents as Germans do: 1.234,50 €."""
    sign, whole = ("−" if cents < 0 else ""), f"{abs(cents) // 100:,}".replace(",", ".")
    return f"{sign}{whole},{abs(cents) % 100:02} €"
