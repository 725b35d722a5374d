"""Needs of one Sozialraum, typed by hand: two observations, and the topic they have become."""

from datetime import date

from services.resources.needs import events
from tests.unit.projects.registered import SOZIALRAUM_ID, text

OBSERVATION_ID = "5ad2c163-82a7-5fb9-9154-c3b2a1928071"
OTHER_OBSERVATION_ID = "6be3d274-93b8-50ca-8265-d4c3b2a39182"
TOPIC_ID = "7cf4e385-a4c9-51db-9376-e5d4c3b2a493"
NEED_CARD_ID = "8d05f496-b5da-52ec-8487-f6e5d4c3b5a4"
NEED_PROJECT_ID = "9e1605a7-c6eb-53fd-9598-07f6e5d4c6b5"
BY = "af2716b8-d7fc-540e-86a9-1807f6e5d7c6"
GIRLS = (events.TookPart("Mädchen von 10 bis 14", 24), events.TookPart("Mütter", 3))
TEAM = (events.TookPart("ASD", 2), events.TookPart("Träger", 3))
SEEN = text("Mädchen haben nachmittags keinen eigenen Ort.")
RESULT = text("Gemeinsam als dringend bewertet.")
GAP = text("Das Jugendzentrum hat keine Zeiten nur für Mädchen.")
IDEA = text("Offener Mädchentreff im Bürgerhaus")
WHY = text("Die Siedlung ist umgezogen.")

OBSERVED = events.ObservationRecorded(
    observation_id=OBSERVATION_ID,
    sozialraum_id=SOZIALRAUM_ID,
    seen_by="asd",
    observed_on=date(2025, 9, 1),
    text=SEEN.ref,
    subjects=("leisure", "gender"),
    age_from=10,
    age_to=14,
    took_part=GIRLS,
    by=BY,
)
UNSEEN = events.ObservationWithdrawn(OBSERVATION_ID, "case-data", BY)
OPENED = events.TopicOpened(
    topic_id=TOPIC_ID,
    sozialraum_id=SOZIALRAUM_ID,
    title="Orte für Mädchen",
    subject="gender",
    age_from=10,
    age_to=14,
    observations=(OBSERVATION_ID,),
    opened_on=date(2025, 9, 15),
)
BUNDLED = events.ObservationsBundled(TOPIC_ID, (OTHER_OBSERVATION_ID,))
DISCUSSED = events.TopicDiscussed(TOPIC_ID, date(2025, 9, 12), RESULT.ref, TEAM)
FOUND = events.IdeaFound(TOPIC_ID, (NEED_CARD_ID,), GAP.ref, IDEA.ref, GIRLS, date(2025, 9, 15))
LINKED = events.ProjectLinked(TOPIC_ID, NEED_PROJECT_ID)
COVERED = events.TopicCovered(TOPIC_ID, (NEED_CARD_ID,), NEED_PROJECT_ID, (), date(2025, 9, 15))
ASIDE = events.TopicSetAside(TOPIC_ID, WHY.ref, date(2025, 9, 15))
REOPENED_TOPIC = events.TopicReopened(TOPIC_ID, WHY.ref, date(2025, 9, 15))
NEED_EXAMPLES = (
    *(OBSERVED, UNSEEN, OPENED, BUNDLED, DISCUSSED, FOUND, LINKED, COVERED, ASIDE),
    REOPENED_TOPIC,
)
