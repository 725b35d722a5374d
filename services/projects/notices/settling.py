"""From a settlement to its letters: the hearing and the notice. Pure."""

from datetime import date

from services.projects import events
from services.projects.notices.file import File, letter_of
from services.projects.notices.issued import parents
from services.projects.notices.settlement import Balance, Final, Found, Hearing
from services.projects.standing import Project


def hearing(event: events.SettlementProposed, file: File) -> Hearing:
    """Return the letter that asks the Träger."""
    assert event.hearing_until is not None, "Only who is burdened is asked."
    found = _found(file)
    return Hearing(
        letter=letter_of(file, event.proposed_on, as_deputy=False),
        parent=parents(file.issued, _approved_on(file.project))[0],
        checked_on=found.checked_on,
        balance=_balance(event, file.project),
        reason=file.words(event.reason),
        until=event.hearing_until,
        steps=found.steps,
    )


def final(event: events.Closed, file: File) -> Final:
    """Return the notice; only what is to be paid back is explained beyond its sums."""
    found = _found(file)
    asked = file.project.proposal if event.recovery_ct else None
    answered = file.project.answered if asked else None
    return Final(
        letter=letter_of(file, event.closed_on, as_deputy=event.as_deputy),
        parent=parents(file.issued, _approved_on(file.project))[0],
        checked_on=found.checked_on,
        balance=_balance(event, file.project),
        steps=found.steps,
        reason=file.words(asked.reason) if asked else None,
        heard_on=answered.answered_on if answered else None,
        asked_until=asked.hearing_until if asked and not answered else None,
        due_on=event.due_on,
        interest_from=event.interest_from,
    )


def _found(file: File) -> Found:
    assert file.found is not None, "A settlement has its steps."
    return file.found


def _balance(event: events.SettlementProposed | events.Closed, project: Project) -> Balance:
    return Balance(
        granted_ct=sum(project.grant_ct.values()),
        final_ct=sum(event.final_grant_ct.values()),
        recovery_ct=event.recovery_ct,
        remaining_ct=event.remaining_ct,
    )


def _approved_on(project: Project) -> date:
    assert isinstance(project.decided, events.Approved), "Only what is approved is settled."
    return project.decided.approved_on
