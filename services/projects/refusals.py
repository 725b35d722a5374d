"""The refusals of this service that no clause of the guideline speaks."""

from shared.refusal import Fault, Refused


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


def shift(detail: str, year: int) -> Refused:
    """The grant cannot be moved between years like that."""
    return Refused(
        "shift-not-possible",
        "Die Verschiebung zwischen den Jahren geht nicht auf",
        detail,
        errors=(Fault(f"/grant/{year}", "shift-not-possible", detail),),
        facts={"year": year},
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
