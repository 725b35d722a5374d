"""A pack as a page to print: one self-contained file, the same bytes for the same pack. Pure."""

from pathlib import Path
from typing import Final

from jinja2 import Environment

from services.reporting.quality.catalogue import NAMES
from services.reporting.steering import wording
from shared.canonical import Json
from shared.page import environment

TEMPLATES: Final = Path(__file__).parent / "templates"


def of_steering(pack: Json) -> str:
    """Return the steering group's pack as HTML."""
    return ENVIRONMENT.get_template("steering.html").render(pack=pack)


def of_uag(pack: Json) -> str:
    """Return the UAG's pack as HTML."""
    return ENVIRONMENT.get_template("uag.html").render(pack=pack)


def points(hundredths: int | None) -> str:
    """Return a mean as Germans write it: `2,67`; a dash where there is none."""
    if hundredths is None:
        return "–"
    whole, rest = divmod(abs(hundredths), 100)
    sign = "\N{MINUS SIGN}" if hundredths < 0 else ""
    return f"{sign}{whole},{rest:02}"


def _environment() -> Environment:
    made = environment(TEMPLATES)
    made.filters["points"] = points
    made.globals |= {
        "BASES": NAMES,
        "BODIES": wording.BODIES,
        "DUTIES": wording.DUTIES,
        "EFFECT": wording.EFFECT,
        "IMPLEMENTATION": wording.IMPLEMENTATION,
        "OCCASIONS": wording.OCCASIONS,
        "OUTCOMES": wording.OUTCOMES,
        "PARTS": wording.PARTS,
        "RESOLUTIONS": wording.RESOLUTIONS,
        "STANDING": wording.STANDING,
        "STATUS": wording.STATUS,
    }
    return made


ENVIRONMENT: Final = _environment()
