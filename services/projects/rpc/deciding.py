"""What the district head sees before deciding: what is open, what waits, and one application."""

from datetime import date
from typing import Any

from services.projects import (
    approval,
    deciding,
    events,
    funds,
    open_applications,
    refusals,
    same_traeger,
    separation,
    told,
)
from services.projects.answers import deciding as answers
from services.projects.application import quote
from services.projects.master_data import TRAEGER, Traeger, agreements, traeger_stream
from services.projects.project import PROJECT, Project
from services.projects.rpc.common import ProjectIdSchema, Projects, permit, project_stream
from services.projects.rpc.words import worded
from shared.asof.methods import query_as_of
from shared.asof.past import standing
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.guideline import Policy, Quote
from shared.kernel_forms import EmptySchema
from shared.refusal import Refused
from shared.wire import query


class Deciding(Projects):
    """The page of a decision, and the lists that lead there. Each shows every own write at once."""

    @query_as_of(
        EmptySchema, "Listet Anträge, die zu entscheiden sind", answers.OpenApplicationsAnswer
    )
    def list_open_applications(self, call: Call, _asked: Json) -> Json:
        """Return {applications}: first those with a priority, then the oldest."""
        return self._listed(call, waiting=False)

    @query_as_of(EmptySchema, "Zeigt die Warteliste", answers.OpenApplicationsAnswer)
    def list_waiting(self, call: Call, _asked: Json) -> Json:
        """Return {applications} that have a priority, in the order of the waiting list."""
        return self._listed(call, waiting=True)

    def _listed(self, call: Call, *, waiting: bool) -> Json:
        kernel = self.kernel
        with kernel.pool.connection() as conn:
            if standing(kernel) is None:
                found = open_applications.listed(conn, waiting=waiting)
            else:  # The rows are of now; the log tells how it was.
                names = kernel.log.streams(conn, "project")
                histories = kernel.log.read(conn, *names) if names else {}
                projects = [PROJECT.fold(it.events) for it in histories.values()]
                found = open_applications.of(projects, waiting=waiting)
        seen = [it for it in found if call.sees(it.sozialraum_id, it.traeger_id)]
        return {"applications": at_the_edge(seen)}

    @query(ProjectIdSchema, "Zeigt alles, was eine Entscheidung braucht", answers.DecisionAnswer)
    def get_decision(self, call: Call, asked: Json) -> Json:
        """Return the application with checks, calculation, budget, and what stands in the way.

        `budget` tells each year as it is and as it would be; it is null where there is nothing to
        grant, or where funding cannot be asked. Nothing is held.
        """
        mine = project_stream(asked["project_id"])
        with self.kernel.pool.connection() as conn:
            history = self.kernel.log.read(conn, mine)[mine]
            project = PROJECT.fold(history.events)
            if project is None:
                raise refusals.unknown(asked["project_id"])
            permit(call, project)
            by = self.kernel.writer.actors.told(conn, call.context.actor)["sub"]
            situation = deciding.Situation(
                project,
                self.who(conn, call, by),
                self.policy(conn, call.today),
                call.today,
                open_applications.ahead(conn, asked["project_id"]),
            )
            theirs = traeger_stream(project.application.traeger_id)
            traeger = TRAEGER.fold(self.kernel.log.read(conn, theirs)[theirs].events)
            others = same_traeger.others(conn, self.kernel.log, project)
            waiting = open_applications.listed(conn, waiting=True)
            shown = worded(conn, _shown(situation))
        in_the_way = deciding.in_the_way(situation)
        made = _quote(project, situation.policy)
        budget = self._budget(call, project, made, in_the_way["approve"])
        return {
            "version": history.version,
            **shown,
            "calculation": at_the_edge(made),
            "budget": budget,
            "traeger_flags": _flags(traeger, call.today, project.application.end),
            "recorded_employees": _recorded(traeger, project.application.employees),
            "same_traeger": at_the_edge(others),
            "waiting_list": at_the_edge(waiting),
            "decisions": [
                {"decision": name, "possible": not found, "in_the_way": [*map(_refusal, found)]}
                for name, found in in_the_way.items()
            ],
        }

    def _budget(
        self, call: Call, project: Project, made: Quote | None, in_the_way: list[Refused]
    ) -> Json | None:
        """Return the effect on each year, and let what the years refuse stand in the way."""
        if made is None or project.status not in ("applied", "postponed"):
            return None
        project_id = project.application.project_id
        try:
            preview = funds.preview(self.kernel.rpc, call, project_id, made.grant_ct)
        except Refused as refused:
            in_the_way.append(refused)
            return None
        in_the_way += [Refused(**it["refused"]) for it in preview["years"] if it["refused"]]
        return {name: preview[name] for name in ("years", "under_reservation", "definitions")}


def _quote(project: Project, policy: Policy) -> Quote | None:
    """Return the calculation, if the guideline allows one; why it does not stands in the way."""
    try:
        return quote(project.application, policy)
    except Refused:
        return None


def _shown(it: deciding.Situation) -> Json:
    project = it.project
    application = project.application
    return {
        "project_id": application.project_id,
        "status": project.status,
        "priority": project.priority,
        "is_biased": project.is_biased,
        "sozialraum_id": application.sozialraum_id,
        "team_id": application.team_id,
        "traeger_id": application.traeger_id,
        "number": application.number,
        "applied_on": application.applied_on.isoformat(),
        "application_version": application.application_version,
        "application": told.application(application, lambda ref: ref),
        "co_signed": at_the_edge(project.co_signature),
        "content_check": _check(project.content, application.application_version),
        "arithmetic_check": _check(project.arithmetic, application.application_version),
        "decided": at_the_edge(project.decided),
        "conflicts": [_refusal(each) for each in separation.conflicts(it.acting, project)],
        "waits_before": list(it.waiting),
        "reason_needed": approval.reason_needed(project, it.waiting),
    }


def _recorded(traeger: Traeger | None, said: events.Employees) -> Json | None:
    """Tell what is recorded of a Träger's size beside what an application says of it."""
    recorded = traeger.headcount_on(said.on, said.method) if traeger else None
    if recorded is None:
        return None
    return {
        "hundredths": recorded.employees.hundredths,
        "on": recorded.on.isoformat(),
        "has_evidence": recorded.evidence is not None,
        "differs": recorded.employees.hundredths != said.hundredths,
    }


def _flags(traeger: Traeger | None, today: date, end: date) -> list[Json]:
    """Tell what of the recognition and the agreements of a Träger is missing or over."""
    profile = traeger.profile if traeger else events.TraegerProfile()
    return [at_the_edge(each) for each in agreements.flags(profile, today, end)]


def _check(check: Any, version: int) -> Json | None:
    """Tell of a check, and whether it is one of the current version."""
    if check is None:
        return None
    return {**at_the_edge(check), "is_current": check.application_version == version}


def _refusal(refused: Refused) -> Json:
    return {"code": refused.code, "title": refused.title, "detail": refused.detail}
