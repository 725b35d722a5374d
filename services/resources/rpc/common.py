"""What the methods of this service have in common: streams, and who may see and change what."""

from collections.abc import Sequence
from typing import Final

from services.resources import directory, refusals
from services.resources.card import CARD, Card
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.projection import ReadModel
from shared.refusal import not_permitted
from shared.service import Service

DIRECTORY: Final = ReadModel(
    name="directory",
    tables=directory.DDL,
    on=directory.ON,
    versions=directory.VERSIONS,
    sources=("resources",),
)
OVERSIGHT: Final = frozenset({"district_head", "central_office", "auditor"})
"""Who sees cards for teams without belonging to one."""

OFFICE: Final = OVERSIGHT | {"asd_member", "wjh"}
"""Who works for the youth office, and sees where a masked place is."""

TEAM: Final = frozenset({"asd_member", "traeger_member"})
OF_TRAEGER: Final = frozenset({"traeger_member", "recipient"})


def card_stream(card_id: str) -> str:
    """Return the stream of a card."""
    return f"card-{card_id}"


def permit(call: Call, sozialraum_ids: Sequence[str], traeger_id: str | None = None) -> None:
    """Raise Refused `not-permitted` unless the person's roles reach one of the Sozialräume."""
    if not any(call.sees(it, traeger_id) for it in (*sozialraum_ids, None)):
        raise not_permitted("Das gehört zu einem anderen Sozialraum oder zu einem anderen Träger.")


def is_office(call: Call) -> bool:
    """Tell whether the person works for the youth office."""
    return call.person is None or bool(call.person.roles & OFFICE)


def oversees(call: Call) -> bool:
    """Tell whether the person sees every card: only then may it see how cards were.

    What a card no longer shows, or no longer to everybody, must not come back by an earlier day.
    """
    return call.person is None or bool(call.person.roles & OVERSIGHT)


def sight(call: Call) -> Json:
    """Return which cards for teams the person sees: all, of own Sozialräume, of the own Träger."""
    person = call.person
    roles = person.roles if person else frozenset()
    return {
        "everywhere": person is None or bool(roles & OVERSIGHT),
        "sozialraeume": sorted(person.sozialraeume) if person and roles & TEAM else [],
        "own_traeger_id": person.traeger_id if person and roles & OF_TRAEGER else None,
    }


def looks_after(call: Call, card: Card) -> bool:
    """Tell whether a card is of an own team or of the own Träger, or the person oversees all."""
    seen = sight(call)
    own_area = bool(set(seen["sozialraeume"]) & set(card.reached_through))
    own_traeger = card.content.traeger_id == seen["own_traeger_id"] is not None
    return seen["everywhere"] or own_area or own_traeger


def sees(call: Call, card: Card) -> bool:
    """Tell whether the person sees a card: one that is not for teams, or that is an own one."""
    is_shown = card.content.visibility != "team" and card.standing in (
        "active",
        "archived",
        "merged",
    )
    return is_shown or looks_after(call, card)


class Network(Service):
    """The part of the service that all its parts build on."""

    def card(self, card_id: str) -> tuple[Card, int]:
        """Return a card and its version. Raises Refused `card-unknown`."""
        kernel: Engine = self.kernel
        mine = card_stream(card_id)
        with kernel.pool.connection() as conn:
            history = kernel.log.read(conn, mine)[mine]
        card = CARD.fold(history.events)
        if card is None:
            raise refusals.card_unknown()
        return card, history.version
