"""The second person at the Träger, who certifies a statement of use or declines to. Pure."""

from datetime import date

from services.reporting import commands, events
from services.reporting.statement import refusals


def signed(
    command: commands.CertifyStatement | commands.DeclineStatement,
    last: events.StatementSubmitted,
    today: date,
) -> events.StatementCertified | events.StatementDeclined:
    """Return the fact of a certificate, or of its refusal, by somebody else than who handed in."""
    if command.by == last.by:
        raise refusals.not_by_oneself()
    named = (command.project_id, last.statement_id, last.statement_version)
    match command:
        case commands.CertifyStatement():
            return events.StatementCertified(*named, command.by, today)
        case commands.DeclineStatement():
            return events.StatementDeclined(*named, command.reason.ref, command.by, today)
