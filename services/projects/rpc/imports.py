"""Master data from CSV files: first tried, then read, all of a file or nothing."""

from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any, Final

from services.projects import commands, events, forms
from services.projects.answers import master_data as answers
from services.projects.importing import Plan, SozialraumImport, TraegerImport, refused, stream_of
from services.projects.master_data import SOZIALRAUM, TRAEGER
from services.projects.rpc.master_data import MasterData
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.faults import FAULTS_MAX
from shared.refusal import stale
from shared.table import LineFault
from shared.wire import command, query
from shared.writer import Turn

KINDS: Final[dict[str, tuple[Any, Any]]] = {
    "traeger": (TraegerImport(), TRAEGER),
    "sozialraeume": (SozialraumImport(), SOZIALRAUM),
}
STREAMS: Final = {"traeger": "traeger", "sozialraeume": "sozialraum"}
NOBODY: Final = "00000000-0000-0000-0000-000000000000"


class Imports(MasterData):
    """What a file adds and changes."""

    @query(
        forms.CheckImportSchema,
        "Prüft eine CSV-Datei mit Stammdaten, ohne etwas zu ändern",
        answers.CheckImportAnswer,
    )
    def check_import(self, call: Call, asked: Json) -> Json:
        """Return what a file would add and change, line by line, with its faults and warnings."""
        importer, decider = KINDS[asked["kind"]]
        table = importer.read(asked["content"])
        with self.kernel.pool.connection() as conn:
            known = dict(self.listed(conn, STREAMS[asked["kind"]], decider))
        plan: Plan = importer.plan(table, known, lambda name: f"{NOBODY}{name}", call.today)
        return {
            "kind": asked["kind"],
            **_counted(plan),
            "lines": [
                {"line": it.line, "name": it.name, "outcome": it.outcome} for it in plan.lines
            ],
            "faults": _notes(plan.faults[:FAULTS_MAX]),
            "fault_count": len(plan.faults),
            "warnings": _notes(plan.warnings),
        }

    @command(
        forms.ImportMasterDataSchema,
        "Stammdaten aus einer CSV-Datei einlesen",
        answers.ImportAnswer,
    )
    def import_master_data(self, call: Call, asked: commands.ImportMasterData) -> Json:
        """Carry out what a file says; one fault, and nothing of it is done. The same again: nothing.

        Files of a kind are read one after the other: who was not first is told to look again.
        """
        kernel: Engine = self.kernel
        importer, decider = KINDS[asked.kind]
        mine = stream_of(asked.kind)
        table = importer.read(asked.content)
        if table.faults and not table.rows:
            raise refused(table)
        with kernel.pool.connection() as conn:
            seen = kernel.log.read(conn, mine)[mine].version
            there = kernel.log.streams(conn, STREAMS[asked.kind])
        made = [importer.stream(row, call.new_id) for row in table.rows]

        def decide(turn: Turn) -> Json:
            if turn.version(mine) != seen:
                raise stale({"stream": mine, "version": turn.version(mine)})
            known = {name: turn.state(decider, name) for name in there}
            plan = importer.plan(table, known, call.new_id, call.today)
            if plan.faults:
                raise refused(plan)
            _add(turn, mine, asked, plan)
            return {"kind": asked.kind, **_counted(plan), "warnings": _notes(plan.warnings)}

        return self.execute(call, [mine, *dict.fromkeys([*there, *made])], decide)


def _add(turn: Turn, mine: str, asked: commands.ImportMasterData, plan: Plan) -> None:
    """Let the events of all lines follow, and the fact that the file was read: if it said anything."""
    added, changed = plan.count("added"), plan.count("changed")
    if not added + changed:
        return
    digest = sha256(asked.content).hexdigest()
    turn.add(mine, [events.MasterDataImported(asked.kind, digest, len(plan.lines), added, changed)])
    for line in plan.lines:
        turn.add(line.stream, line.events)


def _counted(plan: Plan) -> Json:
    return {name: plan.count(name) for name in ("added", "changed", "unchanged")}


def _notes(found: Sequence[LineFault]) -> list[Json]:
    return [asdict(it) for it in found]
