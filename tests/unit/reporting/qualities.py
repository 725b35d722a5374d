"""A small catalogue, an assessment and a development goal, typed by hand."""

from dataclasses import replace
from datetime import date

from services.reporting import commands, events
from services.reporting.quality.catalogue import BASES
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER_ID
from tests.unit.reporting.examples import AUTHOR, HEAD, PROJECT_ID, text

ADOPTED_ON = date(2026, 1, 12)
ASSESSED_ON = date(2026, 11, 27)
ASSESSMENT_ID = "3f5a7c9e-1b2d-5e4f-8a6b-7c8d9e0f1a2b"
GOAL_ID = "4a6b8d0f-2c3e-5f5a-9b7c-8d9e0f1a2b3c"

OWN_WORDS = events.QualityIndicator(
    "own-words",
    ("will", "need"),
    "Die Ziele stehen in eigenen Worten.",
    "conversation",
    "both",
    long_term=False,
)
NO_STIGMA = events.QualityIndicator(
    "no-stigma",
    ("stigma",),
    "Niemand muss sich bekennen.",
    "conversation",
    "project",
    long_term=True,
)
TEAM_ONLY = events.QualityIndicator(
    "quarters",
    ("cooperation",),
    "Die Quartalsdaten werden besprochen.",
    "document",
    "team",
    long_term=False,
)
OF_ALL_BASES = events.QualityIndicator(
    "all", BASES, "Alles wird bedacht.", "survey", "project", long_term=True
)
INDICATORS = (OWN_WORDS, NO_STIGMA, TEAM_ONLY, OF_ALL_BASES)
ADOPT = commands.AdoptCatalogue(ADOPTED_ON, INDICATORS, "UAG, TOP 2", HEAD)
ADOPTED = events.CatalogueAdopted(1, ADOPTED_ON, INDICATORS, "UAG, TOP 2", HEAD, ADOPTED_ON)

WHY, GOAL_TEXT, SAID = text("Es steht im Protokoll."), text("Wir fragen nach."), text("Erreicht.")
EVIDENCE = text("Protokoll der Werkstatt").ref
GIRLS = events.GroupTookPart("Mädchen im Treff", 24)
SUBJECT = commands.Assessed(
    "project", SOZIALRAUM_ID, 2026, PROJECT_ID, TRAEGER_ID, 0, date(2027, 9, 30)
)
ASSESS = commands.AssessQuality(
    SUBJECT,
    (
        commands.GivenRating("own-words", 2, WHY),
        commands.GivenRating("no-stigma", 3, None, (EVIDENCE,)),
        commands.GivenRating("all", None),
    ),
    (GIRLS,),
    assessment_id=ASSESSMENT_ID,
    catalogue_version=1,
    asked=("own-words", "no-stigma", "all"),
    by=AUTHOR,
)
ASSESSED = events.QualityAssessed(
    assessment_id=ASSESSMENT_ID,
    kind="project",
    sozialraum_id=SOZIALRAUM_ID,
    project_id=PROJECT_ID,
    traeger_id=TRAEGER_ID,
    year=2026,
    months_after_end=0,
    assessment_version=1,
    catalogue_version=1,
    ratings=(
        events.Rating("own-words", 2, WHY.ref, ()),
        events.Rating("no-stigma", 3, None, (EVIDENCE,)),
        events.Rating("all", None, None, ()),
    ),
    participation=(GIRLS,),
    by=AUTHOR,
    assessed_on=ASSESSED_ON,
)
AGREE = commands.AgreeDevelopmentGoal(
    SOZIALRAUM_ID,
    "own-words",
    3,
    GOAL_TEXT,
    date(2027, 6, 30),
    PROJECT_ID,
    TRAEGER_ID,
    goal_id=GOAL_ID,
    known=("own-words", "no-stigma"),
    by=AUTHOR,
)
AGREED = events.DevelopmentGoalAgreed(
    GOAL_ID,
    SOZIALRAUM_ID,
    PROJECT_ID,
    TRAEGER_ID,
    "own-words",
    3,
    GOAL_TEXT.ref,
    date(2027, 6, 30),
    AUTHOR,
    ASSESSED_ON,
)
REACHED = events.DevelopmentGoalFollowedUp(
    GOAL_ID, "reached", SAID.ref, date(2027, 6, 30), AUTHOR, date(2027, 6, 1)
)
CONTINUED = replace(REACHED, outcome="continued", due_on=date(2027, 12, 31))
QUALITY_EXAMPLES = (ADOPTED, ASSESSED, AGREED, REACHED)
