"""Applications until their decision: handed in, returned, handed in again, withdrawn. Pure."""

from datetime import date, timedelta
from typing import Final

from services.projects import (
    application,
    commands,
    comparison,
    completeness,
    events,
    separation,
    told,
)
from services.projects import application_refusals as refusals
from services.projects.refusals import unknown
from services.projects.standing import Project
from shared.refusal import already_decided

COMPLETION_DAYS_MAX: Final = 366  # Later than that is a slip of the pen.


def decide(
    command: commands.ApplicationCommand, project: Project | None, today: date
) -> list[events.ProjectEvent]:
    """The way of an application as a table: which command, in which status, leads where."""
    match command, project:
        case commands.Apply(), None:
            return [applied(command, today)]
        case commands.Apply(), Project():
            raise already_decided("Zu diesem Antrag gibt es schon ein Projekt.")
        case _, None:
            raise unknown(command.project_id)
        case commands.ReturnForCompletion(), Project(status="applied" | "postponed"):
            return [returned(command, project, today)]
        case commands.Resubmit(), Project(status="returned", returned=events.Returned() as asked):
            return [resubmitted(command, project, asked, today)]
        case commands.Withdraw(), Project(status="applied" | "returned" | "postponed"):
            return [withdrawn(command, today)]
        case commands.Withdraw(), Project(withdrawn=events.Withdrawn() as before):
            return withdrawn_again(command, before)
        case commands.CoSign(), Project(status="applied" | "postponed"):
            return co_signed(command, project, today)
        case _, Project():
            raise refusals.not_the_time(project.status)


def applied(command: commands.Apply, today: date) -> events.Applied:
    """Return the fact of a new application. Raises Refused."""
    unconfirmed = None if command.confirmed else told.asked(command.application)
    quote = completeness.check(command.application, command.known, today, unconfirmed)
    return application.applied(command, quote, today)


def returned(
    command: commands.ReturnForCompletion, project: Project, today: date
) -> events.Returned:
    """Return the fact that an application has to be completed. Raises Refused."""
    separation.may_take_part(command.acting, project)
    here = told.application(project.application, told.nothing)
    wrong = [number for number, it in enumerate(command.fields) if not told.has(here, it)]
    if wrong:
        raise refusals.unknown_fields(wrong)
    usual = today + timedelta(days=command.policy.completion_days)
    deadline = command.deadline or usual
    if not today < deadline <= today + timedelta(days=COMPLETION_DAYS_MAX):
        raise refusals.deadline_out_of_range()
    return events.Returned(
        project_id=command.project_id,
        application_version=project.application.application_version,
        fields=tuple(dict.fromkeys(command.fields)),
        text=command.text.ref,
        deadline=deadline,
        by=command.acting.by,
        returned_on=today,
    )


def resubmitted(
    command: commands.Resubmit, project: Project, asked: events.Returned, today: date
) -> events.Resubmitted:
    """Return the fact of the next version: whole, and changed wherever it was asked. Raises Refused.

    Who is late may still hand it in: the deadline says from when on the office may decide without.
    """
    unconfirmed = None if command.confirmed else told.asked(command.application)
    quote = completeness.check(command.application, command.known, today, unconfirmed)
    made = application.resubmitted(command, project.application, quote, today)
    old = told.application(project.application, told.words_of(command.known.texts))
    new = told.application(made, told.words_of(command.application.words))
    untouched = comparison.untouched(asked.fields, comparison.differences(old, new))
    if untouched:
        raise refusals.not_completed(untouched)
    return made


def withdrawn(command: commands.Withdraw, today: date) -> events.Withdrawn:
    """Return the fact that the applicants want the project no more."""
    reason = command.reason.ref if command.reason else None
    return events.Withdrawn(
        command.project_id, command.reason_code, reason, command.acting.by, today
    )


def withdrawn_again(
    command: commands.Withdraw, before: events.Withdrawn
) -> list[events.ProjectEvent]:
    """Of texts only salted hashes are known: a withdrawal that carries one is never the same."""
    if command.reason or before.reason or command.reason_code != before.reason_code:
        raise already_decided("Der Antrag ist schon mit anderer Begründung zurückgezogen.")
    return []


def co_signed(command: commands.CoSign, project: Project, today: date) -> list[events.ProjectEvent]:
    """Return the fact that the Träger stands behind this version; nothing, if it does already."""
    theirs = command.acting.traeger_id
    if theirs is not None and theirs != project.application.traeger_id:
        raise refusals.not_the_recipient()
    if project.co_signature is not None:
        return []
    version = project.application.application_version
    return [events.CoSigned(command.project_id, version, command.acting.by, today)]
