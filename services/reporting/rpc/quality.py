"""Quality: the catalogue of indicators, assessments, development goals."""

from dataclasses import replace
from typing import Any, Final

from services.reporting import commands
from services.reporting.duties.duty import DUTY
from services.reporting.events import CatalogueAdopted
from services.reporting.quality import answers, forms, model, refusals
from services.reporting.quality.assessment import ASSESSMENT, id_of
from services.reporting.quality.catalogue import INDICATORS, Indicators, asked_of
from services.reporting.quality.development import DEVELOPMENT
from services.reporting.quality.follow_up import FollowUp, fulfilled
from services.reporting.quality.report import aggregated, report
from services.reporting.rpc.common import Reporting, duty_stream
from shared import document_store
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.guideline import case_filter
from shared.projection import ReadModel
from shared.wire import command
from shared.writer import Turn

QUALITY: Final = ReadModel(
    name="quality",
    tables=model.DDL,
    on=model.ON,
    versions=model.VERSIONS,
    sources=("projects", "reporting"),
)
CATALOGUE: Final = "indicators"


def assessment_stream(assessment_id: str) -> str:
    """Return the stream of an assessment."""
    return f"assessment-{assessment_id}"


def development_stream(goal_id: str) -> str:
    """Return the stream of a development goal."""
    return f"development-{goal_id}"


class Qualities(Reporting):
    """What the rest of this topic builds on."""

    def indicators(self) -> Indicators:
        """Return all versions of the catalogue."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            return INDICATORS.fold(kernel.log.read(conn, CATALOGUE)[CATALOGUE].events)

    def of_model(self, ask: Any) -> Any:
        """Ask the read model."""
        return self.kernel.read_models.ask(QUALITY.name, ask)

    def told_of_quality(self, call: Call, asked: Json, *, sums_only: bool) -> Json:
        """Return the report of a year, in whole or in sums. `asked` as `model.gathered` takes it."""
        rows = self.of_model(lambda conn: model.gathered(conn, asked))
        if asked["project_id"] is not None:
            rows = {**rows, "sozialraeume": []}
        told = report(asked["year"], rows, self.indicators().versions)
        told = aggregated(told) if sums_only else told
        with self.kernel.pool.connection() as conn:
            wanted = [it["document_id"] for it in told["development_goals"]]
            texts = document_store.texts(conn, wanted)
        goals = [
            {
                **{name: value for name, value in it.items() if name != "document_id"},
                "text": texts.get(it["document_id"]),
                "overdue": it["standing"] == "open" and it["due_on"] < call.today,
            }
            for it in told["development_goals"]
        ]
        return {**told, "development_goals": goals}

    def subject(self, call: Call, asked: Json) -> commands.Assessed:
        """Return whose quality it is, if the person's roles reach it. Raises Refused."""
        forms.subject_named(asked)
        year, months = asked.get("year", 0), asked.get("months_after_end", 0)
        if asked["project_id"] is None:
            area = asked["sozialraum_id"]
            call.permit(area)
            if self.of_model(lambda conn: model.sozialraum_name(conn, area)) is None:
                raise refusals.sozialraum_unknown()
            return commands.Assessed("team", area, year, months_after_end=months)
        known = self.project(call, asked["project_id"])
        return commands.Assessed(
            "project",
            known.sozialraum_id,
            call.today.year if months else year,
            known.project_id,
            known.traeger_id,
            months,
            known.last_day,
        )


class Quality(Qualities):
    """Catalogue, assessments, goals: what is written."""

    @command(
        forms.AdoptCatalogueSchema,
        "Den Indikatorenkatalog beschließen",
        answers.CatalogueAdoptedAnswer,
    )
    def adopt_catalogue(self, call: Call, asked: commands.AdoptCatalogue) -> Json:
        """Let a catalogue hold from a day on. Raises Refused `catalogue-incomplete` with all gaps."""

        def decide(turn: Turn) -> Json:
            full = replace(asked, by=turn.actor)
            made = INDICATORS.decide(full, turn.state(INDICATORS, CATALOGUE), call.today)
            turn.add(CATALOGUE, made)
            return {"catalogue_version": made[-1].catalogue_version}

        answer: Json = self.kernel.writer.execute(call, [CATALOGUE], decide)
        return answer

    @command(forms.AssessQualitySchema, "Die Qualität einschätzen", answers.AssessedAnswer)
    def assess_quality(self, call: Call, asked: Json) -> Json:
        """Assess a team or a project; again makes another version. Raises Refused with all gaps."""
        subject = self.subject(call, asked)
        catalogue = self._catalogue(call, subject)
        full = commands.AssessQuality(
            subject=subject,
            ratings=self._ratings(asked["ratings"]),
            participation=asked["participation"],
            assessment_id=id_of(subject),
            catalogue_version=catalogue.catalogue_version,
            asked=asked_of(catalogue, subject.kind, subject.months_after_end),
        )
        mine, plan = assessment_stream(full.assessment_id), self._asked_again(subject)
        duties = {} if plan is None else {duty_stream(plan.duty_id): plan}

        def decide(turn: Turn) -> Json:
            case_filter.check_body(call.body, call.today)
            given = replace(full, by=turn.actor)
            made = ASSESSMENT.decide(given, turn.state(ASSESSMENT, mine), call.today)
            turn.add(mine, made)
            for name, it in duties.items():
                turn.add(name, fulfilled(it, turn.state(DUTY, name), call.today))
            turn.keep(*(it.text for it in full.ratings if it.text is not None))
            number = made[-1].assessment_version
            return {"assessment_id": full.assessment_id, "assessment_version": number}

        answer: Json = self.kernel.writer.execute(call, [mine, *duties], decide)
        return answer

    def _asked_again(self, subject: commands.Assessed) -> commands.PlanDuty | None:
        """Return the duty that an assessment after the end of a project fulfils."""
        if subject.last_day is None or not subject.months_after_end:
            return None
        asked = FollowUp(subject.project_id, subject.last_day, subject.months_after_end)
        return asked.plan(self.land)

    def _catalogue(self, call: Call, subject: commands.Assessed) -> CatalogueAdopted:
        """Return what is asked: what holds today, or by what a project was assessed before its end."""
        indicators = self.indicators()
        last = None
        if subject.months_after_end:
            last = self.of_model(lambda conn: model.last_catalogue(conn, subject.project_id))
        found = indicators.version(last) if last else indicators.at(call.today)
        if found is None:
            raise refusals.no_catalogue()
        return found

    def _ratings(self, given: Any) -> tuple[commands.GivenRating, ...]:
        """Return ratings with their documents. Raises Refused `document-unknown`."""
        with self.kernel.pool.connection() as conn:
            return tuple(
                commands.GivenRating(
                    it["indicator"],
                    it["value"],
                    it["text"],
                    tuple(
                        document_store.ref_of(conn, one, f"/ratings/{number}/evidence/{place}")
                        for place, one in enumerate(it["evidence"])
                    ),
                )
                for number, it in enumerate(given)
            )

    @command(
        forms.AgreeDevelopmentGoalSchema,
        "Ein Entwicklungsziel vereinbaren",
        answers.DevelopmentGoalAnswer,
    )
    def agree_development_goal(self, call: Call, asked: Json) -> Json:
        """Agree to which value an indicator shall rise until when."""
        subject = self.subject(call, asked)
        catalogue = self._catalogue(call, subject)
        full = commands.AgreeDevelopmentGoal(
            sozialraum_id=subject.sozialraum_id,
            indicator=asked["indicator"],
            target=asked["target"],
            text=asked["text"],
            due_on=asked["due_on"],
            project_id=subject.project_id,
            traeger_id=subject.traeger_id,
            goal_id=call.new_id(),
            known=asked_of(catalogue, subject.kind, 0),
        )
        return self._develop(call, full)

    @command(
        forms.FollowUpDevelopmentGoalSchema,
        "Ein Entwicklungsziel überprüfen",
        answers.DevelopmentGoalAnswer,
    )
    def follow_up_development_goal(
        self, call: Call, asked: commands.FollowUpDevelopmentGoal
    ) -> Json:
        """Say what became of a goal; one that goes on gets another day."""
        return self._develop(call, asked)

    def _develop(self, call: Call, asked: commands.DevelopmentCommand) -> Json:
        mine = development_stream(asked.goal_id)

        def decide(turn: Turn) -> Json:
            goal = turn.state(DEVELOPMENT, mine)
            if goal is not None:
                call.permit(goal.agreed.sozialraum_id, goal.agreed.traeger_id or None)
            case_filter.check_body(call.body, call.today)
            turn.add(mine, DEVELOPMENT.decide(replace(asked, by=turn.actor), goal, call.today))
            turn.keep(asked.text)
            return {"goal_id": asked.goal_id}

        answer: Json = self.kernel.writer.execute(call, [mine], decide)
        return answer
