"""Quarterly figures of the WJH: recorded, published, corrected."""

from collections import Counter
from dataclasses import asdict, replace
from typing import Any

from services.reporting import commands, events, sozialraeume
from services.reporting.duties.duty import DUTY
from services.reporting.quarters import answers, forms, importing, refusals
from services.reporting.quarters.cells import name_of
from services.reporting.quarters.figures import When
from services.reporting.quarters.owed import OwedQuarter, fulfilled
from services.reporting.quarters.quarter import QUARTERS, Quarters
from services.reporting.rpc.common import Reporting, duty_stream
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.faults import FAULTS_MAX
from shared.guideline import case_filter
from shared.table import LineFault, Table
from shared.wire import command, query
from shared.writer import Turn


def quarter_stream(sozialraum_id: str) -> str:
    """Return the stream of a Sozialraum's quarters."""
    return f"quarter-{sozialraum_id}"


class Quarterly(Reporting):
    """What helps have cost, and how many cases there were."""

    @command(forms.RecordQuarterSchema, "Quartalsdaten erfassen", answers.QuarterWritten)
    def record_quarter(self, call: Call, asked: commands.RecordQuarter) -> Json:
        """Keep figures that add up, until they are published. The same again: nothing."""

        def decide(turn: Turn) -> Json:
            case_filter.check_body(call.body, call.today)
            made = _act(turn, replace(asked, by=turn.actor), call)
            turn.keep(*(it for it in [asked.opening] if it is not None and made))
            return {"sozialraum_id": asked.sozialraum_id}

        return self._write(call, asked.sozialraum_id, decide)

    @command(forms.PublishQuarterSchema, "Quartalsdaten veröffentlichen", answers.PublishedAnswer)
    def publish_quarter(self, call: Call, asked: commands.PublishQuarter) -> Json:
        """Publish what is recorded, as a version for good; what was published is corrected so, too."""
        owes = OwedQuarter(asked.sozialraum_id, When(asked.year, asked.quarter))
        mine, policies = duty_stream(owes.duty_id), self.policies()
        plan = owes.plan(policies, self.land)
        full = replace(
            asked,
            smallest_shown=policies.on(call.today).quarters.smallest_shown,
            due_on=plan.due_on,
        )

        def decide(turn: Turn) -> Json:
            case_filter.check_body(call.body, call.today)
            made = _act(turn, replace(full, by=turn.actor), call)[0]
            assert isinstance(made, events.QuarterPublished), "Otherwise it would be refused."
            turn.add(mine, fulfilled(plan, turn.state(DUTY, mine), call.today))
            turn.keep(*(it for it in [asked.difference, asked.reason] if it is not None))
            return {
                "sozialraum_id": asked.sozialraum_id,
                "edition": made.edition,
                "withheld": made.withheld,
                "hidden_from_team": list(made.hidden),
            }

        return self._write(call, asked.sozialraum_id, decide, mine)

    @command(
        forms.RecordHelpBudgetSchema, "Jahresansatz der Hilfen erfassen", answers.QuarterWritten
    )
    def record_help_budget(self, call: Call, asked: commands.RecordHelpBudget) -> Json:
        """Keep what helps may cost in a year, in place of what was recorded before."""

        def decide(turn: Turn) -> Json:
            _act(turn, replace(asked, by=turn.actor), call)
            return {"sozialraum_id": asked.sozialraum_id}

        return self._write(call, asked.sozialraum_id, decide)

    @query(
        forms.CheckQuartersSchema,
        "Prüft eine CSV-Datei mit Quartalsdaten, ohne etwas zu ändern",
        answers.CheckQuartersAnswer,
    )
    def check_quarters(self, call: Call, asked: Json) -> Json:
        """Return what a file would record, and all its faults line by line."""
        kernel: Engine = self.kernel
        table = importing.read_file(asked["content"])
        with kernel.pool.connection() as conn:
            names = sozialraeume.all_names(conn)
            streams = [quarter_stream(it) for it in names]
            found = kernel.log.read(conn, *streams) if streams else {}
        known = {it: QUARTERS.fold(found[quarter_stream(it)].events) for it in names}
        plan = importing.plan(table, by_name(names, known), "", call.today)
        wrong = [*plan.faults, *_of_cases(table, call)]
        return {
            "quarters": _planned(plan),
            "faults": [asdict(it) for it in wrong[:FAULTS_MAX]],
            "fault_count": len(wrong),
        }

    @command(
        forms.ImportQuartersSchema,
        "Quartalsdaten aus einer CSV-Datei einlesen",
        answers.ImportQuartersAnswer,
    )
    def import_quarters(self, call: Call, asked: commands.ImportQuarters) -> Json:
        """Record what a file says; one fault, and nothing of it is done. The same again: nothing."""
        kernel: Engine = self.kernel
        table = importing.read_file(asked.content)
        with kernel.pool.connection() as conn:
            names = sozialraeume.all_names(conn)
        if not names:
            raise refusals.sozialraum_unknown()

        def decide(turn: Turn) -> Json:
            wrong = [] if call.body.get(case_filter.CONFIRMED) else _of_cases(table, call)
            known = {it: turn.state(QUARTERS, quarter_stream(it)) for it in names}
            plan = importing.plan(table, by_name(names, known), turn.actor, call.today)
            if plan.faults or wrong:
                raise refusals.import_refused([*plan.faults, *wrong])
            for it in plan.quarters:
                turn.add(quarter_stream(it.sozialraum_id), it.made)
                turn.keep(*([] if it.note is None else [it.note]))
            return {"quarters": _planned(plan)}

        answer: Json = kernel.writer.execute(call, [quarter_stream(it) for it in names], decide)
        return answer

    def _write(self, call: Call, sozialraum_id: str, decide: Any, *besides: str) -> Json:
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            if sozialraum_id not in sozialraeume.all_names(conn):
                raise refusals.sozialraum_unknown()
        call.permit(sozialraum_id)
        streams = [quarter_stream(sozialraum_id), *besides]
        answer: Json = kernel.writer.execute(call, streams, decide)
        return answer


def _act(turn: Turn, asked: commands.QuarterCommand, call: Call) -> list[events.QuarterEvent]:
    mine = quarter_stream(asked.sozialraum_id)
    made = QUARTERS.decide(asked, turn.state(QUARTERS, mine), call.today)
    turn.add(mine, made)
    return made


def by_name(names: dict[str, str], known: dict[str, Quarters]) -> importing.Known:
    """Return what files may speak of; None for a name that several have."""
    counts = Counter(map(name_of, names.values()))
    return {
        name_of(name): (it, known[it]) if counts[name_of(name)] == 1 else None
        for it, name in names.items()
    }


def _of_cases(table: Table, call: Call) -> list[LineFault]:
    """Return what in the explanations of a file looks like data of a client."""
    return [
        LineFault(
            int(it.pointer.split("/")[1]),
            importing.HEADINGS["note"],
            "case-reference",
            f"„{it.hit.words}“ sieht aus wie {case_filter.SAID[it.hit.kind]}.",
        )
        for it in case_filter.references(importing.notes(table), call.today)
    ]


def _planned(plan: importing.Plan) -> list[Json]:
    return [
        {
            "sozialraum_id": it.sozialraum_id,
            "year": it.when.year,
            "quarter": it.when.quarter,
            "lines": it.lines,
            "new": bool(it.made),
        }
        for it in plan.quarters
    ]
