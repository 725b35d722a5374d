"""What is told of subscriptions of the calendar."""

import marshmallow as ma

from shared.fields import Day, Identifier, Items, Line, Part, YesNo
from shared.methods import AnswerSchema

LIST_MAX = 100_000


class FeedAnswer(AnswerSchema):
    """A subscription was opened or closed. `path`: its secret address, below that of the system."""

    feed_id = Identifier(required=True)
    path = Line(required=True, allow_none=True)


class FeedTold(ma.Schema):
    """A subscription, without its address; `own`: it is the asking person's."""

    feed_id = Identifier(required=True)
    opened_on = Day(required=True)
    ends_on = Day(required=True)
    closed_on = Day(required=True, allow_none=True)
    open = YesNo(required=True)
    own = YesNo(required=True)


class FeedsAnswer(ma.Schema):
    """Subscriptions, those opened last first."""

    feeds = Items(Part(FeedTold), most=LIST_MAX, required=True)
