"""Projects (Projekte): application, decision, extension, closing, and their master data."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.follows import is_followed
from services.projects import answers, commands, events, forms, funds, refusals
from services.projects.master_data import MASTER_DATA
from services.projects.number import NUMBER
from services.projects.project import PROJECT, Project, approval_id, check_goals, quote
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.form import Identifier, QuerySchema
from shared.guideline import Settlement
from shared.kernel_forms import EmptySchema
from shared.methods import AnswerSchema
from shared.service import Service
from shared.wire import command, internal, query
from shared.writer import Turn


class ProjectIdSchema(QuerySchema):
    """One project."""

    project_id = Identifier(required=True)


def stream(project_id: str) -> str:
    """Return the stream of a project."""
    return f"project-{project_id}"


class ProjectsService(Service):
    """What a Sozialraumteam asks for and the district head decides."""

    name = "projects"
    catalogue = events.CATALOGUE
    followed = is_followed("projects")

    # ---- master data -----------------------------------------------------------------------

    @command(forms.RegisterTraegerSchema, "Einen Träger erfassen", answers.TraegerAnswer)
    def register_traeger(self, call: Call, asked: commands.RegisterTraeger) -> Json:
        """Return the answer with {traeger_id}."""
        traeger_id = call.new_id()
        asked = replace(asked, traeger_id=traeger_id)
        return self._register(call, f"traeger-{traeger_id}", asked, {"traeger_id": traeger_id})

    @command(
        forms.RegisterSozialraumSchema,
        "Einen Sozialraum mit seinem Team erfassen",
        answers.SozialraumAnswer,
    )
    def register_sozialraum(self, call: Call, asked: commands.RegisterSozialraum) -> Json:
        """Return the answer with {sozialraum_id, team_id}."""
        ids = {"sozialraum_id": call.new_id(), "team_id": call.new_id(" team")}
        name = f"sozialraum-{ids['sozialraum_id']}"
        return self._register(call, name, replace(asked, **ids), ids)

    def _register(
        self, call: Call, name: str, asked: commands.MasterDataCommand, told: Json
    ) -> Json:
        def decide(turn: Turn) -> Json:
            turn.add(name, MASTER_DATA.decide(asked, turn.state(MASTER_DATA, name), call.today))
            return told

        return self._execute(call, [name], decide)

    @query(EmptySchema, "Listet Träger und Sozialräume", answers.MasterDataAnswer)
    def list_master_data(self, _call: Call, _asked: Json) -> Json:
        """Return {traeger: [{traeger_id, name, expert}], sozialraeume: [{sozialraum_id, ...}]}."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            found = {}
            for kind in ("traeger", "sozialraum"):
                histories = kernel.log.read(conn, *kernel.log.streams(conn, kind))
                found[kind] = [at_the_edge(MASTER_DATA.fold(h.events)) for h in histories.values()]
        return {"traeger": found["traeger"], "sozialraeume": found["sozialraum"]}

    # ---- the life of a project -------------------------------------------------------------

    @command(forms.ApplySchema, "Ein Projekt beantragen", answers.ApplyAnswer)
    def apply(self, call: Call, asked: commands.Apply) -> Json:
        """Return the answer with {project_id, number}, and what the guideline makes of the plan."""
        project_id = call.new_id()
        mine, counter = stream(project_id), f"number-{call.today.year}"
        traeger, sozialraum = f"traeger-{asked.traeger_id}", f"sozialraum-{asked.sozialraum_id}"

        def decide(turn: Turn) -> Json:
            team_id = _known_team(turn, traeger, sozialraum)
            district = str(self.kernel.settings.district_number)
            assign = commands.AssignNumber(project_id, district, call.today.year)
            numbers = NUMBER.decide(assign, turn.state(NUMBER, counter), call.today)
            number = numbers[0].number
            full = replace(asked, project_id=project_id, team_id=team_id, number=number)
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
                "quote": at_the_edge(quote(applied)),
            }

        return self._execute(call, [mine, counter, traeger, sozialraum], decide)

    @command(forms.ApproveSchema, "Ein Projekt genehmigen", answers.BoundAnswer)
    def approve(self, call: Call, asked: commands.Approve) -> Json:
        """Reserve the money of all years, then approve. Return the answer with {approval_id}."""
        return self._bind(call, asked)

    @command(forms.ExtendSchema, "Ein Projekt verlängern", answers.BoundAnswer)
    def extend(self, call: Call, asked: commands.Extend) -> Json:
        """Reserve what moves between years, then extend. Return the answer with {approval_id}."""
        return self._bind(call, asked, asked.reason)

    def _bind(self, call: Call, asked: commands.Approve | commands.Extend, *documents: Any) -> Json:
        """Decide, have funding reserve, append: the path of every act that binds money."""
        mine = stream(asked.project_id)

        def decide(turn: Turn) -> Json:
            numbered = replace(
                asked, version=turn.version(mine) + 1, command_id=call.command_id or ""
            )
            made = PROJECT.decide(numbered, turn.state(PROJECT, mine), call.today)
            for event in made:
                assert isinstance(event, (events.Approved, events.Extended))
                funds.reserve(self.kernel.rpc, call, event)
                turn.keep(*documents)
            turn.add(mine, made)
            turn.draft.reason = getattr(asked, "reason_code", None)
            return {"project_id": asked.project_id, **_bound(made)}

        return self._execute(call, [mine], decide)

    @command(forms.RejectSchema, "Einen Antrag ablehnen", answers.ProjectAnswer)
    def reject(self, call: Call, asked: commands.Reject) -> Json:
        """Reject an application, with a reason."""
        mine = stream(asked.project_id)

        def decide(turn: Turn) -> Json:
            turn.add(mine, PROJECT.decide(asked, turn.state(PROJECT, mine), call.today))
            turn.keep(asked.reason)
            turn.draft.reason = asked.reason_code
            return {"project_id": asked.project_id}

        return self._execute(call, [mine], decide)

    @command(forms.CloseSchema, "Ein Projekt abschließen", answers.CloseAnswer)
    def close(self, call: Call, asked: commands.Close) -> Json:
        """Have funding settle, then close. Return the answer with {final_grant, recovery, …}."""
        mine = stream(asked.project_id)

        def decide(turn: Turn) -> Json:
            project = turn.state(PROJECT, mine)
            closing_id = approval_id(
                asked.project_id, turn.version(mine) + 1, call.command_id or ""
            )
            settlement = self._settlement(call, asked, project, closing_id)
            full = replace(asked, closing_id=closing_id, settlement=settlement)
            made = PROJECT.decide(full, project, call.today)
            turn.add(mine, made)
            assert settlement is not None, "Otherwise it would have been refused."
            return {"project_id": asked.project_id, **_settled(settlement)}

        return self._execute(call, [mine], decide)

    def _settlement(
        self, call: Call, asked: commands.Close, project: Project | None, closing_id: str
    ) -> Settlement | None:
        """Ask funding, if the project is one that can be closed at all."""
        if project is None or project.status not in ("approved", "closed"):
            return None
        check_goals(asked, project.application)
        numbered = replace(asked, closing_id=closing_id)
        return funds.hold_settlement(self.kernel.rpc, call, numbered, project.grant_ct)

    @internal(forms.LapseSchema, "Stellt fest, ob eine Genehmigung noch kommt", AnswerSchema)
    def lapse(self, call: Call, asked: commands.Lapse) -> Json:
        """Record that a prepared decision never came; return the answer with {status}."""
        mine = stream(asked.project_id)

        def decide(turn: Turn) -> Json:
            project = turn.state(PROJECT, mine)
            made = PROJECT.decide(asked, project, call.today)
            turn.add(mine, made)
            return {"status": "lapsed" if made else project and project.status}

        return self._execute(call, [mine], decide)

    # ---- reading ---------------------------------------------------------------------------

    @query(ProjectIdSchema, "Zeigt ein Projekt, wie es jetzt ist", answers.GetProjectAnswer)
    def get_project(self, _call: Call, asked: Json) -> Json:
        """Return the project with its version; it shows every own write at once."""
        kernel: Engine = self.kernel
        mine = stream(asked["project_id"])
        with kernel.pool.connection() as conn:
            history = kernel.log.read(conn, mine)[mine]
        project = PROJECT.fold(history.events)
        if project is None:
            raise refusals.unknown(asked["project_id"])
        return {"version": history.version, **_shown(project)}

    def _execute(self, call: Call, streams: list[str], decide: Any) -> Json:
        answer: Json = self.kernel.writer.execute(call, streams, decide)
        return answer


def _known_team(turn: Turn, traeger: str, sozialraum: str) -> str:
    """Return the team of the Sozialraum. Raises Refused for what is not registered."""
    area = turn.state(MASTER_DATA, sozialraum)
    unknown = {
        "/traeger_id": turn.version(traeger) == 0,
        "/sozialraum_id": not isinstance(area, events.SozialraumRegistered),
    }
    if any(unknown.values()):
        raise refusals.unknown_master_data([where for where, no in unknown.items() if no])
    assert isinstance(area, events.SozialraumRegistered)
    return area.team_id


def _bound(made: list[Any]) -> Mapping[str, Any]:
    """Tell of a decision that binds money; a repeat of what is so tells nothing."""
    return {"approval_id": made[0].approval_id} if made else {}


def _settled(settlement: Settlement) -> Json:
    names = ("final_grant_ct", "recovery_ct", "remaining_ct", "burden_ct")
    told: Json = at_the_edge({name: getattr(settlement, name) for name in names})
    return told


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
