"""The refusals on the way of an application that no clause of the guideline speaks."""

from collections.abc import Sequence
from typing import Final

from services.projects import refusals
from shared.faults import FAULTS_MAX
from shared.refusal import Fault, Kind, Refused, already_decided


def together(found: Sequence[Refused]) -> Refused:
    """Return one refusal for all: the only one itself, or one that has the places of each."""
    if len(found) == 1:
        return found[0]
    return incomplete(refusals.faults_of(found))


def incomplete(errors: Sequence[Fault]) -> Refused:
    """What is missing or wrong before an application can be handed in."""
    count = len(errors)
    what = "Eine Angabe fehlt oder ist" if count == 1 else f"{count} Angaben fehlen oder sind"
    return Refused(
        "application-incomplete",
        "Der Antrag kann noch nicht eingereicht werden",
        f"{what} noch zu berichtigen.",
        kind="invalid",
        errors=tuple(errors[:FAULTS_MAX]),
    )


def plan_incomplete(errors: Sequence[Fault]) -> Refused:
    """What can be said against a plan that is not whole yet."""
    return Refused(
        "plan-incomplete",
        "Der Finanzierungsplan ist noch nicht in Ordnung",
        " ".join(dict.fromkeys(fault.message for fault in errors)),
        kind="invalid",
        errors=tuple(errors),
    )


def individual_help() -> Refused:
    """A project must not stand in for help that a single person has a legal claim to."""
    return _at(
        "individual-help",
        "Ein Projekt ist keine Einzelfallhilfe",
        "Ein Projekt darf keine Einzelfallhilfe mit Rechtsanspruch ersetzen.",
        "/declarations/no_individual_help",
        kind="rule",
    )


def day_to_come(pointer: str) -> Refused:
    """What has not happened yet cannot be stated."""
    return _at("day-to-come", "Der Tag liegt in der Zukunft", "Der Tag ist noch nicht da.", pointer)


def traeger_inactive() -> Refused:
    """Who is not active any more receives no new grant."""
    return _at(
        "traeger-inactive",
        "Der Träger ist nicht mehr aktiv",
        "Für diesen Träger wird nichts mehr beantragt.",
        "/traeger_id",
        kind="rule",
    )


def not_of_the_team(places: Sequence[int]) -> Refused:
    """Only members resolve."""
    text = "Diese Person gehört dem Team an diesem Tag nicht an."
    return Refused(
        "not-a-member",
        "Im Beschluss steht jemand, der nicht zum Team gehört",
        text,
        errors=tuple(
            Fault(f"/team_resolution/present/{number}", "not-a-member", text) for number in places
        ),
    )


def asd_missing() -> Refused:
    """The team applies: the ASD was there and took part in the resolution."""
    return _at(
        "asd-missing",
        "Ein Träger beantragt nicht allein",
        "Am Beschluss des Teams muss jemand vom ASD mitgewirkt haben.",
        "/team_resolution/present",
        kind="rule",
    )


def unknown_fields(places: Sequence[int]) -> Refused:
    """What shall be completed is a place of the application."""
    text = "Diese Stelle hat der Antrag nicht."
    return Refused(
        "field-unknown",
        "Der Antrag hat eine der Stellen nicht",
        text,
        kind="invalid",
        errors=tuple(Fault(f"/fields/{number}", "field-unknown", text) for number in places),
    )


def deadline_out_of_range() -> Refused:
    """Who shall complete something has time for it, and not for ever."""
    return _at(
        "deadline-out-of-range",
        "Die Frist passt nicht",
        "Die Frist muss nach heute und innerhalb eines Jahres liegen.",
        "/deadline",
    )


def not_completed(pointers: Sequence[str]) -> Refused:
    """A new version changes every place that it was asked for."""
    text = "Hierzu wurde um Ergänzung gebeten; die Stelle ist unverändert."
    return Refused(
        "not-completed",
        "Der Antrag ist noch nicht ergänzt",
        f"Unverändert sind {len(pointers)} der Stellen, um deren Ergänzung gebeten wurde."
        if len(pointers) > 1
        else "Unverändert ist eine Stelle, um deren Ergänzung gebeten wurde.",
        kind="invalid",
        errors=tuple(Fault(pointer, "not-completed", text) for pointer in pointers),
    )


def not_the_recipient() -> Refused:
    """Only the Träger that shall receive the grant signs for it."""
    return Refused(
        "not-the-recipient",
        "Mitzeichnen kann nur der Träger, der die Zuwendung erhält",
        "Sie gehören nicht zu diesem Träger.",
        kind="denied",
    )


def version_unknown() -> Refused:
    """There is no such version of the application."""
    return Refused(
        "application-version-unknown",
        "Diese Fassung gibt es nicht",
        "So viele Fassungen hat der Antrag nicht.",
        kind="unknown",
    )


def not_the_time(status: str) -> Refused:
    """What is asked for does not fit the status of the application."""
    if status not in _WAITING:
        return already_decided(
            "Der Antrag ist zurückgezogen."
            if status == "withdrawn"
            else "Über den Antrag ist schon entschieden."
        )
    return Refused(
        "application-not-open",
        "Das geht bei diesem Stand des Antrags nicht",
        _WAITING[status],
        kind="conflict",
        facts={"status": status},
    )


def _at(code: str, title: str, detail: str, pointer: str, kind: Kind = "invalid") -> Refused:
    return Refused(code, title, detail, kind=kind, errors=(Fault(pointer, code, detail),))


_WAITING: Final = {
    "applied": "Der Antrag liegt zur Prüfung vor; um Ergänzung ist nicht gebeten.",
    "returned": "Der Antrag liegt zur Ergänzung beim Sozialraumteam.",
    "postponed": "Der Antrag ist zurückgestellt.",
}
