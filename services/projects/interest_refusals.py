"""The refusals of interest."""

from shared.guideline import REPORT
from shared.money import euros
from shared.refusal import Fault, Refused


def proposal_unknown() -> Refused:
    """Nobody has proposed it."""
    text = "Zu dieser Kennung sind keine Zinsen vorgeschlagen."
    return Refused(
        "interest-proposal-unknown",
        "Den Vorschlag gibt es nicht",
        text,
        kind="unknown",
        errors=(Fault("/proposal_id", "interest-proposal-unknown", text),),
    )


def proposal_outdated(proposed_ct: int, now_ct: int) -> Refused:
    """Money has come in since, on a day before the last."""
    return Refused(
        "interest-changed",
        "Die Zinsen sind nicht mehr die vorgeschlagenen",
        f"Vorgeschlagen sind {euros(proposed_ct)}, jetzt sind es {euros(now_ct)}."
        " Die Zinsen werden neu vorgeschlagen.",
        kind="conflict",
        clause=REPORT,
        facts={"proposed_ct": proposed_ct, "now_ct": now_ct},
    )


def not_yet_heard() -> Refused:
    """Funding computes from what it has heard, and has not heard of the last decision yet."""
    return Refused(
        "interest-not-yet-booked",
        "Die letzte Entscheidung ist noch nicht verbucht",
        "Das geschieht gleich. Bitte die Zinsen dann noch einmal berechnen lassen.",
        kind="unavailable",
    )


def four_eyes() -> Refused:
    """Who proposes does not decide."""
    return Refused(
        "separation-of-duties",
        "Das muss jemand anderes tun",
        "Über Zinsen entscheidet, wer sie nicht selbst vorgeschlagen hat.",
        kind="denied",
    )
