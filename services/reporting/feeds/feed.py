"""A subscription of the calendar (Kalender-Abo), from its opening to its end. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.reporting import commands, events
from services.reporting.feeds import refusals
from shared.calendar import months_after
from shared.decider import Decider

MONTHS: Final = 12
"""So long an address is good for: who still needs it then opens another."""


@dataclass(frozen=True, slots=True)
class Feed:
    """How far it reaches, and whether somebody has closed it."""

    opened: events.FeedOpened
    closed: events.FeedClosed | None = None

    def shows(self, today: date) -> bool:
        """Tell whether it still shows anything."""
        return self.closed is None and today <= self.opened.ends_on


def decide(command: commands.FeedCommand, feed: Feed | None, today: date) -> list[events.FeedEvent]:
    """Opened by whoever sees the calendar; closed by the same person, or by the central office."""
    match command, feed:
        case commands.OpenFeed(), None:
            return [
                events.FeedOpened(
                    feed_id=command.feed_id,
                    everywhere=command.everywhere,
                    sozialraum_ids=command.sozialraum_ids,
                    traeger_id=command.traeger_id,
                    ends_on=months_after(today, MONTHS),
                    by=command.by,
                    opened_on=today,
                )
            ]
        case commands.CloseFeed(), Feed() if command.any_ones or command.by == feed.opened.by:
            if feed.closed is not None:
                return []
            return [events.FeedClosed(command.feed_id, command.by, today)]
        case commands.CloseFeed(), _:
            raise refusals.feed_unknown()

    raise AssertionError(f"No row for {command} in {feed}")


def evolve(feed: Feed | None, event: events.FeedEvent) -> Feed:
    """What an event makes of a subscription. One row per event; no `if`, no rule, no refusal."""
    match event, feed:
        case events.FeedOpened(), None:
            return Feed(event)
        case events.FeedClosed(), Feed():
            return Feed(feed.opened, event)

    raise AssertionError(f"No row for {event} in {feed}")


FEED: Decider[commands.FeedCommand, Feed | None, events.FeedEvent] = Decider(None, decide, evolve)
