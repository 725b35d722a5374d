"""The check of a statement of use by two persons: whether it served its purpose, and the sums. Pure."""

from collections.abc import Iterator
from datetime import date

from services.reporting import commands, events
from services.reporting.statement import refusals
from services.reporting.statement.recognised import recognise
from shared.guideline import InKind
from shared.money import euros
from shared.refusal import Fault


def content(
    command: commands.CheckStatementContent, last: events.StatementSubmitted, today: date
) -> events.StatementContentChecked:
    """Return the fact of a content check: each approved goal is answered, by who handed in nothing."""
    if command.by == last.by:
        raise refusals.not_yours("den Verwendungsnachweis eingereicht")
    approved = {it.id for it in last.goals}
    found = [it.id for it in command.goals]
    faults = [
        Fault(f"/goals/{number}/id", "goal-unknown", f"Ein Ziel {it.id} ist nicht bewilligt.")
        for number, it in enumerate(command.goals)
        if it.id not in approved
    ]
    faults += [
        Fault("/goals", "goal-missing", f"Zu Ziel {it} fehlt die Antwort, oder es gibt mehrere.")
        for it in sorted(approved)
        if found.count(it) != 1
    ]
    if faults:
        raise refusals.goals_do_not_fit(faults)
    return events.StatementContentChecked(
        project_id=command.project_id,
        statement_id=last.statement_id,
        statement_version=last.statement_version,
        purpose=command.purpose,
        goals=tuple(sorted(command.goals, key=lambda it: it.id)),
        remark=None if command.remark is None else command.remark.ref,
        by=command.by,
        checked_on=today,
    )


def arithmetic(
    command: commands.CheckStatement,
    last: events.StatementSubmitted,
    found: events.StatementContentChecked | None,
    today: date,
) -> list[events.StatementEvent]:
    """Return the facts that end a check: what is not recognised, and what is."""
    if command.by == last.by:
        raise refusals.not_yours("den Verwendungsnachweis eingereicht")
    if found is None:
        raise refusals.content_check_missing()
    if command.by == found.by:
        raise refusals.not_yours("den Verwendungsnachweis fachlich geprüft")
    if command.has_paid:
        raise refusals.not_yours("Zahlungen dieses Projekts freigegeben oder angewiesen")
    if faults := [*_sample(command, last), *_claims(command)]:
        raise refusals.check_does_not_fit(faults)
    checked = _checked(command, last, found, today)
    if not (command.receipts or command.in_kind):
        return [checked]
    return [
        events.ReceiptsDisallowed(
            command.project_id,
            last.statement_id,
            tuple(_disallowed(it, command) for it in command.receipts),
            tuple(_disallowed(it, command) for it in command.in_kind),
            command.by,
            today,
        ),
        checked,
    ]


def _checked(
    command: commands.CheckStatement,
    last: events.StatementSubmitted,
    found: events.StatementContentChecked,
    today: date,
) -> events.StatementChecked:
    basis = command.basis
    assert basis is not None, "The service says what there is."
    cuts: dict[tuple[int, str], int] = {}
    for it in command.receipts:
        claimed = command.found[it.id]
        key = claimed.year, claimed.line
        cuts[key] = cuts.get(key, 0) + _amount_ct(it, claimed)
    made = recognise(last.years, basis, _in_kind(command, basis), cuts)
    in_full = not made.disallowed_ct and not command.in_kind
    is_full = command.scope == "full"
    return events.StatementChecked(
        project_id=command.project_id,
        statement_id=last.statement_id,
        checked_on=today,
        recognised=dict(made.by_year),
        disallowed_ct=made.disallowed_ct,
        goals=found.goals,
        result="accepted" if in_full else "accepted_with_cuts",
        note=command.note.ref,
        scope=command.scope,
        receipts_count=last.receipts_count,
        receipts_checked=last.receipts_count if is_full else command.receipts_checked,
        receipts_checked_ct=last.receipts_ct if is_full else command.receipts_checked_ct,
        content_by=found.by,
        arithmetic_by=command.by,
        edition=basis.edition,
        policy_position=basis.policy.position,
    )


def _in_kind(
    command: commands.CheckStatement, basis: commands.StatementBasis
) -> dict[int, tuple[InKind, ...]]:
    """Return the entries by year, without those that are not recognised."""
    left = {year: list(entries) for year, entries in basis.in_kind.items()}
    for it in command.in_kind:
        claimed = command.found[it.id]
        assert claimed.in_kind is not None, "It was found among the entries."
        left[claimed.year].remove(claimed.in_kind)
    return {year: tuple(entries) for year, entries in left.items()}


def _sample(command: commands.CheckStatement, last: events.StatementSubmitted) -> Iterator[Fault]:
    if command.scope == "full":
        return
    if command.scope == "files":
        if command.receipts_checked or command.receipts_checked_ct:
            text = "Nach Aktenlage wird kein Beleg angesehen; sonst ist es eine Stichprobe."
            yield Fault("/receipts_checked", "too-large", text)
        return
    count = last.receipts_count
    if command.receipts_checked > count:
        text = f"Eingereicht sind nur {count} Belege."
        yield Fault("/receipts_checked", "too-large", text)
    if last.receipts_count and not command.receipts_checked:
        text = "Eine Stichprobe umfasst mindestens einen Beleg."
        yield Fault("/receipts_checked", "too-small", text)


def _claims(command: commands.CheckStatement) -> Iterator[Fault]:
    """Yield what names a receipt or entry that is not there, twice, or with more than it counts."""
    for name, asked in (("receipts", command.receipts), ("in_kind", command.in_kind)):
        seen: set[str] = set()
        for number, it in enumerate(asked):
            place, claimed = f"/{name}/{number}", command.found.get(it.id)
            if claimed is None or (claimed.in_kind is not None) != (name == "in_kind"):
                text = "Das gehört nicht zu diesem Verwendungsnachweis."
                yield Fault(f"{place}/id", "unknown", text)
            elif it.id in seen:
                yield Fault(f"{place}/id", "twice", "Das steht schon weiter oben.")
            elif it.amount_ct is not None and it.amount_ct > claimed.open_ct:
                text = f"Zu kürzen sind höchstens {euros(claimed.open_ct)}."
                yield Fault(f"{place}/amount", "too-large", text)
            seen.add(it.id)


def _amount_ct(it: commands.Disallow, claimed: commands.Claimed) -> int:
    return claimed.open_ct if it.amount_ct is None else it.amount_ct


def _disallowed(it: commands.Disallow, command: commands.CheckStatement) -> events.Disallowed:
    amount_ct = _amount_ct(it, command.found[it.id])
    return events.Disallowed(it.id, it.rule, amount_ct, it.reason.ref)
