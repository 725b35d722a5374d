"""The yearly budget for help: read from a file, and what has been spent of it."""

from dataclasses import asdict

from services.reporting import commands, sozialraeume
from services.reporting.quarters import answers, budget_file, forms, refusals, told
from services.reporting.quarters.quarter import QUARTERS, Quarters
from services.reporting.quarters.year import of_year
from services.reporting.rpc.common import Reporting
from services.reporting.rpc.quarters import by_name, quarter_stream
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.faults import FAULTS_MAX
from shared.wire import command, query
from shared.writer import Turn


class HelpBudgets(Reporting):
    """What helps may cost in a year, and what they have cost."""

    @query(
        forms.CheckQuartersSchema,
        "Prüft eine CSV-Datei mit Jahresansätzen der Hilfen, ohne etwas zu ändern",
        answers.CheckHelpBudgetsAnswer,
    )
    def check_help_budgets(self, call: Call, asked: Json) -> Json:
        """Return what a file would record, and all its faults line by line."""
        table = budget_file.read_file(asked["content"])
        names, known = self._known()
        plan = budget_file.plan(table, by_name(names, known), "", call.today)
        return {
            "budgets": _planned(plan),
            "faults": [asdict(it) for it in plan.faults[:FAULTS_MAX]],
            "fault_count": len(plan.faults),
        }

    @command(
        forms.ImportHelpBudgetsSchema,
        "Jahresansätze der Hilfen aus einer CSV-Datei einlesen",
        answers.ImportHelpBudgetsAnswer,
    )
    def import_help_budgets(self, call: Call, asked: commands.ImportHelpBudgets) -> Json:
        """Record what a file says; one fault, and nothing of it is done. The same again: nothing."""
        kernel: Engine = self.kernel
        table = budget_file.read_file(asked.content)
        with kernel.pool.connection() as conn:
            names = sozialraeume.all_names(conn)
        if not names:
            raise refusals.sozialraum_unknown()

        def decide(turn: Turn) -> Json:
            known = {it: turn.state(QUARTERS, quarter_stream(it)) for it in names}
            plan = budget_file.plan(table, by_name(names, known), turn.actor, call.today)
            if plan.faults:
                raise refusals.import_refused(plan.faults)
            for it in plan.budgets:
                turn.add(quarter_stream(it.sozialraum_id), it.made)
            return {"budgets": _planned(plan)}

        answer: Json = kernel.writer.execute(call, [quarter_stream(it) for it in names], decide)
        return answer

    @query(
        forms.HelpYearSchema,
        "Zeigt ein Jahr der Hilfen gegen den Ansatz, kleine Zahlen verborgen",
        answers.HelpYearAnswer,
    )
    def get_help_year(self, call: Call, asked: Json) -> Json:
        """Return a year as the team sees it: what could tell of single cases is null."""
        return self._year(call, asked, full=False)

    @query(
        forms.HelpYearSchema,
        "Zeigt ein Jahr der Hilfen gegen den Ansatz ungekürzt",
        answers.HelpYearAnswer,
    )
    def get_full_help_year(self, call: Call, asked: Json) -> Json:
        """Return a year with all its figures."""
        return self._year(call, asked, full=True)

    def _year(self, call: Call, asked: Json, *, full: bool) -> Json:
        call.permit(asked["sozialraum_id"])
        names, known = self._known()
        if asked["sozialraum_id"] is not None:
            if asked["sozialraum_id"] not in names:
                raise refusals.sozialraum_unknown()
            known = {asked["sozialraum_id"]: known[asked["sozialraum_id"]]}
        years = {it: of_year(quarters, asked["year"], full=full) for it, quarters in known.items()}
        return told.of_help_year(asked, years, names)

    def _known(self) -> tuple[dict[str, str], dict[str, Quarters]]:
        """Return all Sozialräume: what they are called, and what is known of their quarters."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            names = sozialraeume.all_names(conn)
            streams = [quarter_stream(it) for it in names]
            found = kernel.log.read(conn, *streams) if streams else {}
        return names, {it: QUARTERS.fold(found[quarter_stream(it)].events) for it in names}


def _planned(plan: budget_file.BudgetPlan) -> list[Json]:
    return [
        {
            "sozialraum_id": it.sozialraum_id,
            "year": it.year,
            "lines": it.lines,
            "new": bool(it.made),
        }
        for it in plan.budgets
    ]
