"""A witness in tests: it signs whatever a service has signed, and what hands that in."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.proof.note import COSIGNATURE, Note, Signer

NAME = "rpa.stadt.example"
SECONDS = 1_956_700_000


def witness() -> Signer:
    """Return a new witness."""
    return Signer.of(NAME, Ed25519PrivateKey.generate(), COSIGNATURE)


def cosigned(kernel: Any, signer: Signer | None = None) -> dict[str, str]:
    """Return a fresh checkpoint with a witness's signature under it, as it is handed in."""
    signer = signer or witness()
    with kernel.pool.connection() as conn:
        note = kernel.keeper.make(conn)
    line = signer.line(Note.parse(note).text, SECONDS)
    return {"note": note + line, "witness": str(signer.verifier)}
