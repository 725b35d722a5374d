"""What every service answers about documents: taken and given in pieces, to whom they concern."""

import os
from datetime import date
from typing import Any, ClassVar

from shared import document_store
from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.documents import SALT_BYTES, Owned
from shared.kernel_forms import ChunkSchema, DocumentSchema
from shared.methods import OpenSchema
from shared.refusal import Refused, not_permitted
from shared.retention.due import deleted_on
from shared.wire import internal


class KeepingDocuments:
    """The methods; a service inherits them."""

    kernel: Any
    retention_class: ClassVar[str]

    @internal(DocumentSchema, "Nimmt ein Stück eines Dokuments an", OpenSchema)
    def put_document(self, _call: Call, asked: Json) -> Json:
        """Store one piece; with the last one return {document_id, sha256, size}."""
        with self.kernel.pool.connection() as conn:
            salt = os.urandom(SALT_BYTES)
            return document_store.put_chunk(conn, asked, salt, self.retention_class)

    @internal(ChunkSchema, "Gibt ein Stück eines Dokuments zurück", OpenSchema)
    def get_document(self, call: Call, asked: Json) -> Json:
        """Return {content, media_type, size, sha256, last}.

        Who does not see everything names in `owner_id` the thing whose document it is.
        """
        with self.kernel.pool.connection() as conn:
            if not call.sees():
                self._permit_reading(conn, call, asked)
            gone = deleted_on(conn, asked["document_id"])
            if gone is not None:
                raise _deleted(gone)
            return document_store.get_chunk(conn, asked["document_id"], asked["number"])

    def owned(self, _conn: Conn, _owner_id: str) -> Owned | None:
        """Return whose a thing is, and its documents; a service that has such things overrides it."""
        return None

    def _permit_reading(self, conn: Conn, call: Call, asked: Json) -> None:
        """Raise Refused unless the document is one of a thing that the person's roles reach."""
        owner_id = asked["owner_id"]
        owned = None if owner_id is None else self.owned(conn, owner_id)
        if owned is None or asked["document_id"] not in owned.document_ids:
            raise not_permitted("Dieses Dokument gehört zu nichts, was Sie hier lesen dürfen.")
        call.permit(owned.sozialraum_id, owned.traeger_id)


def _deleted(on: date) -> Refused:
    return Refused(
        "document-deleted",
        "Das Dokument gibt es nicht mehr",
        f"Es wurde am {on:%d.%m.%Y} gelöscht. Was darauf verweist, bleibt nachprüfbar.",
        kind="unknown",
    )
