"""Teams and deputies: who belongs to a team, and who decides in place of the district head."""

from dataclasses import asdict, replace

from services.projects import commands, forms
from services.projects.answers import master_data as answers
from services.projects.master_data import (
    DEPUTIES,
    DEPUTIES_STREAM,
    PERSON,
    TEAM,
    TRAEGER,
    person_stream,
    team_stream,
    traeger_stream,
)
from services.projects.master_data.person import check_function, check_present
from services.projects.master_data.traeger import check_active
from services.projects.rpc.master_data import MasterData
from shared.asof.methods import query_as_of
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.wire import command
from shared.writer import Turn


class Teams(MasterData):
    """Who comes and goes, who deputises."""

    @command(
        forms.JoinTeamSchema, "Eine Person in ein Sozialraumteam aufnehmen", answers.TeamAnswer
    )
    def join_team(self, call: Call, asked: commands.JoinTeam) -> Json:
        """Let a registered person belong to the team of a Sozialraum from a day on."""
        full = replace(asked, team_id=self.area(asked.sozialraum_id).team_id)
        team, person = team_stream(full.team_id), person_stream(full.person_id)
        traeger = [traeger_stream(full.traeger_id)] if full.traeger_id else []
        kernel: Engine = self.kernel

        def decide(turn: Turn) -> Json:
            check_present(turn.state(PERSON, person))
            for each in traeger:
                check_active(turn.state(TRAEGER, each))
            with kernel.pool.connection() as conn:
                record = kernel.vault.read(conn, [full.person_id])[full.person_id]
            check_function(full.function, record.fields.get("name", ""))
            turn.add(team, TEAM.decide(full, turn.state(TEAM, team), call.today))
            return {"team_id": full.team_id, "person_id": full.person_id}

        return self.execute(call, [team, person, *traeger], decide)

    @command(
        forms.LeaveTeamSchema, "Eine Person aus einem Sozialraumteam nehmen", answers.TeamAnswer
    )
    def leave_team(self, call: Call, asked: commands.LeaveTeam) -> Json:
        """End a membership with a last day."""
        full = replace(asked, team_id=self.area(asked.sozialraum_id).team_id)
        team = team_stream(full.team_id)

        def decide(turn: Turn) -> Json:
            turn.add(team, TEAM.decide(full, turn.state(TEAM, team), call.today))
            return {"team_id": full.team_id, "person_id": full.person_id}

        return self.execute(call, [team], decide)

    @command(
        forms.AppointDeputySchema, "Eine Vertretung der Leitung erteilen", answers.DelegationAnswer
    )
    def appoint_deputy(self, call: Call, asked: commands.AppointDeputy) -> Json:
        """Let a registered person decide in place of the district head; return {delegation_id}."""
        delegation_id, person = call.new_id(), person_stream(asked.person_id)

        def decide(turn: Turn) -> Json:
            check_present(turn.state(PERSON, person))
            full = replace(asked, delegation_id=delegation_id, by=turn.actor)
            made = DEPUTIES.decide(full, turn.state(DEPUTIES, DEPUTIES_STREAM), call.today)
            turn.add(DEPUTIES_STREAM, made)
            if made and asked.reason is not None:
                turn.keep(asked.reason)
            turn.draft.reason = asked.reason_code
            return {"delegation_id": delegation_id}

        return self.execute(call, [DEPUTIES_STREAM, person], decide)

    @command(
        forms.RevokeDeputySchema, "Eine Vertretung der Leitung widerrufen", answers.DelegationAnswer
    )
    def revoke_deputy(self, call: Call, asked: commands.RevokeDeputy) -> Json:
        """End a delegation from today on."""

        def decide(turn: Turn) -> Json:
            state = turn.state(DEPUTIES, DEPUTIES_STREAM)
            turn.add(DEPUTIES_STREAM, DEPUTIES.decide(asked, state, call.today))
            return {"delegation_id": asked.delegation_id}

        return self.execute(call, [DEPUTIES_STREAM], decide)

    @query_as_of(forms.OnSchema, "Listet die Vertretungen der Leitung", answers.ListDeputiesAnswer)
    def list_deputies(self, call: Call, asked: Json) -> Json:
        """Return {delegations, version}, each with whether it counts on a day."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            history = kernel.log.read(conn, DEPUTIES_STREAM)[DEPUTIES_STREAM]
        known, day = DEPUTIES.fold(history.events).delegations, asked["on"] or call.today
        return {
            "delegations": [
                at_the_edge({"delegation_id": name, **asdict(it), "covers": it.covers(day)})
                for name, it in known.items()
            ],
            "version": history.version,
        }
