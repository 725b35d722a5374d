"""The network for other directories: as HSDS has it, read only."""

import time
from base64 import b64encode
from dataclasses import replace
from typing import Any, Final

from services.resources.exchange import answers, envelope, forms, package, reading
from services.resources.exchange.archives import ARCHIVES, Archive, Key
from services.resources.exchange.hsds import Shown, as_json
from services.resources.exchange.refusals import hsds_unknown, no_such_piece, package_too_large
from services.resources.exchange.rows import SERVICES_MAX
from services.resources.rpc.common import DIRECTORY, Network
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.methods import OpenSchema
from shared.wire import query

PIECE_BYTES: Final = 700_000
"""A package that is no longer is read again in one call."""


def pausing(call: Call) -> package.Pause:
    """Return what lets others have their turn, and gives up what nobody waits for any more."""

    def pause() -> None:
        time.sleep(0)
        call.check_deadline()

    return pause


class Exchange(Network):
    """What everybody may know of the network, in a form that others can read."""

    @query(forms.ListHsdsSchema, "Listet das Netz nach HSDS 3.0", answers.HsdsPageAnswer)
    def list_hsds(self, call: Call, asked: Json) -> Json:
        """Return a page in the envelope of HSDS: public cards, and those gone for less than 90 days."""
        entity, page, per_page = asked["entity"], asked["page"], asked["per_page"]
        if entity in envelope.TERMS:
            found = envelope.words(entity, asked)
            first = (page - 1) * per_page
            return envelope.around(found[first : first + per_page], len(found), page, per_page)
        cards, total = self._shown(call, asked)
        return envelope.around(envelope.told(entity, cards, asked), total, page, per_page)

    @query(forms.GetHsdsSchema, "Zeigt etwas aus dem Netz nach HSDS 3.0", OpenSchema)
    def get_hsds(self, call: Call, asked: Json) -> Json:
        """Return a service, an organisation, a place or a term in full. Raises Refused `hsds-unknown`."""
        entity = asked["entity"]
        found: list[Json]
        if entity in envelope.TERMS:
            found = [it for it in envelope.TERMS[entity]() if it["id"] == asked["id"]]
        else:
            cards, _ = self._shown(call, {**asked, "page": 1, "per_page": 1})
            found = [as_json(envelope.FULL[entity](it)) for it in cards]
        if not found:
            raise hsds_unknown()
        return found[0]

    @query(
        forms.ExportPackageSchema,
        "Gibt das öffentliche Netz als Datenpaket nach HSDS 3.0 aus",
        answers.PackageAnswer,
    )
    def export_package(self, call: Call, asked: Json) -> Json:
        """Return {content, number, last, cards, size, sha256}, piece by piece.

        The same cards make the same bytes, whoever asks and when: hence it tells neither when a card
        was changed nor when it was verified. Raises Refused `package-too-large`.
        """
        self.wait_for(call, DIRECTORY, asked["after"])
        made = self._packed(call, asked)
        start = asked["number"] * PIECE_BYTES
        if start >= len(made.content):
            raise no_such_piece()
        return {
            "content": b64encode(made.content[start : start + PIECE_BYTES]).decode(),
            "number": asked["number"],
            "last": start + PIECE_BYTES >= len(made.content),
            "cards": made.cards,
            "size": len(made.content),
            "sha256": made.sha256,
        }

    def _packed(self, call: Call, asked: Json) -> Archive:
        """Return the package; it is made while nothing is open, since that takes seconds."""
        kernel: Engine = self.kernel
        given = {**asked, "only_active": True, "page": 1, "per_page": SERVICES_MAX + 1}
        given["today"] = call.today

        def ask(conn: Any) -> tuple[Key, Archive | None, list[Shown], int]:
            standing = kernel.read_models.live_positions(conn, DIRECTORY)
            key = asked["sozialraum_id"], *sorted(standing.items())
            known = ARCHIVES.known(kernel, key)
            cards, total = ([], 0) if known else reading.page(conn, given, kernel.settings.land)
            return key, known, cards, total

        found: tuple[Key, Archive | None, list[Shown], int]
        found = kernel.read_models.ask(DIRECTORY.name, ask)
        key, known, cards, total = found
        if known is not None:
            return known
        if total > SERVICES_MAX:
            raise package_too_large()
        told = [replace(it, assured_date=None, last_modified=None) for it in cards]
        content = package.write(told, pausing(call))
        if not package.is_readable(content):
            raise package_too_large()
        return ARCHIVES.keep(kernel, key, Archive.of(content, total))

    def _shown(self, call: Call, asked: Json) -> tuple[list[Shown], int]:
        self.wait_for(call, DIRECTORY, asked["after"])
        kernel: Engine = self.kernel
        given = {**asked, "today": call.today}

        def ask(conn: Any) -> tuple[list[Shown], int]:
            return reading.page(conn, given, kernel.settings.land)

        found: tuple[list[Shown], int] = kernel.read_models.ask(DIRECTORY.name, ask)
        return found
