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


def card_merged(survivor: str, place: str = "/card_id") -> Refused:
    """Return the refusal to do anything with a card that goes on in another: it says in which."""
    detail = f"Diese Karte ist in der Karte {survivor} aufgegangen; dort geht es weiter."
    return Refused(
        "card-merged",
        "Die Karte ist in einer anderen aufgegangen",
        detail,
        kind="conflict",
        errors=[Fault(place, "card-merged", detail)],
        facts={"surviving_card_id": survivor},
    )


def same_card() -> Refused:
    """Return the refusal to merge a card with itself."""
    detail = "Zusammengeführt werden zwei verschiedene Karten."
    return Refused(
        "same-card",
        "Das ist dieselbe Karte",
        detail,
        kind="invalid",
        errors=[Fault("/into_card_id", "same-card", detail)],
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


def not_that_far() -> Refused:
    """Return the refusal to have seen what has not happened yet."""
    detail = "So weit ist das Netz noch nicht. Gemeint ist die Position, die list_news nennt."
    return Refused(
        "position-not-reached",
        "Diese Position gibt es noch nicht",
        detail,
        kind="invalid",
        errors=[Fault("/position", "position-not-reached", detail)],
    )


# ---- contact persons -----------------------------------------------------------------------


def contact_unknown() -> Refused:
    """Return the refusal of a contact person that a card does not have, or has no more."""
    return Refused(
        "contact-unknown",
        "Die Ansprechperson ist nicht bekannt",
        "Diese Karte hat keine Ansprechperson unter dieser Kennung.",
        kind="unknown",
    )


def consent_over(today: date) -> Refused:
    """Return the refusal of a consent that ends today, or has ended."""
    detail = f"Eine Einwilligung muss über heute hinaus gelten, also nach dem {german(today)}."
    return _consent("consent-over", "consent_until", detail)


def consent_expired(until: date) -> Refused:
    """Return the refusal to renew what has ended: what was known of the person goes, or is gone."""
    return Refused(
        "consent-expired",
        "Die Einwilligung ist abgelaufen",
        f"Sie galt bis zum {german(until)}; die Angaben werden gelöscht. Wer wieder einwilligt, wird"
        " neu benannt (name_contact).",
        kind="conflict",
    )


def contact_not_erased() -> Refused:
    """Return the refusal of a receipt for what is still kept."""
    return Refused(
        "contact-not-erased",
        "Die Angaben sind nicht gelöscht",
        "Eine Bescheinigung gibt es erst nach dem Widerruf oder dem Ende der Einwilligung.",
        kind="conflict",
    )


def consent_not_yet() -> Refused:
    """Return the refusal of a consent that nobody has given yet."""
    return _consent("consent-not-given", "consent_on", "Die Einwilligung liegt in der Zukunft.")


def _consent(code: str, field: str, detail: str) -> Refused:
    title = "Ohne Einwilligung wird niemand genannt"
    return Refused(code, title, detail, errors=[Fault(f"/{field}", code, detail)])


def contact_in_the_future() -> Refused:
    """Return the refusal of a talk that has not taken place."""
    return _contact_day("contact-in-the-future", "on", "Das Gespräch liegt in der Zukunft.")


def next_contact_passed() -> Refused:
    """Return the refusal of a next talk in the past."""
    return _contact_day("next-contact-passed", "next_on", "Der nächste Kontakt liegt nach heute.")


def _contact_day(code: str, field: str, detail: str) -> Refused:
    title = "Dieser Tag passt nicht zum Kontakt"
    return Refused(code, title, detail, errors=[Fault(f"/{field}", code, detail)])


def contacts_closed() -> Refused:
    """Return the refusal to show contact persons to an auditor who has given no reason today."""
    return Refused(
        "contacts-closed",
        "Kontaktdaten nur mit Grund",
        "Wer prüft, gibt zuerst den Grund an (open_contacts); er wird festgehalten.",
        kind="denied",
    )
