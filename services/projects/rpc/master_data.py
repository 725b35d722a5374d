"""Master data: Träger, Sozialräume, teams."""

from dataclasses import replace

from services.projects import commands, forms
from services.projects.answers import master_data as master_data_answers
from services.projects.master_data import SOZIALRAUM, TRAEGER, sozialraum_stream, traeger_stream
from services.projects.rpc.common import Projects
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.kernel_forms import EmptySchema
from shared.wire import command, query
from shared.writer import Turn


class MasterData(Projects):
    """Who can receive grants, and where."""

    @command(
        forms.RegisterTraegerSchema, "Einen Träger erfassen", master_data_answers.TraegerAnswer
    )
    def register_traeger(self, call: Call, asked: commands.RegisterTraeger) -> Json:
        """Return the answer with {traeger_id}."""
        traeger_id = call.new_id()
        full, mine = replace(asked, traeger_id=traeger_id), traeger_stream(traeger_id)

        def decide(turn: Turn) -> Json:
            turn.add(mine, TRAEGER.decide(full, turn.state(TRAEGER, mine), call.today))
            return {"traeger_id": traeger_id}

        return self.execute(call, [mine], decide)

    @command(
        forms.RegisterSozialraumSchema,
        "Einen Sozialraum mit seinem Team erfassen",
        master_data_answers.SozialraumAnswer,
    )
    def register_sozialraum(self, call: Call, asked: commands.RegisterSozialraum) -> Json:
        """Return the answer with {sozialraum_id, team_id}."""
        ids = {"sozialraum_id": call.new_id(), "team_id": call.new_id(" team")}
        full, mine = replace(asked, **ids), sozialraum_stream(ids["sozialraum_id"])

        def decide(turn: Turn) -> Json:
            turn.add(mine, SOZIALRAUM.decide(full, turn.state(SOZIALRAUM, mine), call.today))
            return ids

        return self.execute(call, [mine], decide)

    @query(EmptySchema, "Listet Träger und Sozialräume", master_data_answers.MasterDataAnswer)
    def list_master_data(self, _call: Call, _asked: Json) -> Json:
        """Return {traeger: [{traeger_id, name, expert}], sozialraeume: [{sozialraum_id, ...}]}."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            traeger = kernel.log.read(conn, *kernel.log.streams(conn, "traeger"))
            areas = kernel.log.read(conn, *kernel.log.streams(conn, "sozialraum"))
        known = [TRAEGER.fold(it.events) for it in traeger.values()]
        return {
            "traeger": [
                {"traeger_id": it.traeger_id, "name": it.name, "expert": it.expert}
                for it in known
                if it is not None
            ],
            "sozialraeume": [at_the_edge(SOZIALRAUM.fold(it.events)) for it in areas.values()],
        }
