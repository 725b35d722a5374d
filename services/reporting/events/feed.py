"""Subscriptions of the calendar of duties, for programs that cannot sign in: stream `feed-<id>`.

The address that opens one stands in no event; `by` is the random id of the person who acted.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FeedOpened:
    """Kalender-Abo eröffnet: until a day it shows what the person could see when it was opened.

    everywhere  all duties; otherwise those of these Sozialräume and of this Träger
    """

    feed_id: str
    everywhere: bool
    sozialraum_ids: tuple[str, ...]
    traeger_id: str | None
    ends_on: date
    by: str
    opened_on: date


@dataclass(frozen=True, slots=True)
class FeedClosed:
    """Kalender-Abo beendet: its address shows nothing any more."""

    feed_id: str
    by: str
    closed_on: date
