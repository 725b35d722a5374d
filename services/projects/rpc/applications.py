"""Applications."""

from dataclasses import replace

from services.projects import commands, events, forms, refusals
from services.projects.answers import application as application_answers
from services.projects.application import quote
from services.projects.master_data import SOZIALRAUM
from services.projects.number import NUMBER
from services.projects.project import PROJECT, Project
from services.projects.rpc.common import ProjectIdSchema, Projects, project_stream
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.wire import command, query
from shared.writer import Turn


class Applications(Projects):
    """What a Sozialraumteam asks for."""

    @command(forms.ApplySchema, "Ein Projekt beantragen", application_answers.ApplyAnswer)
    def apply(self, call: Call, asked: commands.Apply) -> Json:
        """Return the answer with {project_id, number}, and what the guideline makes of the plan."""
        project_id = call.new_id()
        mine, counter = project_stream(project_id), f"number-{call.today.year}"
        traeger, sozialraum = f"traeger-{asked.traeger_id}", f"sozialraum-{asked.sozialraum_id}"
        policy = self.policy_on(call.today)

        def decide(turn: Turn) -> Json:
            team_id = _known_team(turn, traeger, sozialraum)
            district = str(self.kernel.settings.district_number)
            assign = commands.AssignNumber(project_id, district, call.today.year)
            numbers = NUMBER.decide(assign, turn.state(NUMBER, counter), call.today)
            number = numbers[0].number
            full = replace(
                asked, project_id=project_id, team_id=team_id, number=number, policy=policy
            )
            made = PROJECT.decide(full, turn.state(PROJECT, mine), call.today)
            turn.add(mine, made)
            turn.add(counter, numbers)
            turn.keep(asked.need, asked.target_group, asked.measures)
            turn.keep(*(goal.text for goal in asked.goals))
            (applied,) = made
            assert isinstance(applied, events.Applied)
            return {
                "project_id": project_id,
                "number": number,
                "quote": at_the_edge(quote(applied, full.policy)),
            }

        return self.execute(call, [mine, counter, traeger, sozialraum], decide)

    @query(
        ProjectIdSchema, "Zeigt ein Projekt, wie es jetzt ist", application_answers.GetProjectAnswer
    )
    def get_project(self, _call: Call, asked: Json) -> Json:
        """Return the project with its version; it shows every own write at once."""
        kernel: Engine = self.kernel
        mine = project_stream(asked["project_id"])
        with kernel.pool.connection() as conn:
            history = kernel.log.read(conn, mine)[mine]
        project = PROJECT.fold(history.events)
        if project is None:
            raise refusals.unknown(asked["project_id"])
        return {"version": history.version, **_shown(project)}


def _known_team(turn: Turn, traeger: str, sozialraum: str) -> str:
    """Return the team of the Sozialraum. Raises Refused for what is not registered."""
    area = turn.state(SOZIALRAUM, sozialraum)
    unknown = {
        "/traeger_id": turn.version(traeger) == 0,
        "/sozialraum_id": area is None,
    }
    if any(unknown.values()):
        raise refusals.unknown_master_data([where for where, no in unknown.items() if no])
    assert area is not None, "Otherwise it would have been refused."
    return area.team_id


def _shown(project: Project) -> Json:
    application = project.application
    shown: Json = at_the_edge(
        {
            "project_id": application.project_id,
            "number": application.number,
            "title": application.title,
            "status": project.status,
            "start": application.start,
            "end": project.end,
            "sozialraum_id": application.sozialraum_id,
            "traeger_id": application.traeger_id,
            "need": application.need,
            "target_group": application.target_group,
            "measures": application.measures,
            "goals": application.goals,
            "grant_ct": project.grant_ct,
            "extensions": project.extensions,
        }
    )
    return shown
