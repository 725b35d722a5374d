"""A statement of use (Verwendungsnachweis), from its first receipt to the check. Pure."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from services.reporting import commands, events
from services.reporting.project_reports import goals
from services.reporting.refusals import already_handed_in, due_day_passed
from services.reporting.statement import checking, refusals, signing
from services.reporting.statement.gaps import gaps, line_cut, stated
from services.reporting.statement.recognised import recognise
from shared.decider import Decider
from shared.guideline import proven
from shared.workdays import working_day

StatementStanding = Literal[
    "open",  # offen
    "uncertified",  # zur Bestätigung vorgelegt
    "declined",  # nicht bestätigt
    "submitted",  # eingereicht
    "returned",  # zurückgegeben
    "checked",  # geprüft
]


@dataclass(frozen=True, slots=True)
class Statement:
    """All versions in order, and what was said of the last one: at the Träger, then by the office."""

    versions: tuple[events.StatementSubmitted, ...] = ()
    standing: StatementStanding = "open"
    certified: events.StatementCertified | None = None
    declined: events.StatementDeclined | None = None
    returned: events.StatementReturned | None = None
    content: events.StatementContentChecked | None = None
    disallowed: events.ReceiptsDisallowed | None = None
    checked: events.StatementChecked | None = None

    @property
    def last(self) -> events.StatementSubmitted:
        """Return the version that counts."""
        return self.versions[-1]

    @property
    def handed_in_on(self) -> date | None:
        """Return the day since which the office has the last version; None: nothing was handed in."""
        if self.certified is not None:
            return self.certified.certified_on
        return self.last.submitted_on if self.versions else None

    @property
    def counts_on(self) -> date | None:
        """Return the day for which a correction counts that is under way."""
        under_way = self.standing not in ("open", "checked") and self.returned is not None
        return self.returned.effective_on if under_way and self.returned else None


HANDED_OVER: Final[dict[bool, StatementStanding]] = {True: "uncertified", False: "submitted"}
"""To whom a version goes first: to a second person at the Träger, or to the office."""

Collecting = (
    commands.ImportReceipts
    | commands.RemoveReceipts
    | commands.RecordInKind
    | commands.RemoveInKind
)


def decide(
    command: commands.StatementCommand, statement: Statement, today: date
) -> list[events.StatementEvent]:
    """The life of a statement as a table: which command, in which state, leads where."""
    match command, statement.standing:
        case (
            commands.ImportReceipts()
            | commands.RemoveReceipts()
            | commands.RecordInKind()
            | commands.RemoveInKind(),
            _,
        ):
            return _collect(command, statement, today)
        case commands.SubmitStatement(), "open" | "declined" | "returned":
            return [_submitted(command, statement, today)]
        case commands.SubmitStatement(), _:
            raise already_handed_in()
        case ((commands.CertifyStatement() | commands.DeclineStatement()), "uncertified"):
            return [signing.signed(command, statement.last, today)]
        case ((commands.CertifyStatement() | commands.DeclineStatement()), _):
            raise refusals.nothing_to_certify()
        case _, "open" | "declined":
            raise refusals.not_handed_in()
        case _, "uncertified":
            raise refusals.not_certified()
        case commands.ReturnStatement(closed=False), "checked":
            return [_returned(command, statement, today)]
        case _, ("returned" | "checked") as standing:
            raise refusals.not_open(standing)

        case commands.ReturnStatement(), _:
            return [_returned(command, statement, today)]
        case commands.CheckStatementContent(), _:
            return [checking.content(command, statement.last, today)]
        case commands.CheckStatement(), _:
            return checking.arithmetic(command, statement.last, statement.content, today)

    raise AssertionError(f"No row for {command} in {statement}")


def _collect(command: Collecting, statement: Statement, today: date) -> list[events.StatementEvent]:
    """Receipts and in-kind change until the statement is handed in; a file without news is none."""
    match command, statement.standing:
        case _, "uncertified" | "submitted" | "checked":
            raise refusals.handed_in()
        case commands.ImportReceipts(new=0), _:
            return []
    return [_collected(command, today)]


def _collected(command: Collecting, today: date) -> events.StatementEvent:
    match command:
        case commands.ImportReceipts():
            return events.ReceiptsImported(
                command.project_id,
                command.file,
                command.new,
                command.known,
                command.refused,
                command.sum_ct,
                command.disallowed_ct,
                command.by,
                today,
            )
        case commands.RemoveReceipts():
            return events.ReceiptsRemoved(
                command.project_id, command.count, command.sum_ct, command.by, today
            )
        case commands.RecordInKind():
            return events.InKindRecorded(
                command.project_id,
                command.count,
                command.minutes,
                command.value_ct,
                command.by,
                today,
            )
        case commands.RemoveInKind():
            return events.InKindRemoved(command.project_id, command.count, command.by, today)


def _submitted(
    command: commands.SubmitStatement, statement: Statement, today: date
) -> events.StatementSubmitted:
    basis, receipts = command.basis, command.receipts
    assert basis is not None, "The service says what there is."
    assert receipts is not None, "The service says what there is."
    if today <= basis.last_day:
        raise refusals.project_not_over(basis.last_day)
    found = list(gaps(command, basis))
    if found:
        raise refusals.incomplete(found)
    worth, _ = proven(basis.in_kind, basis.lines.total_ct, basis.policy)
    years = {
        it.year: stated(it, basis, worth.get(it.year, 0))
        for it in sorted(command.years, key=lambda it: it.year)
    }
    flags = [it.flag or "" for it in recognise(years, basis, basis.in_kind).steps]
    if command.deviations is None and (found := list(line_cut(command.years, flags))):
        raise refusals.incomplete(found)
    before = statement.versions[-1] if statement.versions else None
    return events.StatementSubmitted(
        project_id=command.project_id,
        statement_id=before.statement_id if before else command.statement_id,
        duty_id=command.duty_id,
        statement_version=len(statement.versions) + 1,
        completes=before.statement_version if before else None,
        years=years,
        goals=goals.reported(command.goals),
        activities=command.activities,
        reach=command.reach.ref,
        card_ids=command.card_ids,
        success=command.success.ref,
        deviations=None if command.deviations is None else command.deviations.ref,
        receipts=receipts.ref,
        receipts_count=basis.receipts_count,
        receipts_ct=basis.receipts_ct,
        needs_certificate=command.to_certify or basis.policy.certified_statements,
        by=command.by,
        submitted_on=today,
    )


def _returned(
    command: commands.ReturnStatement, statement: Statement, today: date
) -> events.StatementReturned:
    if command.due_on <= today:
        raise due_day_passed()
    told_on = statement.checked.checked_on if statement.checked else statement.last.submitted_on
    if command.effective_on and not told_on <= command.effective_on <= today:
        raise refusals.effective_out_of_range(told_on, today)
    return events.StatementReturned(
        project_id=command.project_id,
        statement_id=statement.last.statement_id,
        statement_version=statement.last.statement_version,
        places=command.places,
        text=command.text.ref,
        due_on=working_day(command.due_on, command.land),
        by=command.by,
        returned_on=today,
        effective_on=command.effective_on,
    )


def evolve(statement: Statement, event: events.StatementEvent) -> Statement:
    """What an event makes of a statement. One row per event; no `if`, no rule, no refusal."""
    match event:
        case (
            events.ReceiptsImported()
            | events.ReceiptsRemoved()
            | events.InKindRecorded()
            | events.InKindRemoved()
        ):
            return statement
        case events.StatementSubmitted():
            versions = (*statement.versions, event)
            standing = HANDED_OVER[event.needs_certificate]
            return Statement(versions, standing, returned=statement.returned)
        case events.StatementCertified():
            return replace(statement, standing="submitted", certified=event)
        case events.StatementDeclined():
            return replace(statement, standing="declined", declined=event)
        case events.StatementReturned():
            sent_back = replace(statement, standing="returned", returned=event)
            return replace(sent_back, disallowed=None, checked=None)
        case events.StatementContentChecked():
            return replace(statement, content=event)
        case events.ReceiptsDisallowed():
            return replace(statement, disallowed=event)
        case events.StatementChecked():
            return replace(statement, standing="checked", checked=event)

    raise AssertionError(f"No row for {event} in {statement}")


STATEMENT: Decider[commands.StatementCommand, Statement, events.StatementEvent] = Decider(
    Statement(), decide, evolve
)
