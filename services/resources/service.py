"""Resources (Ressourcennetzwerk): what the Sozialraum offers, recorded and found again."""

from dataclasses import replace
from typing import Any, Final, get_args

from services.access import ROLES
from services.follows import is_followed
from services.resources import answers, commands, directory, events, forms
from services.resources.card import CARD
from services.resources.needs.reading import NEEDS
from services.resources.needs.rpc import Needs
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.form import Choice, Identifier, Line, QuerySchema, Whole
from shared.projection import ReadModel
from shared.wire import command, query
from shared.writer import Turn

DIRECTORY: Final = ReadModel(
    name="directory",
    tables=directory.DDL,
    on=directory.ON,
    versions=dict.fromkeys(directory.ON, 1),
    sources=("resources",),
)


class FindSchema(QuerySchema):
    """What is looked for; what is left out does not matter. `after`: an event to be shown."""

    words = Line(load_default=None, allow_none=True)
    sozialraum_id = Identifier(load_default=None, allow_none=True)
    kind = Choice(*get_args(events.Kind), load_default=None, allow_none=True)
    age = Whole(0, 120, load_default=None, allow_none=True)
    limit = Whole(1, directory.FOUND_MAX, load_default=50)
    after = Identifier(load_default=None, allow_none=True)


class ResourcesService(Needs):
    """Needs and topics of the Sozialraum; the cards of schools, clubs, counselling centres, rooms and people's initiatives."""

    name = "resources"
    catalogue = events.CATALOGUE
    table = ROLES
    followed = is_followed("resources")
    read_models = (DIRECTORY, NEEDS)

    @command(forms.RecordCardSchema, "Eine Ressource erfassen", answers.CardAnswer)
    def record_card(self, call: Call, asked: commands.RecordCard) -> Json:
        """Return the answer with {card_id}."""
        card_id = call.new_id()
        return self._write(call, card_id, replace(asked, card_id=card_id), asked.description)

    @command(forms.AmendCardSchema, "Eine Ressource ändern", answers.CardAnswer)
    def amend_card(self, call: Call, asked: commands.AmendCard) -> Json:
        """Return the answer with {card_id}."""
        return self._write(call, asked.card_id, asked, asked.description)

    def _write(self, call: Call, card_id: str, asked: commands.CardCommand, text: Any) -> Json:
        mine = f"card-{card_id}"

        def decide(turn: Turn) -> Json:
            card = turn.state(CARD, mine)
            for area in {asked.sozialraum_id, card.sozialraum_id if card else asked.sozialraum_id}:
                call.permit(area)
            made = CARD.decide(asked, card, call.today)
            turn.add(mine, made)
            if made and text is not None:
                turn.keep(text)
            return {"card_id": card_id}

        answer: Json = self.kernel.writer.execute(call, [mine], decide)
        return answer

    @query(FindSchema, "Sucht Ressourcen", answers.FoundAnswer)
    def find_cards(self, call: Call, asked: Json) -> Json:
        """Return {cards}, by name. Raises Refused `not-yet-visible`."""
        self.wait_for(call, DIRECTORY, asked["after"])
        kernel: Engine = self.kernel
        found = kernel.read_models.ask(DIRECTORY.name, lambda conn: directory.find(conn, asked))
        return {"cards": found}
