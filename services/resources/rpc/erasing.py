"""Contact persons whose consent has ended: erased by the service itself, with a receipt for whoever asks.

The list says whose consent has ended, the stream of the card whether that is still so: an outdated
list, two replicas or a restart erase nobody twice, and nobody who has agreed again. The key goes in
the transaction of the event; where that fails the next look ends what was begun.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Final
from uuid import UUID, uuid5

import structlog

from services.resources import commands, lists, refusals
from services.resources.answers import contact as answers
from services.resources.contacts import CONTACTS
from services.resources.forms import contact as forms
from services.resources.rpc.common import DIRECTORY, Network, permit
from services.resources.rpc.contacts import contacts_stream
from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.engine import Engine
from shared.erased import Repeat
from shared.kernel_forms import EmptySchema
from shared.proof.receipt import proven
from shared.refusal import Refused
from shared.wire import every, operator, query
from shared.writer import Turn

log = structlog.get_logger(__name__)

LOOK_SECONDS: Final = 600
ENDINGS: Final = ("consent_withdrawn", "contact_erased")


_NAMED: Final = """
    select line::jsonb -> 'data' ->> 'contact_id', stream from event
    where type = 'contact_named' and line::jsonb -> 'data' ->> 'contact_id' = any(%s)"""


class Erasing(Network):
    """Nobody's data are kept for longer than that person has agreed to."""

    @classmethod
    def erase_again(cls, conn: Conn, subjects: Sequence[str]) -> Iterator[Repeat]:
        """Yield the erasure of each contact person, on whatever card they were named."""
        rows = conn.execute(_NAMED, [list(subjects)]).fetchall()
        for contact_id, stream in rows:
            yield Repeat(contact_id, [stream], partial(_erase_again, contact_id))

    @every(LOOK_SECONDS)
    def look_for_ended_consents(self) -> None:
        """Erase whose consent has ended by today."""
        now, _ = self.kernel.clock.read(None)
        self._erase_all(now)

    @operator(EmptySchema, "Löscht jetzt, wessen Einwilligung endete", answers.ErasedContactsAnswer)
    def erase_expired_contacts(self, call: Call, _asked: Json) -> Json:
        """Return {erased}: how many contact persons were erased by this look."""
        return {"erased": self._erase_all(call.now)}

    def _erase_all(self, now: datetime) -> int:
        kernel: Engine = self.kernel
        me = kernel.own_call(kernel.context(), now)
        found = kernel.read_models.ask(
            DIRECTORY.name, lambda conn: lists.expired_contacts(conn, me.today)
        )
        return sum(self._erase(me, *each) for each in found)

    def _erase(self, me: Call, card_id: str, contact_id: str, until: date) -> bool:
        """Erase one; whoever cannot be erased now is left to the next look."""
        kernel: Engine = self.kernel
        call = replace(
            kernel.own_call(kernel.context(), me.now),
            method="erase_expired_contacts",
            command_id=str(uuid5(UUID(contact_id), f"erase {until} {me.today}")),
        )

        def erase(conn: Conn) -> None:
            kernel.vault.erase(conn, contact_id, me.now)

        def decide(turn: Turn) -> None:
            states = {it: turn.state(CONTACTS, contacts_stream(it)) for it in card_ids}
            place = next((it for it in card_ids if contact_id in states[it].people), card_id)
            command = commands.EraseContact(place, contact_id, turn.actor)
            made = CONTACTS.decide(command, states[place], call.today)
            turn.add(contacts_stream(place), made)
            turn.beside += [erase for _ in made]

        try:
            card_ids = (card_id, *self.card(card_id)[0].absorbed)
            answer = kernel.writer.execute(call, [*map(contacts_stream, card_ids)], decide)
        except Refused as refused:
            log.warning("erasure_waits", contact_id=contact_id, code=refused.code)
            return False
        return bool(answer["event_ids"])

    @query(forms.ContactSchema, "Bescheinigt eine Löschung", answers.ContactReceiptAnswer)
    def get_contact_receipt(self, call: Call, asked: Json) -> Json:
        """Return when the key of a contact person was destroyed, and the proof of the event.

        Raises Refused `contact-unknown`, `contact-not-erased`; `not-yet-visible` until the event has
        its position.
        """
        kernel: Engine = self.kernel
        card, _ = self.card(asked["card_id"])
        permit(call, card.content.sozialraum_ids, card.content.traeger_id)
        contact_id = asked["contact_id"]
        names = [contacts_stream(it) for it in (card.card_id, *card.absorbed)]
        with kernel.pool.connection() as conn:
            found = kernel.log.read(conn, *names)
            states = {name: CONTACTS.fold(found[name].events) for name in names}
            place = next((it for it in names if states[it].knows(contact_id)), None)
            if place is None:
                raise refusals.contact_unknown()
            proof = proven(conn, kernel.keeper, place, ENDINGS, contact_id)
            record = kernel.vault.read(conn, [contact_id])[contact_id]
        if proof is None:
            raise refusals.contact_not_erased()
        return {
            "card_id": asked["card_id"],
            "contact_id": contact_id,
            "key_destroyed_at": record.erased_at,
            **proof,
        }


def _erase_again(contact_id: str, turn: Turn, day: date) -> None:
    """Tell why, as far as it is still known: the consent had ended, or else it was withdrawn."""
    (stream,) = turn.histories
    contacts = turn.state(CONTACTS, stream)
    person = contacts.people.get(contact_id)
    if person is not None:
        made = commands.WithdrawConsent if person.is_shown(day) else commands.EraseContact
        command = made(stream.partition("-")[2], contact_id, turn.actor)
        turn.add(stream, CONTACTS.decide(command, contacts, day))
