"""What can be done about the needs of a Sozialraum, and asked about them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from services.resources.card import CARD
from services.resources.needs import answers, chain, commands, forms, refusals
from services.resources.needs.events import SeenBy
from services.resources.needs.observation import OBSERVATION
from services.resources.needs.reading import NEEDS, NeedsRead
from services.resources.needs.topic import TOPIC
from services.resources.rpc.common import card_stream
from shared.call import Call
from shared.canonical import Json
from shared.documents import Document
from shared.engine import Engine
from shared.guideline import case_filter
from shared.retention import due
from shared.wire import command
from shared.writer import Turn


def observation_stream(observation_id: str) -> str:
    """Return the stream of an observation."""
    return f"observation-{observation_id}"


def topic_stream(topic_id: str) -> str:
    """Return the stream of a topic."""
    return f"topic-{topic_id}"


class Needs(NeedsRead):
    """Observations, topics of the Sozialraum, and what has come of them."""

    # ---- observations ----------------------------------------------------------------------

    @command(
        forms.RecordObservationSchema, "Eine Beobachtung festhalten", answers.ObservationAnswer
    )
    def record_observation(self, call: Call, asked: commands.RecordObservation) -> Json:
        """Return the answer with {observation_id}. Raises Refused `case-references-found`."""
        call.permit(asked.sozialraum_id)
        case_filter.check_body(call.body, call.today)
        seen_by: SeenBy = "asd" if call.context.actor.role == "asd_member" else "traeger"
        full = replace(asked, observation_id=call.new_id(), seen_by=seen_by)
        mine = observation_stream(full.observation_id)

        def decide(turn: Turn) -> Json:
            made = OBSERVATION.decide(
                replace(full, by=turn.actor), turn.state(OBSERVATION, mine), call.today
            )
            turn.add(mine, made)
            turn.keep(full.text)
            return {"observation_id": full.observation_id}

        return self._execute(call, [mine], decide)

    @command(
        forms.WithdrawObservationSchema,
        "Eine Beobachtung zurücknehmen",
        answers.ObservationAnswer,
    )
    def withdraw_observation(self, call: Call, asked: commands.WithdrawObservation) -> Json:
        """Show its text to nobody any more; one with data of a client is deleted, with its salt.

        Return the answer with {observation_id}.
        """
        mine = observation_stream(asked.observation_id)

        def decide(turn: Turn) -> Json:
            state = turn.state(OBSERVATION, mine)
            if state is None:
                raise refusals.observation_unknown()
            call.permit(state[0].sozialraum_id)
            made = OBSERVATION.decide(replace(asked, by=turn.actor), state, call.today)
            turn.add(mine, made)
            if made and asked.reason_code == "case-data":
                gone = [state[0].text.document_id]
                turn.beside.append(
                    lambda conn: due.delete(conn, gone, asked.observation_id, call.today)
                )
            return {"observation_id": asked.observation_id}

        return self._execute(call, [mine], decide)

    # ---- topics ----------------------------------------------------------------------------

    @command(forms.OpenTopicSchema, "Ein Thema eröffnen", answers.TopicAnswer)
    def open_topic(self, call: Call, asked: commands.OpenTopic) -> Json:
        """Bundle observations to a topic. Return the answer with {topic_id}.

        Raises Refused `case-references-found`: its title stays in the log.
        """
        call.permit(asked.sozialraum_id)
        case_filter.check_body(call.body, call.today)
        full = replace(asked, topic_id=call.new_id())
        mine = topic_stream(full.topic_id)

        def decide(turn: Turn) -> Json:
            with_areas = replace(full, areas=_areas(turn, full.observations))
            turn.add(mine, TOPIC.decide(with_areas, turn.state(TOPIC, mine), call.today))
            return {"topic_id": full.topic_id}

        return self._execute(call, [mine, *map(observation_stream, full.observations)], decide)

    @command(
        forms.BundleObservationsSchema, "Beobachtungen zu einem Thema nehmen", answers.TopicAnswer
    )
    def bundle_observations(self, call: Call, asked: commands.BundleObservations) -> Json:
        """Let observations belong to a topic as well. Return the answer with {topic_id}."""
        streams = map(observation_stream, asked.observations)
        return self._go_on(
            call, asked, streams, lambda turn: {"areas": _areas(turn, asked.observations)}
        )

    @command(forms.DiscussTopicSchema, "Eine Beratung festhalten", answers.TopicAnswer)
    def discuss_topic(self, call: Call, asked: commands.DiscussTopic) -> Json:
        """Say when a topic was discussed, by whom, with which result."""
        return self._go_on(call, asked)

    @command(forms.FindIdeaSchema, "Eine Projektidee festhalten", answers.TopicAnswer)
    def find_idea(self, call: Call, asked: commands.FindIdea) -> Json:
        """Say which offers were looked at, what is missing, and what could be done."""
        return self._go_on(
            call,
            asked,
            map(card_stream, asked.checked_cards),
            lambda turn: {"unknown_cards": _unknown(turn, asked.checked_cards)},
        )

    @command(forms.LinkProjectSchema, "Ein Projekt zuordnen", answers.TopicAnswer)
    def link_project(self, call: Call, asked: commands.LinkProject) -> Json:
        """Say that an idea has become this project."""
        kernel: Engine = self.kernel
        area = kernel.read_models.ask(
            NEEDS.name, lambda conn: chain.project_area(conn, asked.project_id)
        )
        return self._go_on(call, replace(asked, project_area=area))

    @command(forms.CoverTopicSchema, "Ein Thema als gedeckt festhalten", answers.TopicAnswer)
    def cover_topic(self, call: Call, asked: commands.CoverTopic) -> Json:
        """Say which resources answer the need now, and which project opened them."""
        return self._go_on(
            call,
            asked,
            map(card_stream, asked.cards),
            lambda turn: {"unknown_cards": _unknown(turn, asked.cards)},
        )

    @command(forms.SetTopicAsideSchema, "Ein Thema ablegen", answers.TopicAnswer)
    def set_topic_aside(self, call: Call, asked: commands.SetTopicAside) -> Json:
        """Follow a topic no more, with the reason."""
        return self._go_on(call, asked)

    @command(forms.ReopenTopicSchema, "Ein Thema wieder aufnehmen", answers.TopicAnswer)
    def reopen_topic(self, call: Call, asked: commands.ReopenTopic) -> Json:
        """Follow a topic again that was covered or set aside."""
        return self._go_on(call, asked)

    def _go_on(
        self,
        call: Call,
        asked: Any,
        beside: Iterable[str] = (),
        known: Any = lambda _turn: {},
    ) -> Json:
        """Let a command take effect on its topic; `known` says what else the decision needs.

        Raises Refused `case-references-found`: case-independent work names no client.
        """
        mine = topic_stream(asked.topic_id)

        def decide(turn: Turn) -> Json:
            topic = turn.state(TOPIC, mine)
            if topic is None:
                raise refusals.topic_unknown()
            call.permit(topic.opened.sozialraum_id)
            case_filter.check_body(call.body, call.today)
            turn.add(mine, TOPIC.decide(replace(asked, **known(turn)), topic, call.today))
            turn.keep(*(it for it in _values(asked) if isinstance(it, Document)))
            return {"topic_id": asked.topic_id}

        return self._execute(call, [mine, *beside], decide)

    def _execute(self, call: Call, streams: list[str], decide: Any) -> Json:
        answer: Json = self.kernel.writer.execute(call, streams, decide)
        return answer


def _values(asked: Any) -> Iterable[object]:
    return (getattr(asked, name) for name in asked.__slots__)


def _areas(turn: Turn, observations: Iterable[str]) -> dict[str, str | None]:
    """Return where each observation was made; None for one that is unknown or withdrawn."""
    states = {it: turn.state(OBSERVATION, observation_stream(it)) for it in observations}
    return {
        it: None if state is None or state[1] is not None else state[0].sozialraum_id
        for it, state in states.items()
    }


def _unknown(turn: Turn, cards: Iterable[str]) -> frozenset[str]:
    states = {it: turn.state(CARD, card_stream(it)) for it in cards}
    return frozenset(it for it, card in states.items() if card is None or card.standing != "active")
