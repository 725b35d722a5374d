"""What is refused of statements of use. Each code stands here once."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from shared.calendar import german
from shared.faults import FAULTS_MAX
from shared.refusal import Fault, Refused
from shared.table import LineFault


def project_not_over(last_day: date) -> Refused:
    """Return the refusal of a statement about a project that still runs."""
    return Refused(
        "project-not-over",
        "Das Projekt ist noch nicht zu Ende",
        f"Abgerechnet wird nach dem letzten Tag: {german(last_day)}.",
    )


def incomplete(gaps: Sequence[Fault]) -> Refused:
    """Return the refusal of a statement with gaps: all of them at once."""
    return Refused(
        "statement-incomplete",
        "Der Verwendungsnachweis ist noch nicht vollständig",
        f"Angaben, die fehlen oder nicht passen: {len(gaps)}.",
        errors=sorted(gaps, key=lambda it: (it.pointer, it.message)),
    )


def effective_out_of_range(told_on: date, today: date) -> Refused:
    """Return the refusal of a correction for a day on which nothing was told, or that is to come."""
    detail = f"Möglich ist ein Tag vom {german(told_on)} bis zum {german(today)}."
    return Refused(
        "effective-out-of-range",
        "Für diesen Tag kann nichts nachgetragen werden",
        detail,
        errors=(Fault("/effective_on", "effective-out-of-range", detail),),
    )


def handed_in() -> Refused:
    """Return the refusal to change what is handed in already."""
    return Refused(
        "statement-handed-in",
        "Der Verwendungsnachweis ist schon eingereicht",
        "Belege und Leistungen ändern sich erst wieder, wenn er zurückgegeben wird.",
        kind="conflict",
    )


def not_handed_in() -> Refused:
    """Return the refusal to judge what is not there."""
    return Refused(
        "statement-not-handed-in",
        "Der Verwendungsnachweis ist noch nicht eingereicht",
        "Geprüft oder zurückgegeben wird nur, was eingereicht ist.",
        kind="conflict",
    )


def not_certified() -> Refused:
    """Return the refusal to judge what nobody stands for yet but who has written it."""
    return Refused(
        "statement-not-certified",
        "Der Verwendungsnachweis ist noch nicht bestätigt",
        "Beim Träger bestätigt ihn eine zweite Person; erst dann ist er eingereicht.",
        kind="conflict",
    )


def nothing_to_certify() -> Refused:
    """Return the refusal to certify what was not laid before a second person."""
    return Refused(
        "nothing-to-certify",
        "Hier ist nichts zu bestätigen",
        "Bestätigt wird ein Verwendungsnachweis, der dafür vorgelegt und noch nicht bestätigt ist.",
        kind="conflict",
    )


def not_by_oneself() -> Refused:
    """Return the refusal to certify what one has handed in oneself."""
    return Refused(
        "separation-of-duties",
        "Das muss jemand anderes tun",
        "Sie haben den Verwendungsnachweis eingereicht. Bestätigen kann ihn nur eine zweite Person.",
        kind="denied",
    )


def not_open(standing: str) -> Refused:
    """Return the refusal to judge a second time."""
    said = {"returned": "zurückgegeben", "checked": "geprüft"}[standing]
    return Refused(
        "statement-not-open",
        "Über diesen Verwendungsnachweis ist schon entschieden",
        f"Er ist schon {said}.",
        kind="conflict",
    )


def content_check_missing() -> Refused:
    """Return the refusal to end a check of which only half was done."""
    return Refused(
        "content-check-missing",
        "Die fachliche Prüfung fehlt noch",
        "Erst wird geprüft, ob der Zweck erreicht ist, dann von jemand anderem gerechnet.",
        kind="conflict",
    )


def not_yours(what: str) -> Refused:
    """Return the refusal to check what one has handed in, checked or paid oneself."""
    return Refused(
        "separation-of-duties",
        "Das muss jemand anderes tun",
        f"Sie haben {what}. Einreichen, zahlen, fachlich und rechnerisch prüfen sind Sache"
        " verschiedener Personen.",
        kind="denied",
    )


def goals_do_not_fit(faults: Sequence[Fault]) -> Refused:
    """Return the refusal of a check that does not answer each approved goal."""
    return Refused(
        "goals-do-not-fit",
        "Nicht jedes bewilligte Ziel ist beurteilt",
        "Zu jedem bewilligten Ziel gehört genau eine Antwort.",
        errors=faults,
    )


def check_does_not_fit(faults: Sequence[Fault]) -> Refused:
    """Return the refusal of a check with faults: all of them at once."""
    return Refused(
        "check-does-not-fit",
        "Die Prüfung passt nicht zu den Belegen",
        f"Angaben, die nicht passen: {len(faults)}.",
        errors=faults,
    )


WHOLE_FILE: Final = ("unreadable", "too-many")
"""Faults after which nobody knows what else a file would have said."""


def unreadable(found: Sequence[LineFault]) -> Refused:
    """Return the refusal of a file that cannot be read to its end: half of it would mislead."""
    return Refused(
        "receipts-unreadable",
        "Die Datei wurde nicht eingelesen",
        "Es wurde nichts übernommen. " + found[0].message,
        errors=tuple(Fault(f"/lines/{it.line}", it.code, it.message) for it in found[:FAULTS_MAX]),
    )


def receipts_unknown(count: int) -> Refused:
    """Return the refusal to take away what is not there."""
    return Refused(
        "receipt-unknown",
        "Diese Belege gibt es nicht",
        f"Unter den genannten Kennungen fehlen {count}. Es wurde nichts entfernt.",
        kind="unknown",
    )


def entries_unknown(count: int) -> Refused:
    """Return the refusal to take away entries that are not there."""
    return Refused(
        "entry-unknown",
        "Diese Einträge gibt es nicht",
        f"Unter den genannten Kennungen fehlen {count}. Es wurde nichts entfernt.",
        kind="unknown",
    )


def entries_outside(faults: Sequence[Fault]) -> Refused:
    """Return the refusal of work on days on which there was no project."""
    return Refused(
        "outside-period",
        "Das war nicht in der Zeit des Projekts",
        f"Einträge, die nicht passen: {len(faults)}. Es wurde nichts übernommen.",
        errors=tuple(faults[:FAULTS_MAX]),
    )


def no_statement_owed() -> Refused:
    """Return the refusal of a statement that nobody asks for any more."""
    return Refused(
        "no-statement-owed",
        "Hier wird kein Verwendungsnachweis erwartet",
        "Das Projekt ist nicht bewilligt, oder seine Abrechnung ist schon zu Ende.",
        kind="conflict",
    )
