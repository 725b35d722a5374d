"""The refusals of this topic."""

from collections.abc import Sequence

from shared.refusal import Fault, Refused


def catalogue_incomplete(faults: Sequence[Fault]) -> Refused:
    """Return the refusal of a catalogue with gaps: all of them at once."""
    return Refused(
        "catalogue-incomplete",
        "Der Indikatorenkatalog kann so nicht gelten",
        f"Angaben, die fehlen oder nicht passen: {len(faults)}.",
        errors=sorted(faults, key=lambda it: (it.pointer, it.message)),
    )


def no_catalogue() -> Refused:
    """Return the refusal to assess before there are indicators."""
    return Refused(
        "no-catalogue",
        "Es gilt noch kein Indikatorenkatalog",
        "Erst wenn die UAG einen Katalog beschlossen hat, der schon gilt, wird eingeschätzt.",
        kind="conflict",
    )


def assessment_incomplete(faults: Sequence[Fault]) -> Refused:
    """Return the refusal of an assessment that leaves something open: all gaps at once."""
    return Refused(
        "assessment-incomplete",
        "Die Einschätzung ist noch nicht vollständig",
        f"Angaben, die fehlen oder nicht passen: {len(faults)}.",
        errors=sorted(faults, key=lambda it: (it.pointer, it.message)),
    )


def one_subject() -> Refused:
    """Return the refusal to name both a project and a Sozialraum, or neither."""
    detail = "Genau eines ist anzugeben: das Projekt, oder der Sozialraum für sein Team."
    return Refused(
        "one-subject",
        "Es ist nicht klar, worum es geht",
        detail,
        kind="invalid",
        errors=[Fault(it, "one-subject", detail) for it in ("/project_id", "/sozialraum_id")],
    )


def sozialraum_unknown() -> Refused:
    """Return the refusal of a Sozialraum that is not known here."""
    detail = "Unter dieser Kennung ist hier kein Sozialraum bekannt."
    return Refused(
        "sozialraum-unknown",
        "Diesen Sozialraum gibt es nicht",
        detail,
        kind="unknown",
        errors=[Fault("/sozialraum_id", "sozialraum-unknown", detail)],
    )


def assessment_unknown() -> Refused:
    """Return the refusal of an assessment that nobody has made."""
    return Refused(
        "assessment-unknown",
        "Diese Einschätzung gibt es nicht",
        "Unter dieser Kennung ist keine Einschätzung bekannt.",
        kind="unknown",
    )


def goal_unknown() -> Refused:
    """Return the refusal of a development goal that nobody has agreed."""
    return Refused(
        "development-goal-unknown",
        "Dieses Entwicklungsziel gibt es nicht",
        "Unter dieser Kennung ist kein Entwicklungsziel bekannt.",
        kind="unknown",
    )


def goal_done() -> Refused:
    """Return the refusal to follow up what is done with."""
    return Refused(
        "development-goal-done",
        "Dieses Entwicklungsziel ist abgeschlossen",
        "Es ist erreicht oder aufgegeben; ein neues kann vereinbart werden.",
        kind="conflict",
    )


def goal_does_not_fit(faults: Sequence[Fault]) -> Refused:
    """Return the refusal of a development goal that nobody could follow up."""
    return Refused(
        "development-goal-does-not-fit",
        "Das Entwicklungsziel passt so nicht",
        f"Angaben, die fehlen oder nicht passen: {len(faults)}.",
        errors=list(faults),
    )


def only_aggregated() -> Refused:
    """Return the refusal to show a single team or project to who sees sums only."""
    return Refused(
        "only-aggregated",
        "Einzelne Einschätzungen sind hier nicht zu sehen",
        "Die UAG sieht die Qualität des Bezirks zusammengefasst.",
        kind="denied",
    )
