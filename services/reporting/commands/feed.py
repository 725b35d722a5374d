"""What can be asked of subscriptions of the calendar. How far one reaches is told by the service."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenFeed:
    """Kalender-Abo eröffnen."""

    feed_id: str = ""
    everywhere: bool = False
    sozialraum_ids: tuple[str, ...] = ()
    traeger_id: str | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class CloseFeed:
    """Kalender-Abo beenden. `any_ones`: whoever closes may close those of others."""

    feed_id: str
    by: str = ""
    any_ones: bool = False


FeedCommand = OpenFeed | CloseFeed
