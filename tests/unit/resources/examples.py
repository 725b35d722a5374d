"""One card and its amendment, typed by hand."""

from services.resources import commands, events
from tests.unit.projects.registered import SOZIALRAUM_ID, text

CARD_ID = "4fc1b052-7196-5ea8-8043-a1b2c3d4e5f6"
DESCRIPTION = text("Offenes Fußballtraining")

RECORD = commands.RecordCard(
    name="Fußballverein Kalk",
    kind="association",
    description=DESCRIPTION,
    sozialraum_id=SOZIALRAUM_ID,
    topics=("Sport", "Mädchen"),
    age_from=6,
    age_to=14,
    contact=events.Contact("website", "https://verein.example/kalk"),
    card_id=CARD_ID,
)
RECORDED = events.CardRecorded(
    card_id=CARD_ID,
    name="Fußballverein Kalk",
    kind="association",
    description=DESCRIPTION.ref,
    sozialraum_id=SOZIALRAUM_ID,
    topics=("Sport", "Mädchen"),
    age_from=6,
    age_to=14,
    contact=events.Contact("website", "https://verein.example/kalk"),
)
AMENDED = events.CardAmended(
    card_id=CARD_ID,
    name="Fußballverein Kalk",
    kind="association",
    description=DESCRIPTION.ref,
    sozialraum_id=SOZIALRAUM_ID,
    topics=("Sport",),
    age_from=6,
    age_to=None,
    contact=None,
)
