"""The report about a year of the district: the money is asked of funding, the rest is known here."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from services.reporting import annual_report
from services.reporting.district import answers, definitions, model
from services.reporting.district.page import page
from services.reporting.district.report import Outcomes, build
from services.reporting.district.table import table
from services.reporting.duties import listing as duty_list
from services.reporting.duties.schedule import Owed
from services.reporting.project_reports.report import REPORT
from services.reporting.rpc.common import Reporting, report_stream
from services.reporting.rpc.duties import DUTIES
from shared.asof.methods import query_as_of
from shared.asof.past import standing
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.form import QuerySchema, Whole
from shared.guideline import EDITION
from shared.money import from_wire, to_wire

ASK_SECONDS: Final = 5
OVERDUE: Final = ("project_id", "number", "title", "kind", "year", "quarter", "due_on")


class DistrictYearSchema(QuerySchema):
    """One year."""

    year = Whole(1990, 2199, required=True)


class DistrictReports(Reporting):
    """What a year has come to, for the house."""

    @query_as_of(
        DistrictYearSchema,
        "Gibt den Bericht über ein Jahr des Bezirks aus, auch als CSV",
        answers.DistrictReportAnswer,
    )
    def get_district_report(self, call: Call, asked: Json) -> Json:
        """Return {budget, totals, by_sozialraum, by_traeger, projects, overdue, csv}.

        What is told of projects adds up to the accounts that funding has at this moment.
        """
        made = self._report(call, asked["year"])
        accounts = {name: to_wire(cents) for name, cents in made["budget"]["accounts"].items()}
        told: Json = at_the_edge({**made, "definitions": definitions.REPORT})
        told["budget"]["accounts"] = accounts
        head = {"edition": EDITION, "made_on": call.today.isoformat()}
        return {**told, **head, "csv": table(made)}

    @query_as_of(
        DistrictYearSchema,
        "Gibt den Bericht über ein Jahr des Bezirks als Seite zum Drucken aus",
        answers.DistrictPageAnswer,
    )
    def print_district_report(self, call: Call, asked: Json) -> Json:
        """Return {html}: one page that holds all it needs."""
        made = self._report(call, asked["year"])
        return {"year": asked["year"], "html": page(made, call.today, standing(self.kernel))}

    def _report(self, call: Call, year: int) -> Json:
        kernel: Engine = self.kernel
        account = self._account(call, year)
        ids = [it["project_id"] for it in account["projects"]]
        known = kernel.read_models.ask(
            annual_report.NAME, lambda conn: model.projects(conn, year, ids)
        )
        outcomes = self._outcomes([it["project_id"] for it in known], year)
        return build(year, account, known, outcomes, self._late(call))

    def _account(self, call: Call, year: int) -> Json:
        """Return what funding has for the year, in cents. Raises Refused where it is away."""
        kernel: Engine = self.kernel
        context = kernel.context(call.context)
        told = kernel.rpc.call("funding", "account_year", {"year": year}, context, ASK_SECONDS)
        amounts = ("resolved", "position", "over_committed", "unfunded")
        return {
            **{name: told[name] for name in ("council_resolved", "closed")},
            **{f"{name}_ct": from_wire(told[name]) for name in amounts},
            "accounts": _cents(told["accounts"]),
            "projects": [
                {
                    "project_id": it["project_id"],
                    **_cents(it["accounts"]),
                    **{f"{name}_ct": cents for name, cents in _cents(it["claims"]).items()},
                }
                for it in told["projects"]
            ],
        }

    def _outcomes(self, project_ids: Sequence[str], year: int) -> Outcomes:
        """Return what the reports about the year say of the goals."""
        kernel: Engine = self.kernel
        streams = {report_stream(_duty_id(it, year)): it for it in project_ids}
        if not streams:
            return {}
        with kernel.pool.connection() as conn:
            histories = kernel.log.read(conn, *streams)
        reports = {it: REPORT.fold(histories[name].events) for name, it in streams.items()}
        return {
            project_id: {goal.id: goal.outcome for goal in report.last.goals}
            for project_id, report in reports.items()
            if report is not None
        }

    def _late(self, call: Call) -> list[Json]:
        asked: dict[str, Any] = {
            **dict.fromkeys(duty_list.FILTERS),
            "everywhere": True,
            "sozialraeume": [],
            "own_traeger_id": None,
            "overdue": True,
            "today": call.today,
            "most": answers.LIST_MAX,
        }
        found = self.kernel.read_models.ask(DUTIES.name, lambda conn: duty_list.duties(conn, asked))
        return [{name: it[name] for name in OVERDUE} for it in found]


def _cents(accounts: Json) -> dict[str, int]:
    return {name: from_wire(amount) for name, amount in accounts.items()}


def _duty_id(project_id: str, year: int) -> str:
    return Owed("annual-report", year, date.max).id_in(project_id)
