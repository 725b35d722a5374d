"""The refusals of this topic."""

from collections.abc import Sequence
from datetime import date

from shared.calendar import german
from shared.refusal import Fault, Refused


def kept_elsewhere() -> Refused:
    """Return the refusal to keep here what is the whole city's."""
    return Refused(
        "uag-kept-elsewhere",
        "Die UAG wird nicht in diesem Bezirk geführt",
        "Die UAG Sozialraumarbeit ist eine für die ganze Stadt; ein anderer Bezirk führt sie.",
        kind="rule",
    )


def does_not_fit(faults: Sequence[Fault]) -> Refused:
    """Return the refusal of what contradicts itself or what is known: all faults at once."""
    return Refused(
        "does-not-fit",
        "Die Angaben passen so nicht",
        f"Angaben, die fehlen oder nicht passen: {len(faults)}.",
        errors=sorted(faults, key=lambda it: (it.pointer, it.message)),
    )


def already_member() -> Refused:
    """Return the refusal to appoint somebody twice."""
    return Refused(
        "already-member",
        "Diese Person ist schon Mitglied",
        "Wer die Funktion wechselt, scheidet erst aus und wird dann neu berufen.",
        kind="conflict",
    )


def member_unknown() -> Refused:
    """Return the refusal of a member who is none."""
    detail = "Unter dieser Kennung ist hier kein Mitglied bekannt."
    return Refused(
        "member-unknown",
        "Dieses Mitglied gibt es nicht",
        detail,
        kind="unknown",
        errors=[Fault("/member_id", "member-unknown", detail)],
    )


def member_gone() -> Refused:
    """Return the refusal of a member who has left."""
    return Refused(
        "member-gone",
        "Dieses Mitglied ist ausgeschieden",
        "Seine Zeit im Gremium hat schon einen letzten Tag.",
        kind="conflict",
    )


def not_accompanied() -> Refused:
    """Return the refusal of a contact with a team that nobody accompanies."""
    return Refused(
        "team-not-accompanied",
        "Dieses Team hat keine Begleitung",
        "Erst wer begleitet, hält Kontakte fest.",
        kind="conflict",
    )


def meeting_unknown() -> Refused:
    """Return the refusal of a meeting that nobody has planned or held."""
    detail = "Unter dieser Kennung ist keine Sitzung dieses Gremiums bekannt."
    return Refused(
        "meeting-unknown",
        "Diese Sitzung gibt es nicht",
        detail,
        kind="unknown",
        errors=[Fault("/meeting_id", "meeting-unknown", detail)],
    )


def already_held() -> Refused:
    """Return the refusal to record a meeting twice."""
    return Refused(
        "meeting-already-held",
        "Diese Sitzung ist schon niedergeschrieben",
        "Was in der Niederschrift steht, wird nicht überschrieben; berichtigt wird es mit Grund.",
        kind="conflict",
    )


def meeting_cancelled(on: date) -> Refused:
    """Return the refusal to do anything with a meeting that does not count."""
    return Refused(
        "meeting-cancelled",
        "Diese Sitzung ist abgesagt",
        f"Sie gilt seit dem {german(on)} nicht mehr. Fand sie doch statt, wird sie neu"
        " niedergeschrieben.",
        kind="conflict",
    )


def not_held() -> Refused:
    """Return the refusal to do what a meeting has not resolved yet."""
    return Refused(
        "meeting-not-held",
        "Diese Sitzung hat noch nicht stattgefunden",
        "Maßnahmen und Berichtigungen gibt es erst mit der Niederschrift.",
        kind="conflict",
    )


def action_unknown(number: int) -> Refused:
    """Return the refusal of an action that a meeting has not resolved."""
    detail = f"Eine Maßnahme {number} hat diese Sitzung nicht beschlossen."
    return Refused(
        "action-unknown",
        "Diese Maßnahme gibt es nicht",
        detail,
        kind="unknown",
        errors=[Fault("/number", "action-unknown", detail)],
    )


def action_done() -> Refused:
    """Return the refusal to do something twice."""
    return Refused(
        "action-done",
        "Diese Maßnahme ist schon erledigt",
        "Erledigt wird sie nur einmal.",
        kind="conflict",
    )
