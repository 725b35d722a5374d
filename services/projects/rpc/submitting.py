"""How an application comes in, whether it was written at once or lay there as a draft."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from services.projects import commands, draft_check, events
from services.projects.application import quote
from services.projects.master_data import (
    SOZIALRAUM,
    TEAM,
    TRAEGER,
    sozialraum_stream,
    team_stream,
    traeger_stream,
)
from services.projects.number import NUMBER
from services.projects.project import PROJECT
from services.projects.rpc.common import Projects, acting, project_stream
from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.edge import at_the_edge
from shared.writer import Turn


class Submitting(Projects):
    """What applying and handing in a draft have in common."""

    def submit(self, call: Call, asked: commands.Apply, *beside: Callable[[Conn], None]) -> Json:
        """Number a new application and append it; change what lies beside the log with it.

        Return the answer with {project_id, number, quote}.
        """
        call.permit(asked.sozialraum_id, asked.traeger_id)
        project_id = call.new_id()
        mine, counter = project_stream(project_id), f"number-{call.today.year}"

        def decide(turn: Turn) -> Json:
            team_id = self.team_of(turn, asked.sozialraum_id)
            resolved_on = asked.application.stated.team_resolution.on
            known = self.registered(turn, asked.sozialraum_id, asked.traeger_id, resolved_on)
            district = str(self.kernel.settings.district_number)
            assign = commands.AssignNumber(project_id, district, call.today.year)
            numbers = NUMBER.decide(assign, turn.state(NUMBER, counter), call.today)
            full = replace(
                asked,
                project_id=project_id,
                team_id=team_id or "",
                number=numbers[0].number,
                known=replace(known, policy=self.policy_on(call.today)),
                acting=acting(call, turn.actor),
            )
            made = PROJECT.decide(full, turn.state(PROJECT, mine), call.today)
            turn.add(mine, made)
            turn.add(counter, numbers)
            turn.keep(*asked.application.texts)
            turn.beside.extend(beside)
            (applied,) = made
            assert isinstance(applied, events.Applied)
            return {
                "project_id": project_id,
                "number": applied.number,
                "quote": at_the_edge(quote(applied, full.known.policy)),
            }

        registered = [traeger_stream(asked.traeger_id), sozialraum_stream(asked.sozialraum_id)]
        return self.execute(call, [mine, counter, *registered], decide)

    def team_of(self, turn: Turn, sozialraum_id: str) -> str | None:
        """Return the team of a Sozialraum, whose stream the turn has read."""
        area = turn.state(SOZIALRAUM, sozialraum_stream(sozialraum_id))
        return None if area is None else area.team_id

    def registered(
        self, turn: Turn, sozialraum_id: str | None, traeger_id: str | None, on: date | None
    ) -> commands.Known:
        """Return what is registered of those whom an application names, as far as it names them."""
        unknown, inactive, members = [], False, None
        if sozialraum_id is not None:
            team_id = self.team_of(turn, sozialraum_id)
            if team_id is None:
                unknown.append("/sozialraum_id")
            elif on is not None:
                members = self.members_on(team_id, on)
        if traeger_id is not None:
            traeger = turn.state(TRAEGER, traeger_stream(traeger_id))
            if traeger is None:
                unknown.append("/traeger_id")
            inactive = traeger is not None and not traeger.active
        return commands.Known(unknown=unknown, traeger_is_inactive=inactive, members=members)

    def known_of(
        self, call: Call, content: Json, sozialraum_id: str | None, traeger_id: str | None
    ) -> commands.Known:
        """Return what an application that is not whole yet is measured by, of these places."""
        resolved = draft_check.parts_of(content).team_resolution
        named = ((sozialraum_stream, sozialraum_id), (traeger_stream, traeger_id))
        names = [stream_of(place) for stream_of, place in named if place is not None]
        with self.kernel.pool.connection() as conn:
            turn = Turn(self.kernel.log.read(conn, *names) if names else {})
        on = resolved.on if resolved else None
        known = self.registered(turn, sozialraum_id, traeger_id, on)
        return replace(known, policy=self.policy_on(call.today))

    def members_on(self, team_id: str, day: date) -> dict[str, bool] | None:
        """Return who belonged to a team on a day, and whether for the ASD; None if nobody ever."""
        name = team_stream(team_id)
        with self.kernel.pool.connection() as conn:
            team = TEAM.fold(self.kernel.log.read(conn, name)[name].events)
        if not team.members:
            return None
        return {it.person_id: it.part == "asd" for it in team.members_on(day)}
