"""Proofs that somebody has in hand (a receipt, a sample), checked without any instance. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final

from deploy.audit.sampling import number
from shared.canonical import Json, digest, leaf, parse_instant
from shared.proof.checkpoint import Checkpoint, opened
from shared.proof.note import NoteError, Verifier
from shared.proof.tree import includes

Proof = tuple[str, Json]
"""(the checkpoint as a note, {position, recorded_at, line, path})"""

PARTS: Final = ("position", "recorded_at", "line", "path")


def proofs(told: Json) -> list[Proof]:
    """Return the proofs in a receipt or a sample. Raises ValueError where there are none."""
    try:
        if "cases" in told:
            notes = told["checkpoints"]
            found = [(notes[it["service"]], it) for case in told["cases"] for it in case["events"]]
        else:
            found = [(told["checkpoint"], told)]
    except (KeyError, TypeError):
        found = []
    if not found or any(name not in it for _, it in found for name in PARTS):
        raise ValueError("Darin stehen keine Beweise (Bescheinigung oder Stichprobe).")
    return found


def faults(told: Json, keys: Sequence[Verifier]) -> Iterator[str]:
    """Yield what does not hold: signatures, paths, and the order in which a sample was drawn."""
    stated: dict[str, Checkpoint] = {}
    for note, proof in proofs(told):
        try:
            stated[note] = stated.get(note) or opened(note, keys)
        except NoteError as error:
            yield str(error)
            return
        if not _holds(proof, stated[note]):
            yield f"{stated[note].origin}, Position {proof['position']}: Der Beweis trägt nicht."
    yield from _drawn(told)


def _holds(proof: Json, stated: Checkpoint) -> bool:
    try:
        at, path = parse_instant(proof["recorded_at"]), [bytes.fromhex(it) for it in proof["path"]]
        known = leaf(proof["position"], at, digest(proof["line"].encode()))
    except (ValueError, TypeError, AttributeError, OverflowError):
        return False
    return includes(known, proof["position"] - 1, stated.size, path, stated.root)


def _drawn(told: Json) -> Iterator[str]:
    """A sample says the numbers of its cases; they follow from the seed, and the smallest come first."""
    numbers = [it.get("number") for it in told.get("cases", ())]
    made = [number(str(told.get("seed")), str(it.get("id"))) for it in told.get("cases", ())]
    if numbers != made or made != sorted(made):
        yield "Die Nummern der gezogenen Fälle folgen nicht aus dem Startwert."
