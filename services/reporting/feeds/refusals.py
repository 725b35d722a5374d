"""The refusals of subscriptions of the calendar."""

from shared.refusal import Refused


def feed_unknown() -> Refused:
    """There is none, it is another person's, it is over, or the address is wrong: all the same."""
    return Refused(
        "feed-unknown",
        "Dieses Kalender-Abo gibt es nicht",
        "Es wurde beendet, ist abgelaufen, oder die Adresse stimmt nicht.",
        kind="unknown",
    )
