"""One project (Vorhaben): what may happen to it, and what it becomes.

Pure. `decide` returns the events a command causes, or raises `Refused`; asking for what is already
so causes nothing. A decision that carries a text is never the same as an earlier one: of texts only
salted hashes are known. `evolve` never refuses: what has happened has happened.
"""

from datetime import date

from services.projects import commands, events, refusals
from services.projects.standing import Project, Status, approval_id, evolve
from shared import guideline
from shared.calendar import german
from shared.decider import Decider
from shared.guideline import EDITION, Financing, Quote, Settlement, Year
from shared.money import euros, split
from shared.refusal import Fault, Refused, already_decided

__all__ = [
    "PROJECT",
    "Project",
    "Status",
    "approval_id",
    "check_goals",
    "decide",
    "evolve",
    "quote",
]


def decide(
    command: commands.ProjectCommand, project: Project | None, today: date
) -> list[events.ProjectEvent]:
    """The life of a project as a table: which command, in which state, leads where."""
    match command, project:
        case commands.Apply(), None:
            return [_applied(command, today)]
        case commands.Apply(), Project():
            raise already_decided("Zu diesem Antrag gibt es schon ein Projekt.")
        case _, None:
            raise refusals.unknown(command.project_id)

        case commands.Approve(), Project(status="applied"):
            return [_approved(command, project.application, today)]
        case commands.Approve(), Project(status="approved" | "closed"):
            return []
        case commands.Approve(), Project(status="rejected"):
            raise already_decided("Der Antrag ist schon abgelehnt.")

        case commands.Reject(), Project(status="applied"):
            reason = command.reason.ref
            return [events.Rejected(command.project_id, command.reason_code, reason, today)]
        case commands.Reject(), Project():
            raise already_decided("Über den Antrag ist schon entschieden.")

        case commands.Extend(), Project(status="approved"):
            return [_extended(command, project, today)]
        case commands.Close(), Project(status="approved"):
            return [_closed(command, project, today)]
        case commands.Close(), Project(status="closed", closed=events.Closed() as before):
            return _closed_again(command, before)
        case commands.Extend() | commands.Close(), Project():
            raise refusals.not_running()

        case commands.Lapse(), Project():
            return _lapsed(command, project, today)

    raise AssertionError(f"No row for {command} in {project}")


def quote(application: events.Applied) -> Quote:
    """Return what the guideline makes of an application, with its steps. Raises Refused."""
    plan = {y: Year(it.costs_ct, it.third_party_ct) for y, it in application.plan.items()}
    own_cash_ct = sum(it.own_cash_ct for it in application.plan.values())
    in_kind_ct = sum(it.in_kind_ct for it in application.plan.values())
    return guideline.finance(Financing(plan, application.employees.count, own_cash_ct, in_kind_ct))


def _applied(command: commands.Apply, today: date) -> events.Applied:
    if not (command.project_id and command.number):
        raise AssertionError("The service names the project.")
    guideline.check_duration(command.start, command.end)
    goals = enumerate(command.goals, start=1)
    head = command.employees
    application = events.Applied(
        project_id=command.project_id,
        number=command.number,
        application_version=1,
        sozialraum_id=command.sozialraum_id,
        team_id=command.team_id,
        traeger_id=command.traeger_id,
        title=command.title,
        start=command.start,
        end=command.end,
        need=command.need.ref,
        goals=tuple(events.Goal(n, it.text.ref, it.indicator, it.target) for n, it in goals),
        target_group=command.target_group.ref,
        measures=command.measures.ref,
        plan=_plan(command),
        employees=events.Employees(head.count, "heads", head.on),
        applied_on=today,
    )
    quote(application)  # What cannot be approved as it stands is refused at once.
    return application


def _plan(command: commands.Apply) -> dict[int, events.PlanYear]:
    """Lay cash and in-kind contributions, given as totals, on the years by their costs."""
    costs_ct = {year: it.costs_ct for year, it in command.plan.items()}
    cash_ct, in_kind_ct = split(command.own_cash_ct, costs_ct), split(command.in_kind_ct, costs_ct)
    return {
        year: events.PlanYear(it.costs_ct, it.third_party_ct, cash_ct[year], in_kind_ct[year])
        for year, it in sorted(command.plan.items())
    }


def _approved(command: commands.Approve, it: events.Applied, today: date) -> events.Approved:
    guideline.check_start(today, it.start)
    made = quote(it)
    return events.Approved(
        project_id=it.project_id,
        approval_id=approval_id(it.project_id, _version(command), command.command_id),
        application_version=it.application_version,
        start=it.start,
        end=it.end,
        eligible_ct=made.eligible_ct,
        own_share=events.OwnShare(
            made.own_share_percent, made.own_share_ct, made.own_cash_ct, made.in_kind_ct
        ),
        third_party_ct=made.third_party_ct,
        grant_ct=dict(made.grant_ct),
        edition=EDITION,
        policy_position=command.policy_position,
        approved_on=today,
    )


def _extended(command: commands.Extend, project: Project, today: date) -> events.Extended:
    if today > project.end:
        raise Refused(
            "extension-too-late",
            "Die Verlängerung kommt zu spät",
            f"Das Projekt endete schon am {german(project.end)}.",
            clause=guideline.DURATION,
        )
    guideline.check_extension(project.application.end, project.end, command.new_end)
    _check_shift(command, project)
    return events.Extended(
        project_id=command.project_id,
        approval_id=approval_id(command.project_id, _version(command), command.command_id),
        number=project.extensions + 1,
        old_end=project.end,
        new_end=command.new_end,
        grant_change_ct=dict(sorted(command.shift_ct.items())),
        own_share=None,
        reason_code=command.reason_code,
        reason=command.reason.ref,
        edition=EDITION,
        policy_position=command.policy_position,
        extended_on=today,
    )


def _check_shift(command: commands.Extend, project: Project) -> None:
    """A year can give what it has, and only a year of the project can take."""
    first, last = project.application.start.year, command.new_end.year
    for year, change_ct in sorted(command.shift_ct.items()):
        missing_ct = -change_ct - project.grant_ct.get(year, 0)
        if missing_ct > 0:
            raise refusals.shift(f"Dem Jahr {year} fehlen dafür {euros(missing_ct)}.", year)
        if not first <= year <= last:
            raise refusals.shift(f"Das Jahr {year} gehört nicht zum Projekt.", year)


def _closed(command: commands.Close, project: Project, today: date) -> events.Closed:
    check_goals(command, project.application)
    made = _settlement(command)
    return events.Closed(
        project_id=command.project_id,
        closing_id=command.closing_id,
        closed_on=today,
        final_grant_ct=dict(made.final_grant_ct),
        recovery_ct=made.recovery_ct,
        remaining_ct=made.remaining_ct,
        goals=tuple(sorted(command.goals, key=lambda goal: goal.id)),
        cause=command.cause,
        edition=EDITION,
    )


def _closed_again(command: commands.Close, before: events.Closed) -> list[events.ProjectEvent]:
    """Compare what does not depend on later payments: goals, cause, and the final grant."""
    made = _settlement(command)
    goals = tuple(sorted(command.goals, key=lambda goal: goal.id))
    asked = (made.final_grant_ct, goals, command.cause)
    if asked != (before.final_grant_ct, before.goals, before.cause):
        raise already_decided("Das Projekt ist schon mit anderem Ergebnis abgeschlossen.")
    return []


def check_goals(command: commands.Close, application: events.Applied) -> None:
    """Every goal of the application is answered for, once. Raises Refused `goals-incomplete`.

    The service asks this before funding holds a settlement, so that a slip holds no payments.
    """
    if sorted(goal.id for goal in command.goals) != [goal.id for goal in application.goals]:
        text = f"Zu jedem der {len(application.goals)} Ziele wird genau eine Angabe gebraucht."
        raise Refused(
            "goals-incomplete",
            "Die Angaben zu den Zielen sind unvollständig",
            text,
            kind="invalid",
            clause=guideline.REPORT,
            errors=(Fault("/goals", "goals-incomplete", text),),
        )


def _lapsed(command: commands.Lapse, project: Project, today: date) -> list[events.ProjectEvent]:
    if not command.approval_id.startswith(f"{command.project_id}:"):
        raise Refused(
            "approval-unknown",
            "Die Genehmigung ist nicht bekannt",
            "Die Kennung gehört nicht zu diesem Projekt.",
            kind="unknown",
        )
    if command.approval_id in project.approvals | project.lapsed:
        return []
    return [events.ApprovalLapsed(command.project_id, command.approval_id, today)]


def _version(command: commands.Approve | commands.Extend) -> int:
    if command.version < 1:
        raise AssertionError("The service says which version the decision will have.")
    return command.version


def _settlement(command: commands.Close) -> Settlement:
    if command.settlement is None:
        raise AssertionError("The service has funding settle first.")
    return command.settlement


PROJECT: Decider[commands.ProjectCommand, Project | None, events.ProjectEvent] = Decider(
    None, decide, evolve
)
