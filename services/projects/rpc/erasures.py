"""The receipt of an erasure: what happened when, and that the log is the one that it was."""

from services.projects import forms
from services.projects.answers import master_data as answers
from services.projects.master_data import PERSON, person_stream
from services.projects.master_data.person import unknown_person
from services.projects.rpc.common import Projects
from shared.call import Call
from shared.canonical import Json, instant
from shared.database import Conn
from shared.engine import Engine
from shared.proof.keeper import Keeper
from shared.proof.stored import Stored
from shared.refusal import Refused
from shared.wire import query


class Erasures(Projects):
    """What somebody gets in hand whose data were erased."""

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
            row = conn.execute(
                "select s.position, s.recorded_at, e.line from event e"
                " left join sealed s on s.id = e.id"
                " where e.stream = %s and e.type = 'person_erased'",
                [mine],
            ).fetchone()
            if row is None or person.erased_on is None:
                raise _not_erased()
            if row[0] is None:
                raise _not_yet()
            note = _covering(kernel.keeper, conn, row[0])
            tree = Stored(conn, int(note.split("\n")[1]))
            path = [each.hex() for each in tree.inclusion(row[0])]
        return {
            "person_id": person_id,
            "erased_on": person.erased_on.isoformat(),
            "key_destroyed_at": record.erased_at,
            "position": row[0],
            "recorded_at": instant(row[1]),
            "line": row[2],
            "checkpoint": note,
            "path": path,
        }


def _covering(keeper: Keeper, conn: Conn, position: int) -> str:
    """Return the newest checkpoint, a fresh one where that does not reach so far."""
    note = keeper.find(conn, None)
    return note if int(note.split("\n")[1]) >= position else keeper.make(conn)


def _not_erased() -> Refused:
    return Refused(
        "person-not-erased",
        "Die Person ist nicht gelöscht",
        "Eine Bescheinigung gibt es erst nach der Löschung.",
        kind="conflict",
    )


def _not_yet() -> Refused:
    return Refused(
        "not-yet-visible",
        "Noch einen Augenblick",
        "Die Löschung hat noch keine Position im Protokoll. Bitte gleich noch einmal fragen.",
        kind="unavailable",
    )
