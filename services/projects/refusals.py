"""The refusals of this service that no clause of the guideline speaks."""

from collections.abc import Sequence

from services.projects.events import ApprovalCode
from shared.money import euros
from shared.refusal import Fault, Refused


def faults_of(found: Sequence[Refused]) -> list[Fault]:
    """Return the faults of several refusals; one that names no place is a fault of the whole."""
    return [fault for no in found for fault in (no.errors or (Fault("", no.code, no.detail),))]


def unknown(project_id: str) -> Refused:
    """There is no such project."""
    return Refused(
        "project-unknown",
        "Das Projekt ist nicht bekannt",
        "Zu dieser Kennung gibt es kein Projekt.",
        kind="unknown",
        facts={"project_id": project_id},
    )


def not_running() -> Refused:
    """Only what is approved and not closed can be extended and closed."""
    return Refused(
        "project-not-running",
        "Das Projekt läuft nicht",
        "Das geht nur bei einem genehmigten Projekt, das noch nicht abgeschlossen ist.",
        kind="conflict",
    )


def unknown_master_data(pointers: list[str]) -> Refused:
    """The application names a Träger or Sozialraum that is not registered."""
    texts = {
        "/traeger_id": "Dieser Träger ist nicht erfasst.",
        "/sozialraum_id": "Dieser Sozialraum ist nicht erfasst.",
    }
    return Refused(
        "master-data-unknown",
        "Träger oder Sozialraum ist nicht bekannt",
        " ".join(texts[pointer] for pointer in pointers),
        kind="invalid",
        errors=tuple(Fault(p, "master-data-unknown", texts[p]) for p in pointers),
    )


# ---- decisions -----------------------------------------------------------------------------

_CHECKS = {"content": "die fachliche Prüfung", "arithmetic": "die rechnerische Prüfung"}


def check_missing(missing: Sequence[str]) -> Refused:
    """Nothing is approved unchecked; a new version of the application is checked anew."""
    what = " und ".join(_CHECKS[name] for name in missing)
    return Refused(
        "check-missing",
        "Der Antrag ist noch nicht geprüft",
        f"Zu dieser Fassung des Antrags fehlt: {what}.",
        kind="conflict",
        facts={"missing": list(missing)},
    )


def co_signature_missing() -> Refused:
    """The team applies, but the Träger is bound: it signs each version for itself."""
    return Refused(
        "co-signature-missing",
        "Der Träger hat noch nicht mitgezeichnet",
        "Zu dieser Fassung des Antrags fehlt die rechtsverbindliche Unterschrift des Trägers, der"
        " die Zuwendung erhalten soll.",
        kind="conflict",
    )


def arithmetic_check_failed() -> Refused:
    """Figures that were objected to are mended first; no reason helps."""
    return Refused(
        "check-failed",
        "Der Antrag hat die Prüfung nicht bestanden",
        "Die rechnerische Prüfung hat die Zahlen beanstandet; sie werden erst berichtigt.",
        facts={"check": "arithmetic"},
    )


def content_check_failed() -> Refused:
    """What failed the content check is only approved by who says so, and why."""
    return Refused(
        "check-failed",
        "Der Antrag hat die Prüfung nicht bestanden",
        "Wer gegen die fachliche Prüfung genehmigt, gibt das als Grund an und begründet es.",
        facts={"check": "content", "reason_code": "deviates-from-check"},
    )


def other_reason(needed: ApprovalCode, waiting: Sequence[str]) -> Refused:
    """The reason given is not why this would be approved."""
    texts = {
        "as-proposed": "Die Genehmigung folgt der Prüfung und der Warteliste; sie weicht nicht ab.",
        "deviates-from-check": "Die fachliche Prüfung schlägt etwas anderes vor; wer abweicht,"
        " gibt das als Grund an und begründet es.",
        "deviates-from-priority": f"Auf der Warteliste steht vorher: {', '.join(waiting)}. Wer"
        " abweicht, gibt das als Grund an und begründet es.",
    }
    return Refused(
        "reason-does-not-fit",
        "Der Grund passt nicht zur Entscheidung",
        texts[needed],
        errors=(Fault("/reason_code", "reason-does-not-fit", texts[needed]),),
        facts={"reason_code": needed, "waiting": list(waiting)},
    )


def reason_missing() -> Refused:
    """Who deviates says why."""
    text = "Wer von der Prüfung oder von der Warteliste abweicht, begründet das."
    return Refused(
        "reason-missing",
        "Die Begründung fehlt",
        text,
        kind="invalid",
        errors=(Fault("/reason", "reason-missing", text),),
    )


def years_do_not_match(years: Sequence[int]) -> Refused:
    """A revised plan has the years that were applied for."""
    text = f"Der Plan braucht genau einen Eintrag für jedes Jahr: {', '.join(map(str, years))}."
    return Refused(
        "years-do-not-match",
        "Die Jahre passen nicht zum Antrag",
        text,
        kind="invalid",
        errors=(Fault("/plan", "years-do-not-match", text),),
    )


def not_reduced(grant_ct: int, asked_ct: int) -> Refused:
    """A reduced approval grants less than was applied for."""
    return Refused(
        "grant-not-reduced",
        "Die Zuwendung ist nicht gekürzt",
        f"Der geänderte Plan ergibt {euros(grant_ct)}, beantragt sind {euros(asked_ct)}.",
        errors=(Fault("/plan", "grant-not-reduced", "Der Plan kürzt die Zuwendung nicht."),),
        facts={"grant_ct": grant_ct, "asked_ct": asked_ct},
    )
