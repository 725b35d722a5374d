"""Persons: an id and a function in the log, the rest in the vault."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from services.follows import FOLLOWS
from services.projects import commands, events, forms
from services.projects.answers import master_data as answers
from services.projects.comparison import Difference
from services.projects.master_data import DEPUTIES, DEPUTIES_STREAM, PERSON, TEAM, TRAEGER, Person
from services.projects.master_data.person import (
    check_function,
    in_use,
    person_stream,
    subject_taken,
    unknown_person,
)
from services.projects.master_data.traeger import traeger_stream
from services.projects.rpc.history import told_history
from services.projects.rpc.master_data import MasterData
from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.engine import Engine
from shared.refusal import stale
from shared.vault import Record
from shared.wire import command, internal, query
from shared.writer import Turn

FORGET_SECONDS: Final = 5


class People(MasterData):
    """Who takes part, as far as that may be known."""

    @command(forms.RegisterPersonSchema, "Eine Person erfassen", answers.PersonAnswer)
    def register_person(self, call: Call, asked: commands.RegisterPerson) -> Json:
        """Return the answer with {person_id}: of who can sign in, the id that acts are known by."""
        kernel: Engine = self.kernel
        person_id = call.new_id()
        if asked.subject is not None:
            with kernel.pool.connection() as conn:
                person_id = kernel.writer.actors.known(conn, asked.subject) or person_id
        full, mine = replace(asked, person_id=person_id), person_stream(person_id)

        def decide(turn: Turn) -> Json:
            turn.add(mine, PERSON.decide(full, turn.state(PERSON, mine), call.today))
            turn.beside.append(lambda conn: self._register(conn, full))
            return {"person_id": person_id}

        return self._veiled(call, [mine], decide)

    def _register(self, conn: Conn, asked: commands.RegisterPerson) -> None:
        """Keep what is personal. Who signs in just now has got an id meanwhile: asked again, it is that."""
        kernel: Engine = self.kernel
        kernel.vault.put(conn, asked.person_id, asked.personal)
        sub = asked.subject
        if sub is not None and not kernel.writer.actors.link(conn, asked.person_id, sub):
            raise stale({"person_id": asked.person_id})

    @command(forms.AmendPersonSchema, "Eine Person ändern", answers.PersonAnswer)
    def amend_person(self, call: Call, asked: commands.AmendPerson) -> Json:
        """Change what is named; the log says which data are new, not to what."""
        kernel: Engine = self.kernel
        person_id, mine = asked.person_id, person_stream(asked.person_id)

        def decide(turn: Turn) -> Json:
            with kernel.pool.connection() as conn:
                record = kernel.vault.read(conn, [person_id])[person_id]
                subject = kernel.writer.actors.subject(conn, person_id)
            now = {**record.fields, **asked.personal}
            if asked.function is not None:
                check_function(asked.function, now.get("name") or "")
            full = replace(asked, changed=_changed(asked, record, subject))
            made = PERSON.decide(full, turn.state(PERSON, mine), call.today)
            turn.add(mine, made)
            if made:
                turn.beside.append(lambda conn: self._keep(conn, full))
            return {"person_id": person_id}

        return self._veiled(call, [mine], decide)

    def _keep(self, conn: Conn, asked: commands.AmendPerson) -> None:
        kernel: Engine = self.kernel
        new: dict[str, str | None] = {
            name: it for name, it in asked.personal.items() if name in asked.changed
        }
        kernel.vault.put(conn, asked.person_id, new)
        sub = asked.subject if "subject" in asked.changed else None
        if sub is not None and not kernel.writer.actors.link(conn, asked.person_id, sub):
            raise subject_taken()

    @command(forms.ErasePersonSchema, "Die Daten einer Person löschen", answers.PersonAnswer)
    def erase_person(self, call: Call, asked: commands.ErasePerson) -> Json:
        """Destroy the key of a person's data, here and in every backup; the log says that and when.

        First the other services forget who stands behind their ids. Raises Refused `person-in-use`
        for who is still a member, a deputy or a representative.
        """
        kernel: Engine = self.kernel
        person_id, mine = asked.person_id, person_stream(asked.person_id)

        def decide(turn: Turn) -> Json:
            made = PERSON.decide(asked, turn.state(PERSON, mine), call.today)
            if made:
                with kernel.pool.connection() as conn:
                    in_use(self._uses(conn, person_id, call.today))
                    subject = kernel.writer.actors.subject(conn, person_id)
                if subject is not None:
                    self._forget_elsewhere(call, subject)
                turn.beside += [
                    lambda conn: kernel.writer.actors.forget(conn, person_id),
                    lambda conn: _erase(kernel, conn, call, person_id),
                ]
            turn.add(mine, made)
            return {"person_id": person_id}

        return self.execute(call, [mine], decide)

    def _forget_elsewhere(self, call: Call, subject: str) -> None:
        """Have each other service forget the subject; who cannot be reached stops the erasure."""
        kernel: Engine = self.kernel
        context = kernel.context(call.context, call.command_id)
        for service in FOLLOWS:
            if service != self.name:
                kernel.rpc.call(
                    service, "forget_subject", {"sub": subject}, context, FORGET_SECONDS
                )

    def _uses(self, conn: Conn, person_id: str, today: date) -> list[str]:
        """Return what a person still is, in German."""
        teams = [team for _, team in self.listed(conn, "team", TEAM)]
        traeger = [it for _, it in self.listed(conn, "traeger", TRAEGER)]
        history = self.kernel.log.read(conn, DEPUTIES_STREAM)[DEPUTIES_STREAM]
        found = {
            "Mitglied eines Teams": any(team.awaits(person_id, today) for team in teams),
            "Vertretung der Leitung": DEPUTIES.fold(history.events).awaits(person_id, today),
            "Vertretungsberechtigte eines Trägers": any(
                person_id in it.representatives for it in traeger
            ),
        }
        return [what for what, so in found.items() if so]

    def _veiled(self, call: Call, streams: list[str], decide: Any) -> Json:
        """Carry out what holds personal data: not even a hash of them that could be guessed stays."""
        return self.execute(
            replace(call, body=self.kernel.vault.veiled(call.body)), streams, decide
        )

    # ---- questions -------------------------------------------------------------------------

    @query(forms.PersonIdSchema, "Zeigt eine Person mit ihrem Verlauf", answers.GetPersonAnswer)
    def get_person(self, _call: Call, asked: Json) -> Json:
        """Return who a person is, and which data changed when, but not from what to what."""
        kernel: Engine = self.kernel
        mine = person_stream(asked["person_id"])
        with kernel.pool.connection() as conn:
            history = told_history(conn, kernel.log, mine, PERSON, _besides)
            found = self.persons(conn, [asked["person_id"]])
        if not found:
            raise unknown_person()
        return {**found[0], "version": len(history), "history": history}

    @query(forms.PersonIdsSchema, "Zeigt, wer hinter Kennungen steht", answers.PersonsAnswer)
    def get_persons(self, _call: Call, asked: Json) -> Json:
        """Return {persons}: those that are registered, each once."""
        with self.kernel.pool.connection() as conn:
            return {"persons": self.persons(conn, [*dict.fromkeys(asked["person_ids"])])}

    @query(forms.PageSchema, "Listet Personen seitenweise", answers.ListPersonsAnswer)
    def list_persons(self, _call: Call, asked: Json) -> Json:
        """Return {persons, after}."""
        with self.kernel.pool.connection() as conn:
            page, after = self.page(conn, "person", PERSON, asked)
            persons = self._told(conn, page)
        return {"persons": persons, "after": after}

    @internal(
        forms.TraegerIdSchema,
        "Nennt die Mailadressen derer, die einen Träger vertreten",
        answers.AddressesAnswer,
    )
    def list_addresses(self, _call: Call, asked: Json) -> Json:
        """Return {addresses}: of its representatives, as far as the vault knows any."""
        kernel: Engine = self.kernel
        mine = traeger_stream(asked["traeger_id"])
        with kernel.pool.connection() as conn:
            traeger = TRAEGER.fold(kernel.log.read(conn, mine)[mine].events)
            known = self.persons(conn, [*traeger.representatives] if traeger else [])
        return {"addresses": [it["email"] for it in known if it["email"]]}

    def persons(self, conn: Conn, person_ids: Sequence[str]) -> list[Json]:
        """Return who the persons are that are registered under these ids."""
        streams = [person_stream(person_id) for person_id in person_ids]
        histories = self.kernel.log.read(conn, *streams)
        found = [PERSON.fold(histories[stream].events) for stream in streams]
        return self._told(conn, [it for it in found if it is not None])

    def _told(self, conn: Conn, persons: Sequence[Person]) -> list[Json]:
        records = self.kernel.vault.read(conn, [it.person_id for it in persons])
        return [_shown(it, records[it.person_id]) for it in persons]


def _erase(kernel: Engine, conn: Conn, call: Call, person_id: str) -> None:
    kernel.vault.erase(conn, person_id, call.now)


def _changed(
    asked: commands.AmendPerson, record: Record, subject: str | None
) -> tuple[events.PersonalDatum, ...]:
    """Return which personal data are other ones than before."""
    new: Mapping[Any, str | None] = {**asked.personal, "subject": asked.subject or subject}
    old = {**record.fields, "subject": subject}
    return tuple(sorted(name for name, it in new.items() if it != old.get(name)))


def _besides(event: object) -> list[Difference]:
    changed = event.changed if isinstance(event, events.PersonAmended) else ()
    return [Difference(f"/{name}", None, None) for name in changed]


def _shown(person: Person, record: Record) -> Json:
    return {
        "person_id": person.person_id,
        "function": person.function,
        "name": record.fields.get("name"),
        "email": record.fields.get("email"),
        "phone": record.fields.get("phone"),
        "erased_at": record.erased_at,
    }
