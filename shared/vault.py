"""The vault: what is known of a subject, readable only with that subject's key.

Each field is encrypted by AES-256-GCM with the subject's own key, and bound to service, subject and
field: a row put elsewhere cannot be read. Destroying the key makes all of the subject's records
noise, here and in every backup. A log refers to a subject by a random id and so stays true.
"""

import hmac
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.canonical import Json, canonical, instant
from shared.database import Conn
from shared.keystore import Destroyed, Key, KeyDestroyedError, KeyStore
from shared.refusal import Refused

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


class VaultError(Exception):
    """A record cannot be read though its key was not destroyed: the store or the key is another."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a subject: fields by name, or since when nothing can be known."""

    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    erased_at: str | None = None


class Vault:
    """The vault of one service: records in its schema, keys in their own store."""

    def __init__(self, service: str, keys: KeyStore, secret: str) -> None:
        self.service = service
        self.keys = keys
        self._wrapping = AESGCM(_derived(secret, b"sozialraum vault instance key"))
        self._veil = _derived(secret, b"sozialraum vault veil")

    def put(self, conn: Conn, subject: str, fields: Mapping[str, str | None]) -> None:
        """Set fields of a subject; None removes one. Raises Refused `record-erased`."""
        key_id, cipher = self._cipher(subject)
        for name, value in fields.items():
            if value is None:
                conn.execute(
                    "delete from vault_record where subject = %s and field = %s", [subject, name]
                )
                continue
            sealed = _seal(cipher, value.encode(), self._bound_to(subject, name))
            conn.execute(
                "insert into vault_record (subject, field, key_id, sealed) values (%s, %s, %s, %s)"
                " on conflict (subject, field)"
                " do update set key_id = excluded.key_id, sealed = excluded.sealed",
                [subject, name, key_id, sealed],
            )

    def read(self, conn: Conn, subjects: Sequence[str]) -> dict[str, Record]:
        """Return subject → record of all subjects asked for; of an unknown one an empty record."""
        rows = conn.execute(
            "select subject, field, key_id, sealed from vault_record where subject = any(%s::uuid[])",
            [list(subjects)],
        ).fetchall()
        keys, gone = self.keys.find(subjects), self.keys.destroyed(subjects)
        found: dict[str, dict[str, str]] = {subject: {} for subject in subjects}
        for uuid, name, key_id, sealed in rows:
            subject = str(uuid)
            if subject not in gone:
                found[subject][name] = self._open(keys.get(subject), str(key_id), name, sealed)
        return {
            subject: Record({}, gone[subject].destroyed_at) if subject in gone else Record(fields)
            for subject, fields in found.items()
        }

    def erase(self, conn: Conn, subject: str, at: datetime) -> Destroyed:
        """Destroy the key of a subject, and delete what has become noise.

        The key goes at once; the rows go with the caller's transaction. So after whatever goes
        wrong the key is gone or all is as before, and a repeat ends what was begun.
        """
        destroyed = self.keys.destroy(subject, instant(at))
        conn.execute("delete from vault_record where subject = %s", [subject])
        return destroyed

    def veiled(self, body: Json) -> Json:
        """Return what stands for a body wherever its hash is kept: nobody can guess it by trying."""
        return {"veiled": hmac.digest(self._veil, canonical(body), "sha256").hex()}

    def _cipher(self, subject: str) -> tuple[str, AESGCM]:
        """Return id and cipher of a subject's key; the first time it is made."""
        key = self.keys.find([subject]).get(subject)
        if key is None:
            key_id = str(uuid4())
            wrapped = _seal(self._wrapping, os.urandom(KEY_BYTES), _bound_key(key_id, subject))
            try:
                key = self.keys.add(Key(key_id, subject, wrapped))
            except KeyDestroyedError:
                raise erased() from None
        return key.key_id, self._unwrapped(key)

    def _unwrapped(self, key: Key) -> AESGCM:
        try:
            return AESGCM(_unseal(self._wrapping, key.wrapped, _bound_key(key.key_id, key.subject)))
        except InvalidTag:
            raise VaultError("The instance key is not the one that wrapped this key.") from None

    def _open(self, key: Key | None, key_id: str, name: str, sealed: bytes) -> str:
        if key is None or key.key_id != key_id:
            raise VaultError(f"The key store does not know the key {key_id}.")
        try:
            return _unseal(self._unwrapped(key), sealed, self._bound_to(key.subject, name)).decode()
        except InvalidTag:
            raise VaultError(f"A record of the key {key_id} is damaged or out of place.") from None

    def _bound_to(self, subject: str, name: str) -> bytes:
        return canonical(["record", self.service, subject, name])


def _derived(secret: str, purpose: bytes) -> bytes:
    """Make a key of a secret that nobody can guess, one for each purpose (HKDF, RFC 5869)."""
    made = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=purpose)
    return made.derive(secret.encode())


def erased() -> Refused:
    """Return the refusal of a change to a subject whose key is destroyed."""
    return Refused(
        "record-erased",
        "Die Angaben sind gelöscht",
        "Der Schlüssel zu diesen Angaben wurde vernichtet. Sie lassen sich nicht wiederherstellen.",
        kind="conflict",
    )


def _bound_key(key_id: str, subject: str) -> bytes:
    return canonical(["key", key_id, subject])


def _seal(cipher: AESGCM, content: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, content, bound_to)


def _unseal(cipher: AESGCM, sealed: bytes, bound_to: bytes) -> bytes:
    return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
