"""What is told of news."""

import marshmallow as ma

from services.resources.answers.card import ListedCard
from services.resources.forms.questions import PAGE_MAX
from shared.fields import Choice, Day, Identifier, Items, Part, Whole
from shared.methods import AnswerSchema


class NewsTold(ListedCard):
    """A card that is new, or what has become of it since."""

    change = Choice("new", "changed", "archived", "reopened", "merged", required=True)
    changed_on = Day(required=True)
    position = Whole(required=True)


class ShareTold(ma.Schema):
    """How many cards of the Sozialraum are known as they are now.

    cards        all that are found there
    seen_by_me   those whose last change the person has seen
    seen_by_asd  those whose last change somebody of the ASD has seen, and their share in percent
    """

    cards = Whole(required=True)
    seen_by_me = Whole(required=True)
    seen_by_asd = Whole(required=True)
    asd_percent = Whole(0, 100, required=True, allow_none=True)


class NewsAnswer(ma.Schema):
    """What is new since the person looked last; with `position` it is marked as seen."""

    sozialraum_id = Identifier(required=True)
    position = Whole(required=True)
    seen_until = Whole(required=True)
    news = Items(Part(NewsTold), most=PAGE_MAX, required=True)
    share = Part(ShareTold, required=True)


class MarkedAnswer(AnswerSchema):
    """How far the person has seen what is new; `version` is the same number."""

    sozialraum_id = Identifier(required=True)
    seen_until = Whole(required=True)
