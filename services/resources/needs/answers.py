"""What is told of needs, for frontends and for the description of the interface."""

from typing import get_args

import marshmallow as ma

from services.resources.needs import events
from services.resources.needs.forms import LISTED_MAX, NAMED_MAX
from services.resources.needs.gaps import CELLS_MAX
from services.resources.needs.topic import Status
from services.resources.topics import IDS
from shared.fields import Choice, Day, Identifier, Items, Line, Part, Text, Whole, YesNo
from shared.methods import AnswerSchema


class ObservationAnswer(AnswerSchema):
    """An observation was recorded or withdrawn."""

    observation_id = Identifier(required=True)


class TopicAnswer(AnswerSchema):
    """A topic has gone on."""

    topic_id = Identifier(required=True)


class TookPartTold(ma.Schema):
    """A group, and how many of it took part."""

    group = Line(required=True)
    number = Whole(required=True)


class ObservationTold(ma.Schema):
    """An anonymised observation; `text` is None where somebody has deleted it."""

    observation_id = Identifier(required=True)
    sozialraum_id = Identifier(required=True)
    seen_by = Choice(*get_args(events.SeenBy), required=True)
    observed_on = Day(required=True)
    text = Text(required=True, allow_none=True)
    subjects = Items(Line(), required=True)
    age_from = Whole(required=True, allow_none=True)
    age_to = Whole(required=True, allow_none=True)
    took_part = Items(Part(TookPartTold), required=True)
    topics = Items(Identifier(), most=LISTED_MAX, required=True)


class ObservationsAnswer(ma.Schema):
    """The observations that fit, the newest first; `complete` if there are no more."""

    observations = Items(Part(ObservationTold), most=LISTED_MAX, required=True)
    complete = YesNo(required=True)


class TopicTold(ma.Schema):
    """A topic of a Sozialraum.

    seen_by  whose experience it rests on: ASD, Träger, or both
    """

    topic_id = Identifier(required=True)
    version = Whole(required=True)
    sozialraum_id = Identifier(required=True)
    title = Line(required=True)
    subject = Line(required=True)
    age_from = Whole(required=True, allow_none=True)
    age_to = Whole(required=True, allow_none=True)
    status = Choice(*get_args(Status), required=True)
    opened_on = Day(required=True)
    changed_on = Day(required=True)
    seen_by = Items(Choice(*get_args(events.SeenBy)), required=True)
    observations = Whole(required=True)


class TopicsAnswer(ma.Schema):
    """The topics that fit, the one that changed last first; `complete` if there are no more."""

    topics = Items(Part(TopicTold), most=LISTED_MAX, required=True)
    complete = YesNo(required=True)


class StepTold(ma.Schema):
    """One step of a topic: what was said, and who took part in it."""

    kind = Choice(
        *("opened", "discussed", "idea", "covered", "set-aside", "reopened"), required=True
    )
    on = Day(required=True)
    texts = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String(), required=True)
    took_part = Items(Part(TookPartTold), required=True)


class ProjectTold(ma.Schema):
    """A project of the chain, as far as it is known here."""

    project_id = Identifier(required=True)
    number = Line(required=True)
    title = Line(required=True)
    status = Line(required=True)


class CardTold(ma.Schema):
    """A card of the chain; `project_id` is the project that opened it for this topic."""

    card_id = Identifier(required=True)
    name = Line(required=True, allow_none=True)
    project_id = Identifier(required=True, allow_none=True)


class LinkTold(TopicTold):
    """A topic with what leads to it and what follows from it.

    checked  offers that were looked at before the idea
    cards    resources that cover the topic
    """

    of_observations = Items(Part(ObservationTold), most=NAMED_MAX * 10, required=True)
    steps = Items(Part(StepTold), most=LISTED_MAX, required=True)
    projects = Items(Part(ProjectTold), most=NAMED_MAX, required=True)
    checked = Items(Part(CardTold), most=NAMED_MAX * 10, required=True)
    cards = Items(Part(CardTold), most=NAMED_MAX * 10, required=True)


class GapTold(ma.Schema):
    """One cell: a topic of the list, in a Sozialraum, for an age.

    cards, verified  active cards for it, and those of them whose verification is not overdue
    open_topics      needs that are followed and not covered
    gap              somebody needs it and no verified card answers
    """

    sozialraum_id = Identifier(required=True)
    subject = Choice(*IDS, required=True)
    age_from = Whole(required=True)
    age_to = Whole(required=True)
    cards = Whole(required=True)
    verified = Whole(required=True)
    open_topics = Whole(required=True)
    gap = YesNo(required=True)


class GapsAnswer(ma.Schema):
    """The matrix topic × Sozialraum × age; cells in which nothing is are left out unless asked for."""

    cells = Items(Part(GapTold), most=CELLS_MAX, required=True)


class ChainAnswer(ma.Schema):
    """The chain need → gap → project → resource, from wherever it was taken up."""

    topics = Items(Part(LinkTold), most=LISTED_MAX, required=True)
