"""What is new in the own Sozialraum since last time: a mark for each person, beside the log."""

from typing import Any

from services.resources import commands, news, refusals, told
from services.resources.answers import news as answers
from services.resources.forms import news as forms
from services.resources.rpc.common import DIRECTORY, Network, is_office, sight
from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.engine import Engine
from shared.refusal import stale
from shared.wire import command, query


class News(Network):
    """Who knows the area's resources needs to hear what has become of them."""

    @query(forms.NewsSchema, "Zeigt, was im Sozialraum neu ist", answers.NewsAnswer)
    def list_news(self, call: Call, asked: Json) -> Json:
        """Return {news, position, seen_until, share}: what was not marked as seen yet.

        The share tells how much of the area the ASD knows, which must know it.
        """
        self.wait_for(call, DIRECTORY, asked["after"])
        kernel: Engine = self.kernel
        sozialraum_id, exact = asked["sozialraum_id"], is_office(call)

        def found(conn: Any) -> Json:
            me = kernel.writer.actors.known(conn, call.context.actor.sub)
            by_me, by_asd = news.marks(conn, me, sozialraum_id)
            given = {**asked, **sight(call), "mark": by_me, "by_me": by_me, "by_asd": by_asd}
            return {
                "sozialraum_id": sozialraum_id,
                "position": self._heard(conn),
                "seen_until": by_me,
                "news": [told.changed_card(it, exact=exact) for it in news.news(conn, given)],
                "share": news.share(conn, given),
            }

        answer: Json = kernel.read_models.ask(DIRECTORY.name, found)
        return answer

    @command(forms.MarkSeenSchema, "Neues als gesehen vermerken", answers.MarkedAnswer)
    def mark_seen(self, call: Call, asked: commands.MarkSeen) -> Json:
        """Move the own mark, never back: no event tells of it, and no history is kept."""
        kernel: Engine = self.kernel
        roles = call.person.roles if call.person else frozenset()
        of_area = call.person is not None and asked.sozialraum_id in call.person.sozialraeume
        with kernel.pool.connection() as conn:
            me = kernel.writer.actors.told(conn, call.context.actor)["sub"]
            before, _ = news.marks(conn, me, asked.sozialraum_id)
            if call.expected_version not in (None, before):
                raise stale({"sozialraum_id": asked.sozialraum_id, "version": before})
            if asked.position > self._heard(conn):
                raise refusals.not_that_far()
            seen_until = news.mark(
                conn,
                {
                    "me": me,
                    "sozialraum_id": asked.sozialraum_id,
                    "of_asd": "asd_member" in roles and of_area,
                    "position": asked.position,
                },
            )
        return {
            "stream": None,
            "version": seen_until,
            "event_ids": [],
            "sozialraum_id": asked.sozialraum_id,
            "seen_until": seen_until,
        }

    def _heard(self, conn: Conn) -> int:
        """Return how far the directory has heard; 0 while nothing has happened."""
        kernel: Engine = self.kernel
        positions: dict[str, int] = kernel.read_models.live_positions(conn, DIRECTORY)
        return positions.get("resources", 0)
