"""What the resource network refuses. Each code stands here once."""

from datetime import date

from shared.calendar import german
from shared.refusal import Fault, Refused


def card_unknown() -> Refused:
    """Return the refusal of a card that does not exist, or that the person may not see."""
    return Refused(
        "card-unknown",
        "Die Karte ist nicht bekannt",
        "Zu dieser Kennung gibt es keine Karte.",
        kind="unknown",
    )


def card_not_active() -> Refused:
    """Return the refusal to change what is archived, or what was only proposed."""
    return Refused(
        "card-not-active",
        "Die Karte ist nicht im Netz",
        "Sie ist abgelegt oder erst vorgeschlagen. Vorher ist sie wieder aufzunehmen oder"
        " anzunehmen.",
        kind="conflict",
    )


def no_proposal() -> Refused:
    """Return the refusal to decide what nobody has proposed."""
    return Refused(
        "no-proposal",
        "Hier ist nichts vorgeschlagen",
        "Zu dieser Karte liegt kein Vorschlag vor, über den noch zu entscheiden wäre.",
        kind="conflict",
    )


def proposal_open() -> Refused:
    """Return the refusal of a second proposal before the first one is decided."""
    return Refused(
        "proposal-open",
        "Ein Vorschlag ist noch offen",
        "Zu dieser Karte liegt schon ein Vorschlag vor. Er kann vorher zurückgezogen werden.",
        kind="conflict",
    )


def own_proposal() -> Refused:
    """Return the refusal to accept what one has proposed oneself."""
    return Refused(
        "own-proposal",
        "Der Vorschlag ist Ihr eigener",
        "Wer etwas vorgeschlagen hat, nimmt es nicht selbst an.",
        kind="denied",
    )


def description_missing() -> Refused:
    """Return the refusal of a new card of which no text says what is offered."""
    detail = "Eine neue Karte braucht eine Beschreibung."
    return Refused(
        "description-missing",
        "Die Beschreibung fehlt",
        detail,
        kind="invalid",
        errors=[Fault("/description", "missing", detail)],
    )


def day_of_verification(first: date, last: date) -> Refused:
    """Return the refusal of a next look that lies in the past, or too far ahead."""
    detail = f"Die nächste Prüfung liegt zwischen dem {german(first)} und dem {german(last)}."
    return Refused(
        "verify-by-impossible",
        "Dieser Tag passt nicht",
        detail,
        errors=[Fault("/verify_by", "verify-by-impossible", detail)],
    )
