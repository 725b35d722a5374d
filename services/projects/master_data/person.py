"""A person, as far as events may know: a random id and a function. Pure; the rest is in the vault."""

from dataclasses import dataclass, replace
from datetime import date

from services.projects import commands, events
from shared.decider import Decider
from shared.personal import PERSONAL_TEXT, is_personal
from shared.refusal import Fault, Refused, already_decided

Happened = list[events.PersonEvent]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a function; of an erased person nothing else is left."""

    person_id: str
    function: str
    erased_on: date | None = None


def decide(command: commands.PersonCommand, person: Person | None, today: date) -> Happened:
    """Registered once, amended as things change, erased for good."""
    match command, person:
        case commands.RegisterPerson(), None:
            return [events.PersonRegistered(command.person_id, command.function)]
        case commands.RegisterPerson(), Person():
            raise already_decided("Zu diesem Zugang ist schon eine Person erfasst.")
        case _, None:
            raise unknown_person()

        case commands.ErasePerson(), Person(erased_on=None):
            return [events.PersonErased(command.person_id, today)]
        case commands.ErasePerson(), Person():
            return []
        case commands.AmendPerson(), Person(erased_on=None):
            function = command.function or person.function
            if function == person.function and not command.changed:
                return []
            return [events.PersonAmended(command.person_id, function, command.changed)]
        case commands.AmendPerson(), Person():
            raise erased_person(person.erased_on)

    raise AssertionError(f"No row for {command} in {person}")


def evolve(person: Person | None, event: events.PersonEvent) -> Person:
    """What an event makes of a person."""
    match event, person:
        case events.PersonRegistered(), None:
            return Person(event.person_id, event.function)
        case events.PersonAmended(), Person():
            return replace(person, function=event.function)
        case events.PersonErased(), Person():
            return replace(person, erased_on=event.erased_on)

    raise AssertionError(f"No row for {event} in {person}")


PERSON: Decider[commands.PersonCommand, Person | None, events.PersonEvent] = Decider(
    None, decide, evolve
)


def person_stream(person_id: str) -> str:
    """Return the stream of a person."""
    return f"person-{person_id}"


def check_function(function: str, name: str) -> None:
    """Raise Refused `personal-data` for a function that says who the person is."""
    if is_personal(function, name):
        raise Refused(
            "personal-data",
            "Hier stehen personenbezogene Daten",
            PERSONAL_TEXT,
            kind="invalid",
            errors=(Fault("/function", "personal-data", PERSONAL_TEXT),),
        )


def unknown_person() -> Refused:
    """There is no such person."""
    return Refused(
        "person-unknown",
        "Die Person ist nicht bekannt",
        "Zu dieser Kennung ist keine Person erfasst.",
        kind="unknown",
    )


def erased_person(on: date | None) -> Refused:
    """The person was erased; the id stays in old events and stands for nobody."""
    return Refused(
        "person-erased",
        "Die Daten der Person sind gelöscht",
        "Diese Person wurde gelöscht. Ihre Angaben lassen sich nicht wiederherstellen.",
        kind="conflict",
        facts={"erased_on": on.isoformat()} if on else {},
    )


def check_present(person: Person | None) -> None:
    """Raise Refused unless a person is registered and not erased."""
    if person is None:
        raise unknown_person()
    if person.erased_on is not None:
        raise erased_person(person.erased_on)


def in_use(uses: list[str]) -> None:
    """Raise Refused `person-in-use` for a person who is still something."""
    if uses:
        raise Refused(
            "person-in-use",
            "Die Person wird noch gebraucht",
            f"Sie ist noch: {', '.join(uses)}. Das muss erst enden.",
            kind="conflict",
        )


def subject_taken() -> Refused:
    """The subject of the identity provider belongs to somebody else already."""
    text = "Dieser Zugang gehört schon zu einer anderen Person."
    return Refused(
        "subject-taken",
        "Der Zugang ist vergeben",
        text,
        kind="conflict",
        errors=(Fault("/subject", "subject-taken", text),),
    )
