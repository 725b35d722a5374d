"""Duties as a calendar that other programs subscribe to (RFC 5545): a whole day for each. Pure.

It tells what is owed and for which project, and nothing of persons or money.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

from services.reporting.events import DutyKind
from shared.canonical import Json

PRODUCT: Final = "-//Sozialraum//Pflichten//DE"
NAMES: Final[dict[DutyKind, str]] = {
    "annual-report": "Projektbericht",
    "statement-of-use": "Verwendungsnachweis",
    "interim-report": "Zwischenbericht",
    "steering-meeting": "Sitzung der Steuerungsgruppe",
    "uag-meeting": "Sitzung der UAG Sozialraumarbeit",
    "uag-report": "Bericht der UAG an die AG § 78",
    "wjh-quarter": "Quartalsdaten der WJH",
    "wjh-onboarding": "Einarbeitung in der WJH",
    "quality-follow-up": "Einschätzung nach dem Projektende",
}


def period(duty: Json) -> str:
    """Return what a duty is about: a year, or a quarter of it."""
    return str(duty["year"] if duty["quarter"] is None else f"{duty['quarter']}/{duty['year']}")


def calendar(duties: Iterable[Json]) -> str:
    """Return an iCalendar file of what is owed: rows as `listing.duties` gives them."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "Berichte und Nachweise")
    for duty in duties:
        made.add_component(_event(duty))
    return bytes(made.to_ical()).decode()


def _event(duty: Json) -> Event:
    made = Event()
    made.add("uid", f"{duty['duty_id']}@sozialraum")
    made.add("dtstamp", datetime.fromisoformat(duty["changed_at"]))
    made.add("dtstart", duty["due_on"])
    made.add("dtend", duty["due_on"] + timedelta(days=1))
    late = "überfällig: " if duty["overdue"] else ""
    whose = "" if duty["title"] is None else f" – {duty['title']}"
    made.add("summary", f"{late}{NAMES[duty['kind']]} {period(duty)}{whose}")
    if duty["number"] is not None:
        made.add("description", f"Aktenzeichen {duty['number']}")
    made.add("transp", "TRANSPARENT")
    return made
