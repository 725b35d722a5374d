"""Reporting (Berichtswesen): what recipients owe, and what became of the projects of a year."""

from pathlib import Path
from typing import Any, Final

import marshmallow as ma

from services.access import ROLES
from services.follows import is_followed
from services.reporting import answers, events
from services.reporting.annual_report import DDL, NAME, ON, annual_report
from services.reporting.heard import HEARD
from services.reporting.rpc.district import DistrictReports
from services.reporting.rpc.duties import DUTIES, Duties
from services.reporting.rpc.evidence import Evidence
from services.reporting.rpc.feeds import Feeds
from services.reporting.rpc.hearing import Hearing
from services.reporting.rpc.hearing_places import HearingPlaces
from services.reporting.rpc.help_budgets import HelpBudgets
from services.reporting.rpc.in_kind import InKinds
from services.reporting.rpc.interim import Interims
from services.reporting.rpc.line_shifts import LineShifts
from services.reporting.rpc.mailing import Mailing
from services.reporting.rpc.packs import Packs
from services.reporting.rpc.quality import QUALITY, Quality
from services.reporting.rpc.quality_reading import QualityReading
from services.reporting.rpc.quarter_reading import QuarterReading
from services.reporting.rpc.quarters import Quarterly
from services.reporting.rpc.receipts import Receipts
from services.reporting.rpc.reminding import Reminding
from services.reporting.rpc.report_drafts import ReportDrafts
from services.reporting.rpc.spending import Spending
from services.reporting.rpc.statement_checks import StatementChecks
from services.reporting.rpc.statement_drafts import StatementDrafts
from services.reporting.rpc.statement_signing import StatementSigning
from services.reporting.rpc.steering import Steering
from services.reporting.rpc.uag import Uag
from shared.asof.methods import query_as_of
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.faults import said
from shared.form import Form, Identifier, Part, QuerySchema, Whole
from shared.guideline import EDITION
from shared.projection import ReadModel
from shared.refusal import Fault, Refused
from shared.rehearsal.methods import Rehearsing

ANNUAL_REPORT: Final = ReadModel(
    name=NAME,
    tables=DDL,
    on=ON,
    versions=dict(HEARD.keys()),
    sources=("projects",),
)


class PositionsSchema(Form):
    """How far each source had been heard."""

    projects = Whole()


class AnnualReportSchema(QuerySchema):
    """A year; `after`: an event that the report must show; `positions`: as it was known there."""

    year = Whole(1990, 2199, required=True)
    after = Identifier(load_default=None, allow_none=True)
    positions = Part(PositionsSchema, load_default=None, allow_none=True)

    @ma.validates_schema
    def one_standing(self, data: Json, **_: Any) -> None:
        """Both name from where the report is told."""
        if data.get("positions") is not None and data.get("as_of") is not None:
            text = said("not-together", "Entweder „positions“ oder „as_of“, nicht beides.")
            raise ma.ValidationError({"positions": [text]})


class ReportingService(
    Hearing,
    Duties,
    Interims,
    ReportDrafts,
    Receipts,
    InKinds,
    StatementDrafts,
    StatementSigning,
    StatementChecks,
    LineShifts,
    Spending,
    Reminding,
    Mailing,
    Quality,
    QualityReading,
    Steering,
    Uag,
    Rehearsing,
    Packs,
    Evidence,
    DistrictReports,
    Feeds,
    HearingPlaces,
    Quarterly,
    QuarterReading,
    HelpBudgets,
):
    """The calendar of duties; reports for the district, the steering group and the audit office."""

    name = "reporting"
    retention_class = "grant-file"  # Förderakte
    catalogue = events.CATALOGUE
    sql = Path(__file__).parent / "sql"
    table = ROLES
    followed = is_followed("reporting")
    ends = frozenset(
        {
            "duty_fulfilled",
            "duty_dropped",
            "interim_report_submitted",
            "project_report_checked",
            "statement_checked",
        }
    )
    read_models = (ANNUAL_REPORT, DUTIES, QUALITY)

    @query_as_of(AnnualReportSchema, "Gibt den Jahresbericht aus", answers.AnnualReportAnswer)
    def annual_report(self, call: Call, asked: Json) -> Json:
        """Return the report of a year with the positions that it was made from.

        With `positions` or `as_of` it is made anew as it was known then. Raises Refused `not-yet-visible`
        and, for a position that no source has reached, `position-unknown`.
        """
        self.wait_for(call, ANNUAL_REPORT, asked["after"])
        namespace = self._as_of(asked["positions"]) if asked["positions"] else None
        kernel: Engine = self.kernel

        def report(conn: Any) -> Json:
            positions = (
                kernel.read_models.positions(conn, namespace)
                if namespace
                else kernel.read_models.live_positions(conn, ANNUAL_REPORT)
            )
            told = at_the_edge(annual_report(conn, asked["year"]))
            return {"edition": EDITION, "positions": positions, **told}

        models = kernel.read_models
        told: Json = (
            models.ask(ANNUAL_REPORT.name, report, namespace)
            if namespace
            else models.ask(ANNUAL_REPORT.name, report)
        )
        return told

    def _as_of(self, positions: dict[str, int]) -> str:
        kernel: Engine = self.kernel
        try:
            return kernel.read_models.as_of(ANNUAL_REPORT.name, positions, kernel.fetch)
        except LookupError:
            detail = "So weit ist die Quelle noch nicht."
            raise Refused(
                "position-unknown",
                "Diese Position gibt es nicht",
                detail,
                kind="unknown",
                errors=[Fault("/positions", "position-unknown", detail)],
            ) from None
