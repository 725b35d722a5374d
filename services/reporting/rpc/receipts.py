"""Receipts of a project: read from a file, listed, taken away."""

import time
from dataclasses import asdict
from functools import partial
from typing import Any, Final

from services.reporting import commands
from services.reporting.rpc.statement_common import Statements, decided, statement_stream
from services.reporting.statement import answers_receipts as answers
from services.reporting.statement import forms, receipt_rows, refusals
from services.reporting.statement.basis import Project
from services.reporting.statement.receipt_file import file_rows
from services.reporting.statement.receipts import Read, Receipt, read_row
from shared import document_store
from shared.call import Call
from shared.canonical import Json
from shared.documents import DocumentRef
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.faults import FAULTS_MAX
from shared.money import to_wire
from shared.table import LineFault, Table
from shared.wire import command, query
from shared.writer import Turn

BYTES_MAX: Final = 32 * 1024 * 1024
BREATH_LINES: Final = 250
"""After so many lines others have their turn: a file of 50,000 must not silence the service."""
PROGRESS_LINES: Final = 1_000


class Receipts(Statements):
    """What was paid, line by line, in rows beside the log."""

    @command(forms.ImportReceiptsSchema, "Belege aus einer Datei einlesen", answers.ImportAnswer)
    def import_receipts(self, call: Call, asked: Json) -> Json:
        """Take in what a file (CSV or XLSX) lists. A line with an error is left out and told.

        The same file again adds nothing. Raises Refused `receipts-unreadable` for a file that cannot
        be read to its end: then nothing of it is taken.
        """
        project_id, document_id = asked["project_id"], asked["document_id"]
        project = self.approved(call, project_id)
        with self.kernel.pool.connection() as conn:
            ref = document_store.ref_of(conn, document_id, "/document_id")
            content = document_store.content(conn, document_id, BYTES_MAX)
        count, found = self._read(content, project, document_id, call)
        del content

        def decide(turn: Turn) -> Json:
            added = self._add(turn, call, project, ref, found)
            return {**added, "lines": count, **_faults(found)}

        answer: Json = self.kernel.writer.execute(call, [statement_stream(project_id)], decide)
        self._progress(project_id, document_id, count, is_done=True)
        return answer

    def _read(
        self, content: bytes, project: Project, document_id: str, call: Call
    ) -> tuple[int, Read]:
        """Read all lines; others have their turn in between, and can see how far it has come."""
        rules, table, found, count = project.rules(call.today), Table(), Read(), 0
        for count, row in enumerate(file_rows(content, table), 1):
            read_row(row, rules, found)
            if not count % BREATH_LINES:
                time.sleep(0)
            if not count % PROGRESS_LINES:
                call.check_deadline()
                self._progress(rules.project_id, document_id, count, is_done=False)
        if broken := [it for it in table.faults if it.line == 1 or it.code in refusals.WHOLE_FILE]:
            raise refusals.unreadable(broken)
        found.errors.extend(table.faults)
        found.errors.sort(key=lambda it: it.line)
        with self.kernel.pool.connection() as conn:
            found.warnings.extend(_elsewhere(conn, project, found))
        found.warnings.sort(key=lambda it: it.line)
        return count + len({it.line for it in table.faults}), found

    def _progress(self, project_id: str, document_id: str, lines: int, *, is_done: bool) -> None:
        with self.kernel.pool.connection() as conn:
            receipt_rows.note_progress(conn, project_id, document_id, lines, is_done=is_done)

    def _add(
        self, turn: Turn, call: Call, project: Project, file: DocumentRef, found: Read
    ) -> Json:
        kernel: Engine = self.kernel
        project_id = project.known.project_id
        with kernel.pool.connection() as conn:
            known = receipt_rows.known(conn, project_id)
        new = [it for receipt_id, it in found.receipts.items() if receipt_id not in known]
        receipts = [it for _, it in new]
        full = commands.ImportReceipts(
            project_id=project_id,
            file=file,
            new=len(new),
            known=len(found.receipts) - len(new),
            refused=len({it.line for it in found.errors}),
            sum_ct=sum(it.counted_ct for it in receipts),
            disallowed_ct=sum(it.disallowed_ct for it in receipts),
            by=turn.actor,
        )
        decided(turn, full, call)
        if new:
            turn.beside.append(partial(_put, project.owner, new))
        told: Json = at_the_edge(
            {
                "project_id": project_id,
                "new": full.new,
                "known": full.known,
                "refused": full.refused,
                "sum_ct": full.sum_ct,
                "disallowed_ct": full.disallowed_ct,
            }
        )
        return told

    @query(
        forms.ImportProgressSchema,
        "Sagt, wie weit eine Belegdatei gelesen ist",
        answers.ImportProgressAnswer,
    )
    def get_import_progress(self, call: Call, asked: Json) -> Json:
        """Return {lines, is_done} of a file that is being read."""
        self.project(call, asked["project_id"])
        with self.kernel.pool.connection() as conn:
            return dict(receipt_rows.progress(conn, asked["project_id"], asked["document_id"]))

    @query(forms.ListReceiptsSchema, "Listet die Belege eines Projekts", answers.ReceiptsAnswer)
    def list_receipts(self, call: Call, asked: Json) -> Json:
        """Return {receipts, complete}: in the order of their payment."""
        self.project(call, asked["project_id"])
        with self.kernel.pool.connection() as conn:
            found = receipt_rows.listed(
                conn, asked["project_id"], {**asked, "most": asked["most"] + 1}
            )
        return {
            "receipts": [told_receipt(it) for it in found[: asked["most"]]],
            "complete": len(found) <= asked["most"],
        }

    @command(forms.RemoveReceiptsSchema, "Belege entfernen", answers.RemovedAnswer)
    def remove_receipts(self, call: Call, asked: Json) -> Json:
        """Take away receipts that were wrong; what is handed in stays as it is."""
        project_id, mine = asked["project_id"], statement_stream(asked["project_id"])
        self.project(call, project_id)

        def decide(turn: Turn) -> Json:
            with self.kernel.pool.connection() as conn:
                found = receipt_rows.find(conn, project_id, asked["receipt_ids"])
            if missing := [it for it in asked["receipt_ids"] if it not in found]:
                raise refusals.receipts_unknown(len(missing))
            sum_ct = sum(it["counted_ct"] for it in found.values())
            full = commands.RemoveReceipts(project_id, len(found), sum_ct, turn.actor)
            decided(turn, full, call)
            turn.beside.append(
                lambda conn: receipt_rows.remove(conn, project_id, asked["receipt_ids"])
            )
            return {"project_id": project_id, "removed": len(found), "sum": to_wire(sum_ct)}

        answer: Json = self.kernel.writer.execute(call, [mine], decide)
        return answer


def _elsewhere(conn: Any, project: Project, found: Read) -> list[LineFault]:
    """Return a warning for each receipt that another project of the same Träger has as well."""
    keys = [(it.number, it.paid_on, it.gross_ct) for _, it in found.receipts.values()]
    doubled = receipt_rows.elsewhere(conn, project.owner, keys)
    text = "Diese Nummer steht mit Tag und Betrag auch in einem anderen Projekt des Trägers."
    return [
        LineFault(line, "Nr.", "also-elsewhere", text)
        for line, it in found.receipts.values()
        if (it.number, it.paid_on, it.gross_ct) in doubled
    ]


def _put(owner: receipt_rows.Owner, new: list[tuple[int, Receipt]], conn: Any) -> None:
    receipt_rows.add(conn, owner, new)


def _faults(found: Read) -> Json:
    """Return errors and warnings, never one mixed list: the first hundred of each, and how many."""
    return {
        "errors": [asdict(it) for it in found.errors[:FAULTS_MAX]],
        "error_count": len(found.errors),
        "warnings": [asdict(it) for it in found.warnings[:FAULTS_MAX]],
        "warning_count": len(found.warnings),
    }


def told_receipt(row: Json) -> Json:
    """Return a receipt as it is told."""
    told: Json = at_the_edge({**row, "receipt_id": str(row["receipt_id"])})
    return told
