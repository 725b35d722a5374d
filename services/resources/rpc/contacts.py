"""Contact persons: names and numbers in the vault, shown while they agree to it, to whom they agreed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from services.resources import commands, lists, refusals
from services.resources.answers import contact as answers
from services.resources.card import CARD, Card
from services.resources.contacts import CONTACTS, Contacts, Person
from services.resources.forms import contact as forms
from services.resources.forms.questions import CardIdSchema
from services.resources.rpc.common import (
    DIRECTORY,
    OF_TRAEGER,
    OVERSIGHT,
    TEAM,
    Network,
    card_stream,
    permit,
)
from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.wire import command, query
from shared.writer import Turn

WITH_THE_TEAM: Final = TEAM | OF_TRAEGER | OVERSIGHT
"""Who sees whom only the team may see: the team itself, the Träger of the offer, the head."""

Beside = Callable[[Conn], None]


def contacts_stream(card_id: str) -> str:
    """Return the stream of the contact persons of a card."""
    return f"contacts-{card_id}"


class ContactPersons(Network):
    """Whom to ask at an organisation."""

    @command(forms.NameContactSchema, "Eine Ansprechperson benennen", answers.ContactAnswer)
    def name_contact(self, call: Call, asked: commands.NameContact) -> Json:
        """Keep who somebody is, as long as they have agreed. Raises Refused `consent-over`."""
        full = replace(asked, contact_id=call.new_id())
        kernel: Engine = self.kernel
        veiled = replace(call, body=kernel.vault.veiled(call.body))
        return self._on_contacts(
            veiled, full, lambda conn: kernel.vault.put(conn, full.contact_id, full.personal)
        )

    @command(forms.RenewConsentSchema, "Eine Einwilligung erneuern", answers.ContactAnswer)
    def renew_consent(self, call: Call, asked: commands.RenewConsent) -> Json:
        """Let a contact person be found for longer, or by others. Raises Refused `consent-over`."""
        return self._on_contacts(call, asked)

    @command(forms.WithdrawConsentSchema, "Eine Einwilligung widerrufen", answers.ContactAnswer)
    def withdraw_consent(self, call: Call, asked: commands.WithdrawConsent) -> Json:
        """Destroy the key of what is known of a person, here and in every backup."""
        kernel: Engine = self.kernel

        def erase(conn: Conn) -> None:
            kernel.vault.erase(conn, asked.contact_id, call.now)

        return self._on_contacts(call, asked, erase)

    @command(forms.KeepContactSchema, "Einen Kontakt vermerken", answers.ContactAnswer)
    def keep_contact(self, call: Call, asked: commands.KeepContact) -> Json:
        """Say when somebody spoke with them, and when that is due again."""
        return self._on_contacts(call, asked)

    @command(forms.OpenContactsSchema, "Kontaktdaten mit Grund einsehen", answers.ContactAnswer)
    def open_contacts(self, call: Call, asked: commands.OpenContacts) -> Json:
        """Record why an auditor looks at contact persons; for this day they are shown."""
        return self._on_contacts(call, asked)

    def _on_contacts(self, call: Call, asked: Any, beside: Beside | None = None) -> Json:
        """Let a command take effect on the contacts of a card that the person's roles reach.

        Who was named for a card that has gone on in this one is found where that was done.
        """
        known, _ = self.card(asked.card_id)
        card = card_stream(asked.card_id)
        ids = (asked.card_id, *known.absorbed)
        contact_id = getattr(asked, "contact_id", None)

        def decide(turn: Turn) -> Json:
            reached = _reached(call, turn.state(CARD, card))
            if reached.merged_into is not None:
                raise refusals.card_merged(reached.merged_into)
            states = {it: turn.state(CONTACTS, contacts_stream(it)) for it in ids}
            place = next((it for it in ids if states[it].knows(contact_id)), asked.card_id)
            full = replace(asked, card_id=place, by=turn.actor)
            made = CONTACTS.decide(full, states[place], call.today)
            turn.add(contacts_stream(place), made)
            if made and beside is not None:
                turn.beside.append(beside)
            if made and isinstance(asked, commands.OpenContacts):
                turn.keep(asked.reason)
            return {"card_id": asked.card_id, "contact_id": contact_id}

        streams = [*map(contacts_stream, ids), card]
        answer: Json = self.kernel.writer.execute(call, streams, decide)
        return answer

    # ---- questions -------------------------------------------------------------------------

    @query(CardIdSchema, "Zeigt die Ansprechpersonen", answers.ContactsAnswer)
    def get_contacts(self, call: Call, asked: Json) -> Json:
        """Return who has agreed to be seen by who asks, while that holds.

        Auditors are refused `contacts-closed` until they have said why, each day anew.
        """
        kernel: Engine = self.kernel
        card, _ = self.card(asked["card_id"])
        _reached(call, card)
        names = [contacts_stream(it) for it in (card.card_id, *card.absorbed)]
        with kernel.pool.connection() as conn:
            found = kernel.log.read(conn, *names)
            known, *of_absorbed = (CONTACTS.fold(found[name].events) for name in names)
            self._check_opened(conn, call, known)
            shown = [
                it
                for each in (known, *of_absorbed)
                for it in each.people.values()
                if it.is_shown(call.today) and agreed_to(call, it)
            ]
            records = kernel.vault.read(conn, [it.contact_id for it in shown])
        return {
            "card_id": asked["card_id"],
            "contacts": [
                _told(asked["card_id"], it, records[it.contact_id].fields) for it in shown
            ],
            "last_on": at_the_edge(known.last_on),
            "next_on": at_the_edge(known.next_on),
        }

    def _check_opened(self, conn: Conn, call: Call, known: Contacts) -> None:
        kernel: Engine = self.kernel
        if call.context.actor.role == "auditor":
            me = kernel.writer.actors.known(conn, call.context.actor.sub)
            if (me, call.today) not in known.opened:
                raise refusals.contacts_closed()

    @query(
        forms.DueContactsSchema, "Listet Kontakte, die zu pflegen sind", answers.DueContactsAnswer
    )
    def list_due_contacts(self, call: Call, asked: Json) -> Json:
        """Return {contacts, total}: consents that end, talks that are due; no names."""
        self.wait_for(call, DIRECTORY, asked["after"])
        kernel: Engine = self.kernel
        given = {**asked, **call.reach(), "until": asked["until"] or call.today}
        found, total = kernel.read_models.ask(
            DIRECTORY.name, lambda conn: lists.due_contacts(conn, given)
        )
        return {"contacts": [at_the_edge(it) for it in found], "total": total}


def _reached(call: Call, card: Card | None) -> Card:
    if card is None:
        raise refusals.card_unknown()
    permit(call, card.content.sozialraum_ids, card.content.traeger_id)
    return card


def agreed_to(call: Call, person: Person) -> bool:
    """Tell whether a person has agreed to be seen by who asks."""
    roles = call.person.roles if call.person else WITH_THE_TEAM
    return person.visibility != "team" or bool(roles & WITH_THE_TEAM)


def _told(card_id: str, person: Person, personal: Any) -> Json:
    return {
        "card_id": card_id,
        "contact_id": person.contact_id,
        "function": person.function,
        **{name: personal.get(name) for name in forms.PERSONAL},
        "visibility": person.visibility,
        "consent_on": person.consent_on.isoformat(),
        "consent_until": person.consent_until.isoformat(),
        "last_on": at_the_edge(person.last_on),
        "next_on": at_the_edge(person.next_on),
    }
