"""The network for other directories: as HSDS has it, read only."""

from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from services.resources.exchange import answers, envelope, forms, package, reading
from services.resources.exchange.hsds import Shown, as_json
from services.resources.exchange.refusals import hsds_unknown, package_too_large
from services.resources.rpc.common import DIRECTORY, Network
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.methods import OpenSchema
from shared.wire import query

CARDS_MAX: Final = 2_000
PACKAGE_BYTES_MAX: Final = 700_000
"""So much fits into one call when it is read again."""


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
        """Return {content, cards, sha256}: the same cards make the same bytes, whoever asks and when.

        Hence it tells neither when a card was changed nor when it was verified.
        Raises Refused `package-too-large`.
        """
        given = {**asked, "only_active": True, "page": 1, "per_page": CARDS_MAX + 1}
        cards, _ = self._shown(call, given)
        told = [replace(it, assured_date=None, last_modified=None) for it in cards]
        content = package.write(told) if len(told) <= CARDS_MAX else b""
        if len(told) > CARDS_MAX or len(content) > PACKAGE_BYTES_MAX:
            raise package_too_large()
        return {
            "content": b64encode(content).decode(),
            "cards": len(told),
            "sha256": sha256(content).hexdigest(),
        }

    def _shown(self, call: Call, asked: Json) -> tuple[list[Shown], int]:
        self.wait_for(call, DIRECTORY, asked["after"])
        kernel: Engine = self.kernel
        given = {**asked, "today": call.today}

        def ask(conn: Any) -> tuple[list[Shown], int]:
            return reading.page(conn, given, kernel.settings.land)

        found: tuple[list[Shown], int] = kernel.read_models.ask(DIRECTORY.name, ask)
        return found
