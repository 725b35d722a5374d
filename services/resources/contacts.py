"""The contact persons (Ansprechpersonen) of a card: known only while they agree to it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from services.resources import commands, events, refusals
from services.resources.events import Visibility
from shared.decider import Decider


@dataclass(frozen=True, slots=True)
class Person:
    """Who can be asked, as far as the log may know it."""

    contact_id: str
    function: str
    visibility: Visibility
    consent_on: date
    consent_until: date
    last_on: date | None = None
    next_on: date | None = None

    def is_shown(self, today: date) -> bool:
        """Tell whether the consent still holds."""
        return today <= self.consent_until


@dataclass(frozen=True, slots=True)
class Contacts:
    """All contact persons of a card; when somebody spoke with the organisation; who has looked."""

    people: Mapping[str, Person] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    last_on: date | None = None
    next_on: date | None = None
    opened: frozenset[tuple[str, date]] = frozenset()

    def knows(self, contact_id: str | None) -> bool:
        """Tell whether somebody is, or was, a contact here."""
        return contact_id in self.people or contact_id in self.gone


def decide(
    command: commands.ContactCommand, contacts: Contacts, today: date
) -> list[events.ContactEvent]:
    """What may become of the contacts of a card."""
    match command:
        case commands.NameContact():
            _check_consent(command.consent_on, command.consent_until, today)
            return [
                events.ContactNamed(
                    command.card_id,
                    command.contact_id,
                    command.function,
                    command.visibility,
                    command.consent_on,
                    command.consent_until,
                    command.by,
                )
            ]
        case commands.RenewConsent():
            return _renewed(command, _known(contacts, command.contact_id), today)
        case commands.WithdrawConsent(contact_id=contact_id) if contact_id in contacts.gone:
            return []
        case commands.WithdrawConsent():
            _known(contacts, command.contact_id)
            ids = command.card_id, command.contact_id
            return [events.ConsentWithdrawn(*ids, command.by, today)]
        case commands.EraseContact():
            return _erased(command, contacts, today)
        case commands.KeepContact():
            return [_kept(command, contacts, today)]
        case commands.OpenContacts():
            return [events.ContactsOpened(command.card_id, command.reason.ref, command.by, today)]

    raise AssertionError(f"No row for {command}")


def _known(contacts: Contacts, contact_id: str) -> Person:
    if contact_id not in contacts.people:
        raise refusals.contact_unknown()
    return contacts.people[contact_id]


def _check_consent(consent_on: date, consent_until: date, today: date) -> None:
    if consent_on > today:
        raise refusals.consent_not_yet()
    if consent_until <= today:
        raise refusals.consent_over(today)


def _erased(
    command: commands.EraseContact, contacts: Contacts, today: date
) -> list[events.ContactEvent]:
    """Nothing becomes of somebody who is gone, or has agreed again meanwhile."""
    person = contacts.people.get(command.contact_id)
    if person is None or person.is_shown(today):
        return []
    ids = command.card_id, command.contact_id
    return [events.ContactErased(*ids, person.consent_until, command.by, today)]


def _renewed(
    command: commands.RenewConsent, person: Person, today: date
) -> list[events.ContactEvent]:
    if not person.is_shown(today):
        raise refusals.consent_expired(person.consent_until)
    _check_consent(command.consent_on, command.consent_until, today)
    asked = command.visibility, command.consent_on, command.consent_until
    if asked == (person.visibility, person.consent_on, person.consent_until):
        return []
    return [events.ConsentRenewed(command.card_id, command.contact_id, *asked, command.by)]


def _kept(command: commands.KeepContact, contacts: Contacts, today: date) -> events.ContactKept:
    if command.contact_id is not None:
        _known(contacts, command.contact_id)
    if command.on > today:
        raise refusals.contact_in_the_future()
    if command.next_on is not None and command.next_on <= today:
        raise refusals.next_contact_passed()
    return events.ContactKept(
        command.card_id, command.contact_id, command.on, command.next_on, command.by
    )


def evolve(contacts: Contacts, event: events.ContactEvent) -> Contacts:
    """What an event makes of the contacts. One row per event; no `if`, no rule, no refusal."""
    match event:
        case events.ContactNamed(contact_id=contact_id):
            agreed = event.visibility, event.consent_on, event.consent_until
            person = Person(contact_id, event.function, *agreed)
            return replace(contacts, people={**contacts.people, contact_id: person})
        case events.ConsentRenewed(contact_id=contact_id):
            person = replace(
                contacts.people[contact_id],
                visibility=event.visibility,
                consent_on=event.consent_on,
                consent_until=event.consent_until,
            )
            return replace(contacts, people={**contacts.people, contact_id: person})
        case (
            events.ConsentWithdrawn(contact_id=contact_id)
            | events.ContactErased(contact_id=contact_id)
        ):
            left = {it: each for it, each in contacts.people.items() if it != contact_id}
            return replace(contacts, people=left, gone=contacts.gone | {contact_id})
        case events.ContactKept(contact_id=None):
            return replace(contacts, last_on=event.on, next_on=event.next_on)
        case events.ContactKept(contact_id=str() as contact_id):
            person = contacts.people[contact_id]
            kept = replace(person, last_on=event.on, next_on=event.next_on)
            return replace(contacts, people={**contacts.people, contact_id: kept})
        case events.ContactsOpened():
            return replace(contacts, opened=contacts.opened | {(event.by, event.opened_on)})

    raise AssertionError(f"No row for {event} in {contacts}")


CONTACTS: Decider[commands.ContactCommand, Contacts, events.ContactEvent] = Decider(
    Contacts(), decide, evolve
)
