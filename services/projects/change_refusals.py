"""The refusals of changes and early endings that no clause of the guideline speaks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.projects import refusals
from services.projects.events import RevocationCode
from shared.calendar import german
from shared.faults import FAULTS_MAX
from shared.money import euros
from shared.refusal import Fault, Kind, Refused


def together(found: Sequence[Refused]) -> Refused:
    """Return one refusal for all: the only one itself, or one that has the places of each."""
    if len(found) == 1:
        return found[0]
    return Refused(
        "change-not-possible",
        "Die Änderung ist so nicht möglich",
        " ".join(dict.fromkeys(no.detail for no in found)),
        errors=tuple(refusals.faults_of(found)[:FAULTS_MAX]),
    )


def within(pointer: str, no: Refused) -> Refused:
    """Return a refusal of what lies within a part of the form."""
    errors = tuple(Fault(pointer + it.pointer, it.code, it.message) for it in no.errors)
    return replace(no, errors=errors)


def unknown_request() -> Refused:
    """There is no such request of this project."""
    return _at(
        "change-request-unknown",
        "Den Änderungsantrag gibt es nicht",
        "Zu dieser Kennung hat das Projekt keinen Änderungsantrag.",
        "/request_id",
        kind="unknown",
    )


def asks_otherwise(detail: str) -> Refused:
    """An extension is granted by extending, everything else by amending."""
    return _at(
        "change-asks-otherwise",
        "Der Antrag will etwas anderes",
        detail,
        "/request_id",
        kind="conflict",
    )


def day_to_come(pointer: str) -> Refused:
    """What has not happened yet cannot be stated."""
    return _at(
        "day-to-come",
        "Der Tag liegt in der Zukunft",
        "Der Tag ist noch nicht da.",
        pointer,
        kind="invalid",
    )


def termination_before_start(start: date) -> Refused:
    """What never began is not ended but revoked."""
    return _at(
        "termination-before-start",
        "Das Projekt hat noch nicht begonnen",
        f"Das Projekt beginnt am {german(start)}. Soll es gar nicht stattfinden, wird die"
        " Bewilligung widerrufen.",
        "/terminated_on",
    )


def termination_not_early(end: date) -> Refused:
    """It ends then anyway."""
    return _at(
        "termination-not-early",
        "Das ist kein vorzeitiges Ende",
        f"Das Projekt endet ohnehin am {german(end)}.",
        "/terminated_on",
    )


def more_than_granted(gap_ct: int, grant_ct: int) -> Refused:
    """A shortened plan adds nothing to what is left of the grant."""
    return _at(
        "shortened-plan-exceeds-grant",
        "Der verkürzte Plan braucht mehr als bewilligt",
        f"Der Plan lässt {euros(gap_ct)} offen, bewilligt bleiben {euros(grant_ct)}.",
        "/shortened/plan",
        gap_ct=gap_ct,
        grant_ct=grant_ct,
    )


def code_does_not_fit(codes: Sequence[RevocationCode]) -> Refused:
    """Each of the two provisions has its own reasons."""
    return _at(
        "reason-does-not-fit",
        "Der Grund passt nicht zur Entscheidung",
        f"Auf dieser Rechtsgrundlage sind nur diese Gründe möglich: {', '.join(codes)}.",
        "/reason_code",
        reason_codes=list(codes),
    )


def only_for_the_future(today: date) -> Refused:
    """Who may trust in a notice keeps what lies behind."""
    return _at(
        "revocation-only-for-the-future",
        "Das geht nur für die Zukunft",
        "Aus diesem Grund wirkt die Aufhebung nicht zurück, frühestens ab dem"
        f" {german(today)} (§ 45 Abs. 4, § 47 Abs. 1 SGB X).",
        "/effective_from",
        earliest=today.isoformat(),
    )


def known_too_long(latest: date) -> Refused:
    """Within a year of knowing, and not later."""
    return _at(
        "revocation-too-late",
        "Die Jahresfrist ist abgelaufen",
        f"Für die Vergangenheit war das nur bis zum {german(latest)} möglich, ein Jahr nach"
        " Kenntnis der Tatsachen (§ 45 Abs. 4, § 47 Abs. 2 SGB X).",
        "/known_since",
        latest=latest.isoformat(),
    )


def effective_out_of_range(start: date, end: date) -> Refused:
    """From the beginning is said by saying no day."""
    return _at(
        "effective-from-out-of-range",
        "Der Tag liegt nicht im Projekt",
        f"Das Projekt läuft vom {german(start)} bis zum {german(end)}. Von Anfang an wirkt es,"
        " wenn kein Tag genannt ist.",
        "/effective_from",
    )


def reduction_not_possible(faults: Sequence[Fault]) -> Refused:
    """A year has not so much to take back."""
    return Refused(
        "reduction-not-possible",
        "So viel ist nicht bewilligt",
        " ".join(dict.fromkeys(it.message for it in faults)),
        errors=tuple(faults),
    )


def reduction_is_the_whole() -> Refused:
    """Taking back all is taking back the whole, and ends the project."""
    return _at(
        "reduction-is-the-whole",
        "Das ist die ganze Zuwendung",
        "Wer alles zurücknimmt, sagt das mit extent whole; damit endet das Projekt.",
        "/extent",
    )


def cause_does_not_fit() -> Refused:
    """What ended early did not end as planned."""
    return _at(
        "cause-does-not-fit",
        "Das Projekt endete nicht planmäßig",
        "Ein vorzeitig beendetes oder widerrufenes Projekt wird als vorzeitig beendet abgeschlossen.",
        "/cause",
        kind="invalid",
    )


def lacking(year: int, cents: int) -> str:
    """Say what a year lacks; nothing where it lacks nothing."""
    return f"Dem Jahr {year} fehlen dafür {euros(cents)}." if cents > 0 else ""


def _at(
    code: str, title: str, detail: str, pointer: str, kind: Kind = "rule", **facts: object
) -> Refused:
    return Refused(
        code, title, detail, kind=kind, errors=(Fault(pointer, code, detail),), facts=facts
    )
