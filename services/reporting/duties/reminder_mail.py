"""What a mail about a reminder says: what is owed until when, and where. No name, no amount. Pure."""

from typing import Final

from services.reporting.events import DutyKind, Reminder
from shared.calendar import german
from shared.canonical import Json

OWED: Final[dict[DutyKind, str]] = {  # What recipients hand in; of no other a mail is sent.
    "annual-report": "Projektbericht {year}",
    "statement-of-use": "Verwendungsnachweis",
    "interim-report": "Zwischenbericht",
}
SUBJECTS: Final[dict[Reminder, str]] = {
    "ahead": "Bald fällig: {what} zum Projekt {number}",
    "due": "Heute fällig: {what} zum Projekt {number}",
    "one-week": "Überfällig: {what} zum Projekt {number}",
    "four-weeks": "Seit Wochen überfällig: {what} zum Projekt {number}",
}
LATE: Final = "Bis er eingereicht ist, kann für das Projekt nichts ausgezahlt werden.\n\n"
TEXT: Final = """Guten Tag,

zum Projekt {number} ist der {what} am {day} fällig{too_late}.

{late}{link}Diese Nachricht wurde automatisch verschickt. Bitte antworten Sie nicht darauf.
"""


def subject(duty: Json, reminder: Reminder) -> str:
    """Return the subject: what is due, and of which project."""
    return SUBJECTS[reminder].format(what=_what(duty), number=duty["number"])


def text(duty: Json, reminder: Reminder, link: str) -> str:
    """Return the text, with the address of the system if there is one."""
    late = reminder in ("one-week", "four-weeks")
    return TEXT.format(
        number=duty["number"],
        what=_what(duty),
        day=german(duty["due_on"]),
        too_late=" gewesen und noch nicht eingereicht" if late else "",
        late=LATE if late else "",
        link=f"Einreichen können Sie ihn hier: {link}\n\n" if link else "",
    )


def _what(duty: Json) -> str:
    kind: DutyKind = duty["kind"]
    return OWED[kind].format(year=duty["year"])
