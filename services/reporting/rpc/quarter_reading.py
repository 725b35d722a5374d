"""Quarterly figures as the team, the district and the WJH itself read them."""

from datetime import date
from typing import Any

from services.reporting import events, sozialraeume
from services.reporting.quarters import answers, forms, refusals, told
from services.reporting.quarters.figures import When, net_ct, table
from services.reporting.quarters.quarter import QUARTERS, Quarters, due_on, last_day, suppression
from services.reporting.quarters.views import figures
from services.reporting.rpc.common import Reporting
from services.reporting.rpc.quarters import quarter_stream
from shared import document_store
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.wire import query


class QuarterReading(Reporting):
    """Who sees what of the quarterly figures."""

    @query(
        forms.QuarterSchema,
        "Zeigt die Quartalsdaten eines Sozialraums, kleine Zahlen verborgen",
        answers.QuarterAnswer,
    )
    def get_quarter(self, call: Call, asked: Json) -> Json:
        """Return a version as the team sees it: what could tell of single cases is null."""
        quarters, version = self._version(call, asked)
        return told.quarter(quarters, version, full=False, csv=asked["csv"])

    @query(
        forms.QuarterSchema,
        "Zeigt die Quartalsdaten eines Sozialraums ungekürzt",
        answers.FullQuarterAnswer,
    )
    def get_full_quarter(self, call: Call, asked: Json) -> Json:
        """Return a version with all its figures, against the bookkeeping."""
        kernel: Engine = self.kernel
        quarters, version = self._version(call, asked)
        with kernel.pool.connection() as conn:
            ids = [it.document_id for it in told.documents(version)]
            texts = document_store.texts(conn, ids)
        return told.full_quarter(quarters, version, texts, csv=asked["csv"])

    @query(
        forms.DraftQuarterSchema,
        "Zeigt erfasste Quartalsdaten, und was das Team davon nicht sähe",
        answers.PreviewAnswer,
    )
    def preview_quarter(self, call: Call, asked: Json) -> Json:
        """Return what is recorded and not yet published. Raises Refused `quarter-unknown`."""
        quarters = self._quarters(call, asked["sozialraum_id"])
        when = When(asked["year"], asked["quarter"])
        draft = quarters.drafts.get(when)
        if draft is None:
            raise refusals.quarter_unknown()
        smallest_shown = self.policies().on(call.today).quarters.smallest_shown
        unseen = suppression(quarters, when, draft.rows, smallest_shown)
        made: Json = at_the_edge(
            {
                "recorded_on": draft.recorded_on,
                "recorded_by": draft.by,
                "net_ct": net_ct(draft.rows),
                "withheld": unseen.withheld,
                "hidden_from_team": sorted(f"{row}.{column}" for row, column in unseen.hidden),
                "rows": [
                    {"row": row, **figures(numbers)} for row, numbers in table(draft.rows).items()
                ],
            }
        )
        return made

    @query(
        forms.SozialraumQuartersSchema,
        "Listet die Quartale eines Sozialraums mit ihren Fassungen",
        answers.QuartersAnswer,
    )
    def list_quarters(self, call: Call, asked: Json) -> Json:
        """Return each quarter since the first, when it was due and came, and which are overdue."""
        quarters, policies = self._quarters(call, asked["sozialraum_id"]), self.policies()

        def due(when: When) -> date:
            return due_on(when, policies.on(last_day(when)).quarters, self.land)

        return told.listed(quarters, call.today, due)

    @query(
        forms.DistrictQuarterSchema,
        "Zeigt die Quartalsdaten des Bezirks, kleine Zahlen verborgen",
        answers.DistrictQuarterAnswer,
    )
    def get_district_quarter(self, _call: Call, asked: Json) -> Json:
        """Return sums over all Sozialräume of what their teams see."""
        return self._district(asked, full=False)

    @query(
        forms.DistrictQuarterSchema,
        "Zeigt die Quartalsdaten des Bezirks ungekürzt",
        answers.DistrictQuarterAnswer,
    )
    def get_full_district_quarter(self, _call: Call, asked: Json) -> Json:
        """Return sums over all Sozialräume."""
        return self._district(asked, full=True)

    def _district(self, asked: Json, *, full: bool) -> Json:
        kernel: Engine = self.kernel
        when = When(asked["year"], asked["quarter"])
        with kernel.pool.connection() as conn:
            names = sozialraeume.all_names(conn)
            streams = [quarter_stream(it) for it in names]
            found: Any = kernel.log.read(conn, *streams) if streams else {}
        known = {it: QUARTERS.fold(found[quarter_stream(it)].events) for it in names}
        return told.of_district(known, when, names, full=full, csv=asked["csv"])

    def _version(self, call: Call, asked: Json) -> tuple[Quarters, events.QuarterPublished]:
        """Return the quarters of a Sozialraum, and the version that is asked for."""
        quarters = self._quarters(call, asked["sozialraum_id"])
        editions = quarters.editions(When(asked["year"], asked["quarter"]))
        number = asked["edition"] or len(editions)
        if not 0 < number <= len(editions):
            raise refusals.quarter_unknown()
        return quarters, editions[number - 1]

    def _quarters(self, call: Call, sozialraum_id: str) -> Quarters:
        kernel: Engine = self.kernel
        mine = quarter_stream(sozialraum_id)
        with kernel.pool.connection() as conn:
            if sozialraum_id not in sozialraeume.all_names(conn):
                raise refusals.sozialraum_unknown()
            call.permit(sozialraum_id)
            return QUARTERS.fold(kernel.log.read(conn, mine)[mine].events)
