"""Statements of use: written down, handed in, read."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from services.reporting import commands, events
from services.reporting.duties.duty import DUTY, Duty
from services.reporting.duties.schedule import Owed
from services.reporting.rpc.common import act, duty_stream
from services.reporting.rpc.statement_common import Statements, decided, statement_stream
from services.reporting.statement import (
    answers,
    basis,
    drafts,
    forms,
    in_kind_rows,
    receipt_rows,
    refusals,
    standing_rows,
    told,
)
from services.reporting.statement.basis import Project
from services.reporting.statement.receipt_list import as_document
from services.reporting.statement.receipts import COLUMNS
from services.reporting.statement.recognised import Recognition, recognise
from services.reporting.statement.statement import Statement
from shared import document_store
from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.guideline import case_filter
from shared.money import to_wire
from shared.wire import command, query
from shared.writer import Turn

ALL_RECEIPTS: Final[Json] = {
    "year": None,
    "line": None,
    "disallowed": False,
    "skip": 0,
    "most": forms.RECEIPTS_MAX,
}


def statement_duty(project_id: str) -> str:
    """Return the id of the duty that a statement fulfils, whatever its year and day."""
    return Owed("statement-of-use", 0, date.max).id_in(project_id)


class StatementsOfUse(Statements):
    """What recipients tell of the whole project and its money."""

    @command(
        forms.SubmitStatementSchema, "Den Verwendungsnachweis einreichen", answers.StatementAnswer
    )
    def submit_statement(self, call: Call, asked: commands.SubmitStatement) -> Json:
        """Hand a statement in, or what completes it; to a second person first where that is asked for.

        Raises Refused `statement-incomplete`.
        """
        project = self.approved(call, asked.project_id)
        mine, duty_id = statement_stream(asked.project_id), statement_duty(asked.project_id)

        def decide(turn: Turn) -> Json:
            if turn.state(DUTY, duty_stream(duty_id)) is None:
                raise refusals.no_statement_owed()
            case_filter.check_body(call.body, call.today)
            with self.kernel.pool.connection() as conn:
                now = basis.with_rows(conn, project.basis, asked.project_id)
                receipts = as_document(receipt_rows.listed(conn, asked.project_id, ALL_RECEIPTS))
            full = replace(
                asked,
                statement_id=call.new_id(),
                duty_id=duty_id,
                receipts=receipts,
                basis=now,
                by=turn.actor,
            )
            made = judge(turn, full, call)
            assert isinstance(made, events.StatementSubmitted), "Otherwise it would be refused."
            if not made.needs_certificate:
                act(turn, commands.FulfilDuty(duty_id), call.today)
            turn.keep(*full.documents)
            turn.beside.append(drafts.discarding(asked.project_id))
            return answered(made)

        return self.execute(call, [mine, duty_stream(duty_id)], decide)

    def execute(self, call: Call, streams: list[str], decide: Any) -> Json:
        """Carry a command out and return its answer."""
        answer: Json = self.kernel.writer.execute(call, streams, decide)
        return answer

    @query(
        forms.StatementSchema,
        "Zeigt den Verwendungsnachweis eines Projekts",
        answers.GetStatementAnswer,
    )
    def get_statement(self, call: Call, asked: Json) -> Json:
        """Return what is to be answered, what there is so far, all versions and the checks."""
        project_id = asked["project_id"]
        project = self.approved(call, project_id)
        version, statement = self.statement(project_id)
        knows_names = bool(call.scopes & {"a", "d", "t"})
        with self.kernel.pool.connection() as conn:
            now = basis.with_rows(conn, project.basis, project_id)
            entries = self._entries(conn, project_id, knows_names=knows_names)
            texts = document_store.texts(conn, told.documents(statement))
            draft = drafts.find(conn, project_id)
            receipts = _receipts(conn, project, now)
            cuts, in_kind = basis.cuts_of(conn, project_id, statement.disallowed)
        found = recognise(statement.last.years, now, in_kind, cuts) if statement.versions else None
        last = statement.versions[-1] if statement.versions else None
        return {
            "version": version,
            **self._project_head(call, project, statement),
            "own_share_reached": to_wire(_own_share_ct(found)),
            "goals": at_the_edge(project.basis.goals),
            "plan": told.plan(now, project.planned),
            "receipts": receipts,
            "in_kind": entries,
            "draft": draft and {"version": draft[0], "content": draft[1]},
            "versions": told.versions(statement, texts),
            "comparison": told.comparison(last, now, project.planned, found)
            if last and found
            else [],
            "recognised": told.recognition(found),
            **told.judgement(statement, texts),
        }

    def _project_head(self, call: Call, project: Project, statement: Statement) -> Json:
        duty = self._owed_duty(project.known.project_id)
        told_: Json = at_the_edge(
            {
                "project_id": project.known.project_id,
                "number": project.approval.number,
                "title": project.approval.title,
                "state": statement.standing,
                "due_on": duty.due_on if duty else None,
                "days_open": told.days_open(statement.standing, statement.handed_in_on, call.today),
                "first_day": project.first_day,
                "last_day": project.basis.last_day,
                "deducts_vat": project.approval.deducts_vat,
                "must_be_certified": project.basis.policy.certified_statements,
                "grant_ct": project.approval.grant_ct,
                "own_share_ct": project.approval.own_share_ct,
            }
        )
        return told_

    def _owed_duty(self, project_id: str) -> Duty | None:
        kernel: Engine = self.kernel
        mine = duty_stream(statement_duty(project_id))
        with kernel.pool.connection() as conn:
            return DUTY.fold(kernel.log.read(conn, mine)[mine].events)

    def _entries(self, conn: Conn, project_id: str, *, knows_names: bool) -> list[Json]:
        rows = in_kind_rows.listed(conn, project_id)
        who = in_kind_rows.names_of(rows) if knows_names else []
        names = self.kernel.vault.read(conn, who) if who else {}
        return [
            {
                **at_the_edge({"value_ct": it["value_ct"]}),
                "entry_id": str(it["entry_id"]),
                "kind": it["kind"],
                "text": it["text"],
                "on": it["worked_on"].isoformat(),
                "year": it["year"],
                "minutes": it["minutes"],
                "name": names[str(it["volunteer"])].fields.get("name")
                if str(it["volunteer"]) in names
                else None,
            }
            for it in rows
        ]

    @query(
        forms.ListStatementsSchema,
        "Listet die Verwendungsnachweise, die am längsten warten zuerst",
        answers.StatementsAnswer,
    )
    def list_statements(self, call: Call, asked: Json) -> Json:
        """Return {statements, complete}: with the days since which nobody has checked each."""
        with self.kernel.pool.connection() as conn:
            found = standing_rows.listed(conn, {**asked, **call.reach(), "most": asked["most"] + 1})
        return {
            "statements": [
                {
                    **at_the_edge(it),
                    "project_id": str(it["project_id"]),
                    "statement_id": str(it["statement_id"]),
                    "days_open": told.days_open(
                        it["standing"], it["certified_on"] or it["submitted_on"], call.today
                    ),
                }
                for it in found[: asked["most"]]
            ],
            "complete": len(found) <= asked["most"],
        }


def judge(turn: Turn, asked: commands.StatementCommand, call: Call) -> events.StatementEvent:
    """Let a command take effect on its statement; return the last event that it causes."""
    made = decided(turn, asked, call)
    turn.beside.append(standing_rows.noting(made[-1]))
    return made[-1]


def answered(made: Any) -> Json:
    """Return which statement, and which version of it."""
    return {
        "project_id": made.project_id,
        "statement_id": made.statement_id,
        "statement_version": made.statement_version,
    }


def _own_share_ct(found: Recognition | None) -> int:
    """Return what own cash and in-kind contributions come to, as far as they are stated."""
    years = found.by_year.values() if found else ()
    return sum(it.own_cash_ct + it.in_kind_ct for it in years)


def _receipts(conn: Conn, project: Project, now: commands.StatementBasis) -> Json:
    doubles = receipt_rows.doubles(conn, project.owner)
    told_: Json = at_the_edge(
        {
            "count": now.receipts_count,
            "sum_ct": now.receipts_ct,
            "by_line": [
                {
                    "year": year,
                    "line": line,
                    "amount_ct": it.amount_ct,
                    "disallowed_ct": it.disallowed_ct,
                }
                for (year, line), it in sorted(now.receipts.items())
            ],
            "columns": list(COLUMNS),
            "doubles": [
                {
                    **it,
                    "receipt_id": str(it["receipt_id"]),
                    "other_project_id": str(it["other_project_id"]),
                }
                for it in doubles
            ],
        }
    )
    return told_
