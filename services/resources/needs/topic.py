"""One topic of a Sozialraum (Sozialraumthema), from observations to what covers it. Pure.

observed → discussed → idea → covered; or set aside. What was done with can be reopened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from services.resources.needs import commands, events, refusals
from shared.decider import Decider
from shared.refusal import Fault, already_decided

Status = Literal["observed", "discussed", "idea", "covered", "set-aside"]
# beobachtet, beraten, Projektidee, gedeckt, abgelegt


@dataclass(frozen=True, slots=True)
class Topic:
    """What a topic has come to; `discussed` is on which days it was talked about."""

    opened: events.TopicOpened
    status: Status
    observations: tuple[str, ...]
    discussed: tuple[date, ...] = ()
    projects: tuple[str, ...] = ()


def decide(
    command: commands.TopicCommand, topic: Topic | None, today: date
) -> list[events.TopicEvent]:
    """The life of a topic as a table: which command, in which status, leads where."""
    match command, topic:
        case commands.OpenTopic(), None:
            return [_opened(command, today)]
        case commands.OpenTopic(), _:
            raise already_decided("Unter dieser Kennung gibt es schon ein Thema.")
        case _, None:
            raise refusals.topic_unknown()

        case commands.ReopenTopic(), Topic(status="covered" | "set-aside"):
            return [events.TopicReopened(command.topic_id, command.reason.ref, today)]
        case commands.ReopenTopic(), _:
            raise refusals.topic_open()
        case _, Topic(status="covered" | "set-aside"):
            raise refusals.topic_done()

        case commands.BundleObservations(), Topic():
            return _bundled(command, topic)
        case commands.DiscussTopic(on=on), Topic() if on > today:
            raise refusals.not_discussed_yet()
        case commands.DiscussTopic(), Topic():
            told = command.took_part
            return [events.TopicDiscussed(command.topic_id, command.on, command.result.ref, told)]
        case commands.FindIdea(), Topic(discussed=()):
            raise refusals.not_discussed()
        case commands.FindIdea(), Topic():
            return [_idea(command, today)]
        case commands.LinkProject(), Topic(status="idea"):
            return _linked(command, topic)
        case commands.LinkProject(), Topic():
            raise refusals.no_idea_yet()
        case commands.CoverTopic(), Topic():
            return [_covered(command, topic, today)]
        case commands.SetTopicAside(), Topic():
            return [events.TopicSetAside(command.topic_id, command.reason.ref, today)]

    raise AssertionError(f"No row for {command} in {topic}")


def _opened(command: commands.OpenTopic, today: date) -> events.TopicOpened:
    _check_observations(command.observations, command.areas or {}, command.sozialraum_id)
    return events.TopicOpened(
        topic_id=command.topic_id,
        sozialraum_id=command.sozialraum_id,
        title=command.title,
        subject=command.subject,
        age_from=command.age_from,
        age_to=command.age_to,
        observations=command.observations,
        opened_on=today,
    )


def _bundled(command: commands.BundleObservations, topic: Topic) -> list[events.TopicEvent]:
    _check_observations(command.observations, command.areas or {}, topic.opened.sozialraum_id)
    added = tuple(it for it in command.observations if it not in topic.observations)
    return [events.ObservationsBundled(command.topic_id, added)] if added else []


def _check_observations(
    named: Sequence[str], areas: Mapping[str, str | None], sozialraum_id: str
) -> None:
    """Each is known, stands, and is of the same Sozialraum; None is unknown or withdrawn."""
    faults = []
    for number, observation_id in enumerate(named):
        area = areas.get(observation_id)
        if area is None:
            text = "Diese Beobachtung gibt es nicht, oder sie wurde zurückgenommen."
            faults.append(Fault(f"/observations/{number}", "observation-unknown", text))
        elif area != sozialraum_id:
            text = "Diese Beobachtung gehört zu einem anderen Sozialraum."
            faults.append(Fault(f"/observations/{number}", "observation-elsewhere", text))
    if faults:
        raise refusals.observations_not_usable(faults)


def _check_cards(named: Sequence[str], unknown: frozenset[str], field: str) -> None:
    faults = [
        Fault(f"/{field}/{number}", "card-unknown", "Diese Karte gibt es nicht.")
        for number, card_id in enumerate(named)
        if card_id in unknown
    ]
    if faults:
        raise refusals.cards_unknown(faults)


def _idea(command: commands.FindIdea, today: date) -> events.IdeaFound:
    _check_cards(command.checked_cards, command.unknown_cards, "checked_cards")
    return events.IdeaFound(
        command.topic_id,
        command.checked_cards,
        command.gap.ref,
        command.idea.ref,
        command.took_part,
        today,
    )


def _linked(command: commands.LinkProject, topic: Topic) -> list[events.TopicEvent]:
    if command.project_area is None:
        raise refusals.project_unknown()
    if command.project_area != topic.opened.sozialraum_id:
        raise refusals.project_elsewhere()
    if command.project_id in topic.projects:
        return []
    return [events.ProjectLinked(command.topic_id, command.project_id)]


def _covered(command: commands.CoverTopic, topic: Topic, today: date) -> events.TopicCovered:
    _check_cards(command.cards, command.unknown_cards, "cards")
    if command.project_id is not None and command.project_id not in topic.projects:
        raise refusals.project_not_linked()
    return events.TopicCovered(
        command.topic_id, command.cards, command.project_id, command.took_part, today
    )


def evolve(topic: Topic | None, event: events.TopicEvent) -> Topic:
    """A topic is what has happened to it last."""
    match event, topic:
        case events.TopicOpened(), _:
            return Topic(event, "observed", event.observations)
        case events.ObservationsBundled(), Topic():
            return replace(topic, observations=(*topic.observations, *event.observations))
        case events.TopicDiscussed(), Topic(status="observed"):
            return replace(topic, status="discussed", discussed=(*topic.discussed, event.on))
        case events.TopicDiscussed(), Topic():
            return replace(topic, discussed=(*topic.discussed, event.on))
        case events.IdeaFound(), Topic():
            return replace(topic, status="idea")
        case events.ProjectLinked(), Topic():
            return replace(topic, projects=(*topic.projects, event.project_id))
        case events.TopicCovered(), Topic():
            return replace(topic, status="covered")
        case events.TopicSetAside(), Topic():
            return replace(topic, status="set-aside")
        case events.TopicReopened(), Topic():
            return replace(topic, status="observed", discussed=())
    raise AssertionError(f"{event} of nothing")


TOPIC: Decider[commands.TopicCommand, Topic | None, events.TopicEvent] = Decider(
    None, decide, evolve
)
