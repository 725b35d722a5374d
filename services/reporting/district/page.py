"""The district's report as a page that a browser shows and prints: one file, nothing from elsewhere."""

from datetime import date
from pathlib import Path
from typing import Final

from services.reporting.district import words
from shared.canonical import Json
from shared.guideline import EDITION
from shared.page import environment

ENVIRONMENT: Final = environment(Path(__file__).parent / "templates")
ENVIRONMENT.globals |= {
    "AMOUNTS": words.AMOUNTS,
    "CLAIMS": words.CLAIMS,
    "GOALS": words.GOALS,
    "ACCOUNTS": words.ACCOUNTS,
    "STATUS": words.STATUS,
    "DUTIES": words.DUTIES,
    "UNKNOWN": words.UNKNOWN,
    "READINGS": words.READINGS,
}


def page(report: Json, made_on: date, as_of: Json | None = None) -> str:
    """Return the page, made of amounts in cents; `as_of` is what an answer about an earlier day says of it."""
    template = ENVIRONMENT.get_template("district-report.v1.html")
    return template.render(report=report, made_on=made_on, as_of=as_of, edition=EDITION)
