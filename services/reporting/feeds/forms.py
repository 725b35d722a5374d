"""The forms of subscriptions of the calendar."""

from typing import Final

from services.reporting import commands
from shared.form import CommandSchema, Identifier, Line, QuerySchema

SECRET_MAX: Final = 200


class OpenFeedSchema(CommandSchema):
    """Nothing to say: it reaches as far as who opens it."""

    makes = commands.OpenFeed


class CloseFeedSchema(CommandSchema):
    """Which one."""

    makes = commands.CloseFeed

    feed_id = Identifier(required=True)


class ReadFeedSchema(QuerySchema):
    """Which one, and what only its address says."""

    feed_id = Identifier(required=True)
    secret = Line(SECRET_MAX, required=True)
