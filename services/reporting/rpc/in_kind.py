"""In-kind contributions: hours of volunteers, goods, paid work of others. Names lie in the vault."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from services.reporting import commands
from services.reporting.rpc.statement_common import Statements, decided, statement_stream
from services.reporting.statement import answers_receipts as answers
from services.reporting.statement import forms, in_kind_rows, refusals
from services.reporting.statement.basis import Project
from services.reporting.statement.in_kind_rows import GivenEntry
from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.engine import Engine
from shared.erased import Repeat
from shared.guideline import InKind, proven
from shared.money import to_wire
from shared.refusal import Fault
from shared.wire import command
from shared.writer import Turn


class InKinds(Statements):
    """What the Träger gives besides money, as it is proven."""

    @command(
        forms.RecordInKindSchema,
        "Sach- und Arbeitsleistungen erfassen",
        answers.InKindAnswer,
    )
    def record_in_kind(self, call: Call, asked: Json) -> Json:
        """Keep lines of time sheets and the value of goods; all of them or none."""
        project_id, mine = asked["project_id"], statement_stream(asked["project_id"])
        project = self.approved(call, project_id)
        if faults := list(_outside(asked["entries"], project, call.today)):
            raise refusals.entries_outside(faults)
        volunteers = _volunteers(asked["entries"], call)
        rows = [
            (call.new_id(f" entry {number}"), it, it.on.year, volunteers.get(_key(it)))
            for number, it in enumerate(asked["entries"])
        ]
        value_ct = _value_ct(asked["entries"], project)

        def decide(turn: Turn) -> Json:
            minutes = sum(it.minutes or 0 for it in asked["entries"])
            full = commands.RecordInKind(project_id, len(rows), minutes, value_ct, turn.actor)
            decided(turn, full, call)
            turn.beside.append(lambda conn: self._keep(conn, project_id, rows))
            ids = [entry_id for entry_id, *_ in rows]
            return {"project_id": project_id, "entry_ids": ids, "value": to_wire(value_ct)}

        return self._veiled(call, mine, decide)

    @classmethod
    def erase_again(cls, conn: Conn, subjects: Sequence[str]) -> Iterator[Repeat]:
        """Let entries of volunteers who are forgotten stand for nobody; no event names them."""
        in_kind_rows.forget(conn, subjects)
        return iter(())

    def _keep(
        self,
        conn: Conn,
        project_id: str,
        rows: Sequence[tuple[str, GivenEntry, int, str | None]],
    ) -> None:
        kernel: Engine = self.kernel
        names: dict[str, str | None] = {}
        for _, it, _, who in rows:
            if who is not None:
                names.setdefault(who, it.name)
        for who, name in names.items():
            kernel.vault.put(conn, who, {"name": name})
        in_kind_rows.add(conn, project_id, rows)

    @command(
        forms.RemoveInKindSchema,
        "Sach- und Arbeitsleistungen entfernen",
        answers.InKindRemovedAnswer,
    )
    def remove_in_kind(self, call: Call, asked: Json) -> Json:
        """Take away entries that were wrong, and the names that nothing is known by any more."""
        project_id, mine = asked["project_id"], statement_stream(asked["project_id"])
        self.project(call, project_id)
        kernel: Engine = self.kernel

        def decide(turn: Turn) -> Json:
            with kernel.pool.connection() as conn:
                there = in_kind_rows.listed(conn, project_id)
            gone = [it for it in there if str(it["entry_id"]) in asked["entry_ids"]]
            if missing := len(set(asked["entry_ids"])) - len(gone):
                raise refusals.entries_unknown(missing)
            left = [it for it in there if it not in gone]
            forgotten = set(in_kind_rows.names_of(gone)) - set(in_kind_rows.names_of(left))
            full = commands.RemoveInKind(project_id, len(gone), turn.actor)
            decided(turn, full, call)

            def remove(conn: Conn) -> None:
                in_kind_rows.remove(conn, project_id, asked["entry_ids"])
                for who in sorted(forgotten):
                    kernel.vault.erase(conn, who, call.now)

            turn.beside.append(remove)
            return {"project_id": project_id, "removed": len(gone)}

        answer: Json = kernel.writer.execute(call, [mine], decide)
        return answer

    def _veiled(self, call: Call, stream: str, decide: Any) -> Json:
        """Carry out what holds names: not even a hash of them that could be guessed stays."""
        kernel: Engine = self.kernel
        veiled = replace(call, body=kernel.vault.veiled(call.body))
        answer: Json = kernel.writer.execute(veiled, [stream], decide)
        return answer


def _outside(entries: Sequence[GivenEntry], project: Project, today: date) -> Iterator[Fault]:
    for number, it in enumerate(entries):
        if not project.first_day <= it.on <= project.basis.last_day:
            text = "An diesem Tag lief das Projekt nicht."
            yield Fault(f"/entries/{number}/on", "outside-period", text)
        elif it.on > today:
            text = "Dieser Tag ist noch nicht gewesen."
            yield Fault(f"/entries/{number}/on", "in-future", text)


def _volunteers(entries: Sequence[GivenEntry], call: Call) -> Mapping[str, str]:
    """Return a random id for each name: that of the command, which nobody can guess, makes it."""
    names = dict.fromkeys(_key(it) for it in entries if it.name is not None)
    return {name: call.new_id(f" volunteer {number}") for number, name in enumerate(names)}


def _key(it: GivenEntry) -> str:
    return " ".join((it.name or "").casefold().split())


def _value_ct(entries: Sequence[GivenEntry], project: Project) -> int:
    given = tuple(InKind(it.kind, it.text, it.minutes, it.value_ct) for it in entries)
    by_year, _ = proven({0: given}, project.basis.lines.total_ct, project.basis.policy)
    return sum(by_year.values())
