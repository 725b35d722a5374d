"""Master data: Träger, Sozialräume, teams."""

from dataclasses import replace

from services.projects import commands, forms
from services.projects.answers import master_data as master_data_answers
from services.projects.master_data import MASTER_DATA
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
        asked = replace(asked, traeger_id=traeger_id)
        return self._register(call, f"traeger-{traeger_id}", asked, {"traeger_id": traeger_id})

    @command(
        forms.RegisterSozialraumSchema,
        "Einen Sozialraum mit seinem Team erfassen",
        master_data_answers.SozialraumAnswer,
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

        return self.execute(call, [name], decide)

    @query(EmptySchema, "Listet Träger und Sozialräume", master_data_answers.MasterDataAnswer)
    def list_master_data(self, _call: Call, _asked: Json) -> Json:
        """Return {traeger: [{traeger_id, name, expert}], sozialraeume: [{sozialraum_id, ...}]}."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            found = {}
            for kind in ("traeger", "sozialraum"):
                histories = kernel.log.read(conn, *kernel.log.streams(conn, kind))
                found[kind] = [at_the_edge(MASTER_DATA.fold(h.events)) for h in histories.values()]
        return {"traeger": found["traeger"], "sozialraeume": found["sozialraum"]}
