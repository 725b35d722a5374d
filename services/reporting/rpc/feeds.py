"""Subscriptions of the calendar: opened by who sees it, read by whoever has the address.

The secret part of an address is made of this service's own key, so neither log nor database holds
it; another key closes all addresses at once. The gateway asks with it by itself, for nobody.
"""

import hmac
from dataclasses import replace
from typing import Final

from services.reporting import commands
from services.reporting.duties import answers as duty_answers
from services.reporting.duties import ical
from services.reporting.duties import listing as duty_list
from services.reporting.feeds import answers, forms, refusals
from services.reporting.feeds.feed import FEED, Feed
from services.reporting.rpc.common import Reporting
from services.reporting.rpc.duties import DUTIES, DutiesSchema
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.form import load
from shared.kernel_forms import EmptySchema
from shared.wire import command, internal, query
from shared.writer import Turn

CENTRAL_OFFICE: Final = "central_office"


def feed_stream(feed_id: str) -> str:
    """Return the stream of a subscription."""
    return f"feed-{feed_id}"


class Feeds(Reporting):
    """The calendar for programs that cannot sign in."""

    @command(forms.OpenFeedSchema, "Ein Kalender-Abo eröffnen", answers.FeedAnswer)
    def open_feed(self, call: Call, _asked: commands.OpenFeed) -> Json:
        """Return {feed_id, path}: who has the path sees what the person may see now, for a year."""
        feed_id, allowed = call.new_id(), call.reach()
        mine = feed_stream(feed_id)

        def decide(turn: Turn) -> Json:
            asked = commands.OpenFeed(
                feed_id,
                everywhere=allowed["everywhere"],
                sozialraum_ids=tuple(allowed["sozialraeume"]),
                traeger_id=allowed["own_traeger_id"],
                by=turn.actor,
            )
            turn.add(mine, FEED.decide(asked, turn.state(FEED, mine), call.today))
            return {"feed_id": feed_id, "path": None}

        answer = self.kernel.writer.execute(call, [mine], decide)
        return {**answer, "path": f"feeds/{feed_id}/{self._secret(feed_id)}.ics"}

    @command(forms.CloseFeedSchema, "Ein Kalender-Abo beenden", answers.FeedAnswer)
    def close_feed(self, call: Call, asked: commands.CloseFeed) -> Json:
        """Let an address show nothing any more. The central office may do so with any."""
        mine = feed_stream(asked.feed_id)

        def decide(turn: Turn) -> Json:
            any_ones = call.context.actor.role == CENTRAL_OFFICE
            full = replace(asked, by=turn.actor, any_ones=any_ones)
            turn.add(mine, FEED.decide(full, turn.state(FEED, mine), call.today))
            return {"feed_id": asked.feed_id, "path": None}

        answer: Json = self.kernel.writer.execute(call, [mine], decide)
        return answer

    @query(EmptySchema, "Listet Kalender-Abos", answers.FeedsAnswer)
    def list_feeds(self, call: Call, _asked: Json) -> Json:
        """Return {feeds}: the own ones; to the central office and auditors those of all."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            me = kernel.writer.actors.told(conn, call.context.actor)["sub"]
            names = kernel.log.streams(conn, "feed")
            found = kernel.log.read(conn, *names) if names else {}
        feeds = [it for it in (FEED.fold(one.events) for one in found.values()) if it is not None]
        seen = [it for it in feeds if "a" in call.scopes or it.opened.by == me]
        seen.sort(key=lambda it: (it.opened.opened_on, it.opened.feed_id), reverse=True)
        return {"feeds": [_told(it, call, me) for it in seen]}

    @internal(
        forms.ReadFeedSchema,
        "Gibt den Kalender eines Abos aus (iCal)",
        duty_answers.CalendarAnswer,
    )
    def read_feed(self, call: Call, asked: Json) -> Json:
        """Return {calendar}. Raises Refused `feed-unknown` whatever is wrong with the address."""
        kernel: Engine = self.kernel
        mine = feed_stream(asked["feed_id"])
        with kernel.pool.connection() as conn:
            feed = FEED.fold(kernel.log.read(conn, mine)[mine].events)
        told, right = asked["secret"].encode(), self._secret(asked["feed_id"]).encode()
        if not hmac.compare_digest(told, right) or feed is None or not feed.shows(call.today):
            raise refusals.feed_unknown()
        given = {
            **load(DutiesSchema, {"standing": "open"}),
            "everywhere": feed.opened.everywhere,
            "sozialraeume": list(feed.opened.sozialraum_ids),
            "own_traeger_id": feed.opened.traeger_id,
            "today": call.today,
        }
        found = kernel.read_models.ask(DUTIES.name, lambda conn: duty_list.duties(conn, given))
        return {"calendar": ical.calendar(found)}

    def _secret(self, feed_id: str) -> str:
        kernel: Engine = self.kernel
        key = kernel.settings.signing_secret(kernel.name).encode()
        return hmac.digest(key, f"calendar feed {feed_id}".encode(), "sha256").hex()


def _told(feed: Feed, call: Call, me: str) -> Json:
    return {
        "feed_id": feed.opened.feed_id,
        "opened_on": feed.opened.opened_on.isoformat(),
        "ends_on": feed.opened.ends_on.isoformat(),
        "closed_on": feed.closed and feed.closed.closed_on.isoformat(),
        "open": feed.shows(call.today),
        "own": feed.opened.by == me,
    }
