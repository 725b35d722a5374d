"""What every service answers to auditors who prove its log."""

import time
from typing import Any, Final

from shared.call import Call
from shared.canonical import Json, instant
from shared.database import Conn
from shared.methods import OpenSchema
from shared.proof import cosigned, stored
from shared.proof.forms import (
    CheckpointSchema,
    ConsistencySchema,
    CosignatureAnswer,
    InclusionSchema,
    KeepCosignatureSchema,
)
from shared.proof.keeper import Keeper, known_keys
from shared.refusal import Refused
from shared.wire import operator, query

SEALED_SECONDS: Final = 2.0
SEALED_POLL_SECONDS: Final = 0.02


class Proving:
    """The methods; a service inherits them."""

    kernel: Any

    @query(CheckpointSchema, "Gibt einen unterschriebenen Prüfpunkt des Protokolls", OpenSchema)
    def get_checkpoint(self, _call: Call, asked: Json) -> Json:
        """Return {note, keys, witnesses}.

        Under the note stand the service and all witnesses whose signatures are kept; `keys` are all public
        keys ever used, with their first day; `witnesses` those who have signed, and up to where. With
        `only_keys` there is no note.
        """
        if is_fresh := asked["fresh"] and asked["size"] is None and not asked["cosigned"]:
            self.record_control()
            self._wait_until_sealed()
        with self.kernel.pool.connection() as conn:
            note = None if asked["only_keys"] else self._stated(conn, asked, fresh=is_fresh)
            witnesses = cosigned.witnesses(conn)
            keys = [
                {"verifier": str(verifier), "since": instant(since)}
                for verifier, since in known_keys(conn)
            ]
        return {"note": note, "keys": keys, "witnesses": witnesses}

    @operator(
        KeepCosignatureSchema,
        "Hinterlegt die Unterschrift eines Zeugen unter einem Prüfpunkt",
        CosignatureAnswer,
    )
    def keep_cosignature(self, _call: Call, asked: Json) -> Json:
        """Keep what a witness has signed; the same again changes nothing. Return {size}.

        Raises Refused `note-invalid`, `witness-invalid`; `checkpoint-unknown` for a log that is not ours.
        """
        keeper: Keeper = self.kernel.keeper
        with self.kernel.pool.connection() as conn:
            stated = cosigned.keep(conn, keeper.origin, asked["note"] + "\n", asked["witness"])
        return {"size": stated.size}

    def _stated(self, conn: Conn, asked: Json, *, fresh: bool) -> str:
        """Return a checkpoint with the signatures of its witnesses."""
        keeper: Keeper = self.kernel.keeper
        is_cosigned = asked["cosigned"] and asked["size"] is None
        size = cosigned.newest_size(conn) if is_cosigned else asked["size"]
        return cosigned.told(conn, keeper.make(conn) if fresh else keeper.find(conn, size))

    def record_control(self) -> None:
        """Append what shall have a leaf of its own before a checkpoint is asked for; usually nothing."""

    def _wait_until_sealed(self) -> None:
        """Wait a moment for what has no position yet; what comes late is in the next checkpoint."""
        self.kernel.sequencer.wake()
        until = time.monotonic() + SEALED_SECONDS
        while time.monotonic() < until:
            with self.kernel.pool.connection() as conn:
                if conn.execute("select 1 from unsealed limit 1").fetchone() is None:
                    return
            time.sleep(SEALED_POLL_SECONDS)

    @query(InclusionSchema, "Beweist, dass ein Ereignis im Protokoll steht", OpenSchema)
    def prove_inclusion(self, _call: Call, asked: Json) -> Json:
        """Return {position, size, leaf, path, root}; hashes in hex, the deepest first."""
        with self.kernel.pool.connection() as conn:
            tree = stored.stored(conn, asked["size"])
            if asked["position"] > tree.size:
                raise _outside(asked["position"], tree.size)
            return {
                "position": asked["position"],
                "size": tree.size,
                "leaf": tree.leaf(asked["position"]).hex(),
                "path": [each.hex() for each in tree.inclusion(asked["position"])],
                "root": tree.root().hex(),
            }

    @query(ConsistencySchema, "Beweist, dass das Protokoll nur gewachsen ist", OpenSchema)
    def prove_consistency(self, _call: Call, asked: Json) -> Json:
        """Return {old_size, size, old_root, path, root}; hashes in hex, the deepest first."""
        with self.kernel.pool.connection() as conn:
            tree = stored.stored(conn, asked["size"])
            if asked["old_size"] > tree.size:
                raise _outside(asked["old_size"], tree.size)
            return {
                "old_size": asked["old_size"],
                "size": tree.size,
                "old_root": stored.Stored(conn, asked["old_size"]).root().hex(),
                "path": [each.hex() for each in tree.consistency(asked["old_size"])],
                "root": tree.root().hex(),
            }


def _outside(position: int, size: int) -> Refused:
    return Refused(
        "position-outside",
        "Diese Position liegt nicht in dem Stück Protokoll",
        f"Position {position} liegt nicht unter den ersten {size} Ereignissen.",
        kind="unknown",
    )
