"""The forms of what is new in a Sozialraum."""

from services.resources import commands
from services.resources.forms.questions import PAGE_MAX
from shared.form import CommandSchema, Identifier, QuerySchema, Whole


class NewsSchema(QuerySchema):
    """A Sozialraum. `after`: an event to be shown."""

    sozialraum_id = Identifier(required=True)
    limit = Whole(1, PAGE_MAX, load_default=PAGE_MAX)
    after = Identifier(load_default=None, allow_none=True)


class MarkSeenSchema(CommandSchema):
    """The form of `MarkSeen`: the position that `list_news` gave."""

    makes = commands.MarkSeen

    sozialraum_id = Identifier(required=True)
    position = Whole(0, required=True)
