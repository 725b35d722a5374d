"""What can be asked about the needs of a Sozialraum."""

from collections.abc import Iterable
from typing import Any, Final

from services.resources import directory
from services.resources.needs import answers, chain, forms, gaps
from shared import document_store
from shared.asof.methods import query_as_of
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.projection import ReadModel
from shared.service import Service

NEEDS: Final = ReadModel(
    name="needs",
    tables=chain.DDL,
    on=chain.ON,
    versions=chain.VERSIONS,
    sources=("projects", "resources"),
)


class NeedsRead(Service):
    """Observations, topics and the chain around them, of the Sozialräume that somebody may see."""

    @query_as_of(forms.ObservationsSchema, "Zeigt Beobachtungen", answers.ObservationsAnswer)
    def list_observations(self, call: Call, asked: Json) -> Json:
        """Return {observations, complete}: of own Sozialräume, with their texts."""
        found = self._found(call, asked, chain.observations)
        seen = found[: asked["limit"]]
        told: Json = at_the_edge(
            {"observations": self._with_texts(seen), "complete": len(found) <= asked["limit"]}
        )
        return told

    @query_as_of(forms.TopicsSchema, "Zeigt Themen", answers.TopicsAnswer)
    def list_topics(self, call: Call, asked: Json) -> Json:
        """Return {topics, complete}: of own Sozialräume."""
        found = self._found(call, asked, chain.topics)
        told: Json = at_the_edge(
            {"topics": found[: asked["limit"]], "complete": len(found) <= asked["limit"]}
        )
        return told

    @query_as_of(
        forms.ChainSchema, "Zeigt die Kette von Bedarf, Projekt und Ressource", answers.ChainAnswer
    )
    def get_chain(self, call: Call, asked: Json) -> Json:
        """Return the topics around an observation, a topic, a project or a card, with all of it."""
        found = self._found(call, {**asked, "limit": forms.LISTED_MAX}, chain.chained)
        names = self._card_names({it["card_id"] for topic in found for it in _cards(topic)})
        for topic in found:
            topic["of_observations"] = self._with_texts(topic["of_observations"])
            topic["steps"] = self._told(topic["steps"])
            for card in _cards(topic):
                card["name"] = names.get(card["card_id"])
                del card["covers"]
        told: Json = at_the_edge({"topics": found[: forms.LISTED_MAX]})
        return told

    @query_as_of(forms.GapsSchema, "Zeigt, wo Bedarf ohne Angebot ist", answers.GapsAnswer)
    def get_gaps(self, call: Call, asked: Json) -> Json:
        """Return {cells}: topic × Sozialraum × age, with cards, open topics and gaps.

        The cells in which nothing is only `with_empty`; where all Sozialräume are seen and none is
        named, of those of which something is known.
        """
        self.wait_for(call, NEEDS, asked["after"])
        person, named = call.person, set(asked["sozialraum_ids"])
        own = set(person.sozialraeume) if person and not call.sees() else None
        seen = named if own is None else (named & own if named else own)
        wanted = {"areas": None if not seen and own is None else sorted(seen), "today": call.today}
        kernel: Engine = self.kernel
        needed = kernel.read_models.ask(NEEDS.name, lambda conn: gaps.needed(conn, wanted))
        offered = kernel.read_models.ask("directory", lambda conn: gaps.offered(conn, wanted))
        areas = seen or {it["sozialraum_id"] for it in (*needed, *offered)}
        empty = gaps.empty(areas) if asked["with_empty"] else []
        return {"cells": gaps.cells(empty, needed, offered)}

    def _found(self, call: Call, asked: Json, find: Any) -> list[Json]:
        """Return one row more than asked for: so it shows whether there are more."""
        self.wait_for(call, NEEDS, asked["after"])
        kernel: Engine = self.kernel
        wanted = {**asked, **call.reach(), "limit": asked["limit"] + 1}
        found: list[Json] = kernel.read_models.ask(NEEDS.name, lambda conn: find(conn, wanted))
        return found

    def _with_texts(self, observations: list[Json]) -> list[Json]:
        texts = self._texts(it["text_id"] for it in observations)
        return [
            {
                **{name: value for name, value in it.items() if name != "text_id"},
                "text": texts.get(it["text_id"]),
            }
            for it in observations
        ]

    def _told(self, steps: list[Json]) -> list[Json]:
        texts = self._texts(id_ for step in steps for id_ in step["texts"].values())
        return [
            {
                **step,
                "texts": {name: texts[id_] for name, id_ in step["texts"].items() if id_ in texts},
            }
            for step in steps
        ]

    def _texts(self, ids: Iterable[str]) -> dict[str, str]:
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            return document_store.texts(conn, list(ids))

    def _card_names(self, card_ids: set[str]) -> dict[str, str]:
        kernel: Engine = self.kernel
        names: dict[str, str] = kernel.read_models.ask(
            "directory", lambda conn: directory.names(conn, sorted(card_ids))
        )
        return names


def _cards(topic: Json) -> list[Json]:
    return [*topic["checked"], *topic["cards"]]
