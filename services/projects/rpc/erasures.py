"""The receipt of an erasure: what happened when, and that the log is the one that it was."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from services.projects import commands, forms
from services.projects.answers import master_data as answers
from services.projects.master_data import PERSON, person_stream
from services.projects.master_data.person import unknown_person
from services.projects.rpc.common import Projects
from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.engine import Engine
from shared.erased import Repeat
from shared.proof.receipt import proven
from shared.refusal import Refused
from shared.wire import query
from shared.writer import Turn


class Erasures(Projects):
    """What somebody gets in hand whose data were erased; and what a restored log tells again."""

    @classmethod
    def erase_again(cls, _conn: Conn, subjects: Sequence[str]) -> Iterator[Repeat]:
        """Yield the erasure of each person: whether or not they are still something, they are gone."""
        for person_id in subjects:
            yield Repeat(person_id, [person_stream(person_id)], partial(_erase_again, person_id))

    @query(forms.PersonIdSchema, "Bescheinigt eine Löschung", answers.ErasureReceiptAnswer)
    def get_erasure_receipt(self, _call: Call, asked: Json) -> Json:
        """Return when the key was destroyed, the event that says so, and its proof in the log.

        Raises Refused `person-not-erased`; `not-yet-visible` until the event has its position.
        """
        kernel: Engine = self.kernel
        person_id, mine = asked["person_id"], person_stream(asked["person_id"])
        with kernel.pool.connection() as conn:
            person = PERSON.fold(kernel.log.read(conn, mine)[mine].events)
            if person is None:
                raise unknown_person()
            record = kernel.vault.read(conn, [person_id])[person_id]
            proof = proven(conn, kernel.keeper, mine, ["person_erased"], person_id)
        if proof is None or person.erased_on is None:
            raise _not_erased()
        return {
            "person_id": person_id,
            "erased_on": person.erased_on.isoformat(),
            "key_destroyed_at": record.erased_at,
            **proof,
        }


def _erase_again(person_id: str, turn: Turn, day: date) -> None:
    person = turn.state(PERSON, person_stream(person_id))
    if person is not None:
        made = PERSON.decide(commands.ErasePerson(person_id), person, day)
        turn.add(person_stream(person_id), made)


def _not_erased() -> Refused:
    return Refused(
        "person-not-erased",
        "Die Person ist nicht gelöscht",
        "Eine Bescheinigung gibt es erst nach der Löschung.",
        kind="conflict",
    )
