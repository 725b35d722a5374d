"""The second person at a Träger: certifies a statement of use, or declines to."""

from dataclasses import replace

from services.reporting import commands
from services.reporting.rpc.common import act, duty_stream
from services.reporting.rpc.statement_common import statement_stream
from services.reporting.rpc.statements import StatementsOfUse, answered, judge, statement_duty
from services.reporting.statement import answers
from services.reporting.statement import forms_signing as forms
from shared.call import Call
from shared.canonical import Json
from shared.guideline import case_filter
from shared.wire import command
from shared.writer import Turn


class StatementSigning(StatementsOfUse):
    """Who has written a statement does not certify it."""

    @command(
        forms.CertifyStatementSchema,
        "Einen Verwendungsnachweis als zweite Person bestätigen",
        answers.StatementAnswer,
    )
    def certify_statement(self, call: Call, asked: commands.CertifyStatement) -> Json:
        """Stand for what somebody else has written: with that it is handed in, and its duty fulfilled."""
        self.approved(call, asked.project_id)
        mine, duty_id = statement_stream(asked.project_id), statement_duty(asked.project_id)

        def decide(turn: Turn) -> Json:
            made = judge(turn, replace(asked, by=turn.actor), call)
            act(turn, commands.FulfilDuty(duty_id), call.today)
            return answered(made)

        return self.execute(call, [mine, duty_stream(duty_id)], decide)

    @command(
        forms.DeclineStatementSchema,
        "Die Bestätigung eines Verwendungsnachweises ablehnen",
        answers.StatementAnswer,
    )
    def decline_statement(self, call: Call, asked: commands.DeclineStatement) -> Json:
        """Say why one does not stand for it: it is mended, and laid before a second person again."""
        self.approved(call, asked.project_id)

        def decide(turn: Turn) -> Json:
            case_filter.check_body(call.body, call.today)
            made = judge(turn, replace(asked, by=turn.actor), call)
            turn.keep(asked.reason)
            return answered(made)

        return self.execute(call, [statement_stream(asked.project_id)], decide)
