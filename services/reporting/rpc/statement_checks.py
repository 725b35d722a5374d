"""The office's part of a statement of use: sent back, or checked by two persons."""

from dataclasses import replace
from typing import Any, Final

from services.reporting import commands, events
from services.reporting.duties.duty import DUTY
from services.reporting.rpc.common import act, duty_stream
from services.reporting.rpc.statement_common import decided, statement_stream
from services.reporting.rpc.statements import StatementsOfUse, answered, judge, statement_duty
from services.reporting.statement import (
    answers,
    basis,
    forms,
    in_kind_rows,
    receipt_rows,
    standing_rows,
)
from services.reporting.statement.basis import Project
from services.reporting.statement.statement import STATEMENT
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.guideline import proven
from shared.money import to_wire
from shared.wire import command
from shared.writer import Turn

FUNDING_SECONDS: Final = 5


class StatementChecks(StatementsOfUse):
    """Who hands in, who pays, and who checks content and sums are different persons."""

    @command(
        forms.ReturnStatementSchema,
        "Einen Verwendungsnachweis zur Ergänzung zurückgeben",
        answers.StatementAnswer,
    )
    def return_statement(self, call: Call, asked: commands.ReturnStatement) -> Json:
        """Name what is to be completed until when: that long the statement is owed again.

        What is checked can be sent back until the project is closed, and once that is undone.
        """
        project = self.approved(call, asked.project_id)
        duty_id = statement_duty(asked.project_id)
        now: Any = {"land": self.land, "closed": project.known.closed}

        def decide(turn: Turn) -> Json:
            made = judge(turn, replace(asked, by=turn.actor, **now), call)
            assert isinstance(made, events.StatementReturned), "Otherwise it would be refused."
            duty = turn.state(DUTY, duty_stream(duty_id))
            assert duty is not None, "It was fulfilled by what is sent back."
            again = commands.PlanDuty(
                duty_id, duty.project_id, duty.kind, duty.year, made.due_on, "returned"
            )
            act(turn, again, call.today)
            turn.keep(asked.text)
            return answered(made)

        streams = [statement_stream(asked.project_id), duty_stream(duty_id)]
        return self.execute(call, streams, decide)

    @command(
        forms.CheckStatementContentSchema,
        "Einen Verwendungsnachweis fachlich prüfen",
        answers.StatementAnswer,
    )
    def check_statement_content(self, call: Call, asked: commands.CheckStatementContent) -> Json:
        """Say whether the purpose was reached, goal by goal."""
        self.not_of_the_recipient(call, self.approved(call, asked.project_id))

        def decide(turn: Turn) -> Json:
            made = judge(turn, replace(asked, by=turn.actor), call)
            turn.keep(*(it for it in [asked.remark] if it is not None))
            return answered(made)

        return self.execute(call, [statement_stream(asked.project_id)], decide)

    @command(
        forms.CheckStatementSchema,
        "Einen Verwendungsnachweis rechnerisch prüfen",
        answers.CheckAnswer,
    )
    def check_statement(self, call: Call, asked: commands.CheckStatement) -> Json:
        """End the check: with the check note, and what is not recognised by which rule.

        Never by who has handed in, checked the content, or paid this project. The settlement
        rests on what is recognised then.
        """
        project = self.approved(call, asked.project_id)
        self.not_of_the_recipient(call, project)
        has_paid = self._has_paid(call, asked.project_id)
        mine = statement_stream(asked.project_id)

        def decide(turn: Turn) -> Json:
            full = replace(self._with_rows(asked, project), by=turn.actor, has_paid=has_paid)
            statement = turn.state(STATEMENT, mine)
            made = decided(turn, full, call)
            checked = made[-1]
            assert isinstance(checked, events.StatementChecked), "It is what a check ends with."
            turn.beside.append(standing_rows.noting(checked))
            turn.keep(asked.note, *(it.reason for it in (*asked.receipts, *asked.in_kind)))
            return {
                "project_id": asked.project_id,
                "statement_id": checked.statement_id,
                "statement_version": statement.last.statement_version,
                "result": checked.result,
                "disallowed": to_wire(checked.disallowed_ct),
            }

        return self.execute(call, [mine], decide)

    def _with_rows(
        self, asked: commands.CheckStatement, project: Project
    ) -> commands.CheckStatement:
        """Return the command with what it is held against, and what it does not recognise."""
        project_id = asked.project_id
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            now = basis.with_rows(conn, project.basis, project_id)
            receipts = receipt_rows.find(conn, project_id, [it.id for it in asked.receipts])
            entries = in_kind_rows.listed(conn, project_id)
        income = set(project.sources.values())
        found = {
            receipt_id: commands.Claimed(
                it["year"], it["line"], it["counted_ct"] - it["disallowed_ct"]
            )
            for receipt_id, it in receipts.items()
            if it["line"] not in income
        }
        found |= {str(it["entry_id"]): self._claimed(it, project) for it in entries}
        return replace(asked, basis=now, found=found)

    def _claimed(self, row: Any, project: Project) -> commands.Claimed:
        entry = in_kind_rows.contribution(row)
        worth, _ = proven(
            {row["year"]: (entry,)}, project.basis.lines.total_ct, project.basis.policy
        )
        return commands.Claimed(row["year"], entry.kind, sum(worth.values()), entry)

    def _has_paid(self, call: Call, project_id: str) -> bool:
        """Ask funding whether who asks has paid this project: it knows the person by its own id."""
        seconds = max(1, min(FUNDING_SECONDS, call.seconds_left() - 1))
        context = replace(call.context, today=None)  # Whoever has paid has, whatever day is played.
        answer: Json = self.kernel.rpc.call(
            "funding", "has_paid", {"project_id": project_id}, context, seconds
        )
        return bool(answer["has_paid"])
