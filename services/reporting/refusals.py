"""What reporting refuses. Each code stands here once."""

from datetime import date

from shared.calendar import german
from shared.refusal import Fault, Refused


def duty_unknown() -> Refused:
    """Return the refusal of a duty that does not exist."""
    return Refused(
        "duty-unknown",
        "Diese Pflicht gibt es nicht",
        "Unter dieser Kennung ist keine Pflicht bekannt.",
        kind="unknown",
    )


def duty_dropped() -> Refused:
    """Return the refusal to fulfil what is not owed any more."""
    return Refused(
        "duty-dropped",
        "Diese Pflicht ist entfallen",
        "Hier wird nichts mehr erwartet.",
        kind="conflict",
    )


def project_not_approved() -> Refused:
    """Return the refusal to ask for a report on what has not been approved."""
    return Refused(
        "project-not-approved",
        "Zu diesem Projekt gibt es keine Bewilligung",
        "Berichte werden erst nach der Bewilligung verlangt.",
    )


def due_day_passed() -> Refused:
    """Return the refusal of a deadline that is over already."""
    detail = "Die Frist muss nach dem heutigen Tag enden."
    return Refused(
        "due-day-passed",
        "Die Frist liegt nicht in der Zukunft",
        detail,
        errors=[Fault("/due_on", "due-day-passed", detail)],
    )


def notice_too_short(earliest: date, working_days: int) -> Refused:
    """Return the refusal of a deadline that comes too soon without a reason."""
    detail = (
        f"Für einen Zwischenbericht sind mindestens {working_days} Arbeitstage zu lassen: frühestens"
        f" {german(earliest)}. Eine kürzere Frist braucht eine Begründung."
    )
    return Refused(
        "notice-too-short",
        "Die Frist ist zu kurz",
        detail,
        errors=[
            Fault("/due_on", "notice-too-short", detail),
            Fault("/short_notice", "missing", "Für die kürzere Frist fehlt die Begründung."),
        ],
        facts={"earliest": earliest.isoformat()},
    )
