"""What can be read of the network: search, one card, what is due, what is proposed, internal notes."""

from collections.abc import Callable
from typing import Any

from services.resources import duplicates, lists, opening, refusals, search, told
from services.resources.answers import card as answers
from services.resources.forms import questions
from services.resources.rpc.common import (
    DIRECTORY,
    Network,
    is_office,
    looks_after,
    oversees,
    permit,
    sees,
    sight,
)
from shared import document_store
from shared.asof.methods import query_as_of
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.wire import query

Ask = Callable[[Any, Json], tuple[list[Json], int]]


class Finding(Network):
    """Who looks for something in the Sozialraum finds it here."""

    @query_as_of(questions.FindSchema, "Sucht Ressourcen", answers.FoundAnswer, oversees)
    def find_cards(self, call: Call, asked: Json) -> Json:
        """Return {cards, total}: what fits best first, then what is nearest, then by name.

        Raises Refused `not-yet-visible`.
        """
        day, exact = asked["open_day"], is_office(call)
        given = {
            **asked,
            **sight(call),
            "exact": exact,
            "open_on": opening.next_day(day, call.today) if day else None,
        }
        found, total = self._ask(call, search.find, given)
        return {"cards": [told.found(it, exact=exact) for it in found], "total": total}

    @query_as_of(questions.CardIdSchema, "Zeigt eine Ressource", answers.GetCardAnswer, oversees)
    def get_card(self, call: Call, asked: Json) -> Json:
        """Return a card in full, as its own log has it. Raises Refused `card-unknown`."""
        kernel: Engine = self.kernel
        card, version = self.card(asked["card_id"])
        if not sees(call, card):
            raise refusals.card_unknown()
        ids = [card.description.document_id]
        ids += [card.proposal.description.document_id] if card.proposal else []
        ids += [card.declined.reason.document_id] if card.declined else []
        with kernel.pool.connection() as conn:
            texts = document_store.texts(conn, ids)
        shown = told.card(card, texts, call.today, exact=is_office(call))
        if not looks_after(call, card):
            shown |= {"proposal": None, "declined": None}
        return {**shown, "version": version}

    @query(
        questions.DuplicatesSchema,
        "Sucht Ressourcen, die dieselbe sein können",
        answers.DuplicatesAnswer,
    )
    def find_duplicates(self, call: Call, asked: Json) -> Json:
        """Return {cards}: alike by name in the same Sozialraum or town, same place or same phone."""
        exact = is_office(call)
        found, _ = self._ask(call, duplicates.find, {**asked, **sight(call), "exact": exact})
        return {"cards": [told.duplicate(it, exact=exact) for it in found]}

    @query(questions.CardIdSchema, "Zeigt die internen Notizen", answers.RemarksAnswer)
    def get_remarks(self, call: Call, asked: Json) -> Json:
        """Return {card_id, remarks} of a card that the person's roles reach."""
        kernel: Engine = self.kernel
        card, _ = self.card(asked["card_id"])
        permit(call, card.content.sozialraum_ids, card.content.traeger_id)
        ids = [it.remark.document_id for it in card.remarks]
        with kernel.pool.connection() as conn:
            texts = document_store.texts(conn, ids)
        return {"card_id": card.card_id, "remarks": told.remarks(card, texts)}

    @query(
        questions.DueCardsSchema, "Listet Ressourcen, die zu prüfen sind", answers.DueCardsAnswer
    )
    def list_due_cards(self, call: Call, asked: Json) -> Json:
        """Return {cards, total}: what nobody has looked at, then what is due longest."""
        given = {**asked, **call.reach(), "until": asked["until"] or call.today}
        found, total = self._ask(call, lists.due, given)
        exact = is_office(call)
        return {"cards": [told.listed(it, exact=exact) for it in found], "total": total}

    @query(questions.ProposalsSchema, "Listet offene Vorschläge", answers.ProposalsAnswer)
    def list_proposals(self, call: Call, asked: Json) -> Json:
        """Return {proposals, total}: those of own Sozialräume or of the own Träger."""
        found, total = self._ask(call, lists.proposals, {**asked, **call.reach()})
        exact = is_office(call)
        return {"proposals": [told.proposed(it, exact=exact) for it in found], "total": total}

    def _ask(self, call: Call, ask: Ask, given: Json) -> tuple[list[Json], int]:
        self.wait_for(call, DIRECTORY, given["after"])
        kernel: Engine = self.kernel
        found: tuple[list[Json], int] = kernel.read_models.ask(
            DIRECTORY.name, lambda conn: ask(conn, given)
        )
        return found
