"""What a package adds and changes, worked out before anything is written. Pure.

Cards are known by the id of the service. What a package cannot say stays as it is: who sees a card that
is there already, and where a masked place is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal

import marshmallow as ma

from services.resources import commands, events
from services.resources.card import CARD, Card, with_hidden
from services.resources.exchange.offer import Offer
from services.resources.exchange.package import CARDS_AT_ONCE, Pause, at_once
from services.resources.exchange.rows import PackageFault
from services.resources.forms.content import WRITTEN, ContentSchema, content
from shared.canonical import Json
from shared.documents import Document
from shared.faults import FAULTS_MAX, faults
from shared.form import Text
from shared.guideline import case_filter
from shared.refusal import Fault, Refused, not_permitted

Outcome = Literal["added", "changed", "unchanged"]
Reaches = Callable[[Sequence[str], str | None], bool]
DENIED: Final = "not-permitted"
ELSEWHERE: Final = "Das gehört zu einem anderen Sozialraum oder zu einem anderen Träger."
NEW: Final = "public"
"""Who sees a card that was not there before: whom the package was for."""


class _OfferSchema(ContentSchema):
    description = Text(required=True)

    def made(self, data: Json) -> Any:
        """The content stays together, the text beside it."""
        return content(data), data["description"]


FORM: Final = _OfferSchema()


@dataclass(frozen=True, slots=True)
class PlannedCard:
    """What becomes of a service: the events of its card, and the text they refer to."""

    line: int
    card_id: str
    name: str
    outcome: Outcome
    happened: Sequence[events.CardEvent] = ()
    texts: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class PackagePlan:
    """What becomes of a package, and what is wrong with it."""

    cards: list[PlannedCard] = field(default_factory=list)
    faults: list[PackageFault] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        """Return how many cards have an outcome."""
        return sum(it.outcome == outcome for it in self.cards)


@dataclass(frozen=True, slots=True)
class There:
    """What is there already, and who asks.

    cards, texts  by card id: each card that the package speaks of, and its description
    reaches       whether the person looks after cards of these Sozialräume, or of this Träger
    confirmed     that nothing in the texts speaks of a client
    """

    cards: Mapping[str, Card | None]
    texts: Mapping[str, str]
    reaches: Reaches
    today: date
    by: str
    confirmed: bool


def plan(offers: Sequence[Offer], there: There, pause: Pause = at_once) -> PackagePlan:
    """Work out what the services of a package add and change."""
    made = PackagePlan()
    for number, offer in enumerate(offers):
        if not number % CARDS_AT_ONCE:
            pause()
        found = list(_case_data(offer, there))
        try:
            said, text = FORM.load(offer.body)
        except ma.ValidationError as error:
            found += [_at(offer, it) for it in faults(error)]
        made.faults.extend(found)
        if not found:
            _plan_card(offer, said, text, there, made)
    return made


def _plan_card(
    offer: Offer, said: events.CardContent, text: Document, there: There, made: PackagePlan
) -> None:
    row, card_id = offer.row, offer.row.cells["id"]
    card = there.cards[card_id]
    before = card is None or there.reaches(card.reached_through, card.content.traeger_id)
    if not (before and there.reaches(said.sozialraum_ids, None)):
        made.faults.append(row.fault("id", DENIED, ELSEWHERE))
        return
    command = _command(card_id, said, text, card, there)
    try:
        happened = CARD.decide(command, card, there.today)
    except Refused as no:
        made.faults.append(row.fault("id", no.code, no.detail))
        return
    outcome: Outcome = "added" if card is None else "changed" if happened else "unchanged"
    texts = (command.description,) if happened and command.description else ()
    made.cards.append(PlannedCard(row.line, card_id, said.name, outcome, happened, texts))


def _command(
    card_id: str, said: events.CardContent, text: Document, card: Card | None, there: There
) -> commands.RecordCard | commands.AmendCard:
    if card is None:
        public = replace(said, visibility=NEW)
        return commands.RecordCard(public, text, card_id, there.by)
    same = there.texts.get(card_id) == text.content.decode()
    kept = _kept(said, card.content)
    return commands.AmendCard(card_id, kept, None if same else text, "offer-changed", there.by)


def _kept(said: events.CardContent, now: events.CardContent) -> events.CardContent:
    """Keep what no package says of a card that is there."""
    place = with_hidden(said.place, now.place)
    sites = {
        it.function: it for it in now.functions if it.contact and it.contact.channel == "website"
    }
    functions = tuple(it if it.contact else sites.get(it.function, it) for it in said.functions)
    return replace(said, visibility=now.visibility, place=place, functions=functions)


def _case_data(offer: Offer, there: There) -> list[PackageFault]:
    if there.confirmed:
        return []
    written = {name: offer.body[name] for name in WRITTEN if name in offer.body}
    found = case_filter.references(written, there.today, case_filter.FRAME)
    return [_at(offer, it) for it in case_filter.refused(found).errors] if found else []


def _at(offer: Offer, fault: Fault) -> PackageFault:
    """Return a fault of the form where the package has it."""
    row, column = offer.cell(fault.pointer)
    return row.fault(column, fault.code, fault.message)


def check_reach(made: PackagePlan) -> None:
    """Raise Refused `not-permitted` to whom nothing of a package is open: that is no slip in a file."""
    if made.faults and not made.cards and {it.code for it in made.faults} == {DENIED}:
        raise not_permitted(ELSEWHERE)


def refused(found: Sequence[PackageFault]) -> Refused:
    """Return the refusal of a package with faults: half of a package would be worse than none."""
    return Refused(
        "package-refused",
        "Das Datenpaket wurde nicht eingelesen",
        f"{len(found)} Fehler. Es wurde nichts geändert: ein Paket gilt ganz oder gar nicht.",
        kind="invalid",
        errors=tuple(
            Fault(f"/{it.file}/{it.line}/{it.column}".rstrip("/"), it.code, it.message)
            for it in found[:FAULTS_MAX]
        ),
    )
