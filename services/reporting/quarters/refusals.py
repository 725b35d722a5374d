"""What reporting refuses of quarterly figures. Each code stands here once."""

from collections.abc import Sequence

from shared.faults import FAULTS_MAX
from shared.refusal import Fault, Refused
from shared.table import LineFault


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


def quarter_not_over(year: int, quarter: int) -> Refused:
    """Return the refusal of figures about a quarter that still goes on."""
    return Refused(
        "quarter-not-over",
        "Das Quartal ist noch nicht zu Ende",
        f"Zahlen zu {year}/{quarter} gibt es erst, wenn es zu Ende ist.",
    )


def does_not_add_up(faults: Sequence[Fault]) -> Refused:
    """Return the refusal of figures that contradict each other: all places at once."""
    return Refused(
        "quarter-does-not-add-up",
        "Das Quartal geht nicht auf",
        f"Zahlen, die nicht zueinander passen: {len(faults)}. Es wurde nichts übernommen.",
        errors=faults,
    )


def nothing_to_publish() -> Refused:
    """Return the refusal to publish what nobody has recorded, or what is published as it is."""
    return Refused(
        "nothing-to-publish",
        "Hier gibt es nichts zu veröffentlichen",
        "Zu diesem Quartal sind keine neuen Zahlen erfasst.",
        kind="conflict",
    )


def explanation_missing(faults: Sequence[Fault]) -> Refused:
    """Return the refusal to publish without saying why."""
    return Refused(
        "explanation-missing",
        "Eine Begründung fehlt",
        " ".join(it.message for it in faults),
        errors=faults,
    )


def quarter_unknown() -> Refused:
    """Return the refusal of a quarter, or a version, that was never published."""
    return Refused(
        "quarter-unknown",
        "Zu diesem Quartal ist nichts veröffentlicht",
        "Diese Zahlen, oder diese Fassung davon, gibt es nicht.",
        kind="unknown",
    )


def import_refused(wrong: Sequence[LineFault]) -> Refused:
    """Return the refusal of a file with faults: half of a file would be worse than none."""
    return Refused(
        "import-refused",
        "Die Datei wurde nicht eingelesen",
        f"{len(wrong)} Fehler. Es wurde nichts geändert: eine Datei gilt ganz oder gar nicht.",
        kind="invalid",
        errors=tuple(
            Fault(
                f"/lines/{it.line}/{it.column.replace('~', '~0').replace('/', '~1')}",
                it.code,
                it.message,
            )
            for it in wrong[:FAULTS_MAX]
        ),
    )
