"""What is refused of the introduction of new staff of the WJH."""

from datetime import date

from shared.calendar import german
from shared.refusal import Fault, Refused


def no_onboarding_owed() -> Refused:
    """Return the refusal of a person who is not new in the WJH, or not known there."""
    detail = (
        "Diese Person gehört keinem Team neu für die WJH an: Eine Einarbeitung wird nicht erwartet."
    )
    return Refused(
        "no-onboarding-owed",
        "Hier wird keine Einarbeitung erwartet",
        detail,
        kind="unknown",
        errors=[Fault("/person_id", "no-onboarding-owed", detail)],
    )


def already_confirmed(held_on: date) -> Refused:
    """Return the refusal of another day than the one that was confirmed."""
    return Refused(
        "onboarding-already-confirmed",
        "Die Einarbeitung ist schon bestätigt",
        f"Bestätigt ist der {german(held_on)}.",
        kind="conflict",
        facts={"held_on": held_on.isoformat()},
    )


def not_on_that_day(began_on: date, today: date) -> Refused:
    """Return the refusal of a day before the first one, or of one that is yet to come."""
    detail = f"Die Einarbeitung war zwischen dem {german(began_on)} und heute, {german(today)}."
    return Refused(
        "onboarding-not-on-that-day",
        "An diesem Tag kann die Einarbeitung nicht gewesen sein",
        detail,
        errors=[Fault("/held_on", "onboarding-not-on-that-day", detail)],
    )
