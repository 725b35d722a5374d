"""The forms in which strangers send commands and questions about needs."""

from typing import Any, Final, get_args

import marshmallow as ma

from services.resources.needs import commands, events
from services.resources.needs.topic import Status
from services.resources.topics import IDS
from shared.canonical import Json
from shared.faults import said
from shared.form import (
    Choice,
    CommandSchema,
    Day,
    Form,
    Identifier,
    Items,
    Line,
    Part,
    QuerySchema,
    Text,
    Whole,
    YesNo,
)
from shared.guideline.forms import CaseFreeSchema

AGE_MAX: Final = 120
GROUPS_MAX: Final = 20
PEOPLE_MAX: Final = 100_000
LISTED_MAX: Final = 200
OFFSET_MAX: Final = 1_000_000
NAMED_MAX: Final = 100


class TookPartSchema(Form):
    """A group, and how many of it took part."""

    makes = events.TookPart

    group = Line(required=True)
    number = Whole(1, PEOPLE_MAX, required=True)


class _Ages:
    """From young to old; an open end is left out."""

    age_from = Whole(0, AGE_MAX, load_default=None, allow_none=True)
    age_to = Whole(0, AGE_MAX, load_default=None, allow_none=True)

    @ma.validates_schema
    def ages_are_a_range(self, data: Json, **_: Any) -> None:
        """An age „bis“ is not below the age „von“."""
        first, last = data["age_from"], data["age_to"]
        if first is not None and last is not None and last < first:
            text = "Das Alter „bis“ darf nicht unter dem Alter „von“ liegen."
            raise ma.ValidationError({"age_to": [said("end-before-start", text)]})


def _took_part(least: int = 0) -> Items:
    if least:
        return Items(Part(TookPartSchema), least, GROUPS_MAX, required=True)
    return Items(Part(TookPartSchema), 0, GROUPS_MAX, load_default=())


def _ids(least: int = 1) -> Items:
    return Items(Identifier(), least, NAMED_MAX, required=True)


class _IdsOnceSchema(CommandSchema):
    """Ids count once, in the order given."""

    def made(self, data: Json) -> Any:
        """Return the command."""
        once = ("observations", "cards", "checked_cards", "subjects")
        unique = {name: tuple(dict.fromkeys(data[name])) for name in once if name in data}
        return super().made({**data, **unique})


class _NeedSchema(_IdsOnceSchema, CaseFreeSchema):
    """Something is written freely in it, if only who took part."""


class RecordObservationSchema(_Ages, _NeedSchema):
    """The form of `RecordObservation`."""

    makes = commands.RecordObservation

    sozialraum_id = Identifier(required=True)
    observed_on = Day(required=True)
    text = Text(required=True)
    subjects = Items(Choice(*IDS), 0, len(IDS), load_default=())
    took_part = _took_part()


class WithdrawObservationSchema(CommandSchema):
    """The form of `WithdrawObservation`."""

    makes = commands.WithdrawObservation

    observation_id = Identifier(required=True)
    reason_code = Choice(*get_args(events.WithdrawalReason), required=True)


class OpenTopicSchema(_Ages, _NeedSchema):
    """The form of `OpenTopic`."""

    makes = commands.OpenTopic

    sozialraum_id = Identifier(required=True)
    title = Line(required=True)
    subject = Choice(*IDS, required=True)
    observations = _ids()


class BundleObservationsSchema(_IdsOnceSchema):
    """The form of `BundleObservations`."""

    makes = commands.BundleObservations

    topic_id = Identifier(required=True)
    observations = _ids()


class DiscussTopicSchema(_NeedSchema):
    """The form of `DiscussTopic`: a discussion of nobody is none."""

    makes = commands.DiscussTopic

    topic_id = Identifier(required=True)
    on = Day(required=True)
    result = Text(required=True)
    took_part = _took_part(1)


class FindIdeaSchema(_NeedSchema):
    """The form of `FindIdea`: where there is no offer at all, no card is named."""

    makes = commands.FindIdea

    topic_id = Identifier(required=True)
    checked_cards = _ids(0)
    gap = Text(required=True)
    idea = Text(required=True)
    took_part = _took_part()


class LinkProjectSchema(CommandSchema):
    """The form of `LinkProject`."""

    makes = commands.LinkProject

    topic_id = Identifier(required=True)
    project_id = Identifier(required=True)


class CoverTopicSchema(_NeedSchema):
    """The form of `CoverTopic`."""

    makes = commands.CoverTopic

    topic_id = Identifier(required=True)
    cards = _ids()
    project_id = Identifier(load_default=None, allow_none=True)
    took_part = _took_part()


class _ReasonedSchema(_NeedSchema):
    topic_id = Identifier(required=True)
    reason = Text(required=True)


class SetTopicAsideSchema(_ReasonedSchema):
    """The form of `SetTopicAside`."""

    makes = commands.SetTopicAside


class ReopenTopicSchema(_ReasonedSchema):
    """The form of `ReopenTopic`."""

    makes = commands.ReopenTopic


class ObservationsSchema(QuerySchema):
    """Which observations, from which one on; what is left out does not matter. `after`: an event to be shown."""

    sozialraum_id = Identifier(load_default=None, allow_none=True)
    subject = Choice(*IDS, load_default=None, allow_none=True)
    unbundled = YesNo(load_default=False)
    limit = Whole(1, LISTED_MAX, load_default=50)
    offset = Whole(0, OFFSET_MAX, load_default=0)
    after = Identifier(load_default=None, allow_none=True)


class TopicsSchema(QuerySchema):
    """Which topics, from which one on; what is left out does not matter. `after`: an event to be shown."""

    sozialraum_id = Identifier(load_default=None, allow_none=True)
    subject = Choice(*IDS, load_default=None, allow_none=True)
    status = Choice(*get_args(Status), load_default=None, allow_none=True)
    limit = Whole(1, LISTED_MAX, load_default=50)
    offset = Whole(0, OFFSET_MAX, load_default=0)
    after = Identifier(load_default=None, allow_none=True)


class TopicIdSchema(QuerySchema):
    """One topic. `after`: an event to be shown."""

    topic_id = Identifier(required=True)
    after = Identifier(load_default=None, allow_none=True)


class ChainSchema(QuerySchema):
    """Where the chain is taken up: exactly one of the four. `after`: an event to be shown."""

    observation_id = Identifier(load_default=None, allow_none=True)
    topic_id = Identifier(load_default=None, allow_none=True)
    project_id = Identifier(load_default=None, allow_none=True)
    card_id = Identifier(load_default=None, allow_none=True)
    after = Identifier(load_default=None, allow_none=True)

    @ma.validates_schema
    def one_end(self, data: Json, **_: Any) -> None:
        """A chain is taken up in one place."""
        ends = ("observation_id", "topic_id", "project_id", "card_id")
        if sum(data[name] is not None for name in ends) != 1:
            text = "Bitte genau eines angeben: Beobachtung, Thema, Projekt oder Karte."
            raise ma.ValidationError({"topic_id": [said("exactly-one", text)]})


class GapsSchema(QuerySchema):
    """Which Sozialräume; none: all that one may see. `after`: an event to be shown.

    with_empty  also the cells in which nothing is: topics of the list that nobody offers anything for
    """

    sozialraum_ids = Items(Identifier(), 0, NAMED_MAX, load_default=())
    with_empty = YesNo(load_default=False)
    after = Identifier(load_default=None, allow_none=True)


FORMS: Final[dict[str, type[CommandSchema]]] = {
    "record_observation": RecordObservationSchema,
    "withdraw_observation": WithdrawObservationSchema,
    "open_topic": OpenTopicSchema,
    "bundle_observations": BundleObservationsSchema,
    "discuss_topic": DiscussTopicSchema,
    "find_idea": FindIdeaSchema,
    "link_project": LinkProjectSchema,
    "cover_topic": CoverTopicSchema,
    "set_topic_aside": SetTopicAsideSchema,
    "reopen_topic": ReopenTopicSchema,
}
