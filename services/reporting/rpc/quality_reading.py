"""What can be read of quality: the catalogue, one assessment, the report of a year, what is due."""

from collections.abc import Mapping
from typing import Final

from services.reporting.events import CatalogueAdopted, QualityAssessed
from services.reporting.quality import answers, forms, model, refusals
from services.reporting.quality.assessment import ASSESSMENT
from services.reporting.quality.follow_up import of_project
from services.reporting.quality.suggestion import suggestion
from services.reporting.rpc.quality import QUALITY, Qualities, assessment_stream
from shared import document_store
from shared.asof.methods import query_as_of
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.wire import query

SUMS_ONLY: Final = "uag"
"""Who acts in this role sees what is said of all together, and nothing of one team or project."""


class QualityReading(Qualities):
    """Catalogue, assessments, goals: what is shown."""

    @query(forms.CatalogueOnSchema, "Zeigt den Katalog der Indikatoren", answers.CatalogueAnswer)
    def get_catalogue(self, call: Call, asked: Json) -> Json:
        """Return {valid, versions, suggestion}: what holds, all there were, and a first proposal."""
        indicators = self.indicators()
        valid = indicators.at(asked["on"] or call.today)
        return {
            "valid": None if valid is None else _catalogue(valid),
            "versions": [_catalogue(it) for it in indicators.versions],
            "suggestion": suggestion(),
        }

    @query(forms.AssessmentIdSchema, "Zeigt eine Einschätzung", answers.AssessmentAnswer)
    def get_assessment(self, call: Call, asked: Json) -> Json:
        """Return an assessment with all its versions. Raises Refused `assessment-unknown`."""
        kernel: Engine = self.kernel
        mine = assessment_stream(asked["assessment_id"])
        with kernel.pool.connection() as conn:
            history = kernel.log.read(conn, mine)[mine]
        versions = ASSESSMENT.fold(history.events).versions
        if not versions:
            raise refusals.assessment_unknown()
        first = versions[0]
        call.permit(first.sozialraum_id, first.traeger_id or None)
        if call.context.actor.role == SUMS_ONLY:
            raise refusals.only_aggregated()
        refs = [it.text for one in versions for it in one.ratings if it.text is not None]
        with kernel.pool.connection() as conn:
            texts = document_store.texts(conn, [it.document_id for it in refs])
        return {
            "version": history.version,
            "assessment_id": first.assessment_id,
            "kind": first.kind,
            "sozialraum_id": first.sozialraum_id,
            "project_id": first.project_id or None,
            "year": first.year,
            "months_after_end": first.months_after_end,
            "versions": [_version(one, texts) for one in versions],
        }

    @query_as_of(
        forms.QualityReportSchema, "Gibt den Qualitätsbericht aus", answers.QualityReportAnswer
    )
    def quality_report(self, call: Call, asked: Json) -> Json:
        """Return the report of a year for a project, a Sozialraum or the district.

        In sums only for the district: its parts beside it would tell of a few.
        """
        self.wait_for(call, QUALITY, asked["after"])
        sums_only = call.context.actor.role == SUMS_ONLY
        if sums_only and (asked["project_id"] or asked["sozialraum_id"]):
            raise refusals.only_aggregated()
        if asked["project_id"] is not None:
            known = self.project(call, asked["project_id"])
            asked = {**asked, "sozialraum_id": known.sozialraum_id}
        else:
            call.permit(asked["sozialraum_id"])
        told = self.told_of_quality(call, asked, sums_only=sums_only)
        shown: Json = at_the_edge({**told, "is_aggregated": sums_only})
        return shown

    @query(
        forms.AfterSchema,
        "Zeigt, welche beendeten Projekte erneut zu befragen sind",
        answers.FollowUpsAnswer,
    )
    def list_follow_ups(self, call: Call, asked: Json) -> Json:
        """Return {follow_ups}: what is to be asked of projects after their end, the first due first."""
        self.wait_for(call, QUALITY, asked["after"])
        if call.context.actor.role == SUMS_ONLY:
            raise refusals.only_aggregated()
        given = {**call.reach(), "today": call.today}
        ended = self.of_model(lambda conn: model.ended(conn, given))
        told = [
            {
                "project_id": it["project_id"],
                "number": it["number"],
                "title": it["title"],
                "ended_on": it["ends_on"],
                "months_after_end": each.months,
                "due_on": each.first_day,
                "overdue": each.due_on(self.land) < call.today,
            }
            for it in ended
            for each in of_project(it["project_id"], it["ends_on"])
            if each.months not in it["asked_again"]
        ]
        told.sort(key=lambda it: (it["due_on"], it["number"]))
        return {"follow_ups": [at_the_edge(it) for it in told]}


def _catalogue(it: CatalogueAdopted) -> Json:
    return {
        "catalogue_version": it.catalogue_version,
        "valid_from": it.valid_from.isoformat(),
        "adopted_on": it.adopted_on.isoformat(),
        "adopted_by": it.by,
        "resolution": it.resolution,
        "indicators": at_the_edge(it.indicators),
    }


def _version(one: QualityAssessed, texts: Mapping[str, str]) -> Json:
    return {
        "assessment_version": one.assessment_version,
        "catalogue_version": one.catalogue_version,
        "assessed_on": one.assessed_on.isoformat(),
        "assessed_by": one.by,
        "ratings": [
            {
                "indicator": it.indicator,
                "value": it.value,
                "text": it.text and texts.get(it.text.document_id),
                "evidence": [ref.document_id for ref in it.evidence],
            }
            for it in one.ratings
        ],
        "participation": at_the_edge(one.participation),
    }
