"""Cards: recorded and kept up by the teams, proposed by Träger, looked at again every year."""

from dataclasses import replace
from typing import Any, Final

from services.resources import commands
from services.resources.answers import card as answers
from services.resources.card import CARD, Card, merge, with_hidden
from services.resources.events import CardContent
from services.resources.forms import card as card_forms
from services.resources.forms.content import WRITTEN
from services.resources.rpc.common import Network, card_stream, is_office, permit
from shared.call import Call
from shared.canonical import Json
from shared.documents import Document
from shared.guideline import case_filter
from shared.wire import command
from shared.writer import Turn

TEXTS: Final = WRITTEN | {"remark", "reason"}


class Cards(Network):
    """What is done with one card."""

    @command(card_forms.RecordCardSchema, "Eine Ressource erfassen", answers.CardAnswer)
    def record_card(self, call: Call, asked: commands.RecordCard) -> Json:
        """Return the answer with {card_id}."""
        permit(call, asked.content.sozialraum_ids)
        case_filter.check_body(call.body, call.today, TEXTS)
        full = replace(asked, card_id=call.new_id())
        return self._act(call, full, full.card_id, asked.description)

    @command(card_forms.AmendCardSchema, "Eine Ressource ändern", answers.CardAnswer)
    def amend_card(self, call: Call, asked: commands.AmendCard) -> Json:
        """Change what a card says, within the own Sozialräume before and after."""
        permit(call, asked.content.sozialraum_ids)
        case_filter.check_body(call.body, call.today, TEXTS)
        return self._act(call, asked, asked.card_id, asked.description)

    @command(card_forms.ProposeCardSchema, "Eine Ressource vorschlagen", answers.CardAnswer)
    def propose_card(self, call: Call, asked: commands.ProposeCard) -> Json:
        """Propose a card of the own Träger, or a change of one; the team accepts it or not."""
        permit(call, (), asked.content.traeger_id)
        case_filter.check_body(call.body, call.today, TEXTS)
        full = replace(asked, card_id=asked.card_id or call.new_id())
        if asked.card_id:
            self.card(asked.card_id)
        return self._act(call, full, full.card_id, asked.description)

    @command(card_forms.AcceptProposalSchema, "Einen Vorschlag annehmen", answers.CardAnswer)
    def accept_proposal(self, call: Call, asked: commands.AcceptProposal) -> Json:
        """Let a card say what was proposed. Never by who has proposed it."""
        return self._act(call, asked, asked.card_id)

    @command(card_forms.DeclineProposalSchema, "Einen Vorschlag ablehnen", answers.CardAnswer)
    def decline_proposal(self, call: Call, asked: commands.DeclineProposal) -> Json:
        """Leave a card as it is, with a reason."""
        case_filter.check_body(call.body, call.today, TEXTS)
        return self._act(call, asked, asked.card_id, asked.reason)

    @command(card_forms.WithdrawProposalSchema, "Einen Vorschlag zurückziehen", answers.CardAnswer)
    def withdraw_proposal(self, call: Call, asked: commands.WithdrawProposal) -> Json:
        """Take back what the own Träger has proposed."""
        return self._act(call, asked, asked.card_id)

    @command(
        card_forms.VerifyCardSchema, "Eine Ressource als geprüft vermerken", answers.CardAnswer
    )
    def verify_card(self, call: Call, asked: commands.VerifyCard) -> Json:
        """Say that all of a card is still so, and by when it is looked at again."""
        return self._act(call, asked, asked.card_id)

    @command(card_forms.RemarkCardSchema, "Eine interne Notiz schreiben", answers.CardAnswer)
    def remark_card(self, call: Call, asked: commands.RemarkCard) -> Json:
        """Keep what helps whom, for the office only."""
        case_filter.check_body(call.body, call.today, TEXTS)
        return self._act(call, asked, asked.card_id, asked.remark)

    @command(card_forms.ArchiveCardSchema, "Eine Ressource ablegen", answers.CardAnswer)
    def archive_card(self, call: Call, asked: commands.ArchiveCard) -> Json:
        """Let a card not be found any more."""
        return self._act(call, asked, asked.card_id)

    @command(card_forms.ReopenCardSchema, "Eine Ressource wieder aufnehmen", answers.CardAnswer)
    def reopen_card(self, call: Call, asked: commands.ReopenCard) -> Json:
        """Let a card be found again; it is due to be verified."""
        return self._act(call, asked, asked.card_id)

    @command(card_forms.MergeCardsSchema, "Zwei Ressourcen zusammenführen", answers.CardAnswer)
    def merge_cards(self, call: Call, asked: commands.MergeCards) -> Json:
        """Let a card go on in another; both keep their history, links follow.

        Raises Refused `card-merged` for one that has gone on already, with the id of where.
        """
        mine, other = card_stream(asked.card_id), card_stream(asked.into_card_id)

        def decide(turn: Turn) -> Json:
            card, survivor = turn.state(CARD, mine), turn.state(CARD, other)
            for it in (card, survivor):
                if it is not None:
                    permit(call, it.content.sozialraum_ids, it.content.traeger_id)
            merged, absorbed = merge(replace(asked, by=turn.actor), card, survivor, call.today)
            turn.add(mine, [merged])
            turn.add(other, [absorbed])
            return {"card_id": asked.into_card_id}

        answer: Json = self.kernel.writer.execute(call, [mine, other], decide)
        return answer

    def _act(self, call: Call, asked: Any, card_id: str, *texts: Document | None) -> Json:
        """Let a command take effect on its card, if the person's roles reach that.

        Over a proposal decides the team of a card as it is, or as it would be.
        """
        mine = card_stream(card_id)
        decides = isinstance(asked, commands.AcceptProposal | commands.DeclineProposal)

        def decide(turn: Turn) -> Json:
            card = turn.state(CARD, mine)
            if card is not None:
                areas = card.reached_through if decides else card.content.sozialraum_ids
                permit(call, areas, card.content.traeger_id)
            full = replace(asked, by=turn.actor)
            if isinstance(asked, commands.AmendCard | commands.ProposeCard):
                full = replace(full, content=_known_to(call, asked.content, card))
            made = CARD.decide(full, card, call.today)
            turn.add(mine, made)
            if made:
                turn.keep(*(it for it in texts if it is not None))
            return {"card_id": card_id}

        answer: Json = self.kernel.writer.execute(call, [mine], decide)
        return answer


def _known_to(call: Call, said: CardContent, card: Card | None) -> CardContent:
    """Return what somebody says of a card; a masked place keeps what that person is not told of it."""
    place = said.place
    if card is None or is_office(call) or place is None or place.street or place.latitude_e6:
        return said
    return replace(said, place=with_hidden(place, card.content.place))
