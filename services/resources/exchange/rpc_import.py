"""Packages of other directories: first tried, then read, all of a package or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import structlog

from services.resources import commands
from services.resources.card import CARD, Card
from services.resources.exchange import answers, importing, rows
from services.resources.exchange.importing import PackagePlan, There
from services.resources.exchange.offer import Offer
from services.resources.exchange.offers import Reader
from services.resources.exchange.rows import PackageFault
from services.resources.exchange.rpc import pausing
from services.resources.forms.exchange import CheckPackageSchema, ImportPackageSchema
from services.resources.rpc.common import Network, card_stream
from shared import document_store
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.faults import FAULTS_MAX
from shared.wire import command, every, query
from shared.writer import Turn

NOBODY: Final = "00000000-0000-0000-0000-000000000000"
log = structlog.get_logger(__name__)

FORGET_SECONDS: Final = 3600
PACKED_MAX: Final = 16 * 1024 * 1024
ASKED: Final = ("content", "document_id", "kind", "sozialraum_id", "confirm_no_case_data")
Cards = Mapping[str, Card | None]


class PackageImport(Network):
    """What a package adds and changes."""

    @every(FORGET_SECONDS)
    def forget_packages(self) -> None:
        """Delete what was uploaded a day ago: no event names it, and persons may stand in it."""
        with self.kernel.pool.connection() as conn:
            forgotten = document_store.forget_files(conn)
        if forgotten:
            log.info("packages_forgotten", count=forgotten)

    @query(
        CheckPackageSchema,
        "Prüft ein Datenpaket nach HSDS 3.0, ohne etwas zu ändern",
        answers.CheckPackageAnswer,
    )
    def check_package(self, call: Call, asked: Json) -> Json:
        """Return what a package would add and change, card by card, with its faults and warnings."""
        wanted = commands.ImportPackage(**{name: asked[name] for name in ASKED})
        package, offers, warnings = self._read(call, wanted)
        kernel: Engine = self.kernel
        streams = _streams(offers)
        with kernel.pool.connection() as conn:
            histories = kernel.log.read(conn, *streams.values()) if streams else {}
        cards = {it: CARD.fold(histories[name].events) for it, name in streams.items()}
        plan = importing.plan(offers, self._there(call, wanted, cards, NOBODY), pausing(call))
        importing.check_reach(plan)
        found = [*package.faults, *plan.faults]
        return {
            **_counted(plan),
            "cards": [
                {"line": it.line, "card_id": it.card_id, "name": it.name, "outcome": it.outcome}
                for it in plan.cards
            ],
            "faults": _notes(found),
            "fault_count": len(found),
            "warnings": _notes(warnings),
            "warning_count": len(warnings),
        }

    @command(
        ImportPackageSchema, "Ein Datenpaket nach HSDS 3.0 einlesen", answers.ImportPackageAnswer
    )
    def import_package(self, call: Call, asked: commands.ImportPackage) -> Json:
        """Carry out what a package says; one fault, and nothing of it is done. The same again: nothing.

        Raises Refused `package-refused`; `not-permitted` to whom nothing of it is open.
        """
        package, offers, warnings = self._read(call, asked)
        if package.faults:
            raise importing.refused(package.faults)
        streams = _streams(offers)
        if not streams:
            text = "Es enthält kein Angebot, das eingelesen werden kann."
            empty = PackageFault("services.csv", 1, "", "empty-package", text)
            raise importing.refused([empty])

        def decide(turn: Turn) -> Json:
            cards = {it: turn.state(CARD, name) for it, name in streams.items()}
            there = self._there(call, asked, cards, turn.actor)
            plan = importing.plan(offers, there, pausing(call))
            importing.check_reach(plan)
            if plan.faults:
                raise importing.refused(plan.faults)
            for it in plan.cards:
                if it.happened:
                    turn.add(streams[it.card_id], it.happened)
                    turn.keep(*it.texts)
            told = {"warnings": _notes(warnings), "warning_count": len(warnings)}
            return {**_counted(plan), **told}

        answer: Json = self.kernel.writer.execute(call, list(streams.values()), decide)
        return answer

    def _read(
        self, call: Call, asked: commands.ImportPackage
    ) -> tuple[rows.Package, list[Offer], list[PackageFault]]:
        """Return the package, its services and what is left out; no services while it has faults."""
        package = rows.read(self._content(asked), pausing(call))
        if package.faults:
            return package, [], package.warnings
        reader = Reader(package, asked.kind, asked.sozialraum_id, pausing(call))
        offers = reader.offers()
        return package, offers, [*package.warnings, *reader.warnings]

    def _content(self, asked: commands.ImportPackage) -> bytes:
        """Return the archive. Raises Refused `document-unknown`, `document-too-large`."""
        if asked.content is not None:
            return asked.content
        assert asked.document_id is not None, "The form sees to it."
        with self.kernel.pool.connection() as conn:
            document_store.ref_of(conn, asked.document_id, "/document_id")
            return document_store.content(conn, asked.document_id, PACKED_MAX)

    def _there(self, call: Call, asked: commands.ImportPackage, cards: Cards, by: str) -> There:
        kernel: Engine = self.kernel
        described = {
            it: card.description.document_id for it, card in cards.items() if card is not None
        }
        with kernel.pool.connection() as conn:
            texts = document_store.texts(conn, list(described.values()))

        def reaches(sozialraum_ids: Sequence[str], traeger_id: str | None) -> bool:
            return any(call.sees(it, traeger_id) for it in (*sozialraum_ids, None))

        known = {it: texts[named] for it, named in described.items() if named in texts}
        return There(cards, known, reaches, call.today, by, asked.confirm_no_case_data)


def _streams(offers: Sequence[Offer]) -> dict[str, str]:
    return {it.row.cells["id"]: card_stream(it.row.cells["id"]) for it in offers}


def _counted(plan: PackagePlan) -> Json:
    return {name: plan.count(name) for name in ("added", "changed", "unchanged")}


def _notes(found: Sequence[PackageFault]) -> list[dict[str, Any]]:
    return [asdict(it) for it in found[:FAULTS_MAX]]
